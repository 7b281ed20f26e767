// Package rows says which programs are compared, and has their text.
package rows

import (
	"bytes"
	"embed"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
)

// A Row is a program with the number of its rounds.
type Row struct {
	Name  string // of the function in the folder programs
	Title string
	N     int  // its argument
	Per   int  // what the time is divided by: how many steps of the kind that Title names
	Float bool // a loop of floats, for which the bars are higher
}

// All are the rows of the table. A run takes CPython a few milliseconds, so that on a
// busy machine some runs are not interrupted.
var All = []Row{
	{"FloatLoop", "float adds in a loop", 100_000, 100_000, true},
	{"Fib", "fib, per call", 22, 57_313, false},
	{"Sieve", "sieve, inner step", 50_000, 124_821, false},
	{"MatMul", "matmul `[][]float64`, inner step", 60, 216_000, true},
	{"Map", "`m[i%1000] += i`", 50_000, 50_000, false},
	{"Str", "bytes of a string, `h*31+s[i]`", 500_000, 500_000, false},
	{"Sort", "sort.Slice, per compare", 20_000, 340_000, false},
	{"Iface", "method through an interface", 50_000, 100_000, false},
	{"Closure", "closure call", 50_000, 50_000, false},
	{"Structs", "`b.x += b.vx*0.01` on `*struct`, per body", 20_000, 60_000, false},
	{"Append", "`xs = append(xs, i)`, growing", 300_000, 300_000, false},
	{"Train", "training loop of a sigmoid network, per weight and pass", 1, 100 * 3 * 210, true},
	{"Sprint", "fmt.Sprint of a Stringer", 20_000, 20_000, false},
	{"SortSort", "sort.Sort of a cell's type, per element of 2000", 4_000, 4_000, false},
	{"Repeat", "strings.Repeat, per call", 50_000, 50_000, false},
	{"Build", "strings.Builder, per piece", 50_000, 50_000, false},
	{"Sqrt", "math.Sqrt, per call", 50_000, 50_000, false},
	{"Method", "method of a struct", 50_000, 50_000, false},
}

//go:embed programs/*.go
var files embed.FS

// Python is the text of the programs in Python.
//
//go:embed programs/programs.py
var Python string

// Source returns the programs as one file of package main.
func Source() (string, error) {
	imports, decls, err := read()
	if err != nil {
		return "", err
	}
	return "package main\n\n" + imports + decls + "\nfunc main() {}\n", nil
}

// Cell returns the programs as a cell: without a package clause and main.
func Cell() (string, error) {
	imports, decls, err := read()
	return imports + decls, err
}

// read returns the imports of all files, and everything else.
func read() (imports, decls string, err error) {
	var head, tail bytes.Buffer
	seen := map[string]bool{}
	err = fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		src, err := files.ReadFile(path)
		if err != nil {
			return err
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, path, src, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, i := range f.Imports {
			if !seen[i.Path.Value] {
				seen[i.Path.Value] = true
				fmt.Fprintf(&head, "import %s\n", i.Path.Value)
			}
		}
		for _, d := range f.Decls {
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.IMPORT {
				continue
			}
			tail.WriteString("\n")
			if err := format.Node(&tail, fset, d); err != nil {
				return err
			}
			tail.WriteString("\n")
		}
		return nil
	})
	return head.String(), tail.String(), err
}
