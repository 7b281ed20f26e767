package gentest

import (
	"fmt"
	"strings"
)

// A path is an expression that begins with a variable.
type path struct {
	text    string
	t       *typ
	risky   bool // may panic
	place   bool // can be assigned
	address bool // can have its address taken
	shared  bool
}

// paths lists what can be reached from the variables, three steps deep, and
// satisfies want.
func (g *generator) paths(want func(p path) bool) []path {
	var found []path
	var walk func(p path, depth int)
	walk = func(p path, depth int) {
		if want(p) {
			found = append(found, p)
		}
		if depth > 0 {
			g.steps(p, func(q path) { walk(q, depth-1) })
		}
	}
	for _, v := range g.vars {
		p := path{text: v.name, t: v.t, place: !v.fixed, address: !v.fixed, shared: v.shared}
		if strings.HasPrefix(v.name, "(*") {
			p.place = !g.pure
		}
		if !v.effects {
			walk(p, 2)
		}
	}
	return found
}

// steps calls f with what is one step from p.
func (g *generator) steps(p path, f func(path)) {
	inner := p.shared
	switch p.t.kind {
	case structKind:
		for _, x := range p.t.fields {
			if x.name != "_" {
				f(path{p.text + "." + x.name, x.t, p.risky, p.place, p.address, p.shared})
				if x.embedded && x.t.kind == structKind {
					for _, y := range x.t.fields {
						if y.name != "_" && !has(p.t.fields, y.name) {
							f(path{p.text + "." + y.name, y.t, p.risky, p.place, p.address, p.shared})
						}
					}
				}
			}
		}
	case arrayKind:
		f(path{fmt.Sprintf("%s[%d]", p.text, g.n(p.t.n)), p.t.elem, p.risky, p.place, p.address, p.shared})
	case sliceKind:
		f(path{fmt.Sprintf("at(%s, %d)", p.text, g.n(5)), p.t.elem, p.risky, false, false, true})
		f(path{fmt.Sprintf("%s[%d]", p.text, g.n(4)), p.t.elem, true, !inner || !g.pure, true, p.shared})
	case mapKind:
		f(path{fmt.Sprintf("%s[%s]", p.text, g.literal(p.t.key, 0)), p.t.elem, p.risky, false, false, true})
	case pointerKind:
		f(path{"deref(" + p.text + ")", p.t.elem, p.risky, false, false, true})
		f(path{"(*" + p.text + ")", p.t.elem, true, !inner || !g.pure, true, p.shared})
		if p.t.elem.kind == structKind {
			for _, x := range p.t.elem.fields {
				if x.name != "_" {
					f(path{p.text + "." + x.name, x.t, true, !inner || !g.pure, true, p.shared})
				}
			}
		}
	}
}

// reach returns an expression of type t that begins with a variable, or "".
func (g *generator) reach(t *typ) string {
	ps := g.paths(func(p path) bool { return p.t.text == t.text && (g.risk || !p.risky) })
	if len(ps) == 0 {
		return ""
	}
	p := pick(g, ps)
	if p.risky {
		g.risk = false
	}
	return p.text
}

// target returns something that can be assigned to, or false. A risky one uses
// the statement's risk up.
func (g *generator) target(want func(t *typ) bool) (path, bool) {
	ps := g.paths(func(p path) bool {
		return p.place && want(p.t) && p.t.kind != funcKind && (!p.risky || g.risk) && !(g.pure && p.shared)
	})
	if len(ps) == 0 {
		return path{}, false
	}
	p := pick(g, ps)
	if p.risky {
		g.risk = false
	}
	return p, true
}

// call returns a call with result t of a method, func value or function, or "".
func (g *generator) call(t *typ, depth int) string {
	var calls []func() string
	args := func(params []*typ) string {
		var parts []string
		for _, p := range params {
			parts = append(parts, g.expr(p, depth-1))
		}
		return strings.Join(parts, ", ")
	}
	for _, p := range g.paths(func(p path) bool { return !p.risky }) {
		if p.t.kind == funcKind && p.t.result.text == t.text && !g.closed {
			calls = append(calls, func() string { return g.funcCall(p, args) })
		}
		if p.t.kind == interfaceKind && (g.closed || !g.risk) {
			continue
		}
		for _, m := range p.t.allMethods() {
			if g.closed && !hasMethod(p.t.methods, m.name) {
				continue // what is promoted now may be hidden later, by what calls this
			}
			if m.result.text != t.text || m.name == "String" || m.name == "Error" || m.pointer && (!p.address || p.t.kind == pointerKind) {
				continue
			}
			calls = append(calls, func() string {
				if p.t.kind == interfaceKind {
					g.risk = false
				}
				return g.methodCall(p, m, args)
			})
		}
	}
	for _, f := range g.funcs {
		if f.pure && len(f.results) == 1 && f.results[0].text == t.text && g.afford(f.cost) {
			calls = append(calls, func() string {
				g.spend(f.cost)
				return f.name + "(" + args(f.params) + ")"
			})
		}
	}
	if len(calls) == 0 {
		return ""
	}
	return pick(g, calls)()
}

// funcCall calls a func value that may be nil.
func (g *generator) funcCall(p path, args func([]*typ) string) string {
	if !g.risk {
		return fmt.Sprintf("func() %s { if (%s) == nil { return %s }; return %s(%s) }()",
			p.t.result.text, p.text, g.literal(p.t.result, 0), p.text, args(p.t.params))
	}
	g.risk = false
	return p.text + "(" + args(p.t.params) + ")"
}

// methodCall calls m of p, in one of the ways that Go has.
func (g *generator) methodCall(p path, m method, args func([]*typ) string) string {
	switch {
	case g.chance(15) && p.t.named && p.t.kind != interfaceKind && hasMethod(p.t.methods, m.name) && !m.pointer:
		return fmt.Sprintf("%s.%s(%s, %s)", p.t.text, m.name, p.text, args(m.params))
	case g.chance(15) && p.t.kind != interfaceKind:
		return fmt.Sprintf("(%s.%s)(%s)", p.text, m.name, args(m.params))
	}
	return fmt.Sprintf("%s.%s(%s)", p.text, m.name, args(m.params))
}

const budget = 4000 // calls that a function may cost, all its loops counted

func (g *generator) afford(cost int) bool { return g.cost+g.mult*(cost+1) <= budget }
func (g *generator) spend(cost int)       { g.cost += g.mult * (cost + 1) }
