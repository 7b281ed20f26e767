package interp

import (
	"go/token"
	"testing"

	"golab/internal/bindings"
)

// TestUnofferedNamesExist fails for a name that is no longer there to be hidden.
func TestUnofferedNamesExist(t *testing.T) {
	lib := bindings.NewImporter()
	for path, names := range unoffered {
		pkg, err := lib.Import(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range names {
			if !token.IsExported(n) || pkg.Scope().Lookup(n) == nil {
				t.Errorf("%s has no %s", path, n)
			}
		}
	}
}
