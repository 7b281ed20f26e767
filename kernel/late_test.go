package kernel

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"golab/internal/goroutine"
	"golab/kernel/display"
)

// Goroutines may print and show values while the session is closed, and after.
func TestLateOutputWhileClosing(t *testing.T) {
	stop := make(chan struct{})
	var left sync.WaitGroup
	s := interactive(t, engineFunc(func(_ context.Context, c Cell) ([]any, error) {
		f := frontend{sessionOf(c)}
		for range 4 {
			left.Go(func() {
				for {
					select {
					case <-stop:
						return
					default:
						fmt.Fprintln(c.Stdout, "still here")
						_ = f.Show(display.Data{}, false)
					}
				}
			})
		}
		return nil, nil
	}))
	if err := s.Execute(t.Context(), "", nil); err != nil {
		t.Fatal(err)
	}
	soon(t, "Close", func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	time.Sleep(10 * time.Millisecond)
	close(stop)
	left.Wait()
}

// sessionOf returns the session that runs a cell.
func sessionOf(c Cell) *Session { return c.Stdout.(stdout).s }

// A goroutine that outlives its cell may run callbacks and capture what they show.
func TestLateCallbacks(t *testing.T) {
	var in func(func()) error
	goOn, ended := make(chan struct{}), make(chan error, 2)
	s := interactive(t, callers{fake{"starts": does(func() {
		in = display.Bind()
		go func() {
			<-goOn
			ended <- in(func() {})
			_, err := display.Capture(func() {})
			ended <- err
		}()
	})}})
	if _, err := execute(t, s, "starts"); err != nil {
		t.Fatal(err)
	}
	close(goOn)
	for range 2 {
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
}

// A callers engine stops functions when their context ends.
type callers struct{ fake }

func (callers) Call(ctx context.Context, _ io.Writer, f func()) error {
	done := make(chan error, 1)
	go func() {
		err := errors.New("the goroutine has ended")
		defer func() { done <- err }()
		err = display.Call(f)
	}()
	if ctx.Err() != nil {
		return &Error{Kind: Interrupted, Name: "Interrupted", Text: "interrupted", Err: context.Cause(ctx)}
	}
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return &Error{Kind: Interrupted, Name: "Interrupted", Text: "interrupted", Err: context.Cause(ctx)}
	}
}

// A callback that ends does not end the cell that it is a part of.
func TestRunningWhileACallbackEnds(t *testing.T) {
	x := &execution{cell: 1, out: newOutbox(nil)}
	l := executions{byWork: map[goroutine.Key]work{}, last: x}
	l.run(t.Context(), x, func() {
		l.run(t.Context(), x, func() {})
		if !l.busy() {
			t.Error("the cell is taken to have ended")
		}
	})
	if l.busy() {
		t.Error("the cell is taken to run")
	}
}

type exits struct{}

func (exits) String() string { runtime.Goexit(); return "" }

// A method that ends its goroutine does not leave the cell waiting.
func TestValueThatEndsItsGoroutine(t *testing.T) {
	for _, engine := range []Engine{fake{"exits": shows(exits{})}, callers{fake{"exits": shows(exits{})}}} {
		s, err := NewSession(Config{Engine: engine})
		if err != nil {
			t.Fatal(err)
		}
		soon(t, "the cell", func() {
			if err := s.Execute(t.Context(), "exits", nil); err == nil {
				t.Error("no error")
			}
		})
		s.Close()
	}
}

type nested struct{}

func (nested) MarshalJSON() ([]byte, error) { return []byte(`"<x>"`), display.Display("within") }

// A method that encodes a value may show another.
func TestValueThatShowsAnother(t *testing.T) {
	data := display.JSON(map[string]any{"a": nested{}})
	s := newSession(t, fake{"result": shows(data), "displays": does(func() { _ = display.Display(data) })})
	for _, code := range []string{"result", "displays"} {
		soon(t, code, func() {
			var got []string
			err := s.Execute(t.Context(), code, func(o Output) {
				text, err := json.Marshal(o)
				if err != nil {
					t.Error(err)
				}
				got = append(got, string(text))
			})
			if err != nil || len(got) != 2 || !strings.Contains(got[0], "within") || !strings.Contains(got[1], `{"a":"\u003cx\u003e"}`) {
				t.Errorf("%s: got %s, %v", code, got, err)
			}
		})
	}
}

// A cell that puts a file of its own in the place of os.Stdout finds in it what
// it prints.
func TestPrintToTheCellsOwnStdout(t *testing.T) {
	s := interactive(t, engineFunc(func(_ context.Context, c Cell) ([]any, error) {
		r, w, err := os.Pipe()
		if err != nil {
			return nil, err
		}
		defer r.Close()
		old := os.Stdout
		os.Stdout = w
		fmt.Fprint(c.Stdout, "mine")
		w.Close()
		os.Stdout = old
		text, err := io.ReadAll(r)
		fmt.Fprintf(c.Stdout, "read %q", text)
		return nil, err
	}))
	outs, err := execute(t, s, "")
	if err != nil || len(outs) != 1 || outs[0].(Stream).Text != `read "mine"` {
		t.Errorf("got %v, %v", outs, err)
	}
}
