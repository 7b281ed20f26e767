package vm

import (
	"runtime"
	"sync/atomic"
)

// A waiting is a call of compiled code that may block for ever, on a goroutine of
// its own.
type waiting struct {
	state    atomic.Int32
	ended    chan struct{} // closed when the call has returned in time
	panicked bool
	value    any // of the panic
}

// States of a waiting.
const (
	waits int32 = iota
	granted
	abandoned
)

// wait calls block, which may block for ever, and returns when it has returned.
// When m's run is stopped first, m is left and block is abandoned: it goes on alone,
// and if it ever returns giveBack undoes what it has got.
func (m *Machine) wait(block, giveBack func()) {
	m.poll()
	w := &waiting{ended: make(chan struct{})}
	go w.call(block, giveBack)
	select {
	case <-w.ended:
	case <-m.run.done:
		if !w.state.CompareAndSwap(waits, abandoned) {
			<-w.ended
			if !w.panicked {
				giveBack()
			}
		}
		m.interrupt()
	}
	if w.panicked {
		panic(w.value)
	}
}

func (w *waiting) call(block, giveBack func()) {
	w.panicked = true
	defer func() {
		if w.panicked {
			w.value = recover()
		}
		if w.state.CompareAndSwap(waits, granted) {
			close(w.ended)
		} else if !w.panicked {
			giveBack()
		}
	}()
	block()
	w.panicked = false
}

// tries is how often a lock that is taken is tried before a goroutine waits for it:
// most are held for a moment only.
const tries = 4

// lock takes a lock, which try takes if it is free.
func (m *Machine) lock(try func() bool, take, giveBack func()) {
	for range tries {
		m.poll()
		runtime.Gosched()
		if try() {
			return
		}
	}
	m.wait(take, giveBack)
}

// poll leaves what m runs if its run has been stopped.
func (m *Machine) poll() {
	if m.run.stopped.Load() {
		m.interrupt()
	}
}

// start calls f on a goroutine of m's run, as a go statement does, and then after.
func (m *Machine) start(f, after func()) {
	w := m.world
	w.parallel.live.Add(1)
	go func() {
		defer w.parallel.live.Add(-1)
		m.goroutine(f, after)()
	}()
}

// goroutine returns the whole of a goroutine that calls f under m's run, and then
// after, unless the run is stopped by then.
func (m *Machine) goroutine(f, after func()) func() {
	run, w := m.run, m.world
	return func() {
		run.goroutine(func() {
			defer after()
			if run.stopped.Load() {
				return
			}
			if c := w.closureOf(funcPointer(f)); c != nil {
				n := w.newMachine(run)
				n.exec(c.fn, n.closureFrame(c), nil)
				return
			}
			f()
		})
	}
}
