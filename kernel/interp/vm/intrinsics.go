package vm

import (
	"go/types"
	"reflect"
	"sync"
	"time"
	"unsafe"
)

// StandardIntrinsic returns what replaces a function of the standard library in
// cells, for a Host's Intrinsic. There are three kinds: those that may block for
// ever, which Stop then ends (locks, waits, time.Sleep); those that start
// goroutines, which then belong to the run; and those that look at the stack,
// which then see the cell's calls.
//
// What waits for a lock when its run is stopped goes on waiting alone, and gives
// the lock back when it gets it. A lock that a stopped run holds stays locked,
// unless the run has deferred its Unlock.
func StandardIntrinsic(f *types.Func) (reflect.Value, bool) {
	if f.Pkg() == nil {
		return reflect.Value{}, false
	}
	table := intrinsics[f.Pkg().Path()]
	if table == nil {
		return reflect.Value{}, false
	}
	x, ok := table[f.FullName()]
	return reflect.ValueOf(x), ok
}

// intrinsics has them by package and full name.
var intrinsics = map[string]map[string]any{
	"sync": {
		"(*sync.Mutex).Lock":      mutexLock,
		"(*sync.Mutex).Unlock":    mutexUnlock,
		"(*sync.RWMutex).Lock":    rwLock,
		"(*sync.RWMutex).Unlock":  rwUnlock,
		"(*sync.RWMutex).RLock":   rwRLock,
		"(*sync.RWMutex).RUnlock": rwRUnlock,
		"(sync.Locker).Lock":      lockerLock,
		"(*sync.WaitGroup).Wait":  groupWait,
		"(*sync.WaitGroup).Go":    groupGo,
		"(*sync.Cond).Wait":       condWait,
		"(*sync.Once).Do":         onceDo,
	},
	"time": {
		"time.Sleep":     sleep,
		"time.AfterFunc": afterFunc,
	},
	"context": {
		"context.AfterFunc": contextAfterFunc,
	},
	"runtime": {
		"runtime.Caller":           caller,
		"runtime.Callers":          callerCounters,
		"runtime.CallersFrames":    callersFrames,
		"runtime.FuncForPC":        funcForPC,
		"runtime.Stack":            runtimeStack,
		"(*runtime.Func).FileLine": fileLine,
	},
	"runtime/debug": {
		"runtime/debug.Stack":      debugStack,
		"runtime/debug.PrintStack": debugPrintStack,
	},
	"reflect": {
		"(reflect.Value).Pointer": valuePointer,
	},
}

// quickIntrinsic is intrinsicCall without reflection, for types of funcs that are
// called often; nil for others.
func quickIntrinsic(f reflect.Value, site *callSite) slowFunc {
	if len(site.args) == 0 {
		return nil
	}
	x := site.args[0].off
	switch f := f.Interface().(type) {
	case func(*Machine, *sync.Mutex):
		return func(m *Machine, fp unsafe.Pointer) { f(m, (*sync.Mutex)(*ptrAt(fp, x))) }
	case func(*Machine, *sync.RWMutex):
		return func(m *Machine, fp unsafe.Pointer) { f(m, (*sync.RWMutex)(*ptrAt(fp, x))) }
	case func(*Machine, *sync.WaitGroup):
		return func(m *Machine, fp unsafe.Pointer) { f(m, (*sync.WaitGroup)(*ptrAt(fp, x))) }
	case func(*Machine, time.Duration):
		return func(m *Machine, fp unsafe.Pointer) { f(m, time.Duration(*i64At(fp, x))) }
	case func(*Machine, *sync.Once, func()):
		y := site.args[1].off
		return func(m *Machine, fp unsafe.Pointer) {
			f(m, (*sync.Once)(*ptrAt(fp, x)), *(*func())(unsafe.Add(fp, int(y))))
		}
	}
	return nil
}
