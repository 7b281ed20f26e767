package interp

import (
	"context"
	"go/token"
	"go/types"
	"io"
	"log"
	"maps"
	"os"
	"sync"
	"time"

	"golab/internal/goroutine"
	"golab/kernel"
)

// A Config says how an engine behaves.
type Config struct {
	// Grace is how long a stopped cell may take to end. A cell that waits in
	// compiled code for longer, for a network say, is left behind: it will not run
	// another statement. The default is 200 ms.
	Grace time.Duration

	// Imports are packages that cells may use without importing them: paths by the
	// names that they have in cells. They are not loaded before they are used.
	Imports map[string]string

	// Late are declarations, by the names that they declare, which are compiled
	// when a cell first mentions the name.
	Late map[string]string
}

// An Engine is a [kernel.Engine] that compiles cells to register code and runs
// that. What cells may import is what golab/internal/bindings has.
type Engine struct {
	grace time.Duration

	mu      sync.Mutex // held while code is compiled
	front   compiler
	scope   scope
	pending map[string]string // of Config.Late, what no cell has mentioned
	host    *host
	linked  linked

	runs sync.Map // goroutine.Key -> *run
}

// New returns an engine that has seen no cell yet.
func New(conf Config) (*Engine, error) {
	if conf.Grace == 0 {
		conf.Grace = 200 * time.Millisecond
	}
	h, err := newHost()
	if err != nil {
		return nil, err
	}
	e := &Engine{grace: conf.Grace, scope: newScope(), host: h, linked: newLinked(), pending: maps.Clone(conf.Late)}
	maps.Copy(e.scope.imports, conf.Imports)
	e.front = compiler{fset: token.NewFileSet(), context: types.NewContext(), lib: bound{h.lib}}
	h.world.RunOf = e.machineRun
	h.world.KeyOf = func() uintptr { return uintptr(goroutine.Current()) }
	h.world.Stderr = func() io.Writer { return os.Stderr }
	e.replace()
	if log.Writer() == os.Stderr {
		log.SetOutput(stderr{})
	}
	return e, nil
}

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
	return last.values(e.front.at(last.last))
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
			return nil, compileErrors([]fault{{kernel.Position{}, err.Error()}})
		}
		cells = append(cells, c)
	}
	e.host.world.Forget(e.linked.prune(e.scope, sc, units)...)
	e.scope = sc
	return cells, nil
}

// forget drops what no later cell can mention.
func (e *Engine) forget(cells []*cell) {
	for _, c := range cells {
		e.host.world.Forget(c.hidden...)
	}
}

// stderr is what os.Stderr is at the moment: sessions change it.
type stderr struct{}

// Write writes to os.Stderr.
func (stderr) Write(p []byte) (int, error) { return os.Stderr.Write(p) }
