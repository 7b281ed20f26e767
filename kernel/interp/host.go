package interp

import (
	"go/types"
	"reflect"
	"unsafe"

	"golab/internal/bindings"
	"golab/kernel/interp/rtype"
	"golab/kernel/interp/vm"
)

// A library of packages that are linked into the program.
type bound struct{ *bindings.Importer }

// Paths lists the import paths of all packages there are.
func (bound) Paths() []string { return bindings.Paths() }

// A host is what the cells' machine knows of compiled code.
type host struct {
	lib      *bindings.Importer
	types    *rtype.Table
	world    *vm.World
	replaced map[string]any // functions by their full names, such as (*log.Logger).Fatal
	machined map[string]any // the same, with the *vm.Machine that calls them in front
}

// newHost returns a host with a world of its own.
func newHost() (*host, error) {
	if err := vm.Supported(); err != nil {
		return nil, err
	}
	h := &host{lib: bindings.NewImporter()}
	table, err := rtype.New(rtype.Config{
		Named: h.lib.Reflect,
		Method: func(m *rtype.Method) (any, error) {
			return h.world.MethodCode(m.Recv, m.Func.Pkg(), m.Func.Name(), m.Code())
		},
	})
	if err != nil {
		return nil, err
	}
	h.types, h.world = table, vm.NewWorld(h)
	return h, nil
}

// Type returns the reflect type of a type.
func (h *host) Type(t types.Type) (reflect.Type, error) { return h.types.Type(t) }

// Back is the inverse of Type.
func (h *host) Back(r reflect.Type) (types.Type, bool) { return h.types.Back(r) }

// Func returns a compiled function, or a method with its receiver in front.
func (h *host) Func(f *types.Func) (reflect.Value, bool) {
	if x, ok := h.replaced[f.FullName()]; ok {
		return reflect.ValueOf(x), true
	}
	recv := f.Signature().Recv()
	if recv == nil {
		return h.lib.Func(f)
	}
	r, err := h.types.Type(recv.Type())
	if err != nil {
		return reflect.Value{}, false
	}
	m, ok := r.MethodByName(f.Name())
	return m.Func, ok && m.Func.IsValid()
}

// Var returns the address of a variable of a package.
func (h *host) Var(v *types.Var) (unsafe.Pointer, bool) {
	x, ok := h.lib.Var(v)
	if !ok {
		return nil, false
	}
	return x.UnsafePointer(), true
}

// Thunk returns a call of f without reflection.
func (h *host) Thunk(f reflect.Value) (vm.Thunk, bool) { return bindings.NewThunk(f) }

// Intrinsic returns what the world does itself. What reflect says of methods of
// cells' types is made callable, whatever interface it is asked through.
func (h *host) Intrinsic(f *types.Func) (reflect.Value, bool) {
	if x, ok := h.machined[f.FullName()]; ok {
		return reflect.ValueOf(x), true
	}
	if v, ok := vm.StandardIntrinsic(f); ok {
		return v, true
	}
	results := f.Signature().Results()
	if results.Len() == 0 || results.At(0).Type().String() != "reflect.Method" {
		return reflect.Value{}, false
	}
	switch f.Name() {
	case "Method":
		return reflect.ValueOf(methodOf), true
	case "MethodByName":
		return reflect.ValueOf(methodByName), true
	}
	return reflect.Value{}, false
}

func methodOf(_ *vm.Machine, t interface{ Method(int) reflect.Method }, i int) reflect.Method {
	return rtype.MethodFunc(t.Method(i))
}

func methodByName(_ *vm.Machine, t interface {
	MethodByName(string) (reflect.Method, bool)
}, name string) (reflect.Method, bool) {
	m, ok := t.MethodByName(name)
	return rtype.MethodFunc(m), ok
}
