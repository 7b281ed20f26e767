package goroutine

import (
	"context"
	"runtime"
	"runtime/pprof"
	"unsafe"
)

// A Key stands for a piece of work. It is zero outside of Do. When the last
// goroutine of the work has ended, the number may be used again.
type Key uintptr

// labelName is the name of the label that profiles show.
const labelName = "golab"

// Current returns the key of the work that the calling goroutine belongs to.
func Current() Key {
	if !labelsKnown {
		return profiledKey()
	}
	return Key(labels())
}

// Do runs f as a new piece of work.
func Do(f func(Key)) {
	if !labelsKnown {
		doProfiled(f)
		return
	}
	// One label, which shows in profiles; the set is new for each call.
	ctx := pprof.WithLabels(context.Background(), pprof.Labels(labelName, "cell"))
	before := labels()
	pprof.SetGoroutineLabels(ctx)
	defer setLabels(before)
	f(Current())
	runtime.KeepAlive(ctx)
}

// OnEnd has ended called some time after the Do around it has returned and the
// last goroutine of the work has ended, on another goroutine. Outside of Do it is
// never called.
func OnEnd(ended func(Key)) {
	if !labelsKnown {
		onEndProfiled(ended)
	} else if at := labels(); at != nil {
		runtime.AddCleanup((*byte)(at), ended, Key(at))
	}
}

// labelsKnown is the result of a self-check.
var labelsKnown = knowsLabels(labels, setLabels)

// knowsLabels reports whether get and set do what they should: the labels of a
// goroutine have an address of their own, which goroutines inherit.
func knowsLabels(get func() unsafe.Pointer, set func(unsafe.Pointer)) bool {
	before := get()
	var own, inherited unsafe.Pointer
	ctx := pprof.WithLabels(context.Background(), pprof.Labels(labelName, "check"))
	pprof.SetGoroutineLabels(ctx)
	own = get()
	done := make(chan bool)
	go func() {
		inherited = get()
		close(done)
	}()
	<-done
	set(before)
	again := pprof.WithLabels(context.Background(), pprof.Labels(labelName, "check"))
	pprof.SetGoroutineLabels(again)
	other := get()
	set(before)
	if get() != before {
		pprof.SetGoroutineLabels(context.Background())
	}
	runtime.KeepAlive(ctx)
	return own != nil && own == inherited && own != other && own != before && get() == before
}
