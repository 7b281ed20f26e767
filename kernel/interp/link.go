package interp

import (
	"fmt"
	"go/token"
	"go/types"
	"reflect"
	"runtime/debug"

	"golang.org/x/tools/go/ssa"

	"golab/kernel"
	"golab/kernel/interp/vm"
)

// A cell is a unit with its code.
type cell struct {
	code    *vm.Code
	run     string         // the function that runs the statements
	results []result       // of the last expression
	world   *vm.World      // that has the code
	last    token.Pos      // where the last expression begins
	hidden  []types.Object // that nobody mentions once the cell has run
}

// A result is a variable with a value of the last expression.
type result struct {
	name    string
	address reflect.Value
	isError bool
}

// link builds the SSA of a unit, in a program of its own, and the code.
func (e *Engine) link(u *unit, number int) (c *cell, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("the compiler failed: %v\n%s", v, debug.Stack())
		}
	}()
	h := e.host
	h.types.Begin()
	repeated := h.types.Redeclare(e.linked.repeats(u))
	code, err := h.world.Compile(e.build(u))
	if err == nil {
		err = e.renew(repeated)
	}
	if err != nil {
		h.types.Undo()
		return nil, err
	}
	c = &cell{code: code, run: u.run, last: u.last, world: h.world}
	if err := c.keep(u); err != nil {
		return nil, err
	}
	e.linked.add(u, number)
	return c, nil
}

// renew has calls of methods by compiled code reach those of types that repeat an
// earlier declaration.
func (e *Engine) renew(repeated []*types.TypeName) error {
	for _, n := range repeated {
		if t, ok := n.Type().(*types.Named); ok && t.TypeParams().Len() == 0 {
			if err := e.host.world.Redeclared(t); err != nil {
				return err
			}
		}
	}
	return nil
}

// keep notes what is asked for once the cell has run.
func (c *cell) keep(u *unit) error {
	if f := u.pkg.Scope().Lookup(cellFunc); f != nil {
		c.hidden = append(c.hidden, f)
	}
	for _, v := range u.results {
		p, ok := c.world.Var(v)
		if !ok {
			return fmt.Errorf("the last value %s has no address", v.Name())
		}
		c.results = append(c.results, result{v.Name(), p, types.Identical(v.Type(), errorType)})
		c.hidden = append(c.hidden, v)
	}
	return nil
}

// build makes the SSA of a unit.
func (e *Engine) build(u *unit) *ssa.Package {
	prog := ssa.NewProgram(e.front.fset, ssa.InstantiateGenerics)
	b := &builder{e: e, prog: prog, seen: map[*types.Package]bool{u.pkg: true, nil: true}}
	b.mentioned(u.info)
	u.pkg.SetImports(nil) // compiled packages need no initialisation by the cell
	p := prog.CreatePackage(u.pkg, u.files, u.info, false)
	p.Build()
	return p
}

// A builder makes the packages that a unit mentions known to its program.
type builder struct {
	e    *Engine
	prog *ssa.Program
	seen map[*types.Package]bool
}

func (b *builder) mentioned(info *types.Info) {
	for _, o := range info.Uses {
		b.add(o.Pkg())
	}
}

// add makes a package known: with its source where this unit may instantiate
// generic functions or types of it, else without code.
func (b *builder) add(p *types.Package) {
	if b.seen[p] {
		return
	}
	b.seen[p] = true
	if g := b.e.linked.generics[p]; g != nil {
		b.mentioned(g.info)
		b.prog.CreatePackage(p, g.files, g.info, false).Build()
		return
	}
	if s, ok := b.e.host.lib.Source(p); ok {
		for _, q := range b.e.linked.imports(s) {
			b.add(q)
		}
		b.prog.CreatePackage(p, s.Files, s.Info, false).Build()
		return
	}
	b.prog.CreatePackage(p, nil, nil, false)
}

var errorType = types.Universe.Lookup("error").Type()

// values returns the values of the last expression. A last value of type error
// fails the cell unless it is nil, and is not among the values.
func (c *cell) values(at kernel.Position) ([]any, error) {
	var vs []any
	for i, r := range c.results {
		v := r.address.Elem().Interface()
		if i == len(c.results)-1 && r.isError {
			if v != nil {
				return nil, returned(v.(error), []kernel.Position{at})
			}
			break
		}
		vs = append(vs, v)
	}
	return vs, nil
}
