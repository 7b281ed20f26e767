package vm

import (
	"reflect"
	"unsafe"
)

// compiledCall returns a call of compiled code: of common signatures directly, of
// others through reflect.
func compiledCall(f reflect.Value, site *callSite) slowFunc {
	if call := directCall(f, site); call != nil {
		return call
	}
	variadic := f.Type().IsVariadic()
	return func(_ *Machine, fp unsafe.Pointer) {
		args := make([]reflect.Value, len(site.args))
		for i := range site.args {
			args[i] = site.args[i].get(fp)
		}
		site.putResults(fp, callValue(f, args, variadic))
	}
}

// directCall returns a call without reflection, if f has one of a few signatures.
func directCall(f reflect.Value, site *callSite) slowFunc {
	var a, b int32
	if len(site.args) > 0 {
		a = site.args[0].off
	}
	if len(site.args) > 1 {
		b = site.args[1].off
	}
	ret := site.ret
	if ret == 0 && len(site.results) > 0 {
		return nil
	}
	switch f := f.Interface().(type) {
	case func():
		return func(*Machine, unsafe.Pointer) { f() }
	case func(float64) float64:
		return func(_ *Machine, fp unsafe.Pointer) { putResult(fp, ret, f64At, f(*f64At(fp, a))) }
	case func(float64, float64) float64:
		return func(_ *Machine, fp unsafe.Pointer) { putResult(fp, ret, f64At, f(*f64At(fp, a), *f64At(fp, b))) }
	case func(string) string:
		return func(_ *Machine, fp unsafe.Pointer) { putResult(fp, ret, strAt, f(*strAt(fp, a))) }
	case func(string, string) bool:
		return func(_ *Machine, fp unsafe.Pointer) {
			putResult(fp, ret, u64At, boolWord(f(*strAt(fp, a), *strAt(fp, b))))
		}
	case func(string, string) int:
		return func(_ *Machine, fp unsafe.Pointer) { putResult(fp, ret, intAt, f(*strAt(fp, a), *strAt(fp, b))) }
	case func(string, int) string:
		return func(_ *Machine, fp unsafe.Pointer) { putResult(fp, ret, strAt, f(*strAt(fp, a), *intAt(fp, b))) }
	case func(int) string:
		return func(_ *Machine, fp unsafe.Pointer) { putResult(fp, ret, strAt, f(*intAt(fp, a))) }
	case func(any, func(int, int) bool):
		return func(_ *Machine, fp unsafe.Pointer) { f(*anyAt(fp, a), *(*func(int, int) bool)(unsafe.Add(fp, int(b)))) }
	}
	return nil
}

// putResult stores a result unless nobody wants it.
func putResult[T any](fp unsafe.Pointer, ret int32, at func(unsafe.Pointer, int32) *T, v T) {
	if ret != 0 {
		*at(fp, ret) = v
	}
}

// thunkCall returns a call by a thunk.
func thunkCall(f Thunk, site *callSite) slowFunc {
	args := make([]int32, len(site.args))
	for i, a := range site.args {
		args[i] = a.off
	}
	var results []int32
	for _, r := range site.results {
		results = append(results, r.off)
	}
	return func(_ *Machine, fp unsafe.Pointer) { f(fp, args, results) }
}

// intrinsicCall returns a call of f with the machine in front.
func intrinsicCall(f reflect.Value, site *callSite) slowFunc {
	variadic := f.Type().IsVariadic()
	return func(m *Machine, fp unsafe.Pointer) {
		args := []reflect.Value{reflect.ValueOf(m)}
		for i := range site.args {
			args = append(args, site.args[i].get(fp))
		}
		site.putResults(fp, callValue(f, args, variadic))
	}
}

// callValue calls f; a variadic one gets its last arguments as a slice.
func callValue(f reflect.Value, args []reflect.Value, variadic bool) []reflect.Value {
	if variadic {
		return f.CallSlice(args)
	}
	return f.Call(args)
}

// putResults stores the results of a call.
func (s *callSite) putResults(fp unsafe.Pointer, out []reflect.Value) {
	for i := range s.results {
		s.results[i].set(fp, out[i])
	}
}

// callCompiled calls a compiled func value.
func (m *Machine) callCompiled(site *callSite, fp, f unsafe.Pointer) {
	if f == nil {
		nilDereference()
	}
	switch site.typ {
	case funcType0:
		(*(*func())(unsafe.Pointer(&f)))()
	case funcTypeFF:
		putResult(fp, site.ret, f64At, (*(*func(float64) float64)(unsafe.Pointer(&f)))(*f64At(fp, site.args[0].off)))
	default:
		args := make([]reflect.Value, len(site.args))
		for i := range site.args {
			args[i] = site.args[i].get(fp)
		}
		site.putResults(fp, callValue(valueAt(site.typ, unsafe.Pointer(&f)), args, site.typ.IsVariadic()))
	}
}

var (
	funcType0  = reflect.TypeFor[func()]()
	funcTypeFF = reflect.TypeFor[func(float64) float64]()
)
