package vm

import (
	"context"
	"runtime"
	"sync"
	"time"
	"unsafe"
)

// What cells call of sync and time where it may block for ever. Each is as the
// original, but Stop ends it.

func mutexLock(m *Machine, mu *sync.Mutex) {
	if !mu.TryLock() {
		m.lock(mu.TryLock, mu.Lock, mu.Unlock)
	}
}

func rwLock(m *Machine, rw *sync.RWMutex) {
	if !rw.TryLock() {
		m.lock(rw.TryLock, rw.Lock, rw.Unlock)
	}
}

func rwRLock(m *Machine, rw *sync.RWMutex) {
	if !rw.TryRLock() {
		m.lock(rw.TryRLock, rw.RLock, rw.RUnlock)
	}
}

// lockerLock is Lock of a Locker whose type is compiled.
func lockerLock(m *Machine, l sync.Locker) {
	switch l := l.(type) {
	case *sync.Mutex:
		mutexLock(m, l)
	case *sync.RWMutex:
		rwLock(m, l)
	default:
		m.wait(l.Lock, l.Unlock)
	}
}

// A lockError is what cells get where the original ends the whole program.
type lockError string

func (e lockError) Error() string { return string(e) }

// RuntimeError makes it a runtime.Error.
func (lockError) RuntimeError() {}

var _ runtime.Error = lockError("")

// The original ends the program when what is unlocked is not locked. Where a lock
// can be taken it was not.

func mutexUnlock(_ *Machine, mu *sync.Mutex) {
	free := mu.TryLock()
	mu.Unlock()
	if free {
		panic(lockError("sync: unlock of unlocked mutex"))
	}
}

func rwUnlock(_ *Machine, rw *sync.RWMutex) {
	if rw.TryRLock() {
		rw.RUnlock()
		panic(lockError("sync: Unlock of unlocked RWMutex"))
	}
	rw.Unlock()
}

func rwRUnlock(_ *Machine, rw *sync.RWMutex) {
	if rw.TryLock() {
		rw.Unlock()
		panic(lockError("sync: RUnlock of unlocked RWMutex"))
	}
	rw.RUnlock()
}

func groupWait(m *Machine, wg *sync.WaitGroup) { m.wait(wg.Wait, func() {}) }

// groupGo has the goroutine belong to the run, which then hears of its panics.
func groupGo(m *Machine, wg *sync.WaitGroup, f func()) {
	wg.Add(1)
	m.start(f, wg.Done)
}

// condWait passes the signal on that an abandoned wait gets.
func condWait(m *Machine, c *sync.Cond) {
	m.wait(c.Wait, func() {
		c.L.Unlock()
		c.Signal()
	})
}

// onceDo calls f itself, while a goroutine holds the Once. A run that is stopped
// when its turn has just come leaves the Once done, as one does that is stopped in f.
func onceDo(m *Machine, o *sync.Once, f func()) {
	if onceDone(o) {
		return
	}
	m.poll()
	turn, called, over := make(chan struct{}), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(over)
		o.Do(func() {
			close(turn)
			<-called
		})
	}()
	select {
	case <-over:
		return
	case <-m.run.done:
		close(called)
		m.interrupt()
	case <-turn:
	}
	defer func() {
		close(called)
		<-over
	}()
	f()
}

func sleep(m *Machine, d time.Duration) {
	m.poll()
	if d <= 0 {
		return
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-m.run.done:
		m.interrupt()
	}
}

// Callbacks on goroutines of their own belong to the run, too.

func afterFunc(m *Machine, d time.Duration, f func()) *time.Timer {
	return time.AfterFunc(d, m.goroutine(f, func() {}))
}

func contextAfterFunc(m *Machine, ctx context.Context, f func()) (stop func() bool) {
	return context.AfterFunc(ctx, m.goroutine(f, func() {}))
}

// funcPointer returns what the func value f points to.
func funcPointer(f func()) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&f)) }
