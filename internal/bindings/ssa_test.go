package bindings

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"testing"

	"golang.org/x/tools/go/ssa"
)

const program = `package main

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"
	"sync/atomic"

	"golab/nn"
	"gonum.org/v1/gonum/mat"
)

type T struct{ n int }

func main() {
	list := []T{{2}, {1}}
	slices.SortFunc(list, func(a, b T) int { return cmp.Compare(a.n, b.n) })
	var p atomic.Pointer[T]
	p.Store(&list[0])
	once := sync.OnceValue(p.Load)
	sort.Strings(strings.Fields("b a"))
	var m mat.Matrix = mat.NewDense(1, 1, nil)
	for line := range strings.Lines("a\nb") {
		fmt.Println(line, once().n, m, nn.Model{})
	}
}
`

// The engine's way: SSA of a program against the bindings. Generic functions
// come with bodies, all others without.
func TestSSA(t *testing.T) {
	i := NewImporter()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "main.go", program, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	info := &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Implicits: map[ast.Node]types.Object{}, Instances: map[*ast.Ident]types.Instance{}, Scopes: map[ast.Node]*types.Scope{},
		Selections: map[*ast.SelectorExpr]*types.Selection{}, FileVersions: map[*ast.File]string{},
	}
	conf := types.Config{Importer: i}
	p, err := conf.Check("main", fset, []*ast.File{f}, info)
	if err != nil {
		t.Fatal(err)
	}
	prog := ssa.NewProgram(fset, ssa.InstantiateGenerics|ssa.SanityCheckFunctions)
	for _, path := range Paths() {
		q, err := i.Import(path)
		if err != nil {
			t.Fatal(err)
		}
		prog.CreatePackage(q, nil, nil, true)
	}
	for _, s := range i.Sources() {
		for _, q := range s.Types.Imports() {
			if prog.Package(q) == nil {
				prog.CreatePackage(q, nil, nil, false)
			}
		}
		prog.CreatePackage(s.Types, s.Files, s.Info, false)
	}
	prog.CreatePackage(p, []*ast.File{f}, info, false)
	prog.Build()
	var seen []string
	for b := range calls(prog.Package(p).Func("main")) {
		seen = append(seen, b)
	}
	all := strings.Join(seen, "\n")
	for _, want := range []string{
		"slices.SortFunc[[]main.T, main.T] with a body",
		"(*sync/atomic.Pointer[main.T]).Store with a body",
		"sync.OnceValue[*main.T] with a body",
		"sort.Strings bound",
		"strings.Lines bound",
		"gonum.org/v1/gonum/mat.NewDense bound",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("main does not call %s; it calls\n%s", want, all)
		}
	}
}

// calls tells the functions that f calls, with whether they have a body.
func calls(f *ssa.Function) map[string]bool {
	found := map[string]bool{}
	for _, b := range f.Blocks {
		for _, instr := range b.Instrs {
			call, ok := instr.(ssa.CallInstruction)
			if !ok || call.Common().StaticCallee() == nil {
				continue
			}
			callee := call.Common().StaticCallee()
			how := " bound"
			if callee.Blocks != nil {
				how = " with a body"
			}
			found[callee.String()+how] = true
		}
	}
	return found
}
