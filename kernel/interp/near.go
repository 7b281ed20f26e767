package interp

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// unavailable says that a package cannot be imported, with the paths that are
// most like it.
func unavailable(want string, paths []string) string {
	msg := fmt.Sprintf("package %q is not available in cells", want)
	var near []string
	for _, p := range paths {
		if strings.Contains("/"+p, "/internal/") {
			continue
		}
		if path.Base(p) == path.Base(want) || distance(p, want) <= 2 || strings.EqualFold(p, want) {
			near = append(near, p)
		}
	}
	if len(near) == 0 {
		return msg
	}
	slices.SortFunc(near, func(a, b string) int {
		if d := distance(a, want) - distance(b, want); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	return msg + "; there is " + strings.Join(near[:min(3, len(near))], ", ")
}

// distance counts the insertions, deletions and substitutions of bytes that
// turn a into b (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
