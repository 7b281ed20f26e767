package vm_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"golab/kernel/interp/vm"
)

// TestProfile has a function of an earlier cell take most of the time.
func TestProfile(t *testing.T) {
	s := newSession()
	s.must(t, `func hot(n int) (x float64) {
	for i := range n {
		x += float64(i)
	}
	return x
}
func cold() int { return 1 }`)
	for _, c := range []struct{ name, body, want string }{
		{"loop", "hot(1_000_000)", "main.hot:4"},
		{"compiled code", "time.Sleep(time.Millisecond)", "main.cell:8"},
		{"goroutines", "c := make(chan int); go func() { hot(1_000_000); c <- 1 }(); hot(1_000_000); <-c", "main.hot:4"},
	} {
		t.Run(c.name, func(t *testing.T) {
			// What a busy machine takes from the cell counts for the line that comes
			// next, so one bad turn proves nothing.
			var list []vm.Sample
			for range 5 {
				list = profileOf(t, s, c.body)
				if len(list) > 0 && fmt.Sprintf("%s:%d", list[0].Func, list[0].Pos.Line) == c.want {
					return
				}
			}
			t.Errorf("profile %v, want %s first", list, c.want)
		})
	}
}

// profileOf runs body again and again for a while and returns where time went.
func profileOf(t *testing.T, s *session, body string) []vm.Sample {
	t.Helper()
	run := vm.NewRun()
	run.StartProfile(100 * time.Microsecond)
	if err := s.eval(run, `import "time"
func cell() {
	begin := time.Now()
	for time.Since(begin) < 60*time.Millisecond {
		cold()

		`+body+`
	}
}`); err != nil {
		t.Fatal(err)
	}
	list := run.Profile()
	if again := run.Profile(); again != nil {
		t.Errorf("and again %v", again)
	}
	return list
}

// TestProfileDisturbsNothing compares what programs print while they are profiled.
func TestProfileDisturbsNothing(t *testing.T) {
	call := compiledRows(t)
	s := newSession()
	s.must(t, strings.Replace(rowsSource, "package rows\n", "\n", 1))
	for _, r := range benchRows {
		n := max(r.n/20, 5)
		f, run := s.lookup(t, r.name), vm.NewRun()
		run.StartProfile(20 * time.Microsecond)
		got := f.Call(run, []reflect.Value{reflect.ValueOf(n)})[0].Int()
		run.Profile()
		if want := call(r.name, n); int(got) != want {
			t.Errorf("%s(%d) = %d, want %d", r.name, n, got, want)
		}
	}
}

func TestStopWhileProfiling(t *testing.T) {
	s := newSession()
	run := vm.NewRun()
	run.StartProfile(50 * time.Microsecond)
	done := make(chan error, 1)
	go func() { done <- s.eval(run, "func cell() { go func() { for {} }(); for {} }") }()
	time.Sleep(10 * time.Millisecond)
	run.Stop()
	if err := <-done; !errors.Is(err, vm.ErrStopped) {
		t.Errorf("error %v", err)
	}
	run.Profile()
}
