package child

import (
	"errors"
	"strings"
	"testing"
)

func TestServe(t *testing.T) {
	run := func(name string, n int) (string, error) {
		switch name {
		case "Panic":
			panic("oh\nno")
		case "Fail":
			return "", errors.New("cannot")
		}
		return strings.Repeat(name, n), nil
	}
	var out strings.Builder
	if err := Serve(strings.NewReader("A 3\nPanic 1\nFail 1\nB 1\n"), &out, "x 1.0", run); err != nil {
		t.Fatal(err)
	}
	want := "ready x 1.0\nok AAA\nfailed panic: oh\nfailed cannot\nok B\n"
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", out.String(), want)
	}
	if err := Serve(strings.NewReader("A\n"), &out, "x", run); err == nil {
		t.Error("a line without a number is taken")
	}
}
