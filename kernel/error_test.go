package kernel

import (
	"errors"
	"io/fs"
	"reflect"
	"testing"
)

func TestPosition(t *testing.T) {
	for _, tt := range []struct {
		at   Position
		want string
	}{
		{Position{Cell: 4, Line: 2, Column: 7, Func: "f"}, "cell 4, line 2"},
		{Position{Line: 3}, "prelude, line 3"},
		{Position{File: "prog.go", Line: 12, Column: 1}, "prog.go:12"},
	} {
		if got := tt.at.String(); got != tt.want {
			t.Errorf("got %s, want %s", got, tt.want)
		}
	}
}

func TestTraceback(t *testing.T) {
	inner, outer := Position{Cell: 1, Line: 2, Func: "last"}, Position{Cell: 3, Line: 1}
	tests := []struct {
		name string
		err  Error
		want []string
	}{
		{"an error is one line", Error{Kind: Returned, Text: "no such file", Trace: []Position{inner, outer}},
			[]string{"cell 1, line 2: no such file"}},
		{"without a place", Error{Kind: Returned, Text: "no such file"}, []string{"no such file"}},
		{"compile errors are listed", Error{Kind: Compile, Text: "undefined: a", Trace: []Position{{Cell: 2, Line: 1}},
			More: []*Error{{Text: "undefined: b", Trace: []Position{{Cell: 2, Line: 5}}}}},
			[]string{"cell 2, line 1: undefined: a", "cell 2, line 5: undefined: b"}},
		{"a panic has its calls", Error{Kind: Panicked, Text: "index out of range", Trace: []Position{inner, outer}},
			[]string{"cell 1, line 2: index out of range", "\tat cell 1, line 2 last", "\tat cell 3, line 1"}},
		{"but not the one that is in the first line", Error{Kind: Panicked, Text: "panic: x", Trace: []Position{outer}},
			[]string{"cell 3, line 1: panic: x"}},
		{"the calls of a recursion are counted", Error{Kind: Panicked, Text: "panic: x", Trace: []Position{inner, inner, inner, outer}},
			[]string{"cell 1, line 2: panic: x", "\tat cell 1, line 2 last (3 times)", "\tat cell 3, line 1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.err.Traceback(); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if got := tt.err.Error(); got != tt.want[0] {
				t.Errorf("got %q, want %q", got, tt.want[0])
			}
		})
	}
}

// Front ends show the name and the value side by side, with a colon between.
func TestFailureNamesNothingTwice(t *testing.T) {
	for _, tt := range []struct {
		err  Error
		want string
	}{
		{Error{Kind: Panicked, Name: "panic", Text: "panic: boom"}, "boom"},
		{Error{Kind: Panicked, Name: "runtime error", Text: "runtime error: index out of range"}, "index out of range"},
		{Error{Kind: Compile, Name: "CompileError", Text: "undefined: x"}, "undefined: x"},
	} {
		got := Failure(&tt.err)
		if got.EName != tt.err.Name || got.EValue != tt.want || !reflect.DeepEqual(got.Traceback, tt.err.Traceback()) {
			t.Errorf("%+v, want the value %q", got, tt.want)
		}
	}
}

func TestErrorUnwraps(t *testing.T) {
	var err error = &Error{Kind: Returned, Err: &fs.PathError{Err: fs.ErrNotExist}}
	if !errors.Is(err, fs.ErrNotExist) {
		t.Error("the cell's own error is not found")
	}
	var status ExitStatus
	if err = (&Error{Kind: Exited, Err: ExitStatus(3)}); !errors.As(err, &status) || status != 3 || status.Error() != "exit status 3" {
		t.Errorf("got %v", status)
	}
	if errors.Unwrap(&Error{}) != nil {
		t.Error("an error out of nothing")
	}
}
