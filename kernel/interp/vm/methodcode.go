package vm

import (
	"fmt"
	"go/types"
	"reflect"
	"unsafe"
)

// A receiver calls the method of a type for compiled code, which has a pointer to
// the receiver's value.
type receiver struct {
	fn      *Func
	pointer bool // the receiver is that pointer
	typ     unsafe.Pointer
}

// GeneralMethod is a method of any signature: recv points to the receiver's value,
// the arguments are of the signature's types, those of the dots as one slice.
type GeneralMethod = func(recv unsafe.Pointer, args []reflect.Value) []reflect.Value

// MethodCode returns a func of type code that calls a method, declared or promoted,
// of *t: the method's signature with an unsafe.Pointer to the receiver's value in
// front. For a signature that is not common it returns a GeneralMethod. pkg
// matters to unexported names.
func (w *World) MethodCode(t types.Type, pkg *types.Package, name string, code reflect.Type) (any, error) {
	r, err := w.receiver(t, pkg, name)
	if err != nil {
		return nil, err
	}
	for _, f := range r.typed() {
		if reflect.TypeOf(f) == code {
			return f, nil
		}
	}
	return GeneralMethod(r.general), nil
}

func (w *World) receiver(t types.Type, pkg *types.Package, name string) (*receiver, error) {
	for _, recv := range []types.Type{t, types.NewPointer(t)} {
		f, err := w.Method(recv, pkg, name)
		if err != nil {
			return nil, err
		}
		if f != nil {
			typ, err := w.Type(t)
			if err != nil {
				return nil, err
			}
			return &receiver{f, recv != t, typePtr(typ)}, nil
		}
	}
	return nil, fmt.Errorf("vm: %v has no method %s in a cell", t, name)
}

// typed lists the method as funcs of the common types; making one costs nothing.
func (r *receiver) typed() []any {
	return []any{
		method0[string](r), method0[int](r), method0[error](r), method0[bool](r), method0[float64](r), method0[any](r), r.run,
		method1[error, bool](r), method1[any, bool](r), method1[float64, float64](r), method1[int, float64](r),
		method1[[]byte, error](r), action1[any](r), action2[int, int](r), method2[int, int, bool](r), method2[int, int, float64](r),
		methodPair0[int, int](r), methodPair0[[]byte, error](r), methodPair1[[]byte, int, error](r), methodPair1[int, float64, float64](r),
		action2[fmt.State, rune](r), methodQuad0[float64](r),
	}
}

// enter returns a machine and a frame with the receiver.
func (r *receiver) enter(recv unsafe.Pointer) (*Machine, unsafe.Pointer) {
	w := r.fn.world
	m := w.machine(w.caller(nil))
	fp := m.take(r.fn)
	p := &r.fn.params[0]
	if r.pointer {
		*ptrAt(fp, p.off) = recv
		return m, fp
	}
	if recv == nil {
		nilDereference()
	}
	loadForm(p.form, r.typ, p.at(fp), recv)
	return m, fp
}

// word runs the method, whose result, if it is a word, it returns.
func (r *receiver) word(m *Machine, fp unsafe.Pointer) uint64 {
	r.fn.run(m, fp, unsafe.Pointer(&m.word))
	x := m.word
	r.fn.world.idle(m)
	return x
}

// result runs the method and returns its results, which lie as a T.
func result[T any](r *receiver, m *Machine, fp unsafe.Pointer) T {
	var out T
	switch p := any(&out).(type) {
	case *bool:
		*p = r.word(m, fp) != 0
		return out
	case *int:
		*p = int(r.word(m, fp))
		return out
	case *float64:
		*p = floatOf(r.word(m, fp))
		return out
	}
	res := new(T)
	r.fn.run(m, fp, unsafe.Pointer(res))
	r.fn.world.idle(m)
	return *res
}

// setParam stores argument i.
func setParam[A any](r *receiver, fp unsafe.Pointer, i int, a A) {
	p := &r.fn.params[i+1]
	if p.form == fS32 {
		*i64At(fp, p.off) = int64(*(*int32)(unsafe.Pointer(&a)))
		return
	}
	*(*A)(p.at(fp)) = a
}

func (r *receiver) run(recv unsafe.Pointer) {
	m, fp := r.enter(recv)
	r.word(m, fp)
}

func method0[R any](r *receiver) func(unsafe.Pointer) R {
	return func(recv unsafe.Pointer) R {
		m, fp := r.enter(recv)
		return result[R](r, m, fp)
	}
}

func method1[A, R any](r *receiver) func(unsafe.Pointer, A) R {
	return func(recv unsafe.Pointer, a A) R {
		m, fp := r.enter(recv)
		setParam(r, fp, 0, a)
		return result[R](r, m, fp)
	}
}

func method2[A, B, R any](r *receiver) func(unsafe.Pointer, A, B) R {
	return func(recv unsafe.Pointer, a A, b B) R {
		m, fp := r.enter(recv)
		setParam(r, fp, 0, a)
		setParam(r, fp, 1, b)
		return result[R](r, m, fp)
	}
}

func action1[A any](r *receiver) func(unsafe.Pointer, A) {
	return func(recv unsafe.Pointer, a A) {
		m, fp := r.enter(recv)
		setParam(r, fp, 0, a)
		r.word(m, fp)
	}
}

func action2[A, B any](r *receiver) func(unsafe.Pointer, A, B) {
	return func(recv unsafe.Pointer, a A, b B) {
		m, fp := r.enter(recv)
		setParam(r, fp, 0, a)
		setParam(r, fp, 1, b)
		r.word(m, fp)
	}
}

func methodPair0[R, S any](r *receiver) func(unsafe.Pointer) (R, S) {
	return func(recv unsafe.Pointer) (R, S) {
		m, fp := r.enter(recv)
		out := result[twoResults[R, S]](r, m, fp)
		return out.r, out.s
	}
}

func methodPair1[A, R, S any](r *receiver) func(unsafe.Pointer, A) (R, S) {
	return func(recv unsafe.Pointer, a A) (R, S) {
		m, fp := r.enter(recv)
		setParam(r, fp, 0, a)
		out := result[twoResults[R, S]](r, m, fp)
		return out.r, out.s
	}
}

func methodQuad0[R any](r *receiver) func(unsafe.Pointer) (R, R, R, R) {
	return func(recv unsafe.Pointer) (R, R, R, R) {
		m, fp := r.enter(recv)
		out := result[[4]R](r, m, fp)
		return out[0], out[1], out[2], out[3]
	}
}

// general is the method as a GeneralMethod.
func (r *receiver) general(recv unsafe.Pointer, args []reflect.Value) []reflect.Value {
	m, fp := r.enter(recv)
	for i := range args {
		r.fn.params[i+1].set(fp, args[i])
	}
	res := r.fn.newResults()
	r.fn.run(m, fp, res)
	r.fn.world.idle(m)
	return r.fn.values(res)
}

// twoResults is how two results of whole words lie in a frame.
type twoResults[R, S any] struct {
	r R
	s S
}
