package gentest

import (
	"fmt"
	"strconv"
	"strings"
)

// literal returns an expression of type t that names no variables, or few.
func (g *generator) literal(t *typ, depth int) string {
	switch t.kind {
	case boolKind:
		return g.typed(t, pick(g, []string{"true", "false"}), boolType)
	case intKind:
		return g.typed(t, g.integer(t), intType)
	case floatKind:
		return g.typed(t, pick(g, []string{"0.5", "1.5", "-2.25", "3", "1e3", "-0.125", "7", "1e-3"}), floatType)
	case complexKind:
		return g.typed(t, fmt.Sprintf("(%d+%di)", g.n(5), g.n(7)), nil)
	case stringKind:
		return g.typed(t, strconv.Quote(pick(g, []string{"", "a", "go", "xyz", "héé", "世界", "\x00\xff", "a,b;c", "0123456789"})), stringType)
	case interfaceKind:
		return g.implementer(t, depth)
	case pointerKind:
		if g.chance(20) {
			return "(" + t.text + ")(nil)"
		}
		return "ref[" + t.elem.text + "](" + g.expr(t.elem, depth-1) + ")"
	case funcKind:
		return g.funcLiteral(t)
	case paramKind:
		if t.allows('n') {
			return fmt.Sprintf("%s(%d)", t.text, g.n(100))
		}
		return fmt.Sprintf("*new(%s)", t.text)
	}
	return g.composite(t, depth)
}

// typed writes a constant as one of type t; plain is the type that it has
// without that.
func (g *generator) typed(t *typ, text string, plain *typ) string {
	if plain != nil && t.text == plain.text {
		return text
	}
	return t.text + "(" + text + ")"
}

func (g *generator) integer(t *typ) string {
	if !g.chance(30) {
		return strconv.Itoa(g.n(10))
	}
	bits := t.bits
	if t.signed {
		bits--
	}
	limit := ^uint64(0) >> (64 - bits)
	if t.signed && g.chance(40) {
		if g.chance(50) {
			return fmt.Sprintf("-%d", 1+g.n(100))
		}
		return fmt.Sprintf("(-%d-1)", limit)
	}
	return strconv.FormatUint(limit-uint64(g.n(3)), 10)
}

func (g *generator) composite(t *typ, depth int) string {
	switch t.kind {
	case sliceKind:
		if g.chance(10) {
			return t.text + "(nil)"
		}
		if g.chance(15) {
			return fmt.Sprintf("make(%s, %d, %d)", t.text, g.n(4), 4+g.n(4))
		}
		return t.text + "{" + g.elements(t.elem, 1+g.n(4), depth) + "}"
	case arrayKind:
		switch g.n(4) {
		case 0:
			return t.text + "{}"
		case 1:
			return fmt.Sprintf("%s{%d: %s}", t.text, g.n(t.n), g.expr(t.elem, depth-1))
		}
		return t.text + "{" + g.elements(t.elem, t.n, depth) + "}"
	case mapKind:
		if g.chance(10) {
			return "make(" + t.text + ")"
		}
		parts := []string{}
		for i := range g.n(4) {
			key := strconv.Itoa(i * 7)
			if t.key.kind == stringKind {
				key = strconv.Quote(strings.Repeat("k", i))
			}
			parts = append(parts, key+": "+g.expr(t.elem, depth-1))
		}
		return t.text + "{" + strings.Join(parts, ", ") + "}"
	}
	return g.structLiteral(t, depth)
}

func (g *generator) structLiteral(t *typ, depth int) string {
	if depth < -2 {
		return t.text + "{}"
	}
	keyed := g.chance(50) || has(t.fields, "_")
	parts := []string{}
	for _, f := range t.fields {
		if f.name == "_" || keyed && g.chance(30) {
			continue
		}
		e := g.expr(f.t, depth-1)
		if keyed {
			e = f.name + ": " + e
		}
		parts = append(parts, e)
	}
	return t.text + "{" + strings.Join(parts, ", ") + "}"
}

func (g *generator) elements(t *typ, n, depth int) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = g.expr(t, depth-1)
	}
	return strings.Join(parts, ", ")
}

// implementer returns a value of interface type t.
func (g *generator) implementer(t *typ, depth int) string {
	if t.text == "any" {
		if g.chance(10) {
			return "any(nil)"
		}
		return "any(" + g.expr(g.flatType(1), depth-1) + ")"
	}
	if len(t.impl) == 0 {
		return t.text + "(nil)"
	}
	return t.text + "(" + g.expr(pick(g, t.impl), depth-1) + ")"
}

// funcLiteral returns a pure func literal.
func (g *generator) funcLiteral(t *typ) string {
	var params []string
	return g.apart(func() {
		g.function(func() {
			g.pure, g.closed = true, true
			for _, p := range t.params {
				name := g.name("a")
				params = append(params, name+" "+p.text)
				g.declare(variable{name: name, t: p, shared: true})
			}
			fmt.Fprintf(g.body, "func(%s) %s {\n", strings.Join(params, ", "), t.result.text)
			for range g.n(2) {
				g.statement(1)
			}
			g.line("return %s", g.expr(t.result, 2))
			fmt.Fprint(g.body, "}")
		})
	})
}

// function has f write the body of a function.
func (g *generator) function(f func()) {
	old := *g
	g.loops, g.results, g.pure, g.closed, g.trace, g.risk = nil, nil, false, false, false, false
	// What a pure function captures is not its own to change.
	g.vars = make([]variable, len(old.vars))
	copy(g.vars, old.vars)
	f()
	names, body, decls, cost := g.names, g.body, g.decls, g.cost
	*g = old
	g.names, g.body, g.decls, g.cost = names, body, decls, cost
}
