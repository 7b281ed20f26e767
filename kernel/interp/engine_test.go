package interp_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"golab/kernel"
	"golab/kernel/interp"
)

// A session runs cells one after the other and fails the test on any error.
type session struct {
	testing.TB
	e *interp.Engine
	n int
}

func newSession(t testing.TB) *session { return &session{t, newEngine(t), 0} }

// try runs a cell under ctx.
func (s *session) try(ctx context.Context, code string) ([]any, error) {
	s.n++
	return s.e.Run(ctx, kernel.Cell{Number: s.n, Code: code})
}

// run runs a cell that must not fail and returns its last value.
func (s *session) run(code string) any {
	s.Helper()
	vs, err := s.try(context.Background(), code)
	if err != nil {
		s.Fatalf("%s\n%v", code, err)
	}
	if len(vs) == 0 {
		return nil
	}
	return vs[len(vs)-1]
}

// fails runs a cell that must fail and returns its error.
func (s *session) fails(ctx context.Context, code string, kind kernel.Kind) *kernel.Error {
	s.Helper()
	_, err := s.try(ctx, code)
	var ke *kernel.Error
	if !errors.As(err, &ke) || ke.Kind != kind {
		s.Fatalf("%s\ngot %#v, want kind %d", code, err, kind)
	}
	return ke
}

func within(d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), d)
	time.AfterFunc(time.Second+d, cancel)
	return ctx
}

// interrupts runs a cell, whose session has imported os, and interrupts it when it
// has been running for a while, however long it took to compile.
func (s *session) interrupts(code string) {
	s.Helper()
	const runs = "GOLAB_TEST_RUNS"
	s.Setenv(runs, "")
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		for os.Getenv(runs) == "" && ctx.Err() == nil {
			time.Sleep(time.Millisecond)
		}
		time.Sleep(10 * time.Millisecond)
		cancel()
	}()
	s.fails(ctx, "os.Setenv(\""+runs+"\", \"1\")\n"+code, kernel.Interrupted)
}

func TestErrorPositions(t *testing.T) {
	s := newSession(t)
	s.run("import (\"os\"; \"sort\")\nfunc at(a []int, i int) int {\n\treturn a[i]\n}\ntype T struct{ a []int }\nfunc (t *T) last() int { return at(t.a, len(t.a)) }")
	err := s.fails(context.Background(), "x := []int{2, 1}\nsort.Slice(x, func(i, j int) bool {\n\treturn (&T{x}).last() > 0\n})", kernel.Panicked)
	want := []kernel.Position{
		{Cell: 1, Line: 3, Column: 10, Func: "at"},
		{Cell: 1, Line: 6, Column: 35, Func: "(*T).last"},
		{Cell: 2, Line: 3, Column: 21, Func: "func1"},
		{Cell: 2, Line: 2, Column: 11},
	}
	if fmt.Sprint(err.Trace) != fmt.Sprint(want) || err.Trace[0].Column != want[0].Column {
		t.Errorf("trace %+v, want %+v", err.Trace, want)
	}
	if err := s.fails(context.Background(), "y :=\n\n  1 + \"a\" + undefined", kernel.Compile); err.Trace[0].Line != 3 {
		t.Errorf("compile error at %+v", err.Trace)
	}
	if err := s.fails(context.Background(), "os.Open(\"/no/file\")", kernel.Returned); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the error value is lost: %v", err.Err)
	}
}

// TestPooledFrames has a panic after a function was called often: frames are kept
// for the next call, and what they held must not show in the trace.
func TestPooledFrames(t *testing.T) {
	s := newSession(t)
	s.run("func id(n int) int { return n }\nfunc fib(n int) int { if n < 2 { return id(n) }; return fib(n-1) + fib(n-2) }\nvar m map[int]int")
	err := s.fails(context.Background(), "func put() {\n\tfib(12)\n\tm[1] = 1\n}\nput()", kernel.Panicked)
	if len(err.Trace) != 2 || err.Trace[0].Line != 3 || err.Trace[1].Line != 5 {
		t.Errorf("trace %+v", err.Trace)
	}
	s.run("func safely(n int) (v any) {\n\tdefer func() { v = recover() }()\n\tif n > 0 { return safely(n-1) }\n\tfib(12)\n\tm[1] = 1\n\treturn nil\n}")
	for range 20 {
		s.run("safely(3)")
	}
}

func TestExitStatus(t *testing.T) {
	s := newSession(t)
	err := s.fails(context.Background(), "import \"os\"\nos.Exit(7)", kernel.Exited)
	var status kernel.ExitStatus
	if !errors.As(err, &status) || status != 7 {
		t.Errorf("status %v of %v", status, err)
	}
	err = s.fails(context.Background(), "go os.Exit(8)\nselect {}", kernel.Exited)
	if !errors.As(err, &status) || status != 8 {
		t.Errorf("status %v of %v", status, err)
	}
}

func TestInterruptIsQuick(t *testing.T) {
	s := newSession(t)
	s.run("import (\"fmt\"; \"sort\"; \"time\")\nfunc spin() { for {} }")
	for _, code := range []string{
		"for {}", "spin()", "time.Sleep(time.Hour)", "for i := 0; ; i++ { _ = fmt.Sprint(i) }",
		"sort.Slice(make([]int, 99), func(i, j int) bool { spin(); return true })",
	} {
		start := time.Now()
		s.fails(within(10*time.Millisecond), code, kernel.Interrupted)
		if d := time.Since(start); d > 500*time.Millisecond {
			t.Errorf("%s: stopped after %v", code, d)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := s.fails(ctx, "1", kernel.Interrupted); err.Text != "interrupted" || !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestGoroutinesAndInterrupt(t *testing.T) {
	s := newSession(t)
	s.run("import (\"os\"; \"sync\"; \"sync/atomic\"; \"time\")\nvar old, young, after atomic.Int64\nvar mu sync.Mutex\n" +
		"go func() { for { old.Add(1); time.Sleep(time.Millisecond) } }()")
	s.interrupts("for range 2 { go func() { for { young.Add(1) } }() }\nfor {}")
	time.Sleep(50 * time.Millisecond)
	if s.run("young.Load()") != s.run("time.Sleep(20*time.Millisecond)\nyoung.Load()") {
		t.Error("goroutines of the interrupted cell go on")
	}
	if s.run("old.Load()") == s.run("time.Sleep(20*time.Millisecond)\nold.Load()") {
		t.Error("the goroutine of an earlier cell has ended")
	}
	s.interrupts("mu.Lock()\nmu.Lock()\nafter.Add(1)")
	s.run("mu.Unlock()\ntime.Sleep(20*time.Millisecond)")
	if n := s.run("after.Load()"); n != int64(0) {
		t.Errorf("an abandoned cell ran another %v statements", n)
	}
	s.interrupts("func work() { for range 1000 { young.Add(1) } }\nfor {}")
	before := s.run("young.Load()").(int64)
	if n := s.run("go work()\ntime.Sleep(200*time.Millisecond)\nyoung.Load()").(int64); n-before != 1000 {
		t.Errorf("a function of an interrupted cell counted %d of 1000 in a new goroutine", n-before)
	}
}

func TestGoroutinePanics(t *testing.T) {
	s := newSession(t)
	s.run("import (\"errors\"; \"time\")")
	err := s.fails(context.Background(), "go func() {\n\tvar m map[int]int\n\tm[1] = 1\n}()\ntime.Sleep(time.Hour)", kernel.Panicked)
	if !strings.HasPrefix(err.Error(), "cell 2, line 3: in a goroutine: ") {
		t.Errorf("error %v", err)
	}
	s.fails(context.Background(), "go check(errors.New(\"later\"))\nselect {}", kernel.Returned)
	text := capture(t, func() {
		s.run("go func() { time.Sleep(20*time.Millisecond); panic(\"late\") }()")
		time.Sleep(200 * time.Millisecond)
		s.run("1")
	})
	if text != "cell 4, line 1: in a goroutine: panic: late\n" {
		t.Errorf("printed %q", text)
	}
}

// What a cell has started is gone when it has ended.
func TestGoroutinesEnd(t *testing.T) {
	s := newSession(t)
	start := func() { s.run("done := make(chan int)\ngo func() { done <- 1 }()\n<-done") }
	start()
	before := runtime.NumGoroutine()
	for range 10 {
		start()
	}
	for range 100 {
		if runtime.NumGoroutine() <= before {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if n := runtime.NumGoroutine(); n > before {
		t.Errorf("%d goroutines after ten cells, %d before", n, before)
	}
}

func TestEndlessRecursion(t *testing.T) {
	s := newSession(t)
	s.run("import \"fmt\"\ntype R struct{ a int }\nfunc (r R) String() string { return fmt.Sprintf(\"%v\", r) }\n" +
		"func down(n int) int { if n == 0 { return 0 }; return 1 + down(n-1) }")
	if n := s.run("down(20_000)"); n != 20_000 {
		t.Errorf("20000 calls deep: %v", n)
	}
	for _, code := range []string{
		"func f(n int) int { return f(n+1) + 1 }\nf(0)",
		"var g func(int) int\ng = func(n int) int { return g(n+1) + 1 }\ng(0)",
		"fmt.Sprint(R{1})",
		"func h() { defer func() { recover() }(); h() }\nh()",
		"done := make(chan int)\ngo func() { down(-1); close(done) }()\n<-done",
	} {
		err := s.fails(context.Background(), code, kernel.Panicked)
		if err.Name != "stack overflow" || len(err.Trace) == 0 {
			t.Errorf("%s\n%v", code, err)
		}
	}
	if n := s.run("down(10)"); n != 10 {
		t.Errorf("after the overflows: %v", n)
	}
	time.Sleep(time.Second)
	var m runtime.MemStats
	if runtime.ReadMemStats(&m); m.StackInuse > 64<<20 {
		t.Errorf("%d MB of stack are still in use", m.StackInuse>>20)
	}
}

func TestTwoEngines(t *testing.T) {
	var wg sync.WaitGroup
	for i := range 2 {
		s := newSession(t)
		wg.Go(func() {
			for j := range 10 {
				code := fmt.Sprintf("type T struct{ a int }\nfunc (t T) String() string { return \"T%d\" }\nimport \"fmt\"\nfmt.Sprint(T{%d})", i, j)
				if vs, err := s.try(context.Background(), code); err != nil || vs[0] != fmt.Sprintf("T%d", i) {
					t.Errorf("engine %d: %v %v", i, vs, err)
				}
			}
		})
	}
	wg.Wait()
}

func BenchmarkCell(b *testing.B) {
	s := newSession(b)
	s.run("x := 0")
	for b.Loop() {
		s.run("x = x + 1\nx")
	}
}

func BenchmarkFirstCell(b *testing.B) {
	for b.Loop() {
		s := newSession(b)
		s.run("import \"fmt\"\nfmt.Sprint(1)")
	}
}

// BenchmarkCalls is 100 000 calls of a function of an earlier cell.
func BenchmarkCalls(b *testing.B) {
	s := newSession(b)
	s.run("func sq(x float64) float64 { return x * x }")
	s.run("func sum(n int) (t float64) { for i := range n { t += sq(float64(i)) }; return t }")
	for b.Loop() {
		s.run("sum(100_000)")
	}
}

// TestGrowth checks that cells stay cheap in a long session: what a cell costs
// must not depend on the types that others have declared.
func TestGrowth(t *testing.T) {
	s := newSession(t)
	s.run("import \"fmt\"\nx := 0")
	heap := func() int64 { // what other tests leave may go meanwhile, so it may shrink
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	var before int64
	for i := range 150 {
		if i == 50 {
			before = heap()
		}
		s.run(fmt.Sprintf("type T%d struct{ a int }\nfunc (t *T%[1]d) Inc(n int) int { t.a += n; return t.a }\n"+
			"func (t T%[1]d) String() string { return fmt.Sprint(t.a) }\nv := &T%[1]d{1}\nv.Inc(2)\nfmt.Sprint(v, T%[1]d{x})", i%20))
		s.run("x = x + 1\nx")
	}
	if grown := (heap() - before) / 100; grown > 400<<10 {
		t.Errorf("a type, two methods and two cells cost %d kB", grown>>10)
	}
}

// BenchmarkYoungMethod is 10 000 calls through an interface of a method that is
// younger than the calling function.
func BenchmarkYoungMethod(b *testing.B) {
	s := newSession(b)
	s.run("type shape interface{ Area() float64 }\nfunc total(s shape, n int) (t float64) { for range n { t += s.Area() }; return }")
	s.run("type sq struct{ a float64 }\nfunc (s sq) Area() float64 { return s.a * s.a }\nvar s shape = sq{2}")
	for b.Loop() {
		s.run("total(s, 10_000)")
	}
}

// TestExitOfALateGoroutine has a goroutine that outlives its cell call os.Exit:
// it does not go on.
func TestExitOfALateGoroutine(t *testing.T) {
	s := newSession(t)
	s.run("import (\"os\"; \"sync/atomic\"; \"time\")\nvar after atomic.Bool\ngone, done := make(chan bool), make(chan bool)")
	s.run("go func() { <-gone; close(done); os.Exit(3); after.Store(true) }()")
	s.run("close(gone)\n<-done\ntime.Sleep(50 * time.Millisecond)")
	if s.run("after.Load()") != false {
		t.Error("the goroutine goes on after os.Exit")
	}
}
