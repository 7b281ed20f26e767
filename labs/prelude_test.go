package labs

import (
	"errors"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"strings"
	"testing"
)

// The functions of Prelude, for the tests: TestPreludeIsSixLinesOfGo compares.
func must[T any](v T, err error) T { check(err); return v }
func check(err error) {
	if err != nil {
		panic(err)
	}
}

func TestPreludeIsSixLinesOfGo(t *testing.T) {
	if n := strings.Count(Prelude, "\n"); n != 6 {
		t.Errorf("the prelude has %d lines", n)
	}
	source, err := os.ReadFile("prelude_test.go")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(source), Prelude) {
		t.Error("the functions in this file are not those of the prelude")
	}
	files := token.NewFileSet()
	const program = "package main\n" + Prelude + `
func pair() (int, error) { return 1, nil }
func main() { check(nil); var n int = must(pair()); _ = n }`
	file, err := parser.ParseFile(files, "prelude.go", program, 0)
	if err != nil {
		t.Fatal(err)
	}
	config := types.Config{Importer: importer.Default()}
	if _, err := config.Check("main", files, []*ast.File{file}, nil); err != nil {
		t.Error(err)
	}
}

func TestPreludePanicsWithTheError(t *testing.T) {
	cause := errors.New("no such file")
	for name, f := range map[string]func(){
		"must":  func() { must(1, cause) },
		"check": func() { check(cause) },
	} {
		func() {
			defer func() {
				if p := recover(); p != cause {
					t.Errorf("%s panicked with %v, want the error itself", name, p)
				}
			}()
			f()
		}()
	}
	check(nil)
	if must(7, nil) != 7 {
		t.Error("must does not return its value")
	}
}
