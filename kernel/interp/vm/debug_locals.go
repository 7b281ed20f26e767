package vm

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A local is a variable of a function, for a Debugger.
type local struct {
	name     string
	declared int32 // as token.Pos, as the next
	from, to int32 // where it can be seen
	place    place
	off      int32
	typ      reflect.Type
}

// A place says how the offset of a local is to be read.
type place uint8

const (
	nowhere place = iota
	inPlace       // the variable lies in the frame
	behind        // a pointer to it does
)

// findLocals lists the variables of the function and of those around it.
func (p *pointer) findLocals() (list []local) {
	places := p.findPlaces()
	var scopes func(s *types.Scope)
	scopes = func(s *types.Scope) {
		for _, name := range s.Names() {
			v, ok := s.Lookup(name).(*types.Var)
			if !ok || name == "_" {
				continue
			}
			l := local{name: name, declared: int32(v.Pos()), from: int32(p.visibleFrom(v)), to: int32(s.End())}
			places[v.Pos()].put(p.compiler, &l)
			if l.place != nowhere || p.declares(v) {
				list = append(list, l)
			}
		}
		for i := range s.NumChildren() {
			scopes(s.Child(i))
		}
	}
	if s := p.scope(); s != nil {
		scopes(s)
	}
	slices.SortStableFunc(list, func(a, b local) int { return cmp.Compare(a.declared, b.declared) })
	return list
}

// declares reports whether the function itself declares v.
func (p *pointer) declares(v *types.Var) bool {
	n := p.ssa.Syntax()
	return n != nil && n.Pos() <= v.Pos() && v.Pos() < n.End()
}

// scope returns a scope that has those of the function and the ones around it.
func (p *pointer) scope() *types.Scope {
	f := p.ssa
	for f.Parent() != nil {
		f = f.Parent()
	}
	if f.Origin() != nil {
		f = f.Origin()
	}
	if o, ok := f.Object().(*types.Func); ok {
		return o.Scope()
	}
	if f.Pkg != nil { // a function literal of a package variable
		return f.Pkg.Pkg.Scope()
	}
	return nil
}

// visibleFrom returns where v can first be seen: behind its declaration.
func (p *pointer) visibleFrom(v *types.Var) token.Pos {
	from := v.Pos()
	for _, s := range p.stmts {
		if s.Pos() > v.Pos() || v.Pos() >= s.End() {
			continue
		}
		switch s := s.(type) {
		case *ast.AssignStmt, *ast.DeclStmt:
			from = s.End()
		case *ast.RangeStmt:
			if v.Pos() < s.Body.Pos() {
				from = s.Body.Pos()
			}
		}
	}
	return from
}

// A varPlace is what SSA has made of the variable declared somewhere.
type varPlace struct {
	pointer ssa.Value // to the variable
	several bool
}

// findPlaces finds the pointers to variables by where these are declared.
func (p *pointer) findPlaces() map[token.Pos]*varPlace {
	places := map[token.Pos]*varPlace{}
	add := func(v ssa.Value, name string) {
		if name == "" || !v.Pos().IsValid() {
			return
		}
		if old := places[v.Pos()]; old == nil {
			places[v.Pos()] = &varPlace{pointer: v}
		} else if _, current := old.pointer.(*ssa.Phi); !current {
			old.several = true
		}
	}
	for _, b := range p.ssa.Blocks {
		for _, phi := range phis(b) { // loop variables, of which there are many
			if _, ok := phi.Type().(*types.Pointer); ok && isOfAllocs(phi) {
				add(phi, phi.Comment)
			}
		}
	}
	for _, v := range p.ssa.FreeVars {
		add(v, v.Name())
	}
	for _, b := range p.ssa.Blocks {
		for _, in := range b.Instrs {
			if a, ok := in.(*ssa.Alloc); ok {
				add(a, a.Comment)
			}
		}
	}
	return places
}

// isOfAllocs reports whether phi is one of the variables that share its name.
func isOfAllocs(phi *ssa.Phi) bool {
	for _, e := range phi.Edges {
		if a, ok := e.(*ssa.Alloc); !ok || a.Pos() != phi.Pos() || a.Comment != phi.Comment {
			return false
		}
	}
	return true
}

// put sets where l is, if that is known and lasts.
func (x *varPlace) put(c *compiler, l *local) {
	if x == nil || x.several {
		return
	}
	l.typ = c.world.typeOf(elemType(x.pointer.Type()))
	if a, ok := x.pointer.(*ssa.Alloc); ok && c.locals[a] != nil {
		l.place, l.off = inPlace, c.locals[a].off
		return
	}
	s := c.slots[x.pointer]
	if s == nil {
		return
	}
	for v, t := range c.slots {
		if t == s && v != x.pointer {
			return
		}
	}
	l.place, l.off = behind, s.off
}
