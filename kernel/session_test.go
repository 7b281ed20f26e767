package kernel

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"
)

// A fake engine runs Go functions under the names that stand for cells.
type fake map[string]func(ctx context.Context) ([]any, error)

func (f fake) Run(ctx context.Context, cell Cell) ([]any, error) { return f[cell.Code](ctx) }

// does makes a cell of a function that only prints.
func does(f func()) func(context.Context) ([]any, error) {
	return func(context.Context) ([]any, error) { f(); return nil, nil }
}

// shows makes a cell that ends in values.
func shows(values ...any) func(context.Context) ([]any, error) {
	return func(context.Context) ([]any, error) { return values, nil }
}

// fails makes a cell that fails.
func fails(err error) func(context.Context) ([]any, error) {
	return func(context.Context) ([]any, error) { return nil, err }
}

// newSession returns a session over the cells, closed when the test ends.
func newSession(t testing.TB, cells fake) *Session {
	t.Helper()
	s, err := NewSession(Config{Engine: cells})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// execute runs a cell and returns its outputs, neighbouring streams merged.
func execute(t testing.TB, s *Session, code string) ([]Output, error) {
	t.Helper()
	var outs []Output
	err := s.Execute(t.Context(), code, func(o Output) { outs = merge(outs, o) })
	return outs, err
}

func merge(outs []Output, o Output) []Output {
	if next, ok := o.(Stream); ok && len(outs) > 0 {
		if last, ok := outs[len(outs)-1].(Stream); ok && last.Name == next.Name {
			outs[len(outs)-1] = Stream{last.Name, last.Text + next.Text}
			return outs
		}
	}
	return append(outs, o)
}

type broken struct{}

func (broken) MIMEBundle() (map[string]any, error) { return nil, fs.ErrNotExist }

func TestExecute(t *testing.T) {
	notFound := fmt.Errorf("data: %w", fs.ErrNotExist)
	failure := &Error{Kind: Returned, Name: "*fs.PathError", Text: "no such file", Trace: []Position{{Cell: 4, Line: 2}}, Err: notFound}
	cells := fake{
		"nothing": shows(),
		"prints":  does(func() { fmt.Println("train 3288 test 1313") }),
		"value":   shows(42),
		"values":  shows(3, "a"),
		"both": func(context.Context) ([]any, error) {
			fmt.Print("first")
			fmt.Fprintln(os.Stderr, "second")
			return []any{"third"}, nil
		},
		"logs":   does(func() { log.New(log.Writer(), "", 0).Print("logged") }),
		"fails":  fails(failure),
		"plain":  fails(notFound),
		"broken": shows(broken{}),
		"binary": does(func() { os.Stdout.WriteString("a\xffb") }),
		"half":   does(func() { os.Stdout.WriteString("half \xe2\x82") }),
		"child": does(func() {
			c := exec.Command(os.Args[0], "-test.run=^$", "-test.v=false", "-test.bogus")
			c.Stdout, c.Stderr = os.Stdout, os.Stdout
			c.Run()
		}),
	}
	result := func(n int, text string) Output {
		return ExecuteResult{n, map[string]any{"text/plain": text}, map[string]any{}}
	}
	tests := []struct {
		code string
		want []Output
		err  error
	}{
		{"nothing", nil, nil},
		{"prints", []Output{Stream{"stdout", "train 3288 test 1313\n"}}, nil},
		{"value", []Output{result(3, "42")}, nil},
		{"values", []Output{result(4, `3 "a"`)}, nil},
		{"both", []Output{Stream{"stdout", "first"}, Stream{"stderr", "second\n"}, result(5, `"third"`)}, nil},
		{"logs", []Output{Stream{"stderr", "logged\n"}}, nil},
		{"fails", []Output{ErrorOutput{"*fs.PathError", "no such file", []string{"cell 4, line 2: no such file"}}}, notFound},
		{"plain", []Output{ErrorOutput{"*fmt.wrapError", "data: file does not exist", []string{"data: file does not exist"}}}, notFound},
		{"broken", []Output{ErrorOutput{"*errors.errorString", "file does not exist", []string{"cell 9, line 1: file does not exist"}}}, fs.ErrNotExist},
		{"binary", []Output{Stream{"stdout", "a\xffb"}}, nil},
		{"half", []Output{Stream{"stdout", "half \xe2\x82"}}, nil},
		{"value", []Output{result(12, "42")}, nil},
	}
	s := newSession(t, cells)
	for i, tt := range tests {
		got, err := execute(t, s, tt.code)
		if !errors.Is(err, tt.err) || (err == nil) != (tt.err == nil) {
			t.Errorf("%s: error %v, want %v", tt.code, err, tt.err)
		}
		if tt.code == "both" { // two pipes have no common order
			sortStreams(got)
		}
		if !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.code, got, tt.want)
		}
		if n := s.ExecutionCount(); n != i+1 {
			t.Errorf("%s: cell %d, want %d", tt.code, n, i+1)
		}
	}
	got, err := execute(t, s, "child")
	if err != nil || len(got) != 1 || !strings.Contains(got[0].(Stream).Text, "test.bogus") {
		t.Errorf("a child's output: got %q, %v", got, err)
	}
}

// sortStreams puts a stdout at the beginning before a stderr.
func sortStreams(outs []Output) {
	if len(outs) > 1 {
		if s, ok := outs[0].(Stream); ok && s.Name == "stderr" {
			outs[0], outs[1] = outs[1], outs[0]
		}
	}
}

func TestPrelude(t *testing.T) {
	var ran []Cell
	engine := engineFunc(func(_ context.Context, c Cell) ([]any, error) {
		ran = append(ran, Cell{Number: c.Number, Code: c.Code})
		fmt.Print("from ", c.Number, " ")
		return nil, nil
	})
	s, err := NewSession(Config{Engine: engine, Prelude: "func must() {}"})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	got, err := execute(t, s, "x")
	if err != nil {
		t.Fatal(err)
	}
	if want := []Cell{{Number: 0, Code: "func must() {}"}, {Number: 1, Code: "x"}}; !reflect.DeepEqual(ran, want) {
		t.Errorf("ran %v, want %v", ran, want)
	}
	if want := []Output{Stream{"stdout", "from 1 "}}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

type engineFunc func(context.Context, Cell) ([]any, error)

func (f engineFunc) Run(ctx context.Context, c Cell) ([]any, error) { return f(ctx, c) }

func TestNewSessionFails(t *testing.T) {
	stdout := os.Stdout
	bad := &Error{Text: "undefined: x", Trace: []Position{{Line: 2}}}
	_, err := NewSession(Config{Engine: fake{"p": fails(bad)}, Prelude: "p"})
	if want := "kernel: NewSession: prelude, line 2: undefined: x"; err == nil || err.Error() != want || !errors.Is(err, bad) {
		t.Errorf("got %v, want %s", err, want)
	}
	if os.Stdout != stdout {
		t.Error("os.Stdout is not what it was")
	}
	if _, err := NewSession(Config{}); err == nil || err.Error() != "kernel: NewSession: no engine" {
		t.Errorf("got %v", err)
	}
}

func TestClose(t *testing.T) {
	stdout, stderr, logger := os.Stdout, os.Stderr, log.Writer()
	cells := fake{"prints": does(func() { fmt.Print("x") })}
	for range 3 {
		s, err := NewSession(Config{Engine: cells})
		if err != nil {
			t.Fatal(err)
		}
		if os.Stdout == stdout || os.Stderr == stderr || s.Stdout() != stdout || s.Stderr() != stderr {
			t.Fatal("the files are not swapped")
		}
		if got, _ := execute(t, s, "prints"); !reflect.DeepEqual(got, []Output{Stream{"stdout", "x"}}) {
			t.Errorf("got %q", got)
		}
		for range 2 {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
		if os.Stdout != stdout || os.Stderr != stderr || log.Writer() != logger {
			t.Fatal("the files are not what they were")
		}
		if err := s.Execute(t.Context(), "prints", nil); err == nil || err.Error() != "kernel: Execute: the session is closed" {
			t.Errorf("got %v", err)
		}
	}
}

// Sessions leave no goroutines and no files behind.
func TestCloseLeavesNothing(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 20 {
		newSession(t, fake{}).Close()
	}
	deadline := time.Now().Add(2 * time.Second)
	for runtime.NumGoroutine() > before && time.Now().Before(deadline) {
		time.Sleep(time.Millisecond)
	}
	if n := runtime.NumGoroutine(); n > before {
		t.Errorf("%d goroutines, %d before", n, before)
	}
}

// Cells that take the files away harm themselves at most.
func TestCellsThatMeddle(t *testing.T) {
	cells := fake{
		"closes":  does(func() { fmt.Print("last words"); os.Stdout.Close() }),
		"nil":     does(func() { os.Stdout = nil }),
		"prints":  does(func() { fmt.Print("x") }),
		"borrows": does(func() { old := os.Stdout; os.Stdout = nil; fmt.Print("lost"); os.Stdout = old; fmt.Print("kept") }),
		"sets":    does(func() { log.SetOutput(io.Discard) }),
		"logs":    does(func() { log.Print("x") }),
	}
	stdout := os.Stdout
	s := newSession(t, cells)
	for _, tt := range []struct{ code, want string }{
		{"closes", "last words"}, {"prints", "x"}, {"borrows", "kept"}, {"nil", ""}, {"prints", ""}, {"sets", ""}, {"logs", ""},
	} {
		got, err := execute(t, s, tt.code)
		text := ""
		if len(got) > 0 {
			text = got[0].(Stream).Text
		}
		if err != nil || text != tt.want {
			t.Errorf("%s: got %q, %v, want %q", tt.code, text, err, tt.want)
		}
	}
	log.SetOutput(os.Stderr)
	s.Close()
	log.SetOutput(s.Stderr())
	if os.Stdout != stdout {
		t.Error("os.Stdout is not what it was")
	}
}

func TestEmitPanics(t *testing.T) {
	s := newSession(t, fake{
		"prints": func(context.Context) ([]any, error) {
			fmt.Print(strings.Repeat("x", 3*mergeSize))
			return []any{1}, nil
		},
		"value": shows(42),
		"fails": fails(&Error{Text: "no"}),
	})
	for _, code := range []string{"prints", "value"} {
		calls := 0
		err := s.Execute(t.Context(), code, func(Output) { calls++; panic("disk full") })
		if err == nil || err.Error() != "kernel: emit: panic: disk full" || calls != 1 {
			t.Errorf("%s: got %v after %d calls", code, err, calls)
		}
	}
	if err := s.Execute(t.Context(), "fails", func(Output) { panic("disk full") }); err == nil || err.Error() != "no" {
		t.Errorf("got %v, want the cell's error", err)
	}
	if got, err := execute(t, s, "value"); err != nil || len(got) != 1 {
		t.Errorf("afterwards: got %q, %v", got, err)
	}
}

// An interrupt ends the cell, not the session; also while a value shows itself.
func TestInterrupt(t *testing.T) {
	release := make(chan struct{})
	defer close(release)
	s := newSession(t, fake{
		"waits": func(ctx context.Context) ([]any, error) {
			<-ctx.Done()
			return nil, &Error{Kind: Interrupted, Name: "Interrupted", Text: "interrupted", Err: ctx.Err()}
		},
		"slow value\n": shows(slow{release}),
		"value":        shows(42),
	})
	for _, tt := range []struct{ code, want string }{
		{"waits", "interrupted"},
		{"slow value\n", "cell 3, line 1: interrupted while the value was shown: context deadline exceeded"},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		start := time.Now()
		err := s.Execute(ctx, tt.code, nil)
		cancel()
		var e *Error
		if !errors.As(err, &e) || e.Kind != Interrupted || err.Error() != tt.want || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%q: got %v, want %s", tt.code, err, tt.want)
		}
		if d := time.Since(start); d > time.Second {
			t.Errorf("%q: took %v", tt.code, d)
		}
		if got, err := execute(t, s, "value"); err != nil || len(got) != 1 {
			t.Errorf("afterwards: got %q, %v", got, err)
		}
	}
}

type slow struct{ release chan struct{} }

func (s slow) String() string { <-s.release; return "" }

func BenchmarkExecute(b *testing.B) {
	s := newSession(b, fake{"value": shows(42)})
	for b.Loop() {
		s.Execute(b.Context(), "value", func(Output) {})
	}
}

func BenchmarkPrint(b *testing.B) {
	line := strings.Repeat("x", 59) + "\n"
	s := newSession(b, fake{"lines": does(func() {
		for range 10_000 {
			os.Stdout.WriteString(line)
		}
	})})
	b.SetBytes(600_000)
	for b.Loop() {
		s.Execute(b.Context(), "lines", func(Output) {})
	}
}

type picture struct{}

func (picture) MIMEBundle() (map[string]any, error) {
	return map[string]any{"text/plain": "a picture"}, nil
}
func (picture) MIMEMetadata() map[string]any { return map[string]any{"text/plain": "as it is"} }

func TestMetadataReachTheResult(t *testing.T) {
	s := newSession(t, fake{"picture": shows(picture{}), "number": shows(7)})
	for code, want := range map[string]map[string]any{"picture": {"text/plain": "as it is"}, "number": {}} {
		outs, err := execute(t, s, code)
		if err != nil {
			t.Fatal(err)
		}
		if got := outs[0].(ExecuteResult).Metadata; !reflect.DeepEqual(got, want) {
			t.Errorf("%s: metadata %v, want %v", code, got, want)
		}
	}
}
