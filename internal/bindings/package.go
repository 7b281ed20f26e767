package bindings

import (
	"reflect"
	"slices"
	"strings"
)

// A Package holds the values of one package that cells may import. All of it is
// laid out by the linker: nothing is built at start.
type Package struct {
	Path  string
	funcs []symbol // each holds a func
	vars  []symbol // each holds a pointer to the variable
	types []symbol // each holds a nil pointer to the type
}

// A symbol is a name and what it is bound to. Symbols are sorted by name.
type symbol struct {
	name  string
	value any
}

// nativePath is bound for the source of generic functions, not for cells.
const nativePath = "golab/internal/bindings/native"

// Paths lists the packages that cells may import, sorted.
func Paths() []string {
	paths := make([]string, 0, len(packages)+1)
	for _, p := range packages {
		if p.Path != nativePath {
			paths = append(paths, p.Path)
		}
	}
	at, _ := slices.BinarySearch(paths, "unsafe")
	return slices.Insert(paths, at, "unsafe")
}

// Lookup returns the values of the package with a path. Package unsafe has
// none.
func Lookup(path string) (*Package, bool) {
	i, ok := slices.BinarySearchFunc(packages, path, func(p *Package, path string) int {
		return strings.Compare(p.Path, path)
	})
	if !ok {
		return nil, false
	}
	return packages[i], true
}

// Func returns the function with a name, as a func of its own type; nil if
// there is none or it is generic.
func (p *Package) Func(name string) any { return find(p.funcs, name) }

// Var returns a pointer to the variable with a name, or nil.
func (p *Package) Var(name string) any { return find(p.vars, name) }

// Type returns the type with a name, or nil if there is none or it is generic
// or a constraint.
func (p *Package) Type(name string) reflect.Type {
	v := find(p.types, name)
	if v == nil {
		return nil
	}
	return reflect.TypeOf(v).Elem()
}

func find(list []symbol, name string) any {
	i, ok := slices.BinarySearchFunc(list, name, func(s symbol, name string) int {
		return strings.Compare(s.name, name)
	})
	if !ok {
		return nil
	}
	return list[i].value
}
