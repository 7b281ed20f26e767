package vm

import (
	"reflect"
	"runtime"
	"unsafe"
)

// What the package knows of runtime.Func and runtime.Frames, so that cells get
// ones that tell of their own code, and compiled code understands them.

// inlinedFunc mirrors runtime.funcinl, which a *runtime.Func points to when it is
// of a function that the compiler has inlined.
type inlinedFunc struct {
	ones       uint32
	entry      uintptr
	name, file string
	line       int32
	startLine  int32
}

// newRuntimeFunc returns a runtime.Func that says such things; nil if the layout
// is not known.
func newRuntimeFunc(name, file string, line int, entry uintptr) *runtime.Func {
	if !inlinedKnown {
		return nil
	}
	return (*runtime.Func)(unsafe.Pointer(&inlinedFunc{^uint32(0), entry, name, file, int32(line), int32(line)}))
}

// inlinedKnown is the result of a self-check.
var inlinedKnown = knowsInlined()

// inlinedCounter is inlined where it is called.
func inlinedCounter() uintptr {
	pc, _, _, _ := runtime.Caller(0)
	return pc
}

// knowsInlined reports whether the runtime's own Func of an inlined function lies
// as inlinedFunc says.
func knowsInlined() bool {
	f := runtime.FuncForPC(inlinedCounter() - 1)
	if f == nil {
		return false
	}
	file, line := f.FileLine(0)
	in := (*inlinedFunc)(unsafe.Pointer(f))
	return in.ones == ^uint32(0) && in.entry == f.Entry() && sameString(in.name, f.Name()) && sameString(in.file, file) && int(in.line) == line
}

// sameString reports whether two strings are one; nothing is read through them.
func sameString(a, b string) bool {
	return len(a) == len(b) && unsafe.StringData(a) == unsafe.StringData(b)
}

// framesField is where a runtime.Frames has the frames that it is yet to return,
// -1 if that is not known.
var framesField = findFramesField()

func findFramesField() int {
	f, ok := reflect.TypeFor[runtime.Frames]().FieldByName("frames")
	if !ok || f.Type != reflect.TypeFor[[]runtime.Frame]() {
		return -1
	}
	frames := framesAt(int(f.Offset), []runtime.Frame{{Line: 1}, {Line: 2}, {Line: 3}})
	for i := range 3 {
		if next, more := frames.Next(); next.Line != i+1 || more != (i < 2) {
			return -1
		}
	}
	return int(f.Offset)
}

func framesAt(offset int, list []runtime.Frame) *runtime.Frames {
	f := runtime.CallersFrames(nil)
	*(*[]runtime.Frame)(unsafe.Add(unsafe.Pointer(f), offset)) = list
	return f
}
