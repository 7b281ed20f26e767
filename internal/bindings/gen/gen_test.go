package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"testing"
)

const sample = `// Package sample is small. It has two sentences.
package sample

// Pi is a number. It goes on.
const Pi = 3

const (
	One = 1 // the first
)

// V is a variable.
var V, w int

// T is a type.
type T struct {
	// A is a field.
	A, b int
}

// Do does. And more.
func (t *T) Do(x float64, f func()) (bool, error) { return false, nil }

// By goes by value.
func (t T) By() {}

type hidden struct{}

func (hidden) Shown() {}

type G[E any] []E

type C interface{ ~int }

// F is a function.
func F(a ...any) (s []int) { return nil }

func Generic[E any](e E) {}

func f() {}
`

func load1(t *testing.T) (*types.Package, *ast.File) {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "sample.go", sample, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	p, err := new(types.Config).Check("example.org/v1/sample", fset, []*ast.File{f}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return p, f
}

func TestTable(t *testing.T) {
	p, _ := load1(t)
	got := table(p)
	for _, want := range []string{`{"F", q.F},`, `{"V", &q.V},`, `{"T", (*q.T)(nil)},`, "var bind_sample = Package{", `import q "example.org/v1/sample"`} {
		if !strings.Contains(got, want) {
			t.Errorf("the table has no %s:\n%s", want, got)
		}
	}
	for _, not := range []string{"q.w", "q.f", "q.G", "q.C)", "q.Pi", "q.hidden", "q.Generic"} {
		if strings.Contains(got, not) {
			t.Errorf("the table has %s", not)
		}
	}
}

func TestShapes(t *testing.T) {
	p, _ := load1(t)
	count := map[string]int{}
	shapes(p, count)
	for shape, n := range map[string]int{"L:L": 1, "PFP:bI": 1, "P:": 1} {
		if count[shape] != n {
			t.Errorf("%d functions of shape %s, want %d; all: %v", count[shape], shape, n, count)
		}
	}
	if len(count) != 3 {
		t.Errorf("the shapes are %v", count)
	}
}

func TestDocsOfSource(t *testing.T) {
	_, file := load1(t)
	for _, c := range []struct {
		full bool
		name string
		want string
	}{
		{false, "", "Package sample is small."},
		{true, "", "Package sample is small. It has two sentences."},
		{false, "Pi", "Pi is a number."},
		{false, "One", "the first"},
		{false, "V", "V is a variable."},
		{false, "w", ""},
		{false, "T.A", "A is a field."},
		{false, "T.b", ""},
		{false, "T.Do", "Do does."},
		{false, "hidden.Shown", ""},
	} {
		d := docs{full: c.full, text: map[string]string{}}
		d.file(file)
		if got := d.text[c.name]; got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestIdentifier(t *testing.T) {
	for path, want := range map[string]string{
		"encoding/json":                     "bind_encoding_json",
		"github.com/go-gota/gota/dataframe": "bind_gota_dataframe",
		"gonum.org/v1/plot/vg/draw":         "bind_plot_vg_draw",
		"golab/kernel/display":              "bind_golab_kernel_display",
	} {
		if got := identifier(path); got != want {
			t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
	seen := map[string]string{}
	for _, path := range bound() {
		if other, ok := seen[identifier(path)]; ok {
			t.Errorf("%s and %s share a name", path, other)
		}
		seen[identifier(path)] = path
	}
}
