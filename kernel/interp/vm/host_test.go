package vm_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"unsafe"

	"golang.org/x/tools/go/ssa"

	"golab/internal/bindings"
	"golab/kernel/interp/rtype"
	"golab/kernel/interp/vm"
)

// A host is what an engine will be: the bindings of compiled packages, and a table
// of reflect types.
type host struct {
	importer *bindings.Importer
	types    *rtype.Table
	world    *vm.World
	extern   map[string]any // replaces compiled functions
}

func newHost() *host {
	h := &host{importer: bindings.NewImporter(), extern: map[string]any{}}
	table, err := rtype.New(rtype.Config{
		Named: h.importer.Reflect,
		Method: func(m *rtype.Method) (any, error) {
			return h.world.MethodCode(m.Recv, m.Func.Pkg(), m.Func.Name(), m.Code())
		},
	})
	if err != nil {
		panic(err)
	}
	h.types = table
	h.world = vm.NewWorld(h)
	h.world.Verify = true
	return h
}

func (h *host) Type(t types.Type) (reflect.Type, error) { return h.types.Type(t) }

func (h *host) Back(r reflect.Type) (types.Type, bool) { return h.types.Back(r) }

func (h *host) Func(f *types.Func) (reflect.Value, bool) {
	if x, ok := h.extern[f.FullName()]; ok {
		return reflect.ValueOf(x), true
	}
	recv := f.Signature().Recv()
	if recv == nil {
		p, ok := bindings.Lookup(f.Pkg().Path())
		if !ok {
			return reflect.Value{}, false
		}
		x := p.Func(f.Name())
		return reflect.ValueOf(x), x != nil
	}
	r, err := h.types.Type(recv.Type())
	if err != nil {
		return reflect.Value{}, false
	}
	m, ok := r.MethodByName(f.Name())
	return m.Func, ok && m.Func.IsValid()
}

func (h *host) Var(v *types.Var) (unsafe.Pointer, bool) {
	p, ok := bindings.Lookup(v.Pkg().Path())
	if !ok {
		return nil, false
	}
	x := p.Var(v.Name())
	if x == nil {
		return nil, false
	}
	return reflect.ValueOf(x).UnsafePointer(), true
}

// Intrinsic makes the host one of vm.Intrinsics. What reflect says of methods of
// cells' types is made callable, whatever interface it is asked through.
func (h *host) Intrinsic(f *types.Func) (reflect.Value, bool) {
	results := f.Signature().Results()
	if results.Len() == 0 || results.At(0).Type().String() != "reflect.Method" {
		return vm.StandardIntrinsic(f)
	}
	switch f.Name() {
	case "Method":
		return reflect.ValueOf(func(_ *vm.Machine, t interface{ Method(int) reflect.Method }, i int) reflect.Method {
			return rtype.MethodFunc(t.Method(i))
		}), true
	case "MethodByName":
		return reflect.ValueOf(func(_ *vm.Machine, t interface {
			MethodByName(string) (reflect.Method, bool)
		}, name string) (reflect.Method, bool) {
			m, ok := t.MethodByName(name)
			return rtype.MethodFunc(m), ok
		}), true
	}
	return reflect.Value{}, false
}

// Thunk makes the host a vm.Thunker.
func (h *host) Thunk(f reflect.Value) (vm.Thunk, bool) { return bindings.NewThunk(f) }

// A session runs cells, each a file of package main without its first line.
type session struct {
	*host
	scope   map[string]types.Object
	generic map[*types.Package]*source // cells with generic declarations
	context *types.Context
	mode    ssa.BuilderMode // besides the usual one
	n       int
	out     *bytes.Buffer
}

type source struct {
	files []*ast.File
	info  *types.Info
}

func newSession() *session {
	s := &session{host: newHost(), scope: map[string]types.Object{}, generic: map[*types.Package]*source{}, context: types.NewContext(), out: &bytes.Buffer{}}
	var mu sync.Mutex
	w := writerFunc(func(p []byte) (int, error) {
		mu.Lock()
		defer mu.Unlock()
		return s.out.Write(p)
	})
	s.world.Stderr = func() io.Writer { return w }
	s.extern["fmt.Println"] = func(a ...any) (int, error) { return fmt.Fprintln(w, a...) }
	s.extern["fmt.Print"] = func(a ...any) (int, error) { return fmt.Fprint(w, a...) }
	s.extern["fmt.Printf"] = func(f string, a ...any) (int, error) { return fmt.Fprintf(w, f, a...) }
	return s
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

var _ io.Writer = writerFunc(nil)

func newInfo() *types.Info {
	return &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{},
		Uses: map[*ast.Ident]types.Object{}, Implicits: map[ast.Node]types.Object{},
		Scopes: map[ast.Node]*types.Scope{}, Selections: map[*ast.SelectorExpr]*types.Selection{},
		Instances: map[*ast.Ident]types.Instance{}, FileVersions: map[*ast.File]string{},
	}
}

// check type-checks a file.
func (h *host) check(fset *token.FileSet, pkg *types.Package, f *ast.File, ctx *types.Context) (info *types.Info, err error) {
	info = newInfo()
	conf := types.Config{Context: ctx, Importer: h.importer, Sizes: types.SizesFor("gc", runtime.GOARCH), GoVersion: "go1.26",
		DisableUnusedImportCheck: true,
		Error: func(e error) {
			if te, ok := e.(types.Error); !ok || !te.Soft {
				err = cmpOr(err, e)
			}
		}}
	_ = types.NewChecker(&conf, fset, pkg, info).Files([]*ast.File{f})
	return info, err
}

func cmpOr(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// addImports makes the packages that pkg imports known to prog: generic parts with
// their bodies.
func (h *host) addImports(prog *ssa.Program, pkg *types.Package) {
	for _, s := range h.importer.Sources() {
		if prog.Package(s.Types) == nil {
			h.addPackages(prog, s.Types)
			prog.CreatePackage(s.Types, s.Files, s.Info, false).Build()
		}
	}
	h.addPackages(prog, pkg)
}

func (h *host) addPackages(prog *ssa.Program, pkg *types.Package) {
	for _, q := range pkg.Imports() {
		if prog.Package(q) == nil {
			prog.CreatePackage(q, nil, nil, true)
			h.addPackages(prog, q)
		}
	}
}

// declared lists the package-level names of a file, and whether one is generic.
func declared(f *ast.File) (names map[string]bool, generic bool) {
	names = map[string]bool{}
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil {
				names[d.Name.Name] = true
			}
			generic = generic || d.Type.TypeParams != nil
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					names[spec.Name.Name] = true
					generic = generic || spec.TypeParams != nil
				case *ast.ValueSpec:
					for _, id := range spec.Names {
						names[id.Name] = true
					}
				}
			}
		}
	}
	return names, generic
}

// build makes the SSA of a cell in a program of its own.
func (s *session) build(src string) (*ssa.Package, map[string]bool, error) {
	s.n++
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, fmt.Sprintf("cell[%d]", s.n), "package main\n"+src, parser.SkipObjectResolution)
	if err != nil {
		return nil, nil, err
	}
	names, generic := declared(f)
	pkg := types.NewPackage("main", "main")
	ast.Inspect(f, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && !names[id.Name] && s.scope[id.Name] != nil {
			pkg.Scope().Insert(s.scope[id.Name])
		}
		return true
	})
	info, err := s.check(fset, pkg, f, s.context)
	if err != nil {
		return nil, nil, err
	}
	prog := ssa.NewProgram(fset, ssa.InstantiateGenerics|s.mode)
	s.addMentioned(prog, pkg, info)
	s.addImports(prog, pkg)
	p := prog.CreatePackage(pkg, []*ast.File{f}, info, false)
	p.Build()
	if generic {
		s.generic[pkg] = &source{[]*ast.File{f}, info}
	}
	for name := range names {
		if name != "_" && name != "init" {
			s.scope[name] = pkg.Scope().Lookup(name)
		}
	}
	return p, names, nil
}

// addMentioned makes the earlier cells that info mentions known to prog.
func (s *session) addMentioned(prog *ssa.Program, own *types.Package, info *types.Info) {
	seen := map[*types.Package]bool{own: true, nil: true}
	var add func(p *types.Package)
	add = func(p *types.Package) {
		if seen[p] {
			return
		}
		seen[p] = true
		if g := s.generic[p]; g != nil {
			for _, o := range g.info.Uses {
				add(o.Pkg())
			}
			s.addImports(prog, p)
			prog.CreatePackage(p, g.files, g.info, false).Build()
			return
		}
		if prog.Package(p) == nil {
			prog.CreatePackage(p, nil, nil, true)
		}
	}
	for _, o := range info.Uses {
		add(o.Pkg())
	}
}

// eval runs a cell: its variables, then its function cell if it has one.
func (s *session) eval(run *vm.Run, src string) error {
	pkg, names, err := s.build(src)
	if err != nil {
		return err
	}
	code, err := s.world.Compile(pkg)
	if err != nil {
		return err
	}
	if err := code.Run(run, "init"); err != nil {
		return err
	}
	if !names["cell"] {
		return nil
	}
	defer s.world.Forget(pkg.Pkg.Scope().Lookup("cell"))
	return code.Run(run, "cell")
}

// must evaluates a cell and returns what it prints.
func (s *session) must(t testing.TB, src string) string {
	t.Helper()
	s.out.Reset()
	if err := s.eval(vm.NewRun(), src); err != nil {
		t.Fatalf("%v\n%s", err, src)
	}
	return strings.TrimSuffix(s.out.String(), "\n")
}

// lookup returns a function of the session by name.
func (s *session) lookup(t testing.TB, name string) *vm.Func {
	t.Helper()
	f, ok := s.world.Func(s.scope[name].(*types.Func))
	if !ok {
		t.Fatalf("no function %s", name)
	}
	return f
}

// caller returns a call of a function of the session with an int.
func (s *session) caller(t testing.TB, name string) func(n int) []reflect.Value {
	return s.callerUnder(t, vm.NewRun(), name)
}

// callerUnder is caller for calls that belong to run.
func (s *session) callerUnder(t testing.TB, run *vm.Run, name string) func(n int) []reflect.Value {
	f := s.lookup(t, name)
	return func(n int) []reflect.Value { return f.Call(run, []reflect.Value{reflect.ValueOf(n)}) }
}
