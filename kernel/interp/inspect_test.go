package interp_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"golab/internal/bindings"
	"golab/kernel/interp"
)

// TestInspect compares the help in testdata/inspect.txt: after each code in a
// line "» code", with ↵ for its line ends and "detailed" before the » where it
// is, the text follows.
func TestInspect(t *testing.T) {
	const file = "testdata/inspect.txt"
	old, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s := newLesson(t)
	var now strings.Builder
	for _, part := range strings.Split("\n"+string(old), "\n\n\n")[0:] {
		head, _, _ := strings.Cut(strings.Trim(part, "\n"), "\n")
		mode, marked, ok := strings.Cut(head, "» ")
		if !ok {
			t.Fatalf("%s: no » in %q", file, head)
		}
		code, cursor := atCursor(t, strings.ReplaceAll(marked, "↵", "\n"))
		h, ok := s.e.Inspect(code, cursor, strings.HasPrefix(mode, "detailed"))
		got := h.Text
		if strings.Contains(mode, "markdown") {
			got = h.Markdown
		}
		if !ok {
			got = "(nothing)"
		}
		if got = head + "\n" + got; got != strings.Trim(part, "\n") && !*regen {
			t.Errorf("got:\n%s\nwant:\n%s", got, part)
		}
		if now.Len() > 0 {
			now.WriteString("\n\n\n")
		}
		now.WriteString(got)
	}
	if *regen {
		if err := os.WriteFile(file, []byte(now.String()+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestInspectRedefined asks for names that got new meanings.
func TestInspectRedefined(t *testing.T) {
	s := newLesson(t)
	s.run("// New points have another method.\ntype Point struct{ Lat float64 }\nfunc (Point) Walk() {}")
	for marked, want := range map[string]string{
		"Poi‸nt":                                  "cell 3",
		"origin.Dist‸":                            "cell 1",
		"origin.X‸":                               "cell 1",
		"Point.Walk‸":                             "cell 3",
		"scale‸ := \"x\"":                         "var scale string",
		"scale := \"x\"\nsca‸le":                  "var scale string",
		"scale := fmt.Sprint(scale)\nsca‸le":      "var scale string",
		"n := scale‸\nscale := \"x\"":             "var scale float64",
		"a, err := open(\"\")\nb, err‸ := 1, err": "var err error",
		"func f(scale int) { sca‸le }":            "var scale int",
	} {
		code, cursor := atCursor(t, marked)
		if h, ok := s.e.Inspect(code, cursor, false); !ok || !strings.Contains(h.Text, want) {
			t.Errorf("%s: %v %s, want %s", marked, ok, h.Text, want)
		}
	}
}

func TestInspectPackage(t *testing.T) {
	s := newLesson(t)
	for _, marked := range []string{"mat‸", "fmt‸.Println", "import \"bufio\"\nbuf‸io", "bufio‸"} {
		code, cursor := atCursor(t, marked)
		h, ok := s.e.Inspect(code, cursor, false)
		if !ok || !strings.HasPrefix(h.Text, "package ") || !strings.Contains(h.Text, "\nFunctions:\n  ") {
			t.Errorf("%s: %v %s", marked, ok, h.Text)
		}
		for _, l := range strings.Split(h.Text, "\n") {
			if len(l) > 80 {
				t.Errorf("%s: the line %q is too long", marked, l)
			}
		}
	}
}

// TestInspectOwnDocs asks for what golab's own packages say of themselves: all of it.
func TestInspectOwnDocs(t *testing.T) {
	s := newLesson(t)
	for _, tt := range []struct{ marked, path, name string }{
		{"import \"golab/nn\"\nnn.NewSequential(‸", "golab/nn", "NewSequential"},
		{"import \"golab/nn\"\nnet := &nn.Model{}\nnet.Fit(‸", "golab/nn", "Model.Fit"},
		{"import \"golab/nn\"\nnn.Adam{LearningRate‸: 1}", "golab/nn", "Adam.LearningRate"},
		{"import \"golab/nn\"\nvar o nn.Optimizer\no.Update‸", "golab/nn", "Optimizer.Update"},
		{"import \"golab/widgets\"\nwidgets‸", "golab/widgets", ""},
	} {
		p, ok := bindings.Lookup(tt.path)
		if !ok {
			t.Fatalf("no package %s", tt.path)
		}
		docs, err := p.Docs()
		if err != nil {
			t.Fatal(err)
		}
		want := strings.Fields(strings.NewReplacer("[Interact]", "Interact").Replace(docs[tt.name]))
		code, cursor := atCursor(t, tt.marked)
		h, ok := s.e.Inspect(code, cursor, false)
		if !ok || len(want) == 0 || !strings.Contains(strings.Join(strings.Fields(h.Text), " "), strings.Join(want, " ")) {
			t.Errorf("%s: %v %s, want %s", tt.marked, ok, h.Text, want)
		}
		if strings.Contains(h.Markdown, "pkg.go.dev") {
			t.Errorf("%s: a link to pkg.go.dev", tt.marked)
		}
	}
}

func FuzzInspect(f *testing.F) {
	s := newLesson(f)
	for _, c := range append(lesson, prelude, "origin.X", "fmt.Println(1, 2)", "?mat", "x := x.", "/* doc */ type T int") {
		f.Add(c, len(c), true)
		f.Add(c, len(c)/2, false)
	}
	f.Fuzz(func(t *testing.T, code string, cursor int, detailed bool) {
		h, ok := s.e.Inspect(code, cursor, detailed)
		if ok != (h.Text != "") || ok != (h.Markdown != "") {
			t.Fatalf("%q: %v %+v", code, ok, h)
		}
	})
}

func BenchmarkInspect(b *testing.B) {
	s := newLesson(b)
	s.run("import \"gonum.org/v1/plot\"\np := plot.New()")
	for name, marked := range map[string]string{"Package": "mat‸", "Call": "dense.Mul(‸)", "Variable": "p‸"} {
		b.Run(name, func(b *testing.B) {
			code, cursor := atCursor(b, marked)
			for b.Loop() {
				if _, ok := s.e.Inspect(code, cursor, true); !ok {
					b.Fatal("nothing")
				}
			}
		})
	}
}

func exampleEngine() *interp.Engine {
	e, err := interp.New(interp.Config{})
	if err != nil {
		panic(fmt.Sprint("no engine: ", err))
	}
	return e
}

func ExampleEngine_Inspect() {
	h, _ := exampleEngine().Inspect("x := len(", len("x := len("), false)
	fmt.Println(h.Text)
	// Output:
	// func len(x) int
	//
	// Predeclared function.
	//
	// The number of elements of a slice, array, map or channel, or of bytes in a
	// string.
}
