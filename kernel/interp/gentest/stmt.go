package gentest

import (
	"fmt"
	"strings"
)

// block writes up to n statements in a scope of their own.
func (g *generator) block(n, depth int) {
	g.scoped(func() {
		for range 1 + g.n(n) {
			g.statement(depth)
		}
	})
}

// statement writes a statement; depth bounds what it nests.
func (g *generator) statement(depth int) {
	g.mode(g.n(10))
	defer g.mode(0)
	if depth <= 0 || g.chance(45) {
		g.simple()
		return
	}
	if g.pure {
		pick(g, []func(int){g.ifStatement, g.ifStatement, g.switchStatement, g.loop, g.loop, g.typeSwitch})(depth)
		return
	}
	pick(g, []func(int){g.ifStatement, g.ifStatement, g.switchStatement, g.loop, g.loop, g.loop, g.typeSwitch,
		g.tryStatement, g.closure, g.deferStatement, g.pattern, g.pattern, g.blockStatement, g.gotoLoop, g.risky, g.selectStatement})(depth)
}

// mode says what the expressions of the next statement may do.
func (g *generator) mode(n int) {
	g.risk = n >= 8 && !g.pure && !g.quiet
	g.trace = n >= 5 && n < 8 && !g.pure && !g.quiet && g.mult < 20
}

// simple writes a statement that holds no others.
func (g *generator) simple() {
	switch g.n(12) {
	case 0, 1, 2:
		g.variable()
	case 3, 4:
		g.assign()
	case 5:
		g.operation()
	case 6:
		g.swap()
	case 7:
		g.builtin()
	case 8:
		g.leave()
	case 9:
		g.callStatement()
	default:
		g.show()
	}
}

func (g *generator) variable() {
	t := g.anyType(2)
	name := g.name("v")
	e := g.expr(t, 3)
	if g.chance(50) {
		g.line("var %s %s = %s", name, t.text, e)
	} else {
		g.line("%s := %s(%s)", name, parenthesised(t), e)
	}
	g.line("_ = %s", name)
	shared := t.kind != arrayKind && t.kind != structKind || !t.flat()
	g.declare(variable{name: name, t: t, shared: shared, fixed: t.kind == funcKind})
}

// parenthesised writes a type for a conversion.
func parenthesised(t *typ) string {
	if t.kind == pointerKind || t.kind == funcKind {
		return "(" + t.text + ")"
	}
	return t.text
}

func (g *generator) assign() {
	p, ok := g.target(func(*typ) bool { return true })
	if !ok {
		g.variable()
		return
	}
	e := g.safe(p.t, 3)
	if !p.risky {
		e = g.expr(p.t, 3)
	}
	g.line("%s = %s", p.text, g.bounded(p.t, e))
}

// bounded keeps strings from growing without end.
func (g *generator) bounded(t *typ, e string) string {
	if t.kind == stringKind {
		return "lim(" + e + ")"
	}
	return e
}

func (g *generator) operation() {
	p, ok := g.target(func(t *typ) bool { return t.kind == intKind || t.kind == floatKind })
	if !ok {
		g.show()
		return
	}
	switch {
	case g.chance(30):
		g.line("%s%s", p.text, pick(g, []string{"++", "--"}))
	case p.t.kind == floatKind:
		g.line("%s %s %s", p.text, pick(g, []string{"+=", "-=", "/="}), g.safe(p.t, 2))
	case g.chance(25):
		g.line("%s %s %s %% 9", p.text, pick(g, []string{"<<=", ">>="}), g.safe(byteType, 2))
	default:
		g.line("%s %s %s", p.text, pick(g, []string{"+=", "-=", "*=", "&=", "|=", "^=", "&^="}), g.safe(p.t, 2))
	}
}

// swap assigns to two places at once, the second of the first's type.
func (g *generator) swap() {
	p, ok := g.target(func(t *typ) bool { return t.flat() })
	q, ok2 := g.target(func(t *typ) bool { return ok && t.text == p.t.text })
	if !ok2 || p.risky || q.risky {
		g.show()
		return
	}
	g.line("%s, %s = %s, %s", p.text, q.text, g.bounded(p.t, g.safe(p.t, 2)), g.bounded(p.t, g.safe(p.t, 2)))
}

func (g *generator) builtin() {
	p, ok := g.target(func(t *typ) bool { return t.kind == sliceKind || t.kind == mapKind })
	if !ok || p.risky || g.pure {
		g.show()
		return
	}
	switch {
	case g.chance(20):
		g.line("clear(%s)", p.text)
	case p.t.kind == sliceKind && g.chance(50):
		g.line("%s = limit(append(limit(%s), %s))", p.text, p.text, g.safe(p.t.elem, 2))
	case p.t.kind == sliceKind && g.chance(50):
		g.line("copy(%s, %s)", p.text, g.expr(p.t, 2))
	case p.t.kind == sliceKind:
		g.line("if n := len(%s); n > 0 { %s[n-1] = %s }", p.text, p.text, g.bounded(p.t.elem, g.safe(p.t.elem, 2)))
	case g.chance(40):
		g.line("delete(%s, %s)", p.text, g.expr(p.t.key, 1))
	default:
		g.line("if %s != nil { %s[%s] = %s }", p.text, p.text, g.literal(p.t.key, 0), g.bounded(p.t.elem, g.safe(p.t.elem, 2)))
	}
}

// leave goes out of a loop or of the function, under a condition.
func (g *generator) leave() {
	cond := g.safe(boolType, 2)
	switch {
	case len(g.loops) > 0 && g.chance(70):
		l := pick(g, g.loops)
		inner := g.loops[len(g.loops)-1]
		word := pick(g, []string{"break", "continue"})
		if l.sw {
			word = "break"
		}
		if l != inner || g.chance(30) {
			l.used = true
			word += " " + l.label
		} else if word == "continue" && inner.sw {
			word = "break"
		}
		g.line("if (%s) { %s }", cond, word)
	case len(g.results) > 0 && g.chance(50):
		g.line("if (%s) { return %s }", cond, g.returned())
	default:
		g.show()
	}
}

func (g *generator) returned() string {
	var parts []string
	for _, t := range g.results {
		parts = append(parts, g.expr(t, 2))
	}
	return strings.Join(parts, ", ")
}

// callStatement calls a function with effects, alone in its statement.
func (g *generator) callStatement() {
	if g.pure || g.quiet {
		g.show()
		return
	}
	for _, v := range g.vars {
		if v.effects && g.chance(40) && g.afford(10) {
			g.spend(10)
			name := g.name("v")
			g.line("%s := %s(%s)", name, v.name, g.safe(v.t.params[0], 2))
			g.line("_ = %s", name)
			g.declare(variable{name: name, t: v.t.result})
			return
		}
	}
	var able []function
	for _, f := range g.funcs {
		if !f.pure && g.afford(f.cost) {
			able = append(able, f)
		}
	}
	if len(able) == 0 {
		g.show()
		return
	}
	f := pick(g, able)
	g.spend(f.cost)
	var names, args []string
	for range f.results {
		names = append(names, g.name("v"))
	}
	for _, p := range f.params {
		args = append(args, g.safe(p, 2))
	}
	call := fmt.Sprintf("%s(%s)", f.name, strings.Join(args, ", "))
	if len(names) == 0 {
		g.line("%s", call)
		return
	}
	g.line("%s := %s", strings.Join(names, ", "), call)
	for i, n := range names {
		g.line("_ = %s", n)
		g.declare(variable{name: n, t: f.results[i], shared: true, fixed: f.results[i].kind == funcKind})
	}
}

// show prints something.
func (g *generator) show() {
	if g.pure || g.quiet {
		g.variable()
		return
	}
	if g.mult > 60 {
		g.assign()
		return
	}
	g.names++
	t := g.anyType(2)
	if ps := g.paths(func(p path) bool { return !p.risky && p.t.prints() }); len(ps) > 0 && g.chance(60) {
		p := pick(g, ps)
		g.line("fmt.Println(%d, %s)", g.names, p.text)
		return
	}
	for !t.prints() {
		t = g.anyType(2)
	}
	switch g.n(4) {
	case 0:
		g.line("fmt.Printf(\"%d %%v %%T\\n\", %s, %s)", g.names, g.expr(t, 3), g.safe(t, 1))
	case 1:
		g.line("fmt.Printf(\"%d %%#v\\n\", %s)", g.names, g.expr(g.flatType(2), 3))
	default:
		g.line("fmt.Println(%d, %s)", g.names, g.expr(t, 3))
	}
}
