package vm_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/go/ssa"

	"golab/kernel/interp/vm"
)

// debugSession returns a session whose cells can be debugged.
func debugSession(hook func(*vm.Pause) vm.Action) *session {
	s := newSession()
	s.mode = ssa.NaiveForm
	s.world.Debugger = vm.NewDebugger(hook)
	return s
}

// tell describes a pause: the lines of the frames, and the innermost's variables.
func tell(p *vm.Pause) string {
	var b strings.Builder
	for _, f := range p.Frames {
		fmt.Fprintf(&b, "%s:%d ", strings.TrimPrefix(f.Func, "main."), f.Pos.Line)
	}
	for _, l := range p.Locals(0) {
		if l.Value.Kind() == reflect.Func {
			fmt.Fprintf(&b, " %s", l.Name)
		} else if l.Value.IsValid() {
			fmt.Fprintf(&b, " %s=%v", l.Name, l.Value)
		} else {
			fmt.Fprintf(&b, " %s=?", l.Name)
		}
	}
	return b.String()
}

const debugged = `type P struct{ x, y int8 }

func sum(xs []int) (total int) {
	for i, x := range xs {
		p := P{int8(i), int8(x)}
		total += x
		_ = p
	}
	return total
}

func twice(f func(int) int, n int) int {
	a := f(n)
	if b := f(a); b > a {
		return b
	}
	return a
}

func cell() {
	k := 3
	f := func(n int) int {
		n += k
		return n
	}
	for i := 0; i < 2; i++ {
		k += twice(f, i)
	}
	ks := []int{k}
	sum(ks)
}
`

func TestBreakpoints(t *testing.T) {
	for _, c := range []struct {
		name    string
		lines   []int
		actions []vm.Action
		want    []string
	}{
		{"in a loop", []int{7}, nil, []string{"sum:7 cell:31  xs=[28] total=0 i=0 x=28 p={0 28}"}},
		{"between lines", []int{1}, nil, []string{"sum:5 cell:31  xs=[28] total=0"}},
		{"at a closure", []int{23}, nil, []string{"cell:23  k=3"}},
		{"step over", []int{22}, slices.Repeat([]vm.Action{vm.StepOver}, 8), []string{
			"cell:22 ",
			"cell:23  k=3",
			"cell:27  k=3 f",
			"cell:28  k=3 f i=0",
			"cell:27  k=9 f i=0",
			"cell:28  k=9 f i=1",
			"cell:27  k=28 f i=1",
			"cell:30  k=28 f",
			"cell:31  k=28 f ks=[28]",
		}},
		{"step in and out", []int{28}, []vm.Action{vm.StepIn, vm.StepIn, vm.StepOver, vm.StepOut, vm.StepIn, vm.StepOut, vm.Continue, vm.StepOver}, []string{
			"cell:28  k=3 f i=0",
			"twice:14 cell:28  f n=0",
			"cell$1:24 twice:14 cell:28  k=3 n=0",
			"cell$1:25 twice:14 cell:28  k=3 n=3",
			"twice:15 cell:28  f n=0 a=3",
			"cell$1:24 twice:15 cell:28  k=3 n=3",
			"twice:15 cell:28  f n=0 a=3",
			"cell:28  k=9 f i=1",
			"cell:27  k=28 f i=1",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			s := debugSession(func(p *vm.Pause) vm.Action {
				got = append(got, tell(p))
				if n := len(got); n <= len(c.actions) {
					return c.actions[n-1]
				}
				return vm.Continue
			})
			s.world.Debugger.Break("cell[1]", c.lines)
			s.must(t, debugged)
			if g, w := strings.Join(got, "\n"), strings.Join(c.want, "\n"); g != w {
				t.Errorf("stops\n%s\nwant\n%s", g, w)
			}
		})
	}
}

func TestLocalsCanBeSet(t *testing.T) {
	s := debugSession(func(p *vm.Pause) vm.Action {
		for _, l := range p.Locals(0) {
			switch l.Name {
			case "n":
				l.Value.SetInt(l.Value.Int() + 40)
			case "k":
				l.Value.SetUint(l.Value.Uint() + 40)
			case "s":
				l.Value.SetString("set")
			case "e":
				l.Value.Set(reflect.ValueOf(errors.New("e")))
			}
		}
		return vm.Continue
	})
	s.world.Debugger.Break("cell[1]", []int{8})
	got := s.must(t, `import "fmt"
func cell() {
	n, s := int8(2), ""
	var e error
	k := uint16(7)
	_ = &k
	fmt.Print(n, k, s, e)
}`)
	if got != "42 47sete" {
		t.Errorf("prints %q", got)
	}
}

// TestLiftedLocalsAreNotAvailable has a cell whose SSA is not in naive form.
func TestLiftedLocalsAreNotAvailable(t *testing.T) {
	var got string
	s := debugSession(func(p *vm.Pause) vm.Action { got = tell(p); return vm.Continue })
	s.mode = 0
	s.world.Debugger.Break("cell[1]", []int{6})
	s.must(t, "func cell() {\n\tn, k := 1, 2\n\tf := func() { k++ }\n\tf()\n\tn += k\n}")
	if got != "cell:6  n=? k=3 f=?" {
		t.Errorf("locals %q", got)
	}
}

// TestBreakWhileRunning sets a breakpoint in a running loop, and clears it.
func TestBreakWhileRunning(t *testing.T) {
	stops := make(chan string)
	s := debugSession(func(p *vm.Pause) vm.Action { stops <- tell(p); return vm.Continue })
	d := s.world.Debugger
	started := make(chan bool)
	s.extern["fmt.Scanln"] = func(...any) (int, error) { close(started); return 0, nil }
	run := vm.NewRun()
	done := make(chan error)
	go func() {
		done <- s.eval(run, "import \"fmt\"\nfunc cell() {\n\tfmt.Scanln()\n\tfor {\n\t\tx := 1\n\t\t_ = x\n\t}\n}")
	}()
	<-started
	if at := d.Break("cell[1]", []int{6, 100}); !slices.Equal(at, []int{6, 0}) {
		t.Errorf("breakpoints at %v", at)
	}
	for range 3 {
		if got := <-stops; got != "cell:6 " {
			t.Errorf("stops at %q", got)
		}
	}
	d.Break("cell[1]", nil)
	for drained := false; !drained; {
		select {
		case <-stops:
		case <-time.After(20 * time.Millisecond):
			drained = true
		}
	}
	d.Pause()
	if got := <-stops; !strings.HasPrefix(got, "cell:") {
		t.Errorf("a pause is at %q", got)
	}
	if got := d.Lines("cell[1]"); !slices.Equal(got, []int{4, 6, 7}) {
		t.Errorf("lines %v", got)
	}
	run.Stop()
	if err := <-done; !errors.Is(err, vm.ErrStopped) {
		t.Errorf("error %v", err)
	}
}

// TestStopWhilePaused stops a run while it is in the hook, and another of its
// goroutines waits for the hook.
func TestStopWhilePaused(t *testing.T) {
	paused := make(chan *vm.Pause)
	s := debugSession(func(p *vm.Pause) vm.Action { paused <- p; <-p.Stopped(); return vm.StepIn })
	s.world.Debugger.Break("cell[1]", []int{3, 5})
	run := vm.NewRun()
	done := make(chan error)
	go func() {
		done <- s.eval(run, "func cell() {\n\tgo func() {\n\t\tfor {\n\t\t\tprintln()\n\t\t}\n\t}()\n\tfor {\n\t\tprint()\n\t}\n}")
	}()
	if p := <-paused; p.Run != run || p.Reason != vm.AtBreakpoint {
		t.Errorf("paused at %v for %v", p.Frames, p.Reason)
	}
	run.Stop()
	if err := <-done; !errors.Is(err, vm.ErrStopped) {
		t.Errorf("error %v", err)
	}
	s.world.Debugger.Forget("cell[1]")
	s.must(t, "func cell() {}")
}

// TestLocalsByKind has variables of all kinds, in all places where they can be
// declared.
func TestLocalsByKind(t *testing.T) {
	var got []string
	s := debugSession(func(p *vm.Pause) vm.Action { got = append(got, tell(p)); return vm.Continue })
	src := `import "iter"
type T struct { a int; b string }
func (t *T) M(x, y float32, _ int) (r complex64, err error) {
	r = complex(x, y)
	return
}
func G[A any](a A, as ...A) (m map[int]A) {
	m = map[int]A{1: a}
	return m
}
func seq(n int) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) { yield(n, "s") }
}
func cell() {
	(&T{1, "b"}).M(1, 2, 3)
	G(uint8(1), 2, 3)
	for i, s := range seq(5) {
		k := i
		_, _ = k, s
	}
	var x any = 3.5
	switch v := x.(type) {
	case int:
		_ = v
	case float64:
		if v := v + 1; v > 0 {
			_ = v
		}
	}
	for i := range 2 {
		f := func() int { return i }
		_ = f
	}
	n := 1
	{
		n := n + 1
		n++
	}
	n++
}
var late = func() int {
	k := 1
	return k
}()
`
	want := []string{
		"init$1:44 init:45  k=1",
		"(*main.T).M:6 cell:16  t=&{1 b} x=1 y=2 r=(1+2i) err=<nil>",
		"G[uint8]:10 cell:17  a=1 as=[2 3] m=map[1:1]",
		"seq:13 cell:18  n=5",
		"seq$1:13 cell:18  n=5 yield",
		"cell$1:20 seq$1:13 cell:18  i=5 s=s k=5",
		"cell:28  x=3.5 v=4.5",
		"cell:32  x=3.5 i=0",
		"cell:33  x=3.5 i=0 f",
		"cell:32  x=3.5 i=1",
		"cell:33  x=3.5 i=1 f",
		"cell:38  x=3.5 n=2",
		"cell:40  x=3.5 n=1",
	}
	var lines []int
	for i, line := range strings.Split(src, "\n") {
		if strings.Contains(line, "return") || strings.Contains(line, "_ =") || strings.Contains(line, "++") {
			lines = append(lines, i+2)
		}
	}
	s.world.Debugger.Break("cell[1]", lines)
	s.must(t, src)
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Errorf("stops\n%s\nwant\n%s", g, w)
	}
}
