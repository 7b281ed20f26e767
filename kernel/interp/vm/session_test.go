package vm_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"golab/kernel/interp/vm"
)

func TestCellsShareWhatTheyDeclare(t *testing.T) {
	s := newSession()
	for i, c := range []struct{ cell, want string }{
		{`import "fmt"
var x = 40
func inc(n int) int { return n + x }
type P struct { a int; s string }
func (p P) String() string { return fmt.Sprint("<", p.a, p.s, ">") }
func (p *P) Add(n int) { p.a += n }`, ""},
		{`import "fmt"
var p = &P{a: 1, s: "q"}
func cell() { x += 2; p.Add(inc(0)); fmt.Println(x, inc(1), p, *p) }`, "42 43 <43q> <43q>"},
		{`func inc(n int) int { return -n }`, ""},
		{`import "fmt"
func cell() { fmt.Println(inc(1)); var st fmt.Stringer = p; fmt.Println(st.String()) }`, "-1\n<43q>"},
		{`var x = "now a string"
func old() int { return inc(7) }`, ""},
		{`import "fmt"
func cell() { fmt.Println(x, old(), len(x)) }`, "now a string -7 12"},
		{`type Q struct { P; k float64 }
func apply[T, U any](xs []T, f func(T) U) []U { var r []U; for _, x := range xs { r = append(r, f(x)) }; return r }
type Box[T any] struct { v T }
func (b Box[T]) String() string { return "box" }
func (b *Box[T]) Set(v T) { b.v = v }`, ""},
		{`import "fmt"
func cell() {
	q := Q{P: P{a: 5, s: "z"}, k: 2.5}
	q.Add(1)
	var s fmt.Stringer = q
	fmt.Println(q.String(), s, apply([]int{1, 2}, func(i int) string { return fmt.Sprint(i*i, x) }))
	var b fmt.Stringer = Box[int]{v: 3}
	c := &Box[string]{}
	c.Set("set")
	fmt.Println(b, c.v, b.(Box[int]).v)
}`, "<6z> <6z> [1now a string 4now a string]\nbox set 3"},
		{`import ("fmt"; "sort")
var keep []func() int
func cell() {
	xs := []P{{a: 3, s: "a"}, {a: 1, s: "b"}}
	sort.Slice(xs, func(i, j int) bool { return xs[i].a < xs[j].a })
	fmt.Println(xs)
	for i := range 3 { keep = append(keep, func() int { return i * old() }) }
}`, "[<1b> <3a>]"},
		{`import "fmt"
func cell() { for _, f := range keep { fmt.Print(f(), " ") } }`, "0 -7 -14 "},
	} {
		if got := s.must(t, c.cell); got != c.want {
			t.Errorf("cell %d prints %q, want %q", i+1, got, c.want)
		}
	}
}

func TestFailedCellLeavesNothing(t *testing.T) {
	s := newSession()
	s.must(t, "func f() int { return 1 }")
	if err := s.eval(vm.NewRun(), "func g() int { return undefined }"); err == nil {
		t.Error("a cell that does not check compiles")
	}
	err := s.eval(vm.NewRun(), "func cell() { f(); var a []int; a[f()] = 1 }")
	var p *vm.Panic
	if !errors.As(err, &p) {
		t.Fatalf("error %v, want a panic", err)
	}
	if _, ok := p.Value.(runtime.Error); !ok || !strings.Contains(err.Error(), "index out of range [1] with length 0") {
		t.Errorf("panic %v", p.Value)
	}
	if got := s.must(t, "import \"fmt\"\nfunc cell() { fmt.Print(f()) }"); got != "1" {
		t.Errorf("afterwards f() prints %q", got)
	}
}

func TestTracebacks(t *testing.T) {
	s := newSession()
	s.must(t, "func at(xs []int, i int) int {\n\treturn xs[i]\n}")
	s.must(t, "func get(i int) int {\n\ts := 0\n\tfor k := 0; k <= i; k++ {\n\t\ts += at([]int{1, 2, 3}, k)\n\t}\n\treturn s\n}")
	for _, c := range []struct{ cell, want string }{
		{"func cell() {\n\tget(7)\n}", "cell[1]:3 at, cell[2]:5 get, cell[3]:3 cell"},
		{"import \"sort\"\nfunc cell() {\n\tsort.Slice([]int{3, 2}, func(i, j int) bool {\n\t\treturn get(9) < 0\n\t})\n}",
			"cell[1]:3 at, cell[2]:5 get, cell[4]:5 cell$1, cell[4]:4 cell"},
	} {
		err := s.eval(vm.NewRun(), c.cell)
		var p *vm.Panic
		if !errors.As(err, &p) {
			t.Fatalf("error %v, want a panic", err)
		}
		var got []string
		for _, f := range p.Frames {
			got = append(got, fmt.Sprintf("%s:%d %s", f.Pos.Filename, f.Pos.Line, strings.TrimPrefix(f.Func, "main.")))
		}
		if text := strings.Join(got, ", "); text != c.want {
			t.Errorf("traceback %s\nwant %s", text, c.want)
		}
	}
}

func TestStop(t *testing.T) {
	for _, c := range []struct{ name, decl, body string }{
		{"loop", "", "for {}"},
		{"loop in a function", "func spin() { for i := 0; ; i++ { if i < 0 { return } } }", "spin()"},
		{"recursion", "func r(n int) int { if n <= 0 { return 0 }; return r(n-1) + r(n-1) }", "r(60)"},
		{"recursion of a closure", "", "var f func(int) int; f = func(n int) int { if n <= 0 { return 0 }; return f(n-1) + f(n-1) }; f(60)"},
		{"receive", "", "c := make(chan int); <-c"},
		{"receive from nil", "", "var c chan int; <-c"},
		{"range over a channel", "", "for range make(chan int) {}"},
		{"send", "", "c := make(chan int); c <- 1"},
		{"select", "", "select {}"},
		{"select with cases", "", "a, b := make(chan int), make(chan int); select { case <-a: case b <- 1: }"},
		{"callback", "", "xs := make([]int, 100); sort.Slice(xs, func(i, j int) bool { for {} })"},
		{"recovering defer", "", "defer func() { recover(); for {} }(); for {}"},
		{"goroutine", "", "go func() { for {} }(); select {}"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSession()
			run := vm.NewRun()
			done := make(chan error, 1)
			go func() {
				done <- s.eval(run, "import \"sort\"\nvar _ = sort.Slice\n"+c.decl+"\nfunc cell() { "+c.body+" }")
			}()
			time.Sleep(20 * time.Millisecond)
			run.Stop()
			select {
			case err := <-done:
				if !errors.Is(err, vm.ErrStopped) {
					t.Errorf("error %v, want %v", err, vm.ErrStopped)
				}
			case <-time.After(10 * time.Second):
				t.Fatal("runs on")
			}
			if got := s.must(t, "import \"fmt\"\nfunc cell() { fmt.Print(1) }"); got != "1" {
				t.Errorf("the next cell prints %q", got)
			}
		})
	}
}

func TestStopLeavesOtherRuns(t *testing.T) {
	s := newSession()
	first, second := vm.NewRun(), vm.NewRun()
	if err := s.eval(first, "var n int\nvar stop = make(chan bool)\nvar ended = make(chan int)\nfunc cell() { go func() { for { select { case <-stop: ended <- n; return; default: n++ } } }() }"); err != nil {
		t.Fatal(err)
	}
	second.Stop()
	if err := s.eval(second, "func cell() { for {} }"); !errors.Is(err, vm.ErrStopped) {
		t.Errorf("error %v, want %v", err, vm.ErrStopped)
	}
	if got := s.must(t, "import \"fmt\"\nfunc cell() { stop <- true; fmt.Print(<-ended >= 0) }"); got != "true" {
		t.Errorf("the first run's goroutine: %q", got)
	}
}

func TestDepthIsAnError(t *testing.T) {
	s := newSession()
	s.world.MaxDepth = 10_000
	if err := s.eval(vm.NewRun(), "func f(n int) int { return f(n+1) + 1 }\nfunc cell() { f(0) }"); !errors.Is(err, vm.ErrDepth) {
		t.Errorf("error %v, want %v", err, vm.ErrDepth)
	}
}

func TestGoroutinePanicsAreReported(t *testing.T) {
	s := newSession()
	told := make(chan error, 1)
	run := vm.NewRun()
	run.OnPanic = func(err error) { told <- err }
	if err := s.eval(run, "func cell() {\n\tgo func() {\n\t\tpanic(\"oh\")\n\t}()\n}"); err != nil {
		t.Fatal(err)
	}
	var p *vm.Panic
	if err := <-told; !errors.As(err, &p) || p.Value != "oh" || len(p.Frames) != 1 || p.Frames[0].Pos.Line != 4 {
		t.Errorf("told of %#v", err)
	}
}

// TestCellsAreCheap bounds the memory that a trivial cell keeps.
func TestCellsAreCheap(t *testing.T) {
	s := newSession()
	s.must(t, "import \"fmt\"\nvar x = 1\nfunc cell() { fmt.Println(x) }")
	heap := func() float64 {
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc)
	}
	cells := func(n int) time.Duration {
		start := time.Now()
		for range n {
			s.must(t, "func cell() { x = x + 1 }")
		}
		return time.Since(start) / time.Duration(n)
	}
	cells(50)
	before := heap()
	took := cells(300)
	perCell := (heap() - before) / 300
	t.Logf("a trivial cell takes %v and %.0f bytes", took, perCell)
	if perCell > 6000 {
		t.Errorf("a trivial cell keeps %.0f bytes", perCell)
	}
}
