package interp

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golab/kernel"
)

// deepTexts nest or chain in one way each, n times.
func deepTexts(n int) map[string]string {
	r := strings.Repeat
	lines := func(format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format+"\n", i)
		}
		return b.String()
	}
	return map[string]string{
		"parentheses": r("(", n) + "1" + r(")", n), "open parentheses": r("(", n),
		"blocks": r("{", n) + r("}", n), "open blocks": r("{\n", n),
		"ifs": r("if true {", n) + r("}", n), "open ifs": r("if x {\n", n),
		"else ifs":      "x := 1\nif x == 2 {" + r("} else if x == 3 {", n) + "}",
		"func literals": r("func() {", n) + r("}", n),
		"calls":         "f" + r("()", n), "calls inside": r("f(", n) + "1" + r(")", n),
		"selectors": "x" + r(".x", n), "indices": "x" + r("[0]", n),
		"negations": r("!", n) + "true", "minuses": "x := 1\n" + r("- ", n) + "x", "receives": r("<-", n) + "x", "addresses": r("& ", n) + "x",
		"sum": "x := 1\nx" + r("+x", n), "constant sum": "1" + r("+1", n), "conditions": "x := true\nx" + r("&&x", n),
		"pointers": "var x " + r("*", n) + "int", "slices": "var x " + r("[]", n) + "int", "arrays": "var x " + r("[1]", n) + "int",
		"maps": "var x " + r("map[int]", n) + "int", "channels": "var x " + r("chan ", n) + "int", "funcs": "var x " + r("func() ", n) + "int",
		"structs": "var x " + r("struct{ a ", n) + "int" + r("}", n), "interfaces": "var x " + r("interface{ a() ", n) + "int" + r("}", n),
		"literals": "x := " + r("[]any{", n) + r("}", n), "instances": "type L[T any] struct{ x T }\nvar x " + r("L[", n) + "int" + r("]", n),
		"fors": r("for ", n), "header": "for " + r(";\n", n), "headers": "if " + r("{};", n), "labels": r("x:", n), "defers": r("defer ", n) + "f()",
		"statements": r("x := 1\n", n), "declarations": lines("var x%d = undefined") + "(", "functions": lines("func f%d() {}") + ")",
		"string": `"` + r("a", n), "raw string": "`" + r("a", n), "comment": "/*" + r("*", n), "zeros": r("\x00", n), "bytes": r("\xff", n),
		"commas": r(",", n), "quotes": r("'", n), "percents": r("%", n), "questions": r("?", n), "dots": r(".", n),
	}
}

// TestDeepTexts compiles cells of up to a megabyte that nest deep: it ends.
func TestDeepTexts(t *testing.T) {
	n := 100_000
	if testing.Short() {
		n = 10_000
	}
	for name, code := range deepTexts(n) {
		t.Run(name, func(t *testing.T) {
			e := newTestEngine(t)
			status := e.Completeness(code).Status
			_, _, err := e.front.compile(kernel.Cell{Number: 1, Code: code}, e.scope)
			if err == nil && status != "complete" {
				t.Errorf("it compiles, but is %s", status)
			}
		})
	}
}

// TestNestingHasABound says what of the deep texts is refused, and how.
func TestNestingHasABound(t *testing.T) {
	e := newTestEngine(t)
	for _, name := range []string{"parentheses", "blocks", "calls", "selectors", "pointers", "else ifs", "structs"} {
		for n, deep := range map[int]bool{200: false, 30_000: true} {
			_, _, err := e.front.compile(kernel.Cell{Number: 1, Code: deepTexts(n)[name]}, e.scope)
			if got := err != nil && strings.Contains(err.Error(), "nested too deep"); got != deep {
				t.Errorf("%d %s: error %v", n, name, err)
			}
		}
	}
}

func newTestEngine(t testing.TB) *Engine {
	e, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// validCells returns the cells of the transcripts.
func validCells(t testing.TB) [][]byte {
	files, err := filepath.Glob("testdata/*.cells")
	if err != nil || len(files) == 0 {
		t.Fatal("no transcripts: ", err)
	}
	var cells [][]byte
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		cells = append(cells, bytes.Split(text, []byte("\n\n"))...)
	}
	return cells
}

// addCells seeds a fuzz target with cells, their beginnings, and what nests.
func addCells(f *testing.F) {
	for _, c := range validCells(f) {
		f.Add(string(c))
		f.Add(string(c[:len(c)/2]))
		f.Add(string(c[:len(c)*9/10]))
	}
	for _, text := range deepTexts(50) {
		f.Add(text)
	}
}

// FuzzFrontHalf asks of anything whether it is complete, completes it, and compiles
// it: what compiles is complete.
func FuzzFrontHalf(f *testing.F) {
	addCells(f)
	e := newTestEngine(f)
	f.Fuzz(func(t *testing.T, code string) {
		status := e.Completeness(code).Status
		e.Complete(code, len(code))
		_, _, err := e.front.compile(kernel.Cell{Number: 1, Code: code}, e.scope)
		if err == nil && status != "complete" {
			t.Errorf("%q compiles, but is %s", code, status)
		}
	})
}
