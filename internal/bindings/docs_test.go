package bindings

import (
	"strings"
	"testing"
)

func TestDocs(t *testing.T) {
	for _, c := range []struct{ path, name, want string }{
		{"strings", "", "Package strings implements"},
		{"strings", "ToUpper", "ToUpper returns s with all Unicode letters mapped to their upper case."},
		{"strings", "Builder.WriteString", "WriteString appends"},
		{"net/http", "Client.Timeout", "Timeout specifies"},
		{"math", "Pi", "https://oeis.org/A000796"},
		{"slices", "Sort", "Sort sorts a slice"},
		{"gonum.org/v1/gonum/mat", "Dense", "Dense is a dense matrix"},
		{"golab/nn", "", "Package nn"},
		{"strings", "explode", ""},
	} {
		p, _ := Lookup(c.path)
		d, err := p.Docs()
		if err != nil {
			t.Fatal(err)
		}
		got := d[c.name]
		if !strings.HasPrefix(got, c.want) || c.want == "" && got != "" {
			t.Errorf("%s.%s: %q", c.path, c.name, got)
		}
	}
}

// golab's own packages document every exported name, and the docs are whole.
func TestOwnDocsAreWhole(t *testing.T) {
	p, _ := Lookup("golab/widgets")
	d, err := p.Docs()
	if err != nil {
		t.Fatal(err)
	}
	if len(d[""]) < 200 {
		t.Errorf("the package's doc is %q", d[""])
	}
	for _, list := range [][]symbol{p.funcs, p.types} {
		for _, s := range list {
			if d[s.name] == "" {
				t.Errorf("%s has no doc", s.name)
			}
		}
	}
}

func TestEveryPackageHasDocs(t *testing.T) {
	for _, p := range packages {
		if d, err := p.Docs(); err != nil || len(d) == 0 {
			t.Errorf("%s: %d docs, %v", p.Path, len(d), err)
		}
	}
}

func BenchmarkDocs(b *testing.B) {
	p, _ := Lookup("strings")
	for b.Loop() {
		if _, err := p.Docs(); err != nil {
			b.Fatal(err)
		}
	}
}
