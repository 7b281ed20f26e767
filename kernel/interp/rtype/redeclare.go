package rtype

import (
	"go/types"
	"runtime"
	"weak"

	"golang.org/x/tools/go/types/typeutil"
)

// Redeclare says that declarations repeat earlier ones, as when a cell runs
// again unchanged; it is called before Type knows the new ones. repeats goes
// from the new names to those they repeat, generic and local types included.
// Where the two have the same fields and methods, the new one gets the type of
// the old, whose methods have the new code from then on. So running a cell over
// and over takes no memory and no stubs. Redeclare returns the new names that
// this was done for.
func (t *Table) Redeclare(repeats map[*types.TypeName]*types.TypeName) []*types.TypeName {
	t.mu.Lock()
	defer t.mu.Unlock()
	pairs := map[*types.TypeName]*types.TypeName{}
	for repeat, old := range repeats {
		if t.declOf(old) != nil && t.declOf(repeat) == nil && repeat != old {
			pairs[repeat] = old
		}
	}
	m := &matcher{t, pairs}
	for again := true; again; { // a type that differs makes those that mention it differ
		again = false
		for repeat, old := range pairs {
			if !m.declarations(repeat, old) {
				delete(pairs, repeat)
				again = true
			}
		}
	}
	var done []*types.TypeName
	for repeat, old := range pairs {
		t.succeed(repeat, old)
		done = append(done, repeat)
	}
	if len(done) > 0 {
		t.unnamed = typeutil.Map{} // it holds on to the old ones
	}
	return done
}

// succeed makes repeat the latest name of old's declaration.
func (t *Table) succeed(repeat, old *types.TypeName) {
	d := t.declOf(old)
	key := weak.Make(old)
	delete(t.decls, old)
	t.former[key] = d
	t.decls[repeat] = d
	clean := runtime.AddCleanup(old, t.forget, key)
	t.journal(func() {
		clean.Stop()
		delete(t.decls, repeat)
		delete(t.former, key)
		t.decls[old] = d
	})
	if d.entry != nil {
		t.rebind(d.entry, repeat.Type().(*types.Named))
	}
}

// forget drops a name that nothing mentions any more.
func (t *Table) forget(key weak.Pointer[types.TypeName]) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.former, key)
}

// rebind makes the methods of e those of n, which has the same ones.
func (t *Table) rebind(e *entry, n *types.Named) {
	old := e.typ
	before := make([]*Method, len(e.bindings))
	for i, b := range e.bindings {
		before[i] = b.method.Load()
	}
	set := methodSet(n)
	for i, b := range e.bindings {
		if m := set.find(before[i]); m != nil {
			b.rebind(&Method{n, m.sel.Obj().(*types.Func), m.sel, before[i].Type, nil})
		}
	}
	e.typ = n
	t.journal(func() {
		e.typ = old
		for i, b := range e.bindings {
			b.rebind(before[i])
		}
	})
}

// find returns the member with the name of m, or nil.
func (s members) find(m *Method) *member {
	if m == nil {
		return nil
	}
	for i := range s {
		if s[i].name == nameOf(m.Func) {
			return &s[i]
		}
	}
	return nil
}

// renew gives e the methods of n, an instance of a later declaration of the
// same generic type or with later arguments.
func (t *Table) renew(e *entry, n *types.Named) {
	if types.Identical(e.typ, n) || !t.latest(n) {
		return
	}
	t.rebind(e, n)
}

// latest reports whether n and its type arguments are by no former names.
func (t *Table) latest(n *types.Named) bool {
	if d := t.declOf(n.Origin().Obj()); d != nil && t.decls[n.Origin().Obj()] != d {
		return false
	}
	for arg := range n.TypeArgs().Types() {
		if p, ok := types.Unalias(arg).(*types.Pointer); ok {
			arg = p.Elem()
		}
		if a, ok := types.Unalias(arg).(*types.Named); ok && !t.latest(a) {
			return false
		}
	}
	return true
}
