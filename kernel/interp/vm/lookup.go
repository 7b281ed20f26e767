package vm

import (
	"go/types"
	"reflect"
	"slices"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

// An instance is a generic function or method with its type arguments.
type instance struct {
	args []types.Type
	fn   *Func
}

// A pending function waits for its code.
type pending struct {
	fn  *Func
	ssa *ssa.Function
}

// fn returns the code, existing or to come, of f.
func (w *World) fn(f *ssa.Function) *Func {
	if g := w.known(f); g != nil {
		return g
	}
	g := &Func{id: w.nextID, name: f.String(), world: w, wrapper: isWrapper(f)}
	w.nextID++
	w.queue = append(w.queue, pending{g, f})
	switch o := f.Object(); {
	case f.Origin() != nil && f.Parent() == nil:
		o := f.Origin().Object().(*types.Func)
		w.generics.set(o, append(w.generics.get(o), &instance{f.TypeArgs(), g}))
		w.news = append(w.news, o)
	case o != nil && declares(f):
		w.funcs.set(o.(*types.Func), g)
		w.news = append(w.news, o)
	default:
		w.local[f] = g
	}
	return g
}

// declares reports whether f is the function that its object stands for.
func declares(f *ssa.Function) bool {
	return f.Object() != nil && f.Origin() == nil && f.Parent() == nil && !isWrapper(f)
}

// isWrapper reports whether SSA made f up to call another function: a promoted or
// bound method, or a method expression.
func isWrapper(f *ssa.Function) bool {
	return f.Synthetic != "" && f.Blocks != nil && f.Syntax() == nil && f.Object() != nil
}

// known returns the code of f, if it has been asked for.
func (w *World) known(f *ssa.Function) *Func {
	if g := w.local[f]; g != nil {
		return g
	}
	if f.Origin() != nil && f.Parent() == nil {
		for _, i := range w.generics.get(f.Origin().Object().(*types.Func)) {
			if slices.EqualFunc(i.args, f.TypeArgs(), types.Identical) {
				return i.fn
			}
		}
		return nil
	}
	if declares(f) {
		return w.funcs.get(f.Object().(*types.Func))
	}
	return nil
}

// declared reports whether f has code, from this unit or an earlier one.
func (w *World) declared(f *ssa.Function) bool { return f.Blocks != nil || w.known(f) != nil }

// compiled returns the compiled code of f, if it is not a cell's.
func (w *World) compiled(f *ssa.Function) (reflect.Value, bool) {
	obj, ok := f.Object().(*types.Func)
	if !ok || obj.Pkg() == nil || w.declared(f) {
		return reflect.Value{}, false
	}
	return w.host.Func(obj)
}

// funcValue returns the func value of a function without free variables.
func (w *World) funcValue(f *ssa.Function) unsafe.Pointer {
	if p := w.values[f]; p != nil {
		return p
	}
	var p unsafe.Pointer
	if v, ok := w.compiled(f); ok {
		a := v.Interface()
		p = anyHeader(&a).data
	} else if w.declared(f) {
		p = w.protoOf(w.typeOf(funcType(f))).make(w.fn(f), nil, w.latest.Load())
	} else {
		name := f.String()
		miss := reflect.MakeFunc(w.typeOf(funcType(f)), func([]reflect.Value) []reflect.Value {
			panic(missing(name))
		}).Interface()
		p = anyHeader(&miss).data
	}
	w.values[f] = p
	return p
}

// funcType returns f's type with the receiver, if any, as first parameter.
func funcType(f *ssa.Function) *types.Signature {
	sig := f.Signature
	if sig.Recv() == nil {
		return types.NewSignatureType(nil, nil, nil, sig.Params(), sig.Results(), sig.Variadic())
	}
	params := append([]*types.Var{sig.Recv()}, slices.Collect(sig.Params().Variables())...)
	return types.NewSignatureType(nil, nil, nil, types.NewTuple(params...), sig.Results(), sig.Variadic())
}

// missing is the panic of a call of a function that the host does not have.
type missing string

func (m missing) Error() string { return "vm: no code for " + string(m) }
