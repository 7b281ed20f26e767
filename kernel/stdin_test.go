package kernel

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// interactive returns a session whose cells may ask, closed when the test ends.
func interactive(t testing.TB, engine Engine) *Session {
	t.Helper()
	s, err := NewSession(Config{Interactive: true, Engine: engine})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// soon fails the test when f does not end.
func soon(t testing.TB, what string, f func()) {
	t.Helper()
	done := make(chan struct{})
	go func() { defer close(done); f() }()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Fatalf("%s does not end", what)
	}
}

// typed answers with a text each time.
func typed(text string) Input {
	return func(context.Context, string, bool) (string, error) { return text, nil }
}

// A process that inherits os.Stdin makes it a file that blocks.
func TestStdinOfAChild(t *testing.T) {
	s := interactive(t, fake{
		"child": does(func() {
			c := exec.Command(os.Args[0], "-test.run=^$")
			c.Stdin = os.Stdin
			if err := c.Run(); err != nil {
				fmt.Print(err)
			}
		}),
		"value": shows(42),
		"line": does(func() {
			line, err := bufio.NewReader(os.Stdin).ReadString('\n')
			fmt.Printf("%q %v", line, err)
		}),
		"waits": func(ctx context.Context) ([]any, error) {
			go os.Stdin.Read(make([]byte, 1))
			<-ctx.Done()
			return nil, ctx.Err()
		},
	})
	for _, code := range []string{"child", "value", "child", "line", "line"} {
		soon(t, code, func() {
			_, outs, err := run(t, s, Request{Code: code, Input: typed("typed")})
			if err != nil || code == "line" && (len(outs) != 1 || outs[0].(Stream).Text != `"typed\n" <nil>`) {
				t.Errorf("%s: %v, %v", code, outs, err)
			}
		})
	}
	soon(t, "waits", func() {
		run(t, s, Request{Code: "child"})
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		s.Run(ctx, Request{Code: "waits", Input: func(ctx context.Context, _ string, _ bool) (string, error) {
			<-ctx.Done()
			return "", ctx.Err()
		}}, nil)
		if _, _, err := run(t, s, Request{Code: "value"}); err != nil {
			t.Error(err)
		}
	})
}

// After the end of the input a cell finds it again and again.
func TestStdinEndsForGood(t *testing.T) {
	s := interactive(t, fake{"reads": does(func() {
		for range 3 {
			_, err := io.ReadAll(os.Stdin)
			_, again := os.Stdin.Read(make([]byte, 1))
			fmt.Printf("%v %v ", err, again)
			time.Sleep(4 * stdinPoll)
		}
	})})
	_, outs, err := run(t, s, Request{Code: "reads", Input: func(context.Context, string, bool) (string, error) { return "", io.EOF }})
	if want := strings.Repeat("<nil> EOF ", 3); err != nil || len(outs) != 1 || outs[0].(Stream).Text != want {
		t.Errorf("got %v, %v, want %q", outs, err, want)
	}
}

// A cell that reads the beginning of a long line ends, and leaves nothing of it.
func TestLongLineOfWhichLittleIsRead(t *testing.T) {
	s := interactive(t, fake{
		"byte": does(func() { os.Stdin.Read(make([]byte, 1)); time.Sleep(4 * stdinPoll) }),
		"scan": does(func() { var s string; fmt.Scan(&s); fmt.Print(s) }),
	})
	soon(t, "byte", func() { run(t, s, Request{Code: "byte", Input: typed(strings.Repeat("x", 1<<20))}) })
	soon(t, "scan", func() {
		if _, outs, err := run(t, s, Request{Code: "scan", Input: typed("y")}); err != nil || len(outs) != 1 || outs[0].(Stream).Text != "y" {
			t.Errorf("got %.80v, %v", outs, err)
		}
	})
}

// While a cell waits for an answer, another one is not taken to ask.
func TestOneQuestionAtATime(t *testing.T) {
	asked, answer := make(chan struct{}), make(chan string)
	s := interactive(t, fake{
		"scan":     does(func() { var s string; fmt.Scan(&s) }),
		"computes": does(func() { time.Sleep(10 * stdinPoll) }),
	})
	scanned := make(chan error, 1)
	go func() {
		_, err := s.Run(t.Context(), Request{Code: "scan", Input: func(context.Context, string, bool) (string, error) {
			close(asked)
			return <-answer, nil
		}}, nil)
		scanned <- err
	}()
	<-asked
	if _, err := s.Run(t.Context(), Request{Code: "computes"}, nil); err != nil {
		t.Errorf("a cell that does not read: %v", err)
	}
	answer <- "x"
	if err := <-scanned; err != nil {
		t.Error(err)
	}
}

// Where package os is not as expected cells cannot ask, and all else goes on.
func TestNoStdin(t *testing.T) {
	before := os.Stdin
	s := newSession(t, fake{"value": shows(42), "stdin": does(func() { fmt.Print(os.Stdin == before) })})
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	s.interactive, s.stderr = true, w
	s.openStdin(func() (*stdin, error) { return nil, errors.New("no lock") })
	w.Close()
	if told, err := io.ReadAll(r); err != nil || string(told) != "kernel: cells cannot ask for input: no lock\n" {
		t.Errorf("told %q, %v", told, err)
	}
	for _, code := range []string{"value", "stdin"} {
		if _, outs, err := run(t, s, Request{Code: code}); err != nil || len(outs) != 1 || outs[0] == (Stream{"stdout", "false"}) {
			t.Errorf("%s: %v, %v", code, outs, err)
		}
	}
	if (frontend{s}).Comms() == nil {
		t.Error("no comms")
	}
}
