package spark

import (
	"fmt"
	"strings"

	"golab/internal/tuning"
)

// Descriptions says of each candidate what sets it apart from the others, for example
//
//	layers=[57 20 5 2], maxIter=50
//
// It names the fields that are not the same in all candidates; "default" is a field's
// zero value. Where the candidates have stages of different types in one place, it
// names the type, too.
func (g Grid) Descriptions() []string { return tuning.Descriptions(g) }

// String lists the candidates, one a line.
func (g Grid) String() string {
	var b strings.Builder
	for i, text := range g.Descriptions() {
		fmt.Fprintf(&b, "%d  %s\n", i, text)
	}
	return b.String()
}
