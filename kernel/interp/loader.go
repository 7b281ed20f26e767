package interp

import (
	"fmt"
	"go/types"
	"reflect"
	"sync"

	"github.com/goplus/ixgo"
)

// A registry is the library of the packages that are registered with ixgo.
type registry struct{ importer types.Importer }

func (r registry) Import(path string) (*types.Package, error) {
	if _, ok := ixgo.LookupPackage(path); !ok && path != "unsafe" {
		return nil, fmt.Errorf("package %q is not registered", path)
	}
	return r.importer.Import(path)
}

func (r registry) Paths() []string { return ixgo.PackageList() }

// A loader is ixgo's, and beside that it hands out the variables of earlier
// cells and gives every type that a cell declares one reflect.Type for the
// whole session.
type loader struct {
	ixgo.Loader
	e       *Engine
	mu      sync.Mutex
	globals map[string]*ixgo.Package // by the unique path of a cell
}

func (l *loader) share(p *ixgo.Package) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.globals[p.Path] = p
}

// Installed returns a package with its variables.
func (l *loader) Installed(path string) (*ixgo.Package, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if p, ok := l.globals[path]; ok {
		return p, true
	}
	return l.Loader.Installed(path)
}

// LookupReflect returns the reflect.Type of a type.
func (l *loader) LookupReflect(typ types.Type) (reflect.Type, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	t, pointer := typ, false
	if p, ok := t.(*types.Pointer); ok {
		t, pointer = p.Elem(), true
	}
	n, ok := t.(*types.Named)
	if !ok || !l.e.interpreted(n) {
		return l.Loader.LookupReflect(typ)
	}
	rt, _ := l.e.record.ToType(n)
	if pointer {
		rt = reflect.PointerTo(rt)
	}
	return rt, true
}

// named returns the type that a cell or a package interpreted from source
// declares and that rt stands for.
func (l *loader) named(rt reflect.Type) (*types.Named, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	t, _ := l.e.record.LookupLocalTypes(rt)
	n, ok := t.(*types.Named)
	return n, ok
}

// interpreted reports whether the type is declared by a cell or by a package
// interpreted from source. Types inside generic functions have a reflect.Type
// for each instance and are left to ixgo.
func (e *Engine) interpreted(n *types.Named) bool {
	p := n.Obj().Pkg()
	if p == nil || e.nested[n.Origin()] != 0 || p.Path() != "main" && e.ctx.SourcePackage(p.Path()) == nil {
		return false
	}
	for t := range n.TypeArgs().Types() {
		if parameterized(t) {
			return false
		}
	}
	return true
}

// parameterized reports whether a type parameter occurs in t.
func parameterized(t types.Type) bool {
	switch t := t.(type) {
	case *types.TypeParam:
		return true
	case interface{ Elem() types.Type }: // pointer, slice, array, chan, map
		if m, ok := t.(*types.Map); ok && parameterized(m.Key()) {
			return true
		}
		return parameterized(t.Elem())
	case *types.Named:
		for a := range t.TypeArgs().Types() {
			if parameterized(a) {
				return true
			}
		}
	}
	return false
}
