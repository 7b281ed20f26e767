package notebook

import (
	"context"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"golab/kernel"
)

var regen = flag.Bool("regen", false, "write the golden files anew")

// A fake session gives the outputs that it holds for a cell; a cell that ends in
// an ErrorOutput fails.
type fake struct {
	cells map[string][]kernel.Output
	ran   []string
}

func (f *fake) ExecutionCount() int { return len(f.ran) }

func (f *fake) Execute(ctx context.Context, code string, emit func(kernel.Output)) error {
	f.ran = append(f.ran, code)
	if code == "waits" {
		<-ctx.Done()
		return &kernel.Error{Kind: kernel.Interrupted, Text: "interrupted", Trace: []kernel.Position{{Cell: len(f.ran), Line: 2}}, Err: context.Cause(ctx)}
	}
	for _, o := range f.cells[code] {
		emit(o)
		if e, ok := o.(kernel.ErrorOutput); ok {
			return errors.New(e.EValue)
		}
	}
	return nil
}

func lab() *fake {
	failure := []kernel.Output{
		kernel.Stream{Name: "stdout", Text: "so far\n"},
		kernel.ErrorOutput{EName: "*fs.PathError", EValue: "no <such> file", Traceback: []string{"cell 4, line 2: no <such> file"}},
	}
	return &fake{cells: map[string][]kernel.Output{
		"prints": {
			kernel.Stream{Name: "stdout", Text: "train 3288 "},
			kernel.Stream{Name: "stdout", Text: "test 1313\nepoch 1\r"},
			kernel.Stream{Name: "stdout", Text: "epoch 2\rdone   \n"},
			kernel.Stream{Name: "stderr", Text: "a \xff warning \x1b[31mred\x1b[0m \x00 \u2028 𝕏 </script>\n"},
		},
		"values": {
			kernel.DisplayData{Data: map[string]any{"text/plain": "", "application/json": map[string]any{"b": []float64{1.5, 1e21}, "a": "ä\u2028\n<"}}},
			kernel.ExecuteResult{ExecutionCount: 2, Data: map[string]any{
				"text/plain": "1\n2\n", "text/html": "<b>\n</b>", "image/png": "iVBORw0KGgo=", "image/svg+xml": "<svg>\n</svg>",
			}, Metadata: map[string]any{"image/png": map[string]any{"width": 640}}},
		},
		"fails on purpose": failure,
		"fails":            failure,
	}}
}

// The golden notebook is what nbformat writes too: testdata/write.py says how
// that was checked.
func TestRun(t *testing.T) {
	n := read(t, "lab.ipynb")
	session := lab()
	type event struct {
		ID     string
		Number int
		Output bool
	}
	var events []event
	r := Runner{
		Session: session,
		Start:   func(c *Cell, number int) { events = append(events, event{c.ID(), number, false}) },
		Output:  func(c *Cell, number int, _ kernel.Output) { events = append(events, event{c.ID(), number, true}) },
	}
	err := r.Run(t.Context(), n)
	var failed *CellError
	if !errors.As(err, &failed) || failed.Number != 4 || failed.Cell.Source() != "fails" || err.Error() != "lab.ipynb: cell 4: no <such> file" {
		t.Errorf("got %v", err)
	}
	if want := []string{"prints", "values", "fails on purpose", "fails"}; !reflect.DeepEqual(session.ran, want) {
		t.Errorf("ran %q, want %q", session.ran, want)
	}
	want := []event{
		{"cell-1", 1, false}, {"cell-1", 1, true}, {"cell-1", 1, true}, {"cell-1", 1, true}, {"cell-1", 1, true},
		{"cell-2", 2, false}, {"cell-2", 2, true}, {"cell-2", 2, true},
		{"cell-5", 3, false}, {"cell-5", 3, true}, {"cell-5", 3, true},
		{"cell-6", 4, false}, {"cell-6", 4, true}, {"cell-6", 4, true},
	}
	if !reflect.DeepEqual(events, want) {
		t.Errorf("got  %v\nwant %v", events, want)
	}
	got := n.Bytes()
	golden := filepath.Join("testdata", "lab.golden.ipynb")
	if *regen {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if string(got) != content(t, "lab.golden.ipynb") {
		t.Errorf("got\n%s", got)
	}
}

// A run that gives the same outputs changes nothing, whatever the order of the
// keys and the layout of the lines.
func TestRunAgain(t *testing.T) {
	const source = `{"metadata": {"language_info": {"name": "go"}, "kernelspec": {"name": "gophernotes"}},
 "nbformat": 4, "nbformat_minor": 5, "cells": [
 {"id": "a", "cell_type": "code", "metadata": {}, "source": "prints", "execution_count": 1, "outputs": [
  {"output_type": "stream", "text": "x\ny\n", "name": "stdout"},
  {"output_type": "execute_result", "data": {"text/plain": "\u0031", "image/png": "AA=="}, "execution_count": 1, "metadata": {}} ]} ]}`
	n := parsed(t, source)
	session := &fake{cells: map[string][]kernel.Output{"prints": {
		kernel.Stream{Name: "stdout", Text: "x\ny\n"},
		kernel.ExecuteResult{ExecutionCount: 1, Data: map[string]any{"text/plain": "1", "image/png": "AA=="}},
	}}}
	if err := (Runner{Session: session}).Run(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	if got := string(n.Bytes()); got != source {
		t.Errorf("got\n%s", got)
	}
}

func TestRunStops(t *testing.T) {
	const source = `{"metadata": {}, "nbformat": 4, "nbformat_minor": 5, "cells": [
		{"id": "a", "cell_type": "code", "metadata": {"tags": ["raises-exception"]}, "source": "waits"},
		{"id": "b", "cell_type": "code", "metadata": {}, "source": "never"}]}`
	t.Run("time limit", func(t *testing.T) {
		session := &fake{}
		err := Runner{Session: session, Timeout: 10 * time.Millisecond}.Run(t.Context(), parsed(t, source))
		want := "lab.ipynb: cell 1, line 2: interrupted"
		if !errors.Is(err, context.DeadlineExceeded) || err.Error() != want || len(session.ran) != 1 {
			t.Errorf("got %v after %q, want %s", err, session.ran, want)
		}
	})
	t.Run("interrupt", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(10*time.Millisecond, cancel)
		session := &fake{}
		err := Runner{Session: session, Timeout: time.Minute}.Run(ctx, parsed(t, source))
		want := "lab.ipynb: cell 1, line 2: interrupted"
		if !errors.Is(err, context.Canceled) || err.Error() != want || len(session.ran) != 1 {
			t.Errorf("got %v after %q, want %s", err, session.ran, want)
		}
	})
}

func TestRunRefuses(t *testing.T) {
	for _, meta := range []string{`{"kernelspec": {"language": "python"}}`, `{"language_info": {"name": "python"}}`} {
		n := parsed(t, `{"metadata": `+meta+`, "nbformat": 4, "nbformat_minor": 5, "cells": []}`)
		err := Runner{Session: &fake{}}.Run(t.Context(), n)
		if want := "notebook: lab.ipynb is a notebook in python, golab runs Go"; err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	bad := &fake{cells: map[string][]kernel.Output{"x": {kernel.DisplayData{Data: map[string]any{"application/json": func() {}}}}}}
	n := parsed(t, `{"metadata": {}, "nbformat": 4, "nbformat_minor": 5, "cells": [{"id": "a", "cell_type": "code", "source": "x"}]}`)
	err := Runner{Session: bad}.Run(t.Context(), n)
	if want := "notebook: cell a: application/json: json: unsupported type: func()"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "lab.ipynb")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link.ipynb")
	if err := os.Symlink("lab.ipynb", link); err != nil {
		t.Fatal(err)
	}
	n := read(t, "jupyter.ipynb")
	if err := n.WriteFile(link); err != nil {
		t.Fatal(err)
	}
	got, _ := os.ReadFile(path)
	if string(got) != content(t, "jupyter.ipynb") {
		t.Errorf("got %q", got)
	}
	if info, err := os.Lstat(path); err != nil || info.Mode() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode().IsRegular() {
		t.Errorf("the link is gone: %v, %v", info.Mode(), err)
	}
	fresh := filepath.Join(dir, "fresh.ipynb")
	if err := n.WriteFile(fresh); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(fresh); err != nil || info.Mode() != 0o644 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	missing := filepath.Join(dir, "no", "lab.ipynb")
	if err := n.WriteFile(missing); err == nil || !strings.HasPrefix(err.Error(), "notebook: writing "+missing+": ") {
		t.Errorf("got %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".*")); left != nil {
		t.Errorf("left %q behind", left)
	}
}
