// Gen writes the bindings in the folder above: one Go file for each package of
// the list, which registers the package's exported names with the interpreter.
package main

import (
	"fmt"
	"go/types"
	"log"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/packages"
)

// importable lists the packages, beyond the standard library, that cells may
// import.
var importable = []string{
	"github.com/go-gota/gota/dataframe",
	"github.com/go-gota/gota/series",
	"gonum.org/v1/gonum/diff/fd",
	"gonum.org/v1/gonum/floats",
	"gonum.org/v1/gonum/mat",
	"gonum.org/v1/gonum/optimize",
	"gonum.org/v1/gonum/stat",
	"gonum.org/v1/gonum/stat/distuv",
	"gonum.org/v1/plot",
	"gonum.org/v1/plot/plotter",
	"gonum.org/v1/plot/plotutil",
	"gonum.org/v1/plot/vg",
	"gonum.org/v1/plot/vg/draw",
	"golab/data",
	"golab/kernel/display",
	"golab/labs",
	"golab/learn",
	"golab/nn",
	"golab/plots",
	"golab/widgets",
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("symbols: ")
	if err := run("."); err != nil {
		log.Fatal(err)
	}
}

// run replaces the generated files of dir.
func run(dir string) error {
	mode := packages.NeedName | packages.NeedTypes | packages.NeedImports | packages.NeedDeps
	pkgs, err := packages.Load(&packages.Config{Mode: mode}, importable...)
	if err != nil {
		return err
	}
	if packages.PrintErrors(pkgs) > 0 {
		return fmt.Errorf("the packages above do not load")
	}
	old, err := filepath.Glob(filepath.Join(dir, "bind_*.go"))
	if err != nil {
		return err
	}
	for _, f := range old {
		if err := os.Remove(f); err != nil {
			return err
		}
	}
	for _, p := range pkgs {
		src, err := binding(p.Types)
		if err != nil {
			return fmt.Errorf("%s: %w", p.PkgPath, err)
		}
		if err := os.WriteFile(filepath.Join(dir, fileName(p.Types)), src, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// fileName is the package's path without what says nothing: the host, a
// version, the owner of gota.
func fileName(p *types.Package) string {
	name := "bind"
	for _, part := range strings.Split(p.Path(), "/") {
		if !strings.Contains(part, ".") && part != "v1" && part != "go-gota" {
			name += "_" + part
		}
	}
	return name + ".go"
}
