package bindings

import (
	"fmt"
	"go/types"
	"os"
	"strings"
	"testing"
)

// The source declares exactly the generic functions and types that the real
// packages declare, with the same signatures.
func TestSourceIsComplete(t *testing.T) {
	want, err := os.ReadFile("testdata/generics.golden")
	if err != nil {
		t.Fatal(err)
	}
	i := NewImporter()
	var b strings.Builder
	for _, path := range Paths() {
		p, err := i.Import(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range p.Scope().Names() {
			o := p.Scope().Lookup(name)
			s, ok := i.Source(o.Pkg())
			if !o.Exported() || !ok {
				continue
			}
			if s.Types == p || s.Types.Path() != path || len(s.Files) == 0 {
				t.Errorf("%s has the source of %s in %d files", o, s.Types.Path(), len(s.Files))
			}
			fmt.Fprintln(&b, o)
			if n, ok := o.Type().(*types.Named); ok {
				for m := range n.Methods() {
					fmt.Fprintln(&b, m)
				}
			}
		}
	}
	got := b.String()
	if got == string(want) {
		return
	}
	for _, line := range strings.Split(got, "\n") {
		if !strings.Contains(string(want), line+"\n") {
			t.Errorf("not in the real packages: %s", line)
		}
	}
	for _, line := range strings.Split(string(want), "\n") {
		if !strings.Contains(got, line+"\n") {
			t.Errorf("missing or different: %s", line)
		}
	}
}
