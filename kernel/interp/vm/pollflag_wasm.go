package vm

import (
	"runtime"
	"sync/atomic"
)

// A pollFlag says that something is wanted of the machines of a run. Loops and calls
// ask it. Here all goroutines share one thread, and nothing takes it from one that
// does not wait: so now and then asking lets the others run, one of which may want
// to stop it.
type pollFlag struct {
	atomic.Bool
	asked uint32
}

// yieldAfter is how many times one may ask in a row.
const yieldAfter = 1 << 14

func (f *pollFlag) Load() bool {
	if f.asked++; f.asked%yieldAfter == 0 {
		runtime.Gosched()
	}
	return f.Bool.Load()
}
