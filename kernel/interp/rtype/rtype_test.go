package rtype

import (
	"bytes"
	"container/heap"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"net/http"
	"os"
	"os/exec"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"gonum.org/v1/gonum/mat"
)

// compiledTypes are the types of packages that test sources may mention.
var compiledTypes = map[string]reflect.Type{
	"bytes.Buffer":                  reflect.TypeFor[bytes.Buffer](),
	"container/heap.Interface":      reflect.TypeFor[heap.Interface](),
	"fmt.State":                     reflect.TypeFor[fmt.State](),
	"fmt.Stringer":                  reflect.TypeFor[fmt.Stringer](),
	"io.Reader":                     reflect.TypeFor[io.Reader](),
	"io.Writer":                     reflect.TypeFor[io.Writer](),
	"sync.Mutex":                    reflect.TypeFor[sync.Mutex](),
	"time.Duration":                 reflect.TypeFor[time.Duration](),
	"net/http.ResponseWriter":       reflect.TypeFor[http.ResponseWriter](),
	"net/http.Request":              reflect.TypeFor[http.Request](),
	"time.Time":                     reflect.TypeFor[time.Time](),
	"gonum.org/v1/gonum/mat.Dense":  reflect.TypeFor[mat.Dense](),
	"gonum.org/v1/gonum/mat.Matrix": reflect.TypeFor[mat.Matrix](),
}

// compiledNamed is a Config.Named for test sources.
func compiledNamed(n *types.Named) (reflect.Type, bool) {
	if n.Obj().Pkg() == nil || n.Obj().Pkg().Name() == "main" {
		return nil, false
	}
	rt, ok := compiledTypes[n.Obj().Pkg().Path()+"."+n.Obj().Name()]
	return rt, ok
}

// imports reads the export data of packages, once for all tests.
var imports = sync.OnceValue(func() types.Importer {
	return importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) {
		file, err := exec.Command("go", "list", "-export", "-f", "{{.Export}}", path).Output()
		if err != nil {
			return nil, err
		}
		return os.Open(strings.TrimSpace(string(file)))
	})
})

var importing sync.Mutex

type lockedImporter struct{}

func (lockedImporter) Import(path string) (*types.Package, error) {
	importing.Lock()
	defer importing.Unlock()
	return imports().Import(path)
}

// A cell is a checked package main.
type cell struct {
	pkg  *types.Package
	info *types.Info
}

// check checks source, a package main without its first line.
func check(t testing.TB, source string) *cell {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "cell.go", "package main\n"+source, 0)
	if err != nil {
		t.Fatal(err)
	}
	c := &cell{info: &types.Info{Defs: map[*ast.Ident]types.Object{}}}
	config := types.Config{Importer: lockedImporter{}}
	c.pkg, err = config.Check("main", fset, []*ast.File{f}, c.info)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// typ is the type of a package-level name: a type, a variable or a function.
func (c *cell) typ(t testing.TB, name string) types.Type {
	t.Helper()
	o := c.pkg.Scope().Lookup(name)
	if o == nil {
		t.Fatalf("no %s", name)
	}
	return o.Type()
}

// codes are the codes of methods by the names Type.Method.
type codes map[string]any

// method is a Config.Method.
func (c codes) method(m *Method) (any, error) {
	recv := types.TypeString(m.Recv, func(*types.Package) string { return "" })
	recv, _, _ = strings.Cut(recv, "[")
	code, ok := c[recv+"."+m.Func.Name()]
	if !ok {
		return nil, fmt.Errorf("no code for %s.%s", recv, m.Func.Name())
	}
	return code, nil
}

// table makes a table with these methods.
func table(t testing.TB, c codes) *Table {
	t.Helper()
	tab, err := New(Config{Named: compiledNamed, Method: c.method})
	if err != nil {
		t.Fatal(err)
	}
	return tab
}

// rt is the runtime type of a name in a cell.
func (t *Table) rt(tb testing.TB, c *cell, name string) reflect.Type {
	tb.Helper()
	rt, err := t.Type(c.typ(tb, name))
	if err != nil {
		tb.Fatal(err)
	}
	return rt
}
