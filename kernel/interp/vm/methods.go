package vm

import (
	"fmt"
	"go/token"
	"go/types"
	"reflect"

	"golang.org/x/tools/go/ssa"
)

// A methodKey names a method of a reflect type, for calls at run time.
type methodKey struct {
	typ  reflect.Type
	pkg  *types.Package // of an unexported name
	name string
}

// needMethods has the methods of an instantiated type compiled with the unit that
// first mentions it: later, the bodies of the generic methods are gone.
func (w *World) needMethods(t types.Type) {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.TypeArgs().Len() == 0 || w.prog == nil || types.IsInterface(named) || isParameterized(named) {
		return
	}
	for i := range named.NumMethods() {
		m := named.Method(i)
		if w.prog.Package(m.Pkg()) == nil {
			return
		}
		sel := w.prog.MethodSets.MethodSet(m.Signature().Recv().Type()).Lookup(m.Pkg(), m.Name())
		if sel == nil {
			continue
		}
		if f := w.prog.MethodValue(sel); f != nil && f.Blocks != nil {
			w.fn(f)
		}
	}
}

// isParameterized reports whether a type argument of t is a type parameter.
func isParameterized(t *types.Named) bool {
	for a := range t.TypeArgs().Types() {
		switch a := types.Unalias(a).(type) {
		case *types.TypeParam:
			return true
		case *types.Named:
			if isParameterized(a) {
				return true
			}
		}
	}
	return false
}

// Method returns the code of the method of t's method set, promoted ones
// included, that has such a name; pkg matters to unexported names. It is nil if
// there is none, or if it is compiled code. Its first parameter is the receiver.
func (w *World) Method(t types.Type, pkg *types.Package, name string) (f *Func, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	defer caught(&err)
	if w.prog == nil {
		w.startUnit(nil)
	}
	return w.method(w.typeOf(t), t, pkg, name), nil
}

func (w *World) method(r reflect.Type, t types.Type, pkg *types.Package, name string) *Func {
	key := methodKey{typ: r, name: name}
	if !token.IsExported(name) {
		key.pkg = pkg
	}
	f, ok := w.methods[key]
	if !ok {
		f = w.findMethod(t, pkg, name)
		w.methods[key] = f
	}
	return f
}

// findMethod looks the method up by its object, or compiles a wrapper of it in a
// program made for that.
func (w *World) findMethod(t types.Type, pkg *types.Package, name string) *Func {
	sel := types.NewMethodSet(t).Lookup(pkg, name)
	if sel == nil {
		return nil
	}
	m := sel.Obj().(*types.Func)
	if f := w.funcs.get(m); f != nil && len(sel.Index()) == 1 && types.Identical(m.Signature().Recv().Type(), t) {
		return f
	}
	prog := ssa.NewProgram(token.NewFileSet(), ssa.InstantiateGenerics)
	importPackages(prog, m.Pkg(), map[*types.Package]bool{})
	var found *Func
	w.startUnit(prog)
	if f := prog.MethodValue(prog.MethodSets.MethodSet(t).Lookup(pkg, name)); f != nil && w.declared(f) {
		found = w.fn(f)
		w.drain()
	}
	w.startUnit(nil)
	return found
}

// importPackages makes p and what it imports known to prog, without code.
func importPackages(prog *ssa.Program, p *types.Package, seen map[*types.Package]bool) {
	if p == nil || seen[p] {
		return
	}
	seen[p] = true
	if prog.Package(p) == nil {
		prog.CreatePackage(p, nil, nil, true)
	}
	for _, name := range p.Scope().Names() {
		importPackages(prog, p.Scope().Lookup(name).Pkg(), seen) // a cell's scope has objects of earlier cells
	}
	for _, q := range p.Imports() {
		importPackages(prog, q, seen)
	}
}

// Call calls f as reflect would. The calls belong to run; nil means the one that a
// call by compiled code belongs to, see RunOf.
func (f *Func) Call(run *Run, args []reflect.Value) []reflect.Value {
	if len(args) != len(f.params) {
		panic(fmt.Sprintf("vm: %s: %d arguments, want %d", f.name, len(args), len(f.params)))
	}
	if run == nil {
		run = f.world.caller(nil)
	}
	m := f.world.machine(run)
	results := f.callValues(m, m.take(f), args)
	f.world.idle(m)
	return results
}
