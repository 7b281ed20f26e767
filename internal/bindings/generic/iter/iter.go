// Package iter is the generic part of the standard library's iter: iterators
// pulled one value at a time. Where the standard library switches between
// coroutines this one has a goroutine, which stays if it is never stopped.
package iter

import (
	"iter"
	"runtime"
)

// A coroutine runs body in a goroutine that runs only while step waits for it.
type coroutine struct {
	body     func(yield func() bool)
	resume   chan bool // whether to go on
	yielded  chan bool // whether there is a value; else body has ended
	started  bool
	running  bool
	stopped  bool
	done     bool
	panicked bool
	goexit   bool
	value    any // of the panic
}

func (c *coroutine) step(goOn bool) bool {
	if c.running {
		panic("iter: next or stop called from within the iterator")
	}
	if c.done {
		return false
	}
	if !goOn {
		c.stopped = true
	}
	if !c.started && !goOn {
		c.done = true
		return false
	}
	c.running = true
	if c.started {
		c.resume <- goOn
	} else {
		c.started = true
		c.resume, c.yielded = make(chan bool), make(chan bool)
		go c.run()
	}
	more := <-c.yielded
	c.running = false
	if more {
		return true
	}
	c.done = true
	if c.panicked {
		panic(c.value)
	}
	if c.goexit {
		runtime.Goexit()
	}
	return false
}

func (c *coroutine) run() {
	c.goexit = true // unless it ends otherwise
	defer func() {
		if v := recover(); v != nil {
			c.panicked, c.goexit, c.value = true, false, v
		}
		c.yielded <- false
	}()
	c.body(func() bool {
		if c.stopped {
			return false
		}
		c.yielded <- true
		return <-c.resume
	})
	c.goexit = false
}

func Pull[V any](seq iter.Seq[V]) (next func() (V, bool), stop func()) {
	var value V
	c := &coroutine{body: func(yield func() bool) {
		seq(func(v V) bool {
			value = v
			return yield()
		})
	}}
	next = func() (v V, ok bool) {
		if !c.step(true) {
			return v, false
		}
		return value, true
	}
	return next, func() { c.step(false) }
}

func Pull2[K, V any](seq iter.Seq2[K, V]) (next func() (K, V, bool), stop func()) {
	var key K
	var value V
	c := &coroutine{body: func(yield func() bool) {
		seq(func(k K, v V) bool {
			key, value = k, v
			return yield()
		})
	}}
	next = func() (k K, v V, ok bool) {
		if !c.step(true) {
			return k, v, false
		}
		return key, value, true
	}
	return next, func() { c.step(false) }
}
