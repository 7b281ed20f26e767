package main

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// started is golab running in the background.
type started struct {
	*exec.Cmd
	out    *bufio.Reader
	stderr strings.Builder
	dir    string
}

// startRun runs a notebook of the given cells with -o out.ipynb.
func startRun(t *testing.T, source string) *started {
	t.Helper()
	s := &started{dir: t.TempDir()}
	if err := os.WriteFile(filepath.Join(s.dir, "lab.ipynb"), cells(t, source), 0o644); err != nil {
		t.Fatal(err)
	}
	s.Cmd = exec.Command(golab, "run", "-o", "out.ipynb", "lab.ipynb")
	s.Dir, s.Stderr = s.dir, &s.stderr
	pipe, err := s.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	s.out = bufio.NewReader(pipe)
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Process.Kill(); s.Wait() })
	return s
}

// status waits for the end and returns the exit status.
func (s *started) status(t *testing.T) int {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- s.Wait() }()
	select {
	case err := <-done:
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		return s.ProcessState.ExitCode()
	case <-time.After(10 * time.Second):
		t.Fatal("golab does not end")
		return 0
	}
}

// Text is seen while the cell runs; Ctrl-C or a polite kill ends it, and what came
// is stored.
func TestInterrupt(t *testing.T) {
	for _, sig := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		t.Run(sig.String(), func(t *testing.T) { interrupt(t, sig) })
	}
}

func interrupt(t *testing.T, sig os.Signal) {
	s := startRun(t, "%% code\nimport \"fmt\"\nfmt.Println(\"here\")\nfor { }\n%% code\nfmt.Println(\"never\")\n")
	if line, err := s.out.ReadString('\n'); line != "here\n" {
		t.Fatalf("got %q, %v", line, err)
	}
	if err := s.Process.Signal(sig); err != nil {
		t.Fatal(err)
	}
	if code := s.status(t); code != 1 {
		t.Errorf("exit %d, want 1", code)
	}
	if got := s.stderr.String(); !strings.HasPrefix(got, "golab: lab.ipynb: cell 1") || !strings.Contains(got, "interrupted") {
		t.Errorf("got %q", got)
	}
	stored, err := os.ReadFile(filepath.Join(s.dir, "out.ipynb"))
	if err != nil || !strings.Contains(string(stored), `"here\n"`) || !strings.Contains(string(stored), `"ename": "Interrupted"`) {
		t.Errorf("stored %s, %v", stored, err)
	}
}

// A second Ctrl-C ends golab whatever it waits for; here nobody reads its output.
func TestSecondInterrupt(t *testing.T) {
	s := startRun(t, "%% code\nimport \"fmt\"\nfor { fmt.Println(\"a flood\") }\n")
	if line, err := s.out.ReadString('\n'); line != "a flood\n" {
		t.Fatalf("got %q, %v", line, err)
	}
	time.Sleep(200 * time.Millisecond) // until the pipe is full
	for range 2 {
		if err := s.Process.Signal(os.Interrupt); err != nil {
			t.Fatal(err)
		}
		time.Sleep(300 * time.Millisecond)
	}
	if code := s.status(t); code != 130 {
		t.Errorf("exit %d, want 130", code)
	}
}

func TestParseTime(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"30s": 30 * time.Second, "1h30m": 90 * time.Minute, "5": 5 * time.Second, "0.5": 500 * time.Millisecond,
		"": 0, "soon": 0, "0": 0, "-1": 0, "-5s": 0, "NaN": 0, "1e300": 0, "Inf": 0,
	} {
		got, err := parseTime(text)
		if got != want || (err == nil) != (want > 0) {
			t.Errorf("%q: got %v, %v, want %v", text, got, err, want)
		}
	}
}

func TestSuggest(t *testing.T) {
	known := []string{"run", "version", "help"}
	for name, want := range map[string]string{
		"rnu": ", did you mean run?", "runn": ", did you mean run?", "ru": ", did you mean run?",
		"verison": ", did you mean version?", "hlep": ", did you mean help?", "Help": ", did you mean help?",
		"train": "", "x": "", "": "", "install": "",
	} {
		if got := suggest(name, known); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

// The bar is 30 ms.
func BenchmarkVersion(b *testing.B) {
	for b.Loop() {
		if err := exec.Command(golab, "version").Run(); err != nil {
			b.Fatal(err)
		}
	}
}

// What will prevent the notebook from being written is said before the work.
func TestWritable(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "lab.ipynb")
	if err := writable(file); err != nil {
		t.Errorf("new file: %v", err)
	}
	if err := os.WriteFile(file, nil, 0o444); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{file, dir, filepath.Join(dir, "none", "lab.ipynb")} {
		if err := writable(path); err == nil {
			t.Errorf("%s: no error", path)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}
