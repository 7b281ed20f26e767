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
	form    form
	words   uint16 // of the receiver's value, see plainWords
	first   int32  // where in a frame the first argument is
	second  int32
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
			return newReceiver(f, recv != t, typ), nil
		}
	}
	return nil, fmt.Errorf("vm: %v has no method %s in a cell", t, name)
}

func newReceiver(fn *Func, pointer bool, typ reflect.Type) *receiver {
	r := &receiver{fn: fn, pointer: pointer, typ: typePtr(typ), form: fn.params[0].form, words: plainWords(typ)}
	if len(fn.params) > 1 {
		r.first = fn.params[1].off
	}
	if len(fn.params) > 2 {
		r.second = fn.params[2].off
	}
	return r
}

// typed lists the method as funcs of the common types; making one costs nothing.
func (r *receiver) typed() []any {
	return []any{
		r.text, r.count, r.less, r.swap, r.at, r.format, r.run,
		method0[error](r), method0[bool](r), method0[float64](r), method0[any](r),
		method1[error, bool](r), method1[any, bool](r), method1[float64, float64](r), method1[int, float64](r),
		method1[[]byte, error](r), action1[any](r),
		methodPair0[int, int](r), methodPair0[[]byte, error](r), methodPair1[[]byte, int, error](r), methodPair1[int, float64, float64](r),
		methodQuad0[float64](r),
	}
}

// enter returns a machine and a frame with the receiver.
func (r *receiver) enter(recv unsafe.Pointer) (*Machine, unsafe.Pointer) {
	if recv == nil && !r.pointer {
		nilDereference()
	}
	w := r.fn.world
	m := w.machine(w.caller(nil))
	fp := m.take(r.fn)
	if r.pointer {
		*ptrAt(fp, paramStart) = recv
		return m, fp
	}
	switch {
	case r.words > 0 && r.form == fMem:
		copyWords(unsafe.Add(fp, paramStart), recv, r.words)
	case r.form == fSlice:
		*sliceAt(fp, paramStart) = *(*sliceHeader)(recv)
	case r.form == fWord:
		*u64At(fp, paramStart) = *(*uint64)(recv)
	default:
		loadForm(r.form, r.typ, unsafe.Add(fp, paramStart), recv)
	}
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
	case *float64:
		*p = floatOf(r.word(m, fp))
		return out
	}
	res := new(T)
	r.fn.run(m, fp, unsafe.Pointer(res))
	r.fn.world.idle(m)
	return *res
}

// put stores an argument that lies in a slot as in memory.
func put[A any](fp unsafe.Pointer, off int32, a A) { *(*A)(unsafe.Add(fp, int(off))) = a }

// text is the method as func() string.
func (r *receiver) text(recv unsafe.Pointer) string {
	m, fp := r.enter(recv)
	r.fn.run(m, fp, unsafe.Pointer(&m.text))
	s := m.text
	m.text = ""
	r.fn.world.idle(m)
	return s
}

// count is the method as func() int.
func (r *receiver) count(recv unsafe.Pointer) int {
	m, fp := r.enter(recv)
	return int(r.word(m, fp))
}

// less is the method as func(int, int) bool.
func (r *receiver) less(recv unsafe.Pointer, i, j int) bool {
	m, fp := r.enter(recv)
	*intAt(fp, r.first), *intAt(fp, r.second) = i, j
	return r.word(m, fp) != 0
}

// swap is the method as func(int, int).
func (r *receiver) swap(recv unsafe.Pointer, i, j int) {
	m, fp := r.enter(recv)
	*intAt(fp, r.first), *intAt(fp, r.second) = i, j
	r.word(m, fp)
}

// at is the method as func(int, int) float64.
func (r *receiver) at(recv unsafe.Pointer, i, j int) float64 {
	m, fp := r.enter(recv)
	*intAt(fp, r.first), *intAt(fp, r.second) = i, j
	return floatOf(r.word(m, fp))
}

// format is the method as func(fmt.State, rune).
func (r *receiver) format(recv unsafe.Pointer, state fmt.State, verb rune) {
	m, fp := r.enter(recv)
	put(fp, r.first, state)
	*i64At(fp, r.second) = int64(verb)
	r.word(m, fp)
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
		put(fp, r.first, a)
		return result[R](r, m, fp)
	}
}

func action1[A any](r *receiver) func(unsafe.Pointer, A) {
	return func(recv unsafe.Pointer, a A) {
		m, fp := r.enter(recv)
		put(fp, r.first, a)
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
		put(fp, r.first, a)
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
