package vm_test

import (
	"errors"
	"testing"
	"time"

	"golab/kernel/interp/vm"
)

// stopWhen runs a cell, waits until it has said that it is ready and then some, and
// stops it.
func stopWhen(t *testing.T, s *session, cell string) {
	t.Helper()
	ready := make(chan bool)
	s.extern["fmt.Scanln"] = func(...any) (int, error) { close(ready); return 0, nil }
	run := vm.NewRun()
	done := make(chan error, 1)
	go func() { done <- s.eval(run, "import \"fmt\"\nfunc cell() { fmt.Scanln(); "+cell+" }") }()
	<-ready
	time.Sleep(5 * time.Millisecond)
	run.Stop()
	select {
	case err := <-done:
		if !errors.Is(err, vm.ErrStopped) {
			t.Errorf("error %v, want %v", err, vm.ErrStopped)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("runs on")
	}
}

// TestStopEndsWaits stops cells that wait for what compiled code waits for, and has
// a later cell use it.
func TestStopEndsWaits(t *testing.T) {
	for _, c := range []struct{ name, decl, wait, later, want string }{
		{"Mutex", "var mu sync.Mutex\nfunc init() { mu.Lock() }", "mu.Lock()",
			"mu.Unlock(); mu.Lock(); mu.Unlock(); fmt.Print(1)", "1"},
		{"embedded Mutex", "type T struct { sync.Mutex; n int }\nvar x T\nfunc init() { x.Lock() }", "x.Lock()",
			"x.Unlock(); x.Lock(); x.Unlock(); fmt.Print(1)", "1"},
		{"Locker", "var mu sync.RWMutex\nvar l sync.Locker = mu.RLocker()\nfunc init() { mu.Lock() }", "l.Lock()",
			"mu.Unlock(); mu.Lock(); mu.Unlock(); fmt.Print(1)", "1"},
		{"method value", "var mu sync.Mutex\nvar f = mu.Lock\nfunc init() { mu.Lock() }", "f()",
			"mu.Unlock(); f(); mu.Unlock(); fmt.Print(1)", "1"},
		{"deferred", "var mu sync.Mutex\nfunc init() { mu.Lock() }", "defer mu.Lock()",
			"mu.Unlock(); mu.Lock(); mu.Unlock(); fmt.Print(1)", "1"},
		{"RWMutex.Lock", "var mu sync.RWMutex\nfunc init() { mu.RLock() }", "mu.Lock()",
			"mu.RUnlock(); mu.Lock(); mu.Unlock(); fmt.Print(1)", "1"},
		{"RWMutex.RLock", "var mu sync.RWMutex\nfunc init() { mu.Lock() }", "mu.RLock()",
			"mu.Unlock(); mu.Lock(); mu.Unlock(); fmt.Print(1)", "1"},
		{"WaitGroup", "var wg sync.WaitGroup\nfunc init() { wg.Add(1) }", "wg.Wait()",
			"wg.Done(); wg.Wait(); fmt.Print(1)", "1"},
		{"WaitGroup.Go", "var wg sync.WaitGroup", "wg.Go(func() { for {} }); wg.Wait()",
			"wg.Wait(); fmt.Print(1)", "1"},
		{"Cond", "var mu sync.Mutex\nvar c = sync.NewCond(&mu)", "mu.Lock(); c.Wait()",
			"mu.Lock(); go func() { mu.Lock(); c.Broadcast(); mu.Unlock() }(); c.Wait(); mu.Unlock(); fmt.Print(1)", "1"},
		{"Once", "var o sync.Once\nvar c = make(chan int)\nvar in = make(chan int)\nfunc init() { go o.Do(func() { close(in); <-c }); <-in }", "o.Do(func() {})",
			"close(c); o.Do(func() { fmt.Print(2) }); fmt.Print(1)", "1"},
		{"Sleep", "import \"time\"\nvar _ sync.Mutex\nfunc sleep(d time.Duration) { time.Sleep(d) }", "sleep(1 << 60)", "sleep(-1); sleep(1); fmt.Print(1)", "1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSession()
			s.must(t, "import \"sync\"\n"+c.decl)
			stopWhen(t, s, c.wait)
			if got := s.must(t, "import \"fmt\"\nfunc cell() { "+c.later+" }"); got != c.want {
				t.Errorf("afterwards a cell prints %q, want %q", got, c.want)
			}
		})
	}
}

// TestAbandonedWaitPassesSignalOn stops one of two waits for a signal; the signal
// that the first would get comes to the second.
func TestAbandonedWaitPassesSignalOn(t *testing.T) {
	s := newSession()
	s.must(t, "import \"sync\"\nvar mu sync.Mutex\nvar c = sync.NewCond(&mu)\nvar woken = make(chan bool)")
	stopWhen(t, s, "mu.Lock(); c.Wait()")
	s.must(t, `import "time"
func cell() {
	mu.Lock()
	go func() { mu.Lock(); c.Wait(); mu.Unlock(); woken <- true }()
	mu.Unlock()
	time.Sleep(5 * time.Millisecond)
	for {
		mu.Lock()
		c.Signal()
		mu.Unlock()
		select {
		case <-woken:
			return
		case <-time.After(time.Millisecond):
		}
	}
}`)
}

func TestLocksExclude(t *testing.T) {
	s := newSession()
	got := s.must(t, `import ("fmt"; "sync"; "time")
type T struct { mu sync.Mutex; rw sync.RWMutex; once sync.Once; n, m, k int }
var x T
func cell() {
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range 200 {
				x.mu.Lock()
				if i == 100 { time.Sleep(time.Microsecond) }
				x.n++
				x.mu.Unlock()
				x.rw.Lock()
				x.m++
				x.rw.Unlock()
				x.rw.RLock()
				_ = x.m
				x.rw.RUnlock()
				x.once.Do(func() { x.k++ })
			}
		})
	}
	wg.Wait()
	fmt.Print(x.n, x.m, x.k)
}`)
	if got != "1600 1600 1" {
		t.Errorf("counts %s", got)
	}
}

// TestWaitsAsGo has what the replaced functions do beside waiting.
func TestWaitsAsGo(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"Once of a panic", `var o sync.Once
			func() { defer func() { fmt.Print(recover()) }(); o.Do(func() { panic("x") }) }()
			o.Do(func() { fmt.Print("again") })`, "x"},
		{"Once of nil", `var o sync.Once; defer func() { fmt.Print(recover() != nil) }(); o.Do(nil)`, "true"},
		{"unlock of unlocked", `defer func() { fmt.Print(recover()) }(); var mu sync.Mutex; mu.Unlock()`, "sync: unlock of unlocked mutex"},
		{"Unlock of unlocked", `defer func() { fmt.Print(recover()) }(); var mu sync.RWMutex; mu.Unlock()`, "sync: Unlock of unlocked RWMutex"},
		{"Unlock of read-locked", `defer func() { fmt.Print(recover()) }(); var mu sync.RWMutex; mu.RLock(); mu.Unlock()`, "sync: Unlock of unlocked RWMutex"},
		{"RUnlock of unlocked", `defer func() { fmt.Print(recover()) }(); var mu sync.RWMutex; mu.RUnlock()`, "sync: RUnlock of unlocked RWMutex"},
		{"negative counter", `defer func() { fmt.Print(recover()) }(); var wg sync.WaitGroup; wg.Done()`, "sync: negative WaitGroup counter"},
		{"nil Mutex", `defer func() { fmt.Print(recover()) }(); var mu *sync.Mutex; mu.Lock()`, "runtime error: invalid memory address or nil pointer dereference"},
		{"Goexit in Go", `var wg sync.WaitGroup; wg.Go(func() { runtime.Goexit() }); wg.Wait(); fmt.Print(1)`, "1"},
		{"AfterFunc", `c := make(chan int); t := time.AfterFunc(1, func() { c <- 1 }); fmt.Print(<-c, t.Stop())`, "1 false"},
		{"context.AfterFunc", `ctx, cancel := context.WithCancel(context.Background()); c := make(chan int)
			context.AfterFunc(ctx, func() { c <- 1 }); cancel(); fmt.Print(<-c)`, "1"},
	} {
		s := newSession()
		got := s.must(t, "import (\"fmt\"; \"sync\"; \"time\"; \"runtime\"; \"context\")\nvar ( _ sync.Mutex; _ time.Time; _ = runtime.GC; _ context.Context )\nfunc cell() { "+c.body+" }")
		if got != c.want {
			t.Errorf("%s: prints %q, want %q", c.name, got, c.want)
		}
	}
}

func TestPanicsInStartedGoroutinesAreReported(t *testing.T) {
	for _, c := range []string{
		"var wg sync.WaitGroup; wg.Go(func() { panic(7) }); wg.Wait()",
		"time.AfterFunc(1, func() { panic(7) })",
	} {
		s := newSession()
		told := make(chan error, 1)
		run := vm.NewRun()
		run.OnPanic = func(err error) { told <- err }
		if err := s.eval(run, "import (\"sync\"; \"time\")\nvar ( _ sync.Mutex; _ time.Time )\nfunc cell() { "+c+" }"); err != nil {
			t.Fatal(err)
		}
		var p *vm.Panic
		if err := <-told; !errors.As(err, &p) || p.Value != 7 || len(p.Frames) != 1 {
			t.Errorf("%s: told of %#v", c, err)
		}
	}
}

func BenchmarkWaits(b *testing.B) {
	for _, r := range []struct{ name, source string }{
		{"Empty", `func row(n int) { for range n { } }`},
		{"Mutex", `import "sync"
func row(n int) { var mu sync.Mutex; for range n { mu.Lock(); mu.Unlock() } }`},
		{"RWMutex", `import "sync"
func row(n int) { var mu sync.RWMutex; for range n { mu.RLock(); mu.RUnlock() } }`},
		{"Once", `import "sync"
func row(n int) { var o sync.Once; for range n { o.Do(func() {}) } }`},
		{"WaitGroup", `import "sync"
func row(n int) { var wg sync.WaitGroup; for range n { wg.Wait() } }`},
	} {
		b.Run(r.name, func(b *testing.B) {
			s := newSession()
			s.must(b, r.source)
			call := s.caller(b, "row")
			benchRow(b, 10_000, func() { call(10_000) })
		})
	}
}
