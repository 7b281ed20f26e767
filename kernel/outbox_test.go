package kernel

import (
	"context"
	"fmt"
	"io"
	"os"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// Many small writes become few outputs, yet text comes while the cell runs.
func TestMerging(t *testing.T) {
	var mu sync.Mutex
	var outs []Output
	seen := func() string {
		mu.Lock()
		defer mu.Unlock()
		text := ""
		for _, o := range outs {
			text += o.(Stream).Text
		}
		return text
	}
	s := newSession(t, fake{
		"lines": does(func() {
			for range 10_000 {
				fmt.Println("a line")
			}
		}),
		"waits": does(func() {
			fmt.Print("now")
			for deadline := time.Now().Add(5 * time.Second); seen() != "now"; {
				if time.Now().After(deadline) {
					fmt.Print("too late")
					return
				}
				time.Sleep(time.Millisecond)
			}
		}),
	})
	emit := func(o Output) { mu.Lock(); outs = append(outs, o); mu.Unlock() }
	start := time.Now()
	if err := s.Execute(t.Context(), "lines", emit); err != nil {
		t.Fatal(err)
	}
	if most := 2 + int(time.Since(start)/mergeDelay); len(outs) > most {
		t.Errorf("%d outputs, want at most %d", len(outs), most)
	}
	if got, want := seen(), strings.Repeat("a line\n", 10_000); got != want {
		t.Errorf("%d bytes, want %d", len(got), len(want))
	}
	outs = nil
	if err := s.Execute(t.Context(), "waits", emit); err != nil || seen() != "now" {
		t.Errorf("got %q, %v", seen(), err)
	}
}

// A cell that prints more than is taken waits, and its text stays out of memory.
func TestBackPressure(t *testing.T) {
	const total = 64 << 20
	s := newSession(t, fake{"floods": does(func() {
		line := strings.Repeat("x", 1<<16)
		for range total / len(line) {
			os.Stdout.WriteString(line)
		}
	})})
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	size, most, calls := 0, uint64(0), 0
	err := s.Execute(t.Context(), "floods", func(o Output) {
		size += len(o.(Stream).Text)
		if calls++; calls%32 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapAlloc)
		}
	})
	if err != nil || size != total {
		t.Errorf("got %d bytes of %d, %v", size, total, err)
	}
	if limit := before.HeapAlloc + 8<<20; most > limit {
		t.Errorf("%d bytes of memory, want at most %d", most, limit)
	}
}

// What goroutines print by a cell's own Stdout belongs to the cell that started
// them, also while another cell runs and after the last one has ended.
func TestLateOutput(t *testing.T) {
	release, printed := make(chan struct{}), make(chan struct{})
	s, err := NewSession(Config{Engine: engineFunc(func(_ context.Context, c Cell) ([]any, error) {
		switch c.Code {
		case "starts":
			go func() {
				<-release
				go func() {
					fmt.Fprint(c.Stdout, "late")
					close(printed)
				}()
			}()
		case "waits":
			close(release)
			<-printed
			fmt.Fprint(c.Stdout, "mine")
		case "after":
			go func() {
				time.Sleep(20 * time.Millisecond)
				fmt.Fprint(c.Stdout, "after the end")
			}()
		}
		return nil, nil
	})})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var mu sync.Mutex
	got := map[string]string{}
	for _, code := range []string{"starts", "waits", "after"} {
		if err := s.Execute(t.Context(), code, func(o Output) {
			mu.Lock()
			defer mu.Unlock()
			got[code] += o.(Stream).Text
		}); err != nil {
			t.Fatal(err)
		}
	}
	time.Sleep(50 * time.Millisecond)
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		mu.Lock()
		done := got["after"] != ""
		mu.Unlock()
		if done {
			break
		}
	}
	mu.Lock()
	defer mu.Unlock()
	if want := map[string]string{"starts": "late", "waits": "mine", "after": "after the end"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// What is printed before the first cell is not lost: it goes where it would have
// gone without a session.
func TestLateOutputAtClose(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	old := os.Stdout
	os.Stdout = w
	defer func() { os.Stdout = old }()
	s := newSession(t, fake{})
	fmt.Print("last words")
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	w.Close()
	if got, err := io.ReadAll(r); string(got) != "last words" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
}

// A goroutine that never stops printing does not hold a session up.
func TestEndlessOutput(t *testing.T) {
	stop, stopped := make(chan struct{}), make(chan struct{})
	s := newSession(t, fake{
		"starts": does(func() {
			w := os.Stderr
			go func() {
				defer close(stopped)
				for {
					select {
					case <-stop:
						return
					default:
						fmt.Fprintln(w, "still here")
					}
				}
			}()
		}),
		"value": shows(42),
	})
	for _, code := range []string{"starts", "value"} {
		if err := s.Execute(t.Context(), code, func(Output) {}); err != nil {
			t.Error(err)
		}
		time.Sleep(20 * time.Millisecond)
	}
	close(stop)
	if err := s.Execute(t.Context(), "value", func(Output) {}); err != nil {
		t.Error(err)
	}
	<-stopped
}
