package bindings

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
)

var regen = flag.Bool("regen", false, "write the golden files anew")

// What cells may import only changes on purpose.
func TestPaths(t *testing.T) {
	const file = "testdata/paths.golden"
	got := strings.Join(Paths(), "\n") + "\n"
	if *regen {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("cells may import\n%s, the golden list is\n%s", got, want)
	}
	if !slices.IsSorted(Paths()) {
		t.Error("the list is not sorted")
	}
}

// Lookup searches, so all lists have to be sorted.
func TestSymbolsAreSorted(t *testing.T) {
	byName := func(a, b symbol) int { return strings.Compare(a.name, b.name) }
	for _, p := range packages {
		for _, list := range [][]symbol{p.funcs, p.vars, p.types} {
			if !slices.IsSortedFunc(list, byName) {
				t.Errorf("the symbols of %s are not sorted", p.Path)
			}
		}
		if found, ok := Lookup(p.Path); !ok || found != p {
			t.Errorf("Lookup does not find %s", p.Path)
		}
	}
}

func TestImportsThatFail(t *testing.T) {
	i := NewImporter()
	for _, path := range []string{"", "internal/abi", "golab/internal/bindings", nativePath, "strings/", "example.org/none"} {
		if p, err := i.Import(path); err == nil {
			t.Errorf("%q imports as %s", path, p)
		}
	}
	if p, err := i.Import("unsafe"); err != nil || p.Scope().Lookup("Sizeof") == nil {
		t.Errorf("unsafe: %v, %v", p, err)
	}
}
