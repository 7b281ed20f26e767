package interp_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golab/kernel"
	"golab/kernel/interp"
)

var regen = flag.Bool("regen", false, "rewrite the outputs in testdata/*.cells")

// prelude is what sessions start with.
const prelude = `func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
func check(err error) {
	if err != nil {
		panic(err)
	}
}`

// newEngine returns an engine in which the prelude has run.
func newEngine(t testing.TB) *interp.Engine {
	t.Helper()
	e, err := interp.New(interp.Config{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Run(context.Background(), kernel.Cell{Code: prelude}); err != nil {
		t.Fatal(err)
	}
	return e
}

// A block is one cell of a transcript: "in:", or "in: 50ms" for a cell that is
// interrupted after that time, its text, "out:" and what it shows.
type block struct {
	limit   time.Duration
	in, out string
}

// parseTranscript cuts a transcript into its head, which is a comment, and its cells.
func parseTranscript(t *testing.T, text string) (head string, blocks []block) {
	t.Helper()
	head, rest, _ := strings.Cut(text, "\nin:")
	for _, b := range strings.Split(rest, "\nin:") {
		first, body, _ := strings.Cut(b, "\n")
		in, out, ok := strings.Cut(body, "out:\n")
		if !ok {
			in = strings.TrimSuffix(body, "out:")
		}
		var limit time.Duration
		if first = strings.TrimSpace(first); first != "" {
			d, err := time.ParseDuration(first)
			if err != nil {
				t.Fatalf("bad head of a cell: %v", err)
			}
			limit = d
		}
		blocks = append(blocks, block{limit, strings.TrimSuffix(in, "\n"), strings.TrimSuffix(out, "\n")})
	}
	return head, blocks
}

func (b block) String() string {
	head := "in:"
	if b.limit != 0 {
		head += " " + b.limit.String()
	}
	return strings.TrimRight(head+"\n"+b.in+"\nout:\n"+b.out, "\n")
}

// capture returns what f writes to os.Stdout and os.Stderr. A file takes it, for
// not every system has pipes.
func capture(t testing.TB, f func()) string {
	t.Helper()
	w, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	func() {
		stdout, stderr := os.Stdout, os.Stderr
		os.Stdout, os.Stderr = w, w
		defer func() { os.Stdout, os.Stderr = stdout, stderr }()
		f()
	}()
	text, err := os.ReadFile(w.Name())
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// run returns what a cell shows: what it prints, a line "= value type" for each
// value, and its failure in lines that begin with "! ".
func run(t testing.TB, e *interp.Engine, number int, b block) string {
	t.Helper()
	ctx := context.Background()
	if b.limit != 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, b.limit)
		defer cancel()
	}
	var values []any
	var err error
	var s strings.Builder
	s.WriteString(capture(t, func() { values, err = e.Run(ctx, kernel.Cell{Number: number, Code: b.in}) }))
	if s.Len() > 0 && !strings.HasSuffix(s.String(), "\n") {
		s.WriteString("%\n")
	}
	for _, v := range values {
		fmt.Fprintf(&s, "= %v %T\n", v, v)
	}
	var ke *kernel.Error
	if errors.As(err, &ke) {
		fmt.Fprintf(&s, "! %s\n", ke.Name)
		for _, l := range ke.Traceback() {
			fmt.Fprintf(&s, "! %s\n", l)
		}
	} else if err != nil {
		t.Errorf("cell %d: the error is a %T", number, err)
	}
	text := strings.ReplaceAll(s.String(), syscall.ENOENT.Error(), "no such file or directory") // each system says it its own way
	return strings.TrimRight(text, "\n")
}

func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.cells")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".cells"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			head, blocks := parseTranscript(t, string(text))
			e := newEngine(t)
			after := head
			for i := range blocks {
				want := blocks[i].out
				blocks[i].out = run(t, e, i+1, blocks[i])
				if got := blocks[i].out; got != want && !*regen {
					t.Errorf("cell %d:\n%s\ngot:\n%s\nwant:\n%s", i+1, blocks[i].in, got, want)
				}
				after += "\n" + blocks[i].String() + "\n"
			}
			if *regen {
				if err := os.WriteFile(file, []byte(after), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}
