package vm

import (
	"reflect"
	"unsafe"
)

// compiledCall returns a call of compiled code: by a thunk if the host has one,
// else through reflect.
func (w *World) compiledCall(f reflect.Value, site *callSite) slowFunc {
	if t := w.thunk(f); t != nil {
		args, results := site.offsets()
		return func(m *Machine, fp unsafe.Pointer) {
			t(fp, args, results)
			m.goingOn()
		}
	}
	variadic := f.Type().IsVariadic()
	return func(m *Machine, fp unsafe.Pointer) {
		site.reflectCall(f, fp, variadic)
		m.goingOn()
	}
}

// goingOn ends a run that was stopped while compiled code ran or waited.
func (m *Machine) goingOn() {
	if m.run.stopped.Load() {
		m.interrupt()
	}
}

// thunk returns the host's thunk of f, or nil.
func (w *World) thunk(f reflect.Value) Thunk {
	h, ok := w.host.(Thunker)
	if !ok {
		return nil
	}
	t, _ := h.Thunk(f)
	return t
}

// offsets returns where arguments and results are, as thunks want them.
func (s *callSite) offsets() (args, results []int32) {
	args = make([]int32, len(s.args))
	for i, a := range s.args {
		args[i] = a.off
	}
	for _, r := range s.results {
		results = append(results, r.off)
	}
	return args, results
}

// reflectCall calls f by reflect.
func (s *callSite) reflectCall(f reflect.Value, fp unsafe.Pointer, variadic bool) {
	args := make([]reflect.Value, len(s.args))
	for i := range s.args {
		args[i] = s.args[i].get(fp)
	}
	s.putResults(fp, callValue(f, args, variadic))
}

// intrinsicCall returns a call of f with the machine in front.
func intrinsicCall(f reflect.Value, site *callSite) slowFunc {
	if quick := quickIntrinsic(f, site); quick != nil {
		return quick
	}
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

// A valueThunk is the thunk of the compiled func value that a site called last.
type valueThunk struct {
	f     unsafe.Pointer
	thunk Thunk // nil: the host has none
	tried int
}

// maxThunks bounds the thunks made at a site that calls ever other funcs.
const maxThunks = 16

// callCompiled calls a compiled func value.
func (m *Machine) callCompiled(site *callSite, fp, f unsafe.Pointer) {
	if f == nil {
		nilDereference()
	}
	last := site.last.Load()
	if last == nil || last.f != f && last.tried < maxThunks {
		next := &valueThunk{f: f, thunk: m.world.thunk(valueAt(site.typ, unsafe.Pointer(&f))), tried: 1}
		if last != nil {
			next.tried += last.tried
		}
		site.last.Store(next)
		last = next
	}
	if last.f == f && last.thunk != nil {
		last.thunk(fp, site.thunkArgs, site.thunkResults)
	} else {
		site.reflectCall(valueAt(site.typ, unsafe.Pointer(&f)), fp, site.typ.IsVariadic())
	}
	m.goingOn()
}
