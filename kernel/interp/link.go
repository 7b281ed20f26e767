package interp

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/types"
	"reflect"
	"runtime/debug"
	"slices"
	"sync"

	"github.com/goplus/ixgo"
	"golang.org/x/tools/go/ssa"

	"golab/kernel"
)

// A cell is a unit with an interpreter of its own.
type cell struct {
	number int
	unit   *unit
	ssa    *ssa.Package
	unique *types.Package // swapped in while an Interp is made: ixgo keys variables by path
	interp *ixgo.Interp
	vars   map[string]reflect.Value // addresses of the package variables
}

// makeWorld creates the package "main" that never counts as finished, so that
// ixgo takes the types of all cells, whose path it is, for its own.
func (e *Engine) makeWorld() error {
	f, err := parser.ParseFile(e.ctx.FileSet, "", "package main\n", 0)
	if err != nil {
		return err
	}
	pkg, info := types.NewPackage("main", "main"), newInfo()
	if err := types.NewChecker(&types.Config{}, e.ctx.FileSet, pkg, info).Files([]*ast.File{f}); err != nil {
		return err
	}
	e.world = e.program().CreatePackage(pkg, []*ast.File{f}, info, false)
	e.world.Build()
	return nil
}

// methodSlots is how many methods there must be room for before a cell is
// linked. Running out of them makes ixgo end the process.
const methodSlots = 256

// linking keeps engines apart that link at the same time: the methods of all of
// them are in one table of ixgo's.
var linking sync.Mutex

// link builds the SSA of a unit and an interpreter for it.
func (e *Engine) link(u *unit, number int) (c *cell, err error) {
	linking.Lock()
	defer linking.Unlock()
	if _, _, free := ixgo.IcallStat(); free < methodSlots {
		return nil, errors.New("no room for more methods: too many types with methods were declared; restart the kernel")
	}
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("the interpreter failed: %v\n%s", v, debug.Stack())
		}
	}()
	e.forgetTypes()
	e.numberLocalTypes(u)
	pkg, err := e.ctx.Builder.BuildMain(&ixgo.SourcePackage{Context: e.ctx, Package: u.pkg, Info: u.info, Files: u.files})
	if err != nil {
		return nil, err
	}
	c = &cell{number: number, unit: u, ssa: pkg, vars: map[string]reflect.Value{}}
	c.unique = types.NewPackage(fmt.Sprintf("main·%d", len(e.cells)), "main")
	e.cells = append(e.cells, c)
	defer func() { pkg.Func("init").Blocks = nil }() // others do not run it
	if err := e.interpret(c); err != nil {
		return nil, err
	}
	*field[chan ixgo.PanicError](c.interp, "cherror") = e.panics
	e.instrument(c)
	e.loader.share(&ixgo.Package{Path: c.unique.Path(), Name: "main", Vars: c.vars})
	e.shareSources(c)
	return c, nil
}

// forgetTypes empties the Program's list of types that are in interfaces:
// otherwise every cell would compile the methods of all types of the session
// again. Those that a cell needs come by Engine.method.
func (e *Engine) forgetTypes() {
	clear(*field[map[types.Type]struct{}](e.program(), "makeInterfaceTypes"))
}

// interpret makes the Interp of a cell while all cells have paths of their own.
func (e *Engine) interpret(c *cell) (err error) {
	for _, o := range e.cells {
		o.ssa.Pkg = o.unique
	}
	defer func() {
		for _, o := range e.cells {
			o.ssa.Pkg = o.unit.pkg
		}
	}()
	if c.interp, err = e.ctx.NewInterp(c.ssa); err != nil {
		return err
	}
	for name, m := range c.ssa.Members {
		if _, ok := m.(*ssa.Global); ok {
			if p, ok := c.interp.GetVarAddr(name); ok {
				c.vars[name] = reflect.ValueOf(p)
			}
		}
	}
	return nil
}

// shareSources hands the variables of packages that are interpreted from source
// to later interpreters, which then do not initialise them again.
func (e *Engine) shareSources(c *cell) {
	for _, p := range e.program().AllPackages() {
		if p.Pkg.Name() == "main" || e.source[p] {
			continue
		}
		e.source[p] = true
		in := p.Func("init")
		if in == nil || in.Blocks == nil {
			continue
		}
		in.Blocks = nil
		shared := ixgo.Package{Path: p.Pkg.Path(), Name: p.Pkg.Name()}
		if old, ok := e.loader.Installed(p.Pkg.Path()); ok {
			shared = *old
		}
		vars := map[string]reflect.Value{}
		for name, v := range shared.Vars {
			vars[name] = v
		}
		for name, m := range p.Members {
			if _, ok := m.(*ssa.Global); ok {
				if _, v, ok := c.interp.GetSymbol(p.Pkg.Path() + "." + name); ok && v != nil {
					vars[name] = reflect.ValueOf(v)
				}
			}
		}
		shared.Vars = vars
		e.loader.share(&shared)
	}
}

// numberLocalTypes tells ixgo about types that functions declare, as its
// Context.checkNested does for packages that it checks itself.
func (e *Engine) numberLocalTypes(u *unit) {
	var local []*types.Named
	for node, sc := range u.info.Scopes {
		switch node.(type) {
		case *ast.BlockStmt, *ast.FuncType:
			for _, n := range sc.Names() {
				tn, ok := sc.Lookup(n).(*types.TypeName)
				if !ok {
					continue
				}
				if t, ok := tn.Type().(*types.Named); ok && t.Obj().Parent() == sc {
					local = append(local, t)
				}
			}
		}
	}
	slices.SortFunc(local, func(a, b *types.Named) int { return int(a.Obj().Pos() - b.Obj().Pos()) })
	e.loader.mu.Lock()
	defer e.loader.mu.Unlock()
	for i, t := range local {
		e.nested[t] = i + 1
	}
}

var errorType = types.Universe.Lookup("error").Type()

// values returns the values of the last expression. A last value of type error
// fails the cell unless it is nil, and is not among the values.
func (c *cell) values(at kernel.Position) ([]any, error) {
	var vs []any
	for i, r := range c.unit.results {
		v := c.vars[r.Name()].Elem().Interface()
		if i == len(c.unit.results)-1 && types.Identical(r.Type(), errorType) {
			if v != nil {
				return nil, returned(v.(error), []kernel.Position{at})
			}
			break
		}
		vs = append(vs, v)
	}
	return vs, nil
}
