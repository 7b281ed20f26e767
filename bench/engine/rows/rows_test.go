package rows

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"strconv"
	"strings"
	"testing"

	"golab/bench/engine/rows/programs"
)

func TestSourceIsOneValidProgram(t *testing.T) {
	src, err := Source()
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "main.go", src, 0)
	if err != nil {
		t.Fatal(err)
	}
	conf := types.Config{Importer: importer.ForCompiler(fset, "source", nil), GoVersion: "go1.17"}
	if _, err := conf.Check("main", fset, []*ast.File{f}, nil); err != nil {
		t.Fatal(err)
	}
}

func TestEveryRowHasItsPrograms(t *testing.T) {
	for _, r := range All {
		n := r.N / 10
		result, ns, _ := strings.Cut(programs.Run(r.Name, n), " ")
		if _, err := strconv.Atoi(result); err != nil {
			t.Errorf("%s: %v", r.Name, err)
		}
		if _, err := strconv.Atoi(ns); err != nil {
			t.Errorf("%s: %v", r.Name, err)
		}
		if !strings.Contains(Python, "\ndef "+r.Name+"(n):\n") {
			t.Errorf("%s is not in Python", r.Name)
		}
		if r.N < 1 || r.Per < 1 || r.Title == "" {
			t.Errorf("%+v lacks a number or a title", r)
		}
	}
}
