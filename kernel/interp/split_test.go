package interp

import (
	"fmt"
	"strings"
	"testing"

	"golab/kernel"
)

func TestSplit(t *testing.T) {
	kinds := map[itemKind]string{statement: "stmt", importDecl: "import", typeDecl: "type", constDecl: "const",
		varDecl: "var", funcDecl: "func", methodDecl: "method", define: "define"}
	tests := []struct{ src, want string }{
		{"", ""},
		{"// only a comment", ""},
		{";;", ""},
		{"x := 1; y, z := f()\nx = 2", "define(x) define(y,z) stmt"},
		{"import \"fmt\"\nimport (\n\"a\"; \"b\"\n)", "import import"},
		{"var (\n a, b = 1, 2\n c int\n)\nconst d = 1", "var(a,b,c) const(d)"},
		{"type (\n A int\n B[T any] struct{}\n)", "type(A,B)"},
		{"func f() {}\nfunc (t *T) m() {}\nfunc (T[A, B]) n() {}\nfunc() {}()\nfunc (a int) {}(1)\nfunc g[T any](x T) {}",
			"func(f) method:T method:T stmt stmt func(g)"},
		{"for i := 0; i < 3; i++ { a; b }; if x := 1; x > 0 { } else if y; z { }", "stmt stmt"},
		{"switch x := 1; { case 1: }\nL: for ; ; { break L }", "stmt stmt"},
		{"if x { } else { }\nfor {\n}\nfor range 3 { }", "stmt stmt stmt"},
		{"a.b = 1; a[i] := 2; (x) := 1", "stmt stmt stmt"},
		{"x := struct{ a int }{1}\nf(func() {\n a; b\n})", "define(x) stmt"},
		{"x. // comment\n  y()\nz /* c */ // d", "stmt stmt"},
	}
	for _, tt := range tests {
		items, errs := split([]byte(tt.src))
		var got []string
		for _, it := range items {
			s := kinds[it.kind]
			if it.kind == methodDecl {
				s += ":" + it.recv
			} else if len(it.declares) > 0 {
				s += "(" + strings.Join(it.declares, ",") + ")"
			}
			got = append(got, s)
		}
		if strings.Join(got, " ") != tt.want || len(errs) > 0 {
			t.Errorf("%q: %v, want %s; %v", tt.src, got, tt.want, errs)
		}
	}
}

func TestSplitErrors(t *testing.T) {
	for src, want := range map[string]string{
		"f(":              "1:2: this ( is never closed",
		"}\nfunc f() {":   "1:1: unexpected }",
		"a(b]":            "1:4: unexpected ]",
		"x := \"a":        "1:6: string literal not terminated",
		"x\npackage main": "2:1: a package clause stands at the top of a file, and cells need none",
	} {
		_, errs := split([]byte(src))
		if len(errs) == 0 || errs[0].Error() != want {
			t.Errorf("%q: %v, want %s", src, errs, want)
		}
	}
}

func TestNear(t *testing.T) {
	paths := []string{"encoding/json", "fmt", "gonum.org/v1/gonum/mat", "internal/fmt", "io", "strings"}
	for want, near := range map[string]string{
		"encodng/json": "; there is encoding/json",
		"gonum/mat":    "; there is gonum.org/v1/gonum/mat",
		"Strings":      "; there is strings",
		"other/fmt":    "; there is fmt",
		"nothing/like": "",
		"C":            "",
	} {
		if got := unavailable(want, paths); got != fmt.Sprintf("package %q is not available in cells", want)+near {
			t.Errorf("%s: %s", want, got)
		}
	}
}

func FuzzSplit(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		items, _ := split([]byte(src))
		end := 0
		for _, it := range items {
			if it.start < end || it.end <= it.start || it.end > len(src) {
				t.Fatalf("%q: item %+v after offset %d", src, it, end)
			}
			if it.kind == define && (it.op <= it.start || src[it.op:it.op+2] != ":=" || it.op+2 > it.end) {
				t.Fatalf("%q: := is not at %d", src, it.op)
			}
			end = it.end
		}
	})
}

var seeds = []string{
	"x := 1\nx", "x := x + 1; y := x", "import \"fmt\"\nfmt.Println(1)", "func f[T any](x T) T { return x }\nf(1)",
	"type T struct { a int }; func (t *T) m() {}; T{1}", "for i := 0; i < 3; i++ { _ = i }", "L: for { break L }",
	"var a, b = 1, \"x\"\na, c := 2, 3", "}\nfunc g() {", "x := 'a'; /* c */ x // d", "//line a.go:3\nx", "func init() {}",
	"y := f(1); x := 2; func f(a int) int { return a }", "import . \"fmt\"\nPrintln()", "_ = 1; _ := 2", "\x00\xff{[(", "`", "func (p) m() {}",
	"old, x := 1, T{2, 3}", "var x = x", "type A struct { B }; type B struct { A }", "return; goto L", "__cell()", "main.x", "func main() {}",
}

// FuzzCompile has the front half check any text: it must not panic, and neither
// must the type checker.
func FuzzCompile(f *testing.F) {
	e, err := New(Config{})
	if err != nil {
		f.Fatal(err)
	}
	_, sc, err := e.front.compile(kernel.Cell{Code: "import \"fmt\"\nx, old := 1, fmt.Sprint(2)\ntype T struct{ a, b int }\nfunc f(n int) int { return n }"}, newScope())
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		units, _, err := e.front.compile(kernel.Cell{Number: 1, Code: src}, sc)
		if err == nil && len(units) == 0 {
			t.Fatalf("%q: neither units nor an error", src)
		}
		if err != nil && strings.Contains(err.Error(), "type checker failed") {
			t.Fatalf("%q: %v", src, err)
		}
	})
}
