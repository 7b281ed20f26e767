package rtype

import (
	"errors"
	"go/types"
	"reflect"
	"sync"
	"sync/atomic"
	"unsafe"
)

// A General is the code of a method of any signature. recv points to the
// receiver's value; args are typed as the signature says, those of the dots as
// one slice, and so must the results be.
//
// The value that recv points to may belong to an interface: a method with a
// value receiver must copy it and leave it as it is. recv is nil when the
// method was called through a nil pointer.
type General = func(recv unsafe.Pointer, args []reflect.Value) []reflect.Value

// A Method is a method of a type T that a table made, or of *T.
type Method struct {
	Recv      types.Type       // T
	Func      *types.Func      // declared with T, or promoted
	Selection *types.Selection // in the method set of *T
	Type      reflect.Type     // the signature, without receiver
	class     *class           // nil for those called through package reflect
}

// Code is the type of the function that [Config].Method should return: the
// method's signature with an unsafe.Pointer to the receiver's value in front,
// as in func(recv unsafe.Pointer, i, j int) bool, or [General]. A General will
// do in place of the former; it is slower.
func (m *Method) Code() reflect.Type {
	if m.class == nil {
		return reflect.TypeFor[General]()
	}
	return m.class.code
}

// newMethod describes a member of the method set of *T.
func (t *Table) newMethod(typ types.Type, m member) *Method {
	return &Method{
		Recv:      typ,
		Func:      m.sel.Obj().(*types.Func),
		Selection: m.sel,
		Type:      t.signature(m.sel.Type().(*types.Signature)),
	}
}

// A binding is a stub in use.
type binding struct {
	config *Config
	boxed  bool // the stub gets the word of an interface that is the receiver
	class  *class
	index  int // of the stub in its class or among those of release
	method atomic.Pointer[Method]

	mu      sync.Mutex              // for changes of what follows and of method
	code    atomic.Pointer[General] // where class is nil
	release func()                  // gives a stub of others back
}

var errGone = errors.New("rtype: call of a method whose type was taken back or whose session has ended")

// find asks for the method's code, and hands it to keep unless the stub has got
// another method by then.
func (b *binding) find(keep func(code any)) {
	m := b.method.Load()
	if m == nil {
		panic(errGone)
	}
	code, err := b.config.Method(m)
	if err != nil {
		panic(err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.method.Load() == m {
		keep(code)
	}
}

// rebind makes the stub one of m, or of nothing when m is nil.
func (b *binding) rebind(m *Method) {
	if m != nil {
		own := *m
		own.class = b.class
		m = &own
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.method.Store(m)
	b.code.Store(nil)
	if b.class != nil {
		b.class.set(b.index, b.class.wait(b.index))
	}
}

// notCallable stands where a table should have a function that takes a T by
// value, for which there is no stub. It may be called with any arguments, since
// it looks at none and does not return.
func notCallable() {
	panic(errors.New("reflect: this method of a cell's type cannot be called through Type.Method(i).Func; use Value.Method(i)"))
}

// MethodFunc returns m, which Type.Method or Type.MethodByName of package
// reflect has returned, with a Func that can be called. It is for code that
// cells compile to; compiled code gets what notCallable says.
func MethodFunc(m reflect.Method) reflect.Method {
	if !m.Func.IsValid() || m.Func.UnsafePointer() != codeOf(notCallable) {
		return m
	}
	name := m.Name
	m.Func = reflect.MakeFunc(m.Type, func(args []reflect.Value) []reflect.Value {
		f := args[0].MethodByName(name)
		if f.Type().IsVariadic() {
			return f.CallSlice(args[1:])
		}
		return f.Call(args[1:])
	})
	return m
}
