package interp

import (
	"context"
	"fmt"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/goplus/ixgo"
	"github.com/goplus/reflectx"
	_ "github.com/goplus/reflectx/icall/icall8192" // room for the methods of cells' types
	"golang.org/x/tools/go/ssa"

	"golab/kernel"
)

// A Config says how an engine behaves.
type Config struct {
	// Grace is how long a stopped cell may take to end. A cell that waits in
	// compiled code for longer, for a mutex or a channel say, is left behind:
	// it will not run another statement. The default is 200 ms.
	Grace time.Duration

	// Imports are packages that cells may use without importing them: paths by the
	// names that they have in cells. They are not loaded before they are used.
	Imports map[string]string

	// Late are declarations, by the names that they declare, which are compiled
	// when a cell first mentions the name.
	Late map[string]string
}

// An Engine is a [kernel.Engine] that interprets cells. What cells may import
// is what the program has registered with ixgo.
type Engine struct {
	grace time.Duration

	mu    sync.Mutex // held while code is compiled
	front compiler
	scope scope

	pending map[string]string // of Config.Late, what no cell has mentioned

	ctx    *ixgo.Context
	loader *loader
	record *ixgo.TypesRecord
	nested map[*types.Named]int // local types, numbered
	cells  []*cell
	world  *ssa.Package          // stands for all cells in ixgo's eyes
	source map[*ssa.Package]bool // packages interpreted from source that are initialised

	holding sync.Mutex
	holders map[*types.Named]*holder

	stops   atomic.Int32 // number of stopped runs that may have goroutines left
	entries atomic.Uint32
	runs    sync.Map // goroutine.Key -> *run

	listen sync.Once            // starts collectPanics
	panics chan ixgo.PanicError // from goroutines that cells have started
}

// New returns an engine that has seen no cell yet.
func New(conf Config) (*Engine, error) {
	if err := checkLayout(); err != nil {
		return nil, err
	}
	if conf.Grace == 0 {
		conf.Grace = 200 * time.Millisecond
	}
	e := &Engine{
		grace: conf.Grace, scope: newScope(), source: map[*ssa.Package]bool{},
		holders: map[*types.Named]*holder{}, panics: make(chan ixgo.PanicError),
	}
	maps.Copy(e.scope.imports, conf.Imports)
	e.pending = maps.Clone(conf.Late)
	// Without SupportMultipleInterp every new Interp kills the methods of all others.
	e.ctx = ixgo.NewContext(ixgo.SupportMultipleInterp)
	e.ctx.Lookup = nil
	e.ctx.RunContext = context.Background() // makes ixgo recover panics in go statements
	e.ctx.SetPanic(notePanic)
	e.nested = *field[map[*types.Named]int](e.ctx, "nestedMap")
	base := e.ctx.Loader
	e.loader = &loader{Loader: base, e: e, globals: map[string]*ixgo.Package{}}
	e.ctx.Loader = e.loader
	rctx := reflectx.NewContext()
	rctx.SetHasImethod(func(typ reflect.Type, m reflectx.Method) bool {
		return token.IsExported(m.Name) || typ.PkgPath() != m.PkgPath
	})
	e.record = ixgo.NewTypesRecord(e.ctx, rctx, e.program(), base, finder{e}, e.nested)
	e.front = compiler{fset: e.ctx.FileSet, context: types.NewContext(), lib: registry{e.ctx.Importer}}
	if err := e.makeWorld(); err != nil {
		return nil, err
	}
	if err := e.replace(); err != nil {
		return nil, err
	}
	return e, nil
}

func (e *Engine) program() *ssa.Program { return e.ctx.Builder.Program() }

// replace gives cells their own os.Exit, time.Sleep, fmt.Print and print, and a package log
// that writes to what os.Stderr is at the moment: sessions change it.
func (e *Engine) replace() error {
	e.ctx.RegisterExternal("os.Exit", e.exit)
	e.ctx.RegisterExternal("time.Sleep", e.sleep)
	e.ctx.RegisterExternal("fmt.Print", func(a ...any) (int, error) { return fmt.Fprint(e.stdout(), a...) })
	e.ctx.RegisterExternal("fmt.Println", func(a ...any) (int, error) { return fmt.Fprintln(e.stdout(), a...) })
	e.ctx.RegisterExternal("fmt.Printf", func(format string, a ...any) (int, error) { return fmt.Fprintf(e.stdout(), format, a...) })
	*field[io.Writer](e.ctx, "output") = stderr{}
	pkg, ok := ixgo.LookupPackage("log")
	if !ok || pkg.Source == "" {
		return nil
	}
	src := strings.Replace(pkg.Source, "New(os.Stderr,", "New(stderr{},", 1) +
		"\ntype stderr struct{}\n\nfunc (stderr) Write(p []byte) (int, error) { return os.Stderr.Write(p) }\n"
	return e.ctx.AddImportFile("log", "log.go", src)
}

// stdout returns what fmt.Print and its like write to.
func (e *Engine) stdout() io.Writer {
	if r := e.current(); r != nil && r.stdout != nil {
		return r.stdout
	}
	return os.Stdout
}

// stderr is what os.Stderr is at the moment.
type stderr struct{}

// Write writes to os.Stderr.
func (stderr) Write(p []byte) (int, error) { return os.Stderr.Write(p) }

// Run compiles and runs a cell. See [kernel.Engine]. Several cells may run at a
// time.
func (e *Engine) Run(ctx context.Context, code kernel.Cell) ([]any, error) {
	if ctx.Err() != nil {
		return nil, interrupted(ctx)
	}
	cells, err := e.load(code)
	if err != nil || len(cells) == 0 {
		return nil, err
	}
	if err := e.execute(ctx, code, cells); err != nil {
		return nil, err
	}
	last := cells[len(cells)-1]
	return last.values(position(e.ctx.FileSet.Position(last.unit.last)))
}

// load compiles a cell. When it succeeds the names of the cell are visible.
func (e *Engine) load(code kernel.Cell) ([]*cell, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	before, err := e.late(code)
	if err != nil {
		return nil, err
	}
	cells, err := e.add(code)
	if err != nil || len(cells) == 0 {
		e.initialise(before)
		return nil, err
	}
	return append(before, cells...), nil
}

// add compiles a piece of source. The caller holds mu.
func (e *Engine) add(code kernel.Cell) ([]*cell, error) {
	units, sc, err := e.front.compile(code, e.scope)
	if err != nil {
		return nil, err
	}
	var cells []*cell
	for _, u := range units {
		c, err := e.link(u, code.Number)
		if err != nil {
			e.initialise(cells)
			return nil, compileErrors([]fault{{kernel.Position{}, err.Error()}})
		}
		cells = append(cells, c)
	}
	e.scope = sc
	return cells, nil
}

// initialise initialises the packages that cells which will not be run have
// linked: others will share them.
func (e *Engine) initialise(cells []*cell) {
	for _, c := range cells {
		_ = c.interp.RunInit() // an error comes back when the package is used
	}
}
