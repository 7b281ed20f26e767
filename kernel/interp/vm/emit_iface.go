package vm

import (
	"go/types"
	"reflect"
	"sync"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

// smallWords are what interfaces of small integers point to.
var smallWords = func() (words [256]uint64) {
	for i := range words {
		words[i] = uint64(i)
	}
	return words
}()

// makeInterface emits v = v.X in an interface.
func (c *compiler) makeInterface(v *ssa.MakeInterface) {
	x, d := c.operand(v.X), c.operand(v)
	c.world.needMethods(derefNamed(v.X.Type()))
	word := headWord(x.typ, d.typ)
	c.slow(boxed(x, d.off, word))
}

// derefNamed returns t, or what it points to.
func derefNamed(t types.Type) types.Type {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		return p.Elem()
	}
	return t
}

// headWord returns a func that gives the first word of an interface of type iface
// with a value of type t: the itab is found when it is first needed, for methods
// of t may be compiled yet.
func headWord(t, iface reflect.Type) func() unsafe.Pointer {
	if iface.NumMethod() == 0 {
		p := typePtr(t)
		return func() unsafe.Pointer { return p }
	}
	return sync.OnceValue(func() unsafe.Pointer {
		i := reflect.New(iface)
		i.Elem().Set(reflect.Zero(t))
		return (*ifaceHeader)(i.UnsafePointer()).word
	})
}

// boxed puts the operand x into the interface at dst.
func boxed(x operand, dst int32, word func() unsafe.Pointer) slowFunc {
	o, typ, form := x.off, typePtr(x.typ), x.form
	switch {
	case x.kind == kPtr:
		return func(_ *Machine, fp unsafe.Pointer) { *ifaceAt(fp, dst) = ifaceHeader{word(), *ptrAt(fp, o)} }
	case isDirect(x.typ): // a struct or array of one pointer
		return func(_ *Machine, fp unsafe.Pointer) { *ifaceAt(fp, dst) = ifaceHeader{word(), *ptrAt(fp, o)} }
	case form == fWord:
		return func(_ *Machine, fp unsafe.Pointer) {
			n := *u64At(fp, o)
			var p unsafe.Pointer
			if n < uint64(len(smallWords)) {
				p = unsafe.Pointer(&smallWords[n])
			} else {
				p = unsafe.Pointer(box(n))
			}
			*ifaceAt(fp, dst) = ifaceHeader{word(), p}
		}
	case x.kind == kStr:
		return func(_ *Machine, fp unsafe.Pointer) {
			*ifaceAt(fp, dst) = ifaceHeader{word(), unsafe.Pointer(box(*strAt(fp, o)))}
		}
	case form == fU8:
		return func(_ *Machine, fp unsafe.Pointer) {
			*ifaceAt(fp, dst) = ifaceHeader{word(), unsafe.Pointer(&smallWords[*u64At(fp, o)&0xff])}
		}
	}
	return func(_ *Machine, fp unsafe.Pointer) {
		p := newObject(typ)
		storeForm(form, typ, p, unsafe.Add(fp, int(o)))
		*ifaceAt(fp, dst) = ifaceHeader{word(), p}
	}
}

// box returns a new variable with value v.
func box[T any](v T) *T { return &v }

// changeInterface emits v = v.X, which is statically known to be of v's type.
func (c *compiler) changeInterface(v *ssa.ChangeInterface) {
	x, d := c.operand(v.X), c.operand(v)
	if d.typ.NumMethod() == 0 {
		empty := x.typ.NumMethod() == 0
		c.slow(func(_ *Machine, fp unsafe.Pointer) { *anyAt(fp, d.off) = asAny(ifaceAt(fp, x.off), empty) })
		return
	}
	c.slow(func(_ *Machine, fp unsafe.Pointer) {
		if from := x.get(fp); from.IsNil() {
			d.get(fp).SetZero()
		} else {
			d.get(fp).Set(from.Elem())
		}
	})
}

// An assertion is v.X.(T), with or without ok.
type assertion struct {
	x        operand
	empty    bool // x has no methods
	want     reflect.Type
	wantPtr  unsafe.Pointer
	form     form
	dst, ok  int32 // ok: -1 without
	zeroType unsafe.Pointer
}

// typeAssert emits v.X.(T).
func (c *compiler) typeAssert(v *ssa.TypeAssert) {
	x := c.operand(v.X)
	want := c.world.typeOf(v.AssertedType)
	k, f := kindOf(v.AssertedType)
	a := &assertion{x: x, empty: x.typ.NumMethod() == 0, want: want, wantPtr: typePtr(want), form: f, dst: c.off(v), ok: -1}
	a.zeroType = typePtr(kindType(k, want))
	if v.CommaOk {
		a.ok = c.parts(v)[1].off
	}
	switch {
	case !types.IsInterface(v.AssertedType):
		c.slow(a.concrete(isDirect(want)))
	case want.NumMethod() == 0:
		c.slow(a.toAny)
	default:
		c.slow(a.toInterface())
	}
}

// yes notes that the assertion holds.
func (a *assertion) yes(fp unsafe.Pointer) {
	if a.ok >= 0 {
		*u64At(fp, a.ok) = 1
	}
}

// no notes that it does not hold for a value of type t, or panics.
func (a *assertion) no(fp, t unsafe.Pointer, missing string) {
	if a.ok < 0 {
		from := typePtr(a.x.typ)
		if t == nil && a.want.Kind() == reflect.Interface {
			from = nil // as Go's
		}
		(&typeAssertionError{from, t, a.wantPtr, missing}).raise()
	}
	*u64At(fp, a.ok) = 0
	typedClear(a.zeroType, unsafe.Add(fp, int(a.dst)))
}

// concrete asserts a type that is no interface.
func (a *assertion) concrete(direct bool) slowFunc {
	return func(_ *Machine, fp unsafe.Pointer) {
		x := ifaceAt(fp, a.x.off)
		t := dynamicType(x, a.empty)
		switch {
		case t != a.wantPtr:
			a.no(fp, t, "")
			return
		case direct:
			*ptrAt(fp, a.dst) = x.data
		default:
			loadForm(a.form, a.wantPtr, unsafe.Add(fp, int(a.dst)), x.data)
		}
		a.yes(fp)
	}
}

func (a *assertion) toAny(_ *Machine, fp unsafe.Pointer) {
	x := ifaceAt(fp, a.x.off)
	t := dynamicType(x, a.empty)
	if t == nil {
		a.no(fp, nil, "")
		return
	}
	*ifaceAt(fp, a.dst) = ifaceHeader{t, x.data}
	a.yes(fp)
}

// toInterface asserts an interface with methods. It remembers the first word for
// the types that it has met.
func (a *assertion) toInterface() slowFunc {
	var words sync.Map // by type: the itab, or the missing method's name
	return func(_ *Machine, fp unsafe.Pointer) {
		x := ifaceAt(fp, a.x.off)
		t := dynamicType(x, a.empty)
		if t == nil {
			a.no(fp, nil, "")
			return
		}
		w, ok := words.Load(t)
		if !ok {
			w = a.head(typeAtPtr(t))
			words.Store(t, w)
		}
		switch w := w.(type) {
		case string:
			a.no(fp, t, w)
		case unsafe.Pointer:
			*ifaceAt(fp, a.dst) = ifaceHeader{w, x.data}
			a.yes(fp)
		}
	}
}

// head returns the first word of an interface of the wanted type with a value of
// type t, or the name of the method that t lacks.
func (a *assertion) head(t reflect.Type) any {
	if t.Implements(a.want) {
		return headWord(t, a.want)()
	}
	for i := range a.want.NumMethod() {
		name := a.want.Method(i).Name
		if _, ok := t.MethodByName(name); !ok {
			return name
		}
	}
	return ""
}
