package interp

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"golab/kernel"
)

// Functions that have come out of cells are stopped, fail with their lines and
// print to where they are told.
func TestCall(t *testing.T) {
	e, err := New(Config{Grace: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	run := func(number int, code string) any {
		t.Helper()
		vs, err := e.Run(t.Context(), kernel.Cell{Number: number, Code: code})
		if err != nil || len(vs) != 1 {
			t.Fatalf("%s: %v, %v", code, vs, err)
		}
		return vs[0]
	}
	var out bytes.Buffer
	call := func(ctx context.Context, f any) error { return e.Call(ctx, &out, f.(func())) }
	if err := call(t.Context(), run(1, "import \"fmt\"\nfunc() { fmt.Print(\"hi\") }")); err != nil || out.String() != "hi" {
		t.Errorf("printed %q, %v", out.String(), err)
	}
	err = call(t.Context(), run(2, "n := 0\nfunc() {\n\t_ = 1 / n\n}"))
	if err == nil || err.Error() != "cell 2, line 3: runtime error: integer divide by zero" {
		t.Errorf("got %v", err)
	}
	for i, code := range []string{"func() { for {} }", "func() { select {} }", "func() { go func() { for {} }(); for {} }"} {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		var stopped *kernel.Error
		if err := call(ctx, run(3+i, code)); !errors.As(err, &stopped) || stopped.Kind != kernel.Interrupted {
			t.Errorf("%s: %v", code, err)
		}
	}
	if run(9, "1 + 1") != 2 {
		t.Error("the session is lost")
	}
}
