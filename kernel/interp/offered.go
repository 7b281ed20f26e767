package interp

import (
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// unoffered are exported names that cells have no use for: what golab's packages
// have for each other, and the interfaces that nobody needs to name. They can be
// used and inspected, but no list shows them.
var unoffered = map[string][]string{
	"golab/kernel/display": {
		"Bind", "Bundle", "Call", "Capture", "Comms", "Frontend", "RenderFunc", "SetFrontend",
		"HTMLer", "JPEGer", "JSONer", "JavaScripter", "Latexer", "Markdowner", "PDFer", "PNGer", "Renderer", "SVGer", "SimpleRenderer",
	},
	"golab/labs": {"Prelude"},
}

// offered returns the names of a package that cells have a use for, in their order.
func offered(pkg *types.Package) []types.Object {
	var list []types.Object
	for _, n := range pkg.Scope().Names() {
		if o := pkg.Scope().Lookup(n); token.IsExported(n) && isOffered(o) {
			list = append(list, o)
		}
	}
	return list
}

// isOffered reports whether cells have a use for an object of a package block.
func isOffered(o types.Object) bool {
	return o.Pkg() == nil || !slices.Contains(unoffered[o.Pkg().Path()], o.Name())
}

// offeredPaths returns the packages that cells have a use for.
func offeredPaths(lib library) []string {
	return slices.DeleteFunc(lib.Paths(), inner)
}

// inner reports whether cells have no use for a package.
func inner(path string) bool {
	return strings.Contains("/"+path+"/", "/internal/") || strings.Contains("/"+path, "/vendor/")
}
