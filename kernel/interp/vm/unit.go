package vm

import (
	"fmt"
	"go/types"
	"maps"
	"slices"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

// A Code is a compiled package: a cell.
type Code struct {
	world *World
	funcs map[string]*Func
}

// Compile compiles pkg, which must be built, and keeps nothing of the SSA. Each
// cell comes in a program of its own, in which the packages of earlier cells that
// it mentions have been created: without files, or, when they declare generics
// that this cell may instantiate, with them.
func (w *World) Compile(pkg *ssa.Package) (code *Code, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	defer w.startUnit(nil)
	defer func() {
		if err != nil {
			w.undo()
		}
	}()
	defer caught(&err)
	w.startUnit(pkg.Prog)
	code = &Code{world: w, funcs: map[string]*Func{}}
	for _, name := range slices.Sorted(maps.Keys(pkg.Members)) {
		switch m := pkg.Members[name].(type) {
		case *ssa.Function:
			if m.Blocks != nil && m.TypeParams().Len() == 0 {
				code.funcs[name] = w.fn(m)
			}
		case *ssa.Type:
			w.addType(m, pkg.Pkg)
		}
	}
	w.drain()
	return code, nil
}

// addType compiles the methods of a type that the unit declares.
func (w *World) addType(m *ssa.Type, pkg *types.Package) {
	named, ok := m.Type().(*types.Named)
	if !ok || named.TypeParams().Len() > 0 || named.Obj().Pkg() != pkg || types.IsInterface(named) {
		return
	}
	w.typeOf(named)
	for i := range named.NumMethods() {
		if f := w.prog.FuncValue(named.Method(i)); f != nil && f.Blocks != nil {
			w.fn(f)
		}
	}
}

// startUnit clears what belongs to one unit. prog is nil when there is none.
func (w *World) startUnit(prog *ssa.Program) {
	w.prog = prog
	w.firstID = w.nextID
	w.queue = nil
	w.news = nil
	w.local = map[*ssa.Function]*Func{}
	w.values = map[*ssa.Function]unsafe.Pointer{}
	w.tuples = map[*types.Tuple]*tupleLayout{}
}

// drain compiles what waits, and what that asks for.
func (w *World) drain() {
	for len(w.queue) > 0 {
		p := w.queue[0]
		w.queue = w.queue[1:]
		w.compile(p.fn, p.ssa)
	}
}

// undo forgets what a unit that failed has declared.
func (w *World) undo() {
	for _, o := range w.news {
		switch o := o.(type) {
		case *types.Var:
			w.vars.delete(o)
		case *types.Func:
			w.funcs.delete(o)
			w.generics.set(o, slices.DeleteFunc(w.generics.get(o), func(i *instance) bool { return i.fn.id >= w.firstID }))
		}
	}
}

// Func returns a package-level function of the unit by its name, or nil.
func (c *Code) Func(name string) *Func { return c.funcs[name] }

// Run runs the package-level function of that name, which has no parameters and
// whose results are dropped. A panic comes back as *Panic; ErrStopped and ErrDepth
// are the other errors. The function init initialises the package's variables.
func (c *Code) Run(run *Run, name string) error {
	f := c.funcs[name]
	if f == nil {
		return fmt.Errorf("vm: no function %s", name)
	}
	if len(f.params) > 0 {
		return fmt.Errorf("vm: %s has parameters", name)
	}
	c.world.latest.Store(run)
	defer c.world.end(run)
	m := c.world.newMachine(run)
	if d := c.world.Debugger; d != nil {
		defer d.left(m)
	}
	return run.guard(func() { m.exec(f, m.take(f), f.newResults()) })
}
