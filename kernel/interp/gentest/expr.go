package gentest

import (
	"fmt"
)

// expr returns an expression of type t.
func (g *generator) expr(t *typ, depth int) string {
	if depth <= 0 {
		if e := g.reach(t); e != "" && g.chance(75) {
			return e
		}
		return g.literal(t, depth)
	}
	if g.trace && g.chance(25) {
		g.names++
		n := g.names
		return fmt.Sprintf("tr[%s](%d, %s)", t.text, n, g.expr(t, depth-1))
	}
	switch {
	case g.chance(20):
		if e := g.reach(t); e != "" {
			return e
		}
	case g.chance(20):
		if e := g.call(t, depth); e != "" {
			return e
		}
	case g.chance(6):
		return g.conditional(t, depth)
	case g.chance(6) && g.risk && t.kind != interfaceKind && t.kind != paramKind:
		g.risk = false
		return fmt.Sprintf("%s.(%s)", g.expr(anyType, depth-1), t.text)
	}
	switch t.kind {
	case boolKind:
		return g.typedExpr(t, boolType, g.boolean(depth))
	case intKind:
		return g.intExpr(t, depth)
	case floatKind:
		return g.floatExpr(t, depth)
	case complexKind:
		return g.complexExpr(t, depth)
	case stringKind:
		return g.stringExpr(t, depth)
	case sliceKind:
		return g.sliceExpr(t, depth)
	case paramKind:
		return g.paramExpr(t, depth)
	case arrayKind:
		if g.risk && g.chance(20) {
			g.risk = false
			return fmt.Sprintf("%s(%s)", t.text, g.expr(sliceOf(t.elem), depth-1))
		}
	case pointerKind:
		if ps := g.paths(func(p path) bool { return p.address && !p.risky && p.t.text == t.elem.text }); len(ps) > 0 && !g.pure {
			return "&" + pick(g, ps).text
		}
	}
	return g.literal(t, depth)
}

// typedExpr converts text, which is of type from, to t.
func (g *generator) typedExpr(t, from *typ, text string) string {
	if t.text == from.text {
		return text
	}
	return t.text + "(" + text + ")"
}

func (g *generator) conditional(t *typ, depth int) string {
	return fmt.Sprintf("func() %s { if (%s) { return %s }; return %s }()", t.text, g.expr(boolType, depth-1), g.safe(t, depth-1), g.safe(t, depth-1))
}

// safe returns an expression that cannot panic.
func (g *generator) safe(t *typ, depth int) string {
	risk, trace := g.risk, g.trace
	g.risk, g.trace = false, false
	defer func() { g.risk, g.trace = risk, trace }()
	return g.expr(t, depth)
}

func (g *generator) boolean(depth int) string {
	switch g.n(8) {
	case 0:
		return "!" + g.expr(boolType, depth-1)
	case 1, 2:
		return fmt.Sprintf("(%s %s %s)", g.expr(boolType, depth-1), pick(g, []string{"&&", "||"}), g.expr(boolType, depth-1))
	case 3:
		t := g.anyType(1)
		if t.kind == sliceKind || t.kind == mapKind || t.kind == pointerKind || t.kind == funcKind || t.kind == interfaceKind {
			return fmt.Sprintf("(%s %s nil)", g.expr(t, depth-1), pick(g, []string{"==", "!="}))
		}
	case 4:
		t := g.flatType(2)
		return fmt.Sprintf("(%s %s %s)", g.expr(t, depth-1), pick(g, []string{"==", "!="}), g.expr(t, depth-1))
	case 5:
		return fmt.Sprintf("(%s %s %s)", g.expr(anyType, depth-1), pick(g, []string{"==", "!="}), g.expr(anyType, depth-1))
	}
	t := g.basic()
	for !t.ordered() {
		t = g.basic()
	}
	return fmt.Sprintf("(%s %s %s)", g.expr(t, depth-1), pick(g, []string{"<", "<=", ">", ">=", "==", "!="}), g.expr(t, depth-1))
}

func (g *generator) intExpr(t *typ, depth int) string {
	x := func() string { return g.expr(t, depth-1) }
	switch g.n(13) {
	case 0:
		return fmt.Sprintf("%s(%s)", pick(g, []string{"-", "^", "+"}), x())
	case 1:
		op := pick(g, []string{"/", "%"})
		if g.risk && g.chance(50) {
			g.risk = false
			return fmt.Sprintf("(%s %s %s)", x(), op, x())
		}
		return fmt.Sprintf("(%s %s (%s | 1))", x(), op, x())
	case 2, 3:
		op := pick(g, []string{"<<", ">>"})
		if g.risk && g.chance(30) {
			g.risk = false
			return fmt.Sprintf("(%s %s %s)", x(), op, g.expr(intType, depth-1))
		}
		return fmt.Sprintf("(%s %s (%s %% %d))", x(), op, g.expr(byteType, depth-1), 1+g.n(70))
	case 4, 5:
		if g.chance(25) {
			return fmt.Sprintf("%s(whole(%s))", t.text, g.expr(floatType, depth-1))
		}
		u := pick(g, intTypes)
		return fmt.Sprintf("%s(%s)", t.text, g.expr(u, depth-1))
	case 6:
		if t.text == "int" {
			u := g.anyType(2)
			if u.kind == sliceKind || u.kind == stringKind || u.kind == mapKind || u.kind == arrayKind {
				return "len(" + g.expr(u, depth-1) + ")"
			}
		}
		return fmt.Sprintf("%s(toInt(%s))", t.text, g.expr(boolType, depth-1))
	case 7:
		return fmt.Sprintf("%s(%s, %s)", pick(g, []string{"min", "max"}), x(), x())
	case 8:
		if t.text == "uint8" {
			return fmt.Sprintf("at([]byte(%s), %s)", g.expr(stringType, depth-1), g.expr(intType, depth-1))
		}
	}
	return fmt.Sprintf("(%s %s %s)", x(), pick(g, []string{"+", "-", "*", "&", "|", "^", "&^", "+", "-"}), x())
}

// floatExpr rounds products by a conversion: they must not be fused with a sum.
func (g *generator) floatExpr(t *typ, depth int) string {
	x := func() string { return g.expr(t, depth-1) }
	switch g.n(9) {
	case 0:
		return "-(" + x() + ")"
	case 1, 2:
		u := pick(g, intTypes)
		return fmt.Sprintf("%s(%s)", t.text, g.expr(u, depth-1))
	case 3:
		u := pick(g, otherTypes[2:])
		if u.kind == complexKind {
			if t.bits == 64 && !t.named {
				return fmt.Sprintf("%s(%s)", pick(g, []string{"real", "imag"}), g.expr(otherTypes[4], depth-1))
			}
			u = floatType
		}
		return fmt.Sprintf("%s(%s)", t.text, g.expr(u, depth-1))
	case 4:
		return fmt.Sprintf("%s(%s, %s)", pick(g, []string{"min", "max"}), x(), x())
	}
	return fmt.Sprintf("%s(%s %s %s)", t.text, x(), pick(g, []string{"+", "-", "*", "/"}), x())
}

func (g *generator) complexExpr(t *typ, depth int) string {
	x := func() string { return g.expr(t, depth-1) }
	switch g.n(5) {
	case 0:
		f := floatType
		if t.bits == 64 {
			f = otherTypes[3]
		}
		return fmt.Sprintf("%s(complex(%s, %s))", t.text, g.expr(f, depth-1), g.expr(f, depth-1))
	case 1:
		return "-(" + x() + ")"
	}
	return fmt.Sprintf("(%s %s %s)", x(), pick(g, []string{"+", "-", "*"}), x())
}

func (g *generator) stringExpr(t *typ, depth int) string {
	x := func() string { return g.expr(t, depth-1) }
	conv := func(s string) string { return g.typedExpr(t, stringType, s) }
	switch g.n(9) {
	case 0:
		return conv(fmt.Sprintf("string(rune(%s))", g.expr(pick(g, intTypes), depth-1)))
	case 1:
		return conv(fmt.Sprintf("string(%s)", g.expr(sliceOf(pick(g, []*typ{byteType, runeType})), depth-1)))
	case 2:
		if u := g.anyType(2); u.prints() && u.kind != interfaceKind {
			return conv(fmt.Sprintf("lim(fmt.Sprint(%s))", g.expr(u, depth-1)))
		}
	case 3:
		if u := g.basic(); true {
			return conv(fmt.Sprintf("lim(fmt.Sprintf(%q, %s))", pick(g, []string{"%v", "%T", "%6v|", "%+v", "%#v"}), g.expr(u, depth-1)))
		}
	case 4:
		if g.risk {
			g.risk = false
			return fmt.Sprintf("%s[%s:]", x(), g.expr(intType, depth-1))
		}
	case 5:
		return fmt.Sprintf("%s(%s, %s)", pick(g, []string{"min", "max"}), x(), x())
	case 6:
		return conv(fmt.Sprintf("strings.%s(%s)", pick(g, []string{"ToUpper", "TrimSpace", "ToLower"}), g.expr(stringType, depth-1)))
	}
	return fmt.Sprintf("lim(%s + %s)", x(), x())
}

func (g *generator) sliceExpr(t *typ, depth int) string {
	x := func() string { return g.expr(t, depth-1) }
	switch g.n(7) {
	case 0:
		return fmt.Sprintf("limit(append(limit(%s), %s))", x(), g.elements(t.elem, 1+g.n(2), depth))
	case 1:
		return fmt.Sprintf("limit(append(limit(%s), %s...))", x(), x())
	case 2:
		if g.risk {
			g.risk = false
			i := g.n(3)
			return fmt.Sprintf("%s%s", x(), pick(g, []string{fmt.Sprintf("[%d:]", i), fmt.Sprintf("[%d:%d]", i, i+g.n(3)), fmt.Sprintf("[:%d:%d]", i, i+g.n(3))}))
		}
	case 3:
		if t.elem.text == "uint8" || t.elem.text == "int32" {
			return fmt.Sprintf("limit(%s(%s))", t.text, g.expr(stringType, depth-1))
		}
	case 4:
		u := sliceOf(t.elem)
		if t.named {
			return fmt.Sprintf("%s(%s)", t.text, g.expr(u, depth-1))
		}
		if ps := g.paths(func(p path) bool {
			return p.t.kind == arrayKind && p.address && !p.risky && p.t.elem.text == t.elem.text
		}); len(ps) > 0 && !g.pure {
			return pick(g, ps).text + "[:]"
		}
	}
	return g.composite(t, depth)
}

func (g *generator) paramExpr(t *typ, depth int) string {
	x := func() string { return g.expr(t, depth-1) }
	switch {
	case t.allows('&') && g.chance(40):
		return fmt.Sprintf("(%s %s %s)", x(), pick(g, []string{"&", "|", "^", "&^"}), x())
	case t.allows('n') && g.chance(25):
		return fmt.Sprintf("%s(%s)", t.text, g.expr(byteType, depth-1))
	case t.allows('+') && g.chance(60):
		if t.allows('n') {
			return fmt.Sprintf("%s(%s %s %s)", t.text, x(), pick(g, []string{"+", "-", "*"}), x())
		}
		return fmt.Sprintf("(%s + %s)", x(), x())
	case t.allows('<') && g.chance(50):
		return fmt.Sprintf("%s(%s, %s)", pick(g, []string{"min", "max"}), x(), x())
	}
	return g.literal(t, depth)
}
