package vm

import (
	"bytes"
	"fmt"
	"os"
	"reflect"
	"runtime"
)

// What cells call of runtime to look at their stack. They see the interpreted
// calls of their goroutine up to where compiled code has called them.

// caller is runtime.Caller.
func caller(m *Machine, skip int) (pc uintptr, file string, line int, ok bool) {
	if skip < 0 {
		return runtime.Caller(skip)
	}
	frames := m.callers(skip + 1)
	if len(frames) <= skip {
		return 0, "", 0, false
	}
	f := frames[skip]
	return m.world.counters.counter(f.fn, f.at), f.Pos.Filename, f.Pos.Line, true
}

// callerCounters is runtime.Callers, which counts itself; the last one is that
// of runtime.goexit, as ever.
func callerCounters(m *Machine, skip int, pcs []uintptr) int {
	skip = max(skip, 0)
	var own [2]uintptr
	runtime.Callers(0, own[:1])
	list := []uintptr{own[0]}
	for _, f := range m.callers(skip + len(pcs)) {
		list = append(list, m.world.counters.counter(f.fn, f.at))
	}
	list = append(list, goexitCounter())
	return copy(pcs, list[min(skip, len(list)):])
}

// goexitCounter returns the outermost caller's.
func goexitCounter() uintptr {
	pcs := make([]uintptr, 64)
	for {
		n := runtime.Callers(0, pcs)
		if n < len(pcs) {
			return pcs[n-1]
		}
		pcs = make([]uintptr, 2*len(pcs))
	}
}

// callersFrames is runtime.CallersFrames.
func callersFrames(m *Machine, pcs []uintptr) *runtime.Frames {
	if framesField < 0 {
		return runtime.CallersFrames(pcs)
	}
	var list []runtime.Frame
	for len(pcs) > 0 {
		if f, ok := m.world.counters.frame(pcs[0]); ok {
			list = append(list, f)
			pcs = pcs[1:]
			continue
		}
		n := 1 // those of compiled code belong together
		for n < len(pcs) && !isCounter(pcs[n]) {
			n++
		}
		compiled := runtime.CallersFrames(pcs[:n])
		for f, more := compiled.Next(); f.PC != 0; f, more = compiled.Next() {
			list = append(list, f)
			if !more {
				break
			}
		}
		pcs = pcs[n:]
	}
	return framesAt(framesField, list)
}

// funcForPC is runtime.FuncForPC.
func funcForPC(m *Machine, pc uintptr) *runtime.Func {
	if !isCounter(pc) {
		return runtime.FuncForPC(pc)
	}
	f, _, ok := m.world.counters.find(pc)
	if !ok {
		return nil
	}
	return f.info
}

// fileLine is the method of runtime.Func.
func fileLine(m *Machine, f *runtime.Func, pc uintptr) (file string, line int) {
	if frame, ok := m.world.counters.frame(pc); ok {
		return frame.File, frame.Line
	}
	return f.FileLine(pc)
}

// valuePointer is the method Pointer of reflect.Value: that of a func is where its
// code starts.
func valuePointer(m *Machine, v reflect.Value) uintptr {
	if v.Kind() == reflect.Func && !v.IsNil() && v.CanInterface() {
		a := v.Interface()
		if c := m.world.closureOf(anyHeader(&a).data); c != nil {
			return m.world.counters.counter(c.fn, -1)
		}
	}
	return v.Pointer()
}

// stack writes the calls as Go does.
func (m *Machine) stack() []byte {
	var b bytes.Buffer
	head := make([]byte, 64) // goroutine 1 [running]:
	line, _, _ := bytes.Cut(head[:runtime.Stack(head, false)], []byte("\n"))
	fmt.Fprintf(&b, "%s\n", line)
	for _, f := range m.callers(maxTrace) {
		fmt.Fprintf(&b, "%s(...)\n\t%s:%d\n", goName(f.Func), f.Pos.Filename, f.Pos.Line)
	}
	return b.Bytes()
}

// runtimeStack is runtime.Stack; of other goroutines it tells nothing.
func runtimeStack(m *Machine, buf []byte, _ bool) int { return copy(buf, m.stack()) }

// debugStack is debug.Stack.
func debugStack(m *Machine) []byte { return m.stack() }

// debugPrintStack is debug.PrintStack.
func debugPrintStack(m *Machine) { os.Stderr.Write(m.stack()) }
