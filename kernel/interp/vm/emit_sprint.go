package vm

import (
	"fmt"
	"go/types"
	"reflect"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

// fmt.Sprint(x) of a cell's type with a String method is that method: neither x
// goes into an interface nor fmt looks what it can do.

// foldSprint recognises such a call.
func (c *compiler) foldSprint(v *ssa.Call) {
	fn, ok := v.Call.Value.(*ssa.Function)
	if !ok || fn.Blocks != nil || fn.String() != "fmt.Sprint" || c.isIntrinsic(fn) {
		return
	}
	s, ok := v.Call.Args[0].(*ssa.Slice)
	if !ok {
		return
	}
	x := onlyElement(s)
	if x == nil || x.Block() != v.Block() || !usedOnce(x) || c.stringMethod(x.X.Type()) == nil {
		return
	}
	if c.foldElement(v, s); c.appends[v] != nil {
		c.folds[x] = true
	}
}

func (c *compiler) isIntrinsic(fn *ssa.Function) bool {
	h, ok := c.world.host.(Intrinsics)
	if !ok {
		return false
	}
	_, ok = h.Intrinsic(fn.Object().(*types.Func))
	return ok
}

// onlyElement returns the conversion that makes what s, the slice of a call's dots,
// has as its first element.
func onlyElement(s *ssa.Slice) *ssa.MakeInterface {
	array, ok := s.X.(*ssa.Alloc)
	if !ok {
		return nil
	}
	for _, r := range *array.Referrers() {
		e, ok := r.(*ssa.IndexAddr)
		if !ok {
			continue
		}
		for _, r := range *e.Referrers() {
			if store, ok := r.(*ssa.Store); ok {
				x, _ := store.Val.(*ssa.MakeInterface)
				return x
			}
		}
	}
	return nil
}

// stringMethod returns the method that fmt calls for a t, if it is a cell's String.
func (c *compiler) stringMethod(t types.Type) *ssa.Function {
	set := c.ssa.Prog.MethodSets.MethodSet(t)
	sel := set.Lookup(nil, "String")
	if sel == nil || set.Lookup(nil, "Error") != nil || set.Lookup(nil, "Format") != nil {
		return nil
	}
	sig := sel.Type().(*types.Signature)
	if sig.Params().Len() != 0 || sig.Results().Len() != 1 || !types.Identical(sig.Results().At(0).Type(), types.Typ[types.String]) {
		return nil
	}
	fn := c.ssa.Prog.MethodValue(sel)
	if fn == nil || !c.world.declared(fn) {
		return nil
	}
	return fn
}

// sprint returns such a call.
func (c *compiler) sprint(v *ssa.Call) slowFunc {
	arg := c.appends[v].(*ssa.MakeInterface).X
	fn, x, dst := c.world.fn(c.stringMethod(arg.Type())), c.operand(arg), c.off(v)
	moves := []move{c.moveTo(arg, paramStart)}
	if x.kind == kMem && x.typ.Size() == 0 {
		moves = nil
	}
	return func(m *Machine, fp unsafe.Pointer) {
		nfp := m.take(fn)
		doMoves(moves, fp, nfp)
		*strAt(fp, dst) = m.sprint(fn, nfp, &x, fp)
	}
}

// sprint runs the String method fn of x on the frame nfp. Of a panic it makes what
// fmt does.
func (m *Machine) sprint(fn *Func, nfp unsafe.Pointer, x *operand, fp unsafe.Pointer) (s string) {
	returned := false
	defer func() {
		if returned {
			return
		}
		r := recover()
		if _, ok := r.(killed); ok {
			panic(r)
		}
		m.run.carried(r)
		switch {
		case r == nil: // runtime.Goexit
		case x.typ.Kind() == reflect.Pointer && *ptrAt(fp, x.off) == nil:
			s = "<nil>"
		default:
			s = fmt.Sprint(raiser{r})
		}
	}()
	m.exec(fn, nfp, unsafe.Pointer(&m.text))
	s, m.text = m.text, ""
	returned = true
	return s
}

// A raiser has fmt say what it says of a panic in a String method.
type raiser struct{ value any }

// String implements fmt.Stringer.
func (r raiser) String() string { panic(r.value) }
