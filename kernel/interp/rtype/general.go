package rtype

import (
	"fmt"
	"reflect"
	"runtime"
	"unsafe"

	"github.com/goplus/reflectx/abi"
	_ "github.com/goplus/reflectx/icall/icall8192" // stubs of any signature
)

// receiver stands for the type of a receiver in the signatures of stubs. One
// for all keeps package reflect from keeping a func type for each method.
type receiver struct{}

// takeGeneral makes b a stub of reflectx's, if there is one left. The pool is
// locked, but reflectx is not: another engine that makes methods by it in the
// same process must not do so at the same time.
func takeGeneral(b *binding, m *Method) unsafe.Pointer {
	in := []reflect.Type{reflect.TypeFor[*receiver]()}
	for i := range m.Type.NumIn() {
		in = append(in, m.Type.In(i))
	}
	var out []reflect.Type
	for i := range m.Type.NumOut() {
		out = append(out, m.Type.Out(i))
	}
	info := &abi.MethodInfo{
		Name:     m.Func.Name(),
		Func:     reflect.MakeFunc(reflect.FuncOf(in, out, m.Type.IsVariadic()), b.call),
		Type:     reflect.TypeFor[receiver](),
		Pointer:  true,
		Variadic: m.Type.IsVariadic(),
	}
	if !inRegisters(runtime.GOARCH) {
		info.InTyp, info.InSize = frame(in[1:], true)
		info.OutTyp, info.OutSize = frame(out, false)
	}
	for _, p := range abi.Default.List() {
		if p.Available() == 0 {
			continue
		}
		if code, index := p.Insert(info); index >= 0 {
			b.index = index
			b.release = func() { p.Remove([]int{index}) }
			return code
		}
	}
	return nil
}

// call is the function behind a general stub.
func (b *binding) call(args []reflect.Value) []reflect.Value {
	f := b.code.Load()
	for f == nil {
		f = b.lateGeneral()
	}
	recv := args[0].UnsafePointer()
	if b.boxed {
		word := recv
		recv = unsafe.Pointer(&word)
	}
	return (*f)(recv, args[1:])
}

// lateGeneral finds the code of a general stub at its first call.
func (b *binding) lateGeneral() *General {
	b.find(func(code any) {
		f, ok := code.(General)
		if !ok {
			panic(fmt.Errorf("rtype: the code of %s is a %T, not a %s", b.method.Load().Func.FullName(), code, reflect.TypeFor[General]()))
		}
		b.code.Store(&f)
	})
	return b.code.Load()
}

// inRegisters reports whether functions take arguments in registers. Stubs of
// other architectures must be told how they lie on the stack.
func inRegisters(arch string) bool {
	switch arch {
	case "amd64", "arm64", "loong64", "ppc64", "ppc64le", "riscv64":
		return true
	}
	return false
}

// frame is a struct of the arguments or results, and how much of it is used.
// Results begin at a multiple of a word behind the arguments.
func frame(list []reflect.Type, arguments bool) (reflect.Type, uintptr) {
	fields := make([]reflect.StructField, len(list))
	var size uintptr
	for i, typ := range list {
		fields[i] = reflect.StructField{Name: fmt.Sprintf("A%d", i), Type: typ}
		align := uintptr(typ.Align())
		size = (size+align-1)&^(align-1) + typ.Size()
	}
	if arguments {
		const word = unsafe.Sizeof(uintptr(0))
		size = (size + word - 1) &^ (word - 1)
	}
	return reflect.StructOf(fields), size
}
