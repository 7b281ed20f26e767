package gentest

import (
	"fmt"
	"strings"
)

// basic returns a type without parts, maybe a declared one.
func (g *generator) basic() *typ {
	if g.chance(25) {
		for range 4 {
			if len(g.named) == 0 {
				break
			}
			if t := pick(g, g.named); t.kind <= stringKind {
				return t
			}
		}
	}
	switch {
	case g.chance(30):
		return intType
	case g.chance(55):
		return pick(g, intTypes)
	}
	return pick(g, otherTypes)
}

// flatType returns a type without pointers.
func (g *generator) flatType(depth int) *typ {
	if depth > 0 && g.chance(40) {
		if g.chance(50) {
			return arrayOf(1+g.n(4), g.flatType(depth-1))
		}
		for range 4 {
			if len(g.named) > 0 {
				if t := pick(g, g.named); t.flat() {
					return t
				}
			}
		}
	}
	return g.basic()
}

// any returns a type for a variable.
func (g *generator) anyType(depth int) *typ {
	if depth <= 0 || g.chance(35) {
		return g.basic()
	}
	if len(g.named) > 0 && g.chance(35) {
		return pick(g, g.named)
	}
	switch g.n(8) {
	case 0:
		return arrayOf(1+g.n(4), g.anyType(depth-1))
	case 1, 2:
		return sliceOf(g.anyType(depth - 1))
	case 3:
		return mapOf(g.keyType(), g.flatType(1))
	case 4:
		return pointerTo(g.flatType(2))
	case 5:
		return funcOf(g.flatType(1), g.flatType(1))
	case 6:
		return anyType
	}
	return g.flatType(depth)
}

// keyType returns a type for a map's keys, which the prelude can sort.
func (g *generator) keyType() *typ {
	for {
		if t := g.basic(); t.kind == intKind || t.kind == stringKind {
			return t
		}
	}
}

func (g *generator) declareTypes() {
	for range 3 + g.n(5) {
		g.declareType()
	}
	for range 1 + g.n(2) {
		g.declareInterface()
	}
}

func (g *generator) declareType() {
	name := g.name("T")
	var u *typ
	switch g.n(8) {
	case 0, 1:
		u = g.basic()
	case 2:
		u = arrayOf(1+g.n(3), g.flatType(1))
	case 3:
		u = sliceOf(g.flatType(1))
	case 4:
		u = mapOf(g.keyType(), g.flatType(1))
	default:
		u = g.structType()
	}
	t := *u
	if u.named {
		g.decls = append(g.decls, fmt.Sprintf("type %s %s", name, u.text))
	} else {
		g.decls = append(g.decls, fmt.Sprintf("type %s %s", name, u.text))
	}
	t.text, t.named, t.methods, t.impl = name, true, nil, nil
	for range g.n(3) {
		g.declareMethod(&t)
	}
	if g.chance(30) && t.prints() {
		g.stringMethod(&t)
	}
	g.named = append(g.named, &t)
}

func (g *generator) structType() *typ {
	var fields []field
	for range 1 + g.n(4) {
		if g.chance(25) && len(g.named) > 0 {
			t := pick(g, g.named)
			if t.kind == interfaceKind || has(fields, t.text) {
				continue
			}
			fields = append(fields, field{t.text, t, true})
			continue
		}
		fields = append(fields, field{g.name("f"), g.anyType(1), false})
	}
	if g.chance(10) {
		fields = append(fields, field{"_", intType, false})
	}
	return structOf(fields)
}

func has(fields []field, name string) bool {
	for _, f := range fields {
		if f.name == name {
			return true
		}
	}
	return false
}

// methodNames are few so that types share them, and interfaces find them.
var methodNames = []string{"Alpha", "Beta", "Gamma"}

// methodTypes gives each name one signature.
func methodType(name string) (param, result *typ) {
	switch name {
	case "Alpha":
		return intType, intType
	case "Beta":
		return stringType, stringType
	}
	return floatType, boolType
}

func (g *generator) declareMethod(t *typ) {
	name := pick(g, methodNames)
	for _, m := range t.methods {
		if m.name == name {
			return
		}
	}
	if has(t.fields, name) {
		return
	}
	m := method{name: name, pointer: g.chance(35)}
	param, result := methodType(name)
	m.params, m.result = []*typ{param}, result
	recv := t
	if m.pointer {
		recv = pointerTo(t)
	}
	g.decls = append(g.decls, g.apart(func() {
		g.line("func (r %s) %s(a %s) %s {", recv.text, name, param.text, result.text)
		g.function(func() {
			g.pure, g.closed = true, true
			if !m.pointer {
				g.declare(variable{name: "r", t: t, shared: true})
			} else {
				g.line("if r == nil { return %s }", g.literal(result, 1))
				g.declare(variable{name: "(*r)", t: t, fixed: true, shared: true})
			}
			g.declare(variable{name: "a", t: param})
			for range g.n(3) {
				g.statement(1)
			}
			g.line("return %s", g.expr(result, 3))
		})
		g.line("}")
	}))
	t.methods = append(t.methods, m)
}

// stringMethod declares a method that fmt calls.
func (g *generator) stringMethod(t *typ) {
	name := pick(g, []string{"String", "Error"})
	g.decls = append(g.decls, g.apart(func() {
		g.line("func (r %s) %s() string {", t.text, name)
		g.function(func() {
			g.pure, g.closed = true, true
			if t.kind != structKind {
				g.line("type plain %s", underlying(t))
				g.line("return fmt.Sprint(%q, plain(r))", t.text)
				return
			}
			var parts []string
			for _, f := range t.fields {
				if f.name != "_" && f.t.kind <= stringKind {
					parts = append(parts, "r."+f.name)
				}
			}
			g.line("return fmt.Sprintf(\"%s<%%v>\", []any{%s})", t.text, strings.Join(parts, ", "))
		})
		g.line("}")
	}))
	t.methods = append(t.methods, method{name: name, result: stringType})
}

// underlying returns the text of what a declared type is made of.
func underlying(t *typ) string {
	switch t.kind {
	case arrayKind:
		return arrayOf(t.n, t.elem).text
	case sliceKind:
		return sliceOf(t.elem).text
	case mapKind:
		return mapOf(t.key, t.elem).text
	case structKind:
		return structOf(t.fields).text
	}
	for _, b := range append(append([]*typ{}, intTypes...), otherTypes...) {
		if b.kind == t.kind && b.bits == t.bits && b.signed == t.signed {
			return b.text
		}
	}
	return t.text
}

// declareInterface declares an interface with those that implement it.
func (g *generator) declareInterface() {
	t := &typ{text: g.name("I"), kind: interfaceKind, named: true}
	names := []string{pick(g, methodNames)}
	if g.chance(30) {
		if n := pick(g, methodNames); n != names[0] {
			names = append(names, n)
		}
	}
	var lines []string
	for _, n := range names {
		param, result := methodType(n)
		lines = append(lines, fmt.Sprintf("%s(%s) %s", n, param.text, result.text))
		t.methods = append(t.methods, method{name: n, params: []*typ{param}, result: result})
	}
	for _, c := range g.named {
		if !c.flat() {
			continue
		}
		value, pointer := implements(c, names)
		if value {
			t.impl = append(t.impl, c)
		}
		if pointer && g.chance(50) {
			t.impl = append(t.impl, pointerTo(c))
		}
	}
	g.decls = append(g.decls, fmt.Sprintf("type %s interface{ %s }", t.text, strings.Join(lines, "; ")))
	g.named = append(g.named, t)
}

// implements reports whether values of t, and pointers to them, have methods.
func implements(t *typ, names []string) (value, pointer bool) {
	value, pointer = true, true
	for _, n := range names {
		found := false
		for _, m := range t.allMethods() {
			if m.name == n {
				found = true
				value = value && !m.pointer
			}
		}
		pointer = pointer && found
		value = value && found
	}
	return value, pointer
}

// allMethods lists the methods of t with those that its embedded fields promote,
// without the ambiguous.
func (t *typ) allMethods() []method {
	all := append([]method{}, t.methods...)
	if t.kind != structKind {
		return all
	}
	seen := map[string]int{}
	var inner []method
	for _, f := range t.fields {
		if !f.embedded {
			continue
		}
		for _, m := range f.t.allMethods() {
			seen[m.name]++
			inner = append(inner, m)
		}
	}
	for _, m := range inner {
		if seen[m.name] == 1 && !hasMethod(t.methods, m.name) {
			all = append(all, m)
		}
	}
	return all
}

func hasMethod(ms []method, name string) bool {
	for _, m := range ms {
		if m.name == name {
			return true
		}
	}
	return false
}

// declareConstants writes a block with iota and some typed constants.
func (g *generator) declareConstants() {
	t := pick(g, intTypes)
	a, b, c := g.name("c"), g.name("c"), g.name("c")
	g.decls = append(g.decls, fmt.Sprintf("const (\n%s %s = iota*%d + 1\n%s\n_\n%s\n)", a, t.text, 1+g.n(9), b, c))
	for _, n := range []string{a, b, c} {
		g.declare(variable{name: n, t: t, fixed: true})
	}
	s := g.name("c")
	g.decls = append(g.decls, fmt.Sprintf("const %s = %s", s, g.literal(stringType, 0)))
	g.declare(variable{name: s, t: stringType, fixed: true})
}

// globals declares variables of the package, in an order that need not be that
// of their initialisation.
func (g *generator) globals() {
	var texts []string
	for range 2 + g.n(3) {
		t := g.anyType(2)
		name := g.name("g")
		g.pure = true
		text := fmt.Sprintf("var %s %s = %s", name, t.text, g.expr(t, 2))
		g.pure = false
		texts = append([]string{text}, texts...)
		g.declare(variable{name: name, t: t, shared: true, fixed: t.kind == funcKind})
	}
	g.decls = append(g.decls, texts...)
}
