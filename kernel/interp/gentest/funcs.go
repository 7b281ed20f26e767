package gentest

import (
	"fmt"
	"strings"
)

// pureFunction declares a function that expressions may call.
func (g *generator) pureFunction() {
	f := function{name: g.name("F"), pure: true, results: []*typ{g.flatType(1)}}
	g.declareFunction(&f, 3)
}

// procedure declares a function with effects.
func (g *generator) procedure() {
	f := function{name: g.name("P")}
	for range g.n(3) {
		f.results = append(f.results, g.anyType(1))
	}
	g.declareFunction(&f, 6)
}

func (g *generator) declareFunction(f *function, n int) {
	for range g.n(4) {
		f.params = append(f.params, g.anyType(2))
	}
	var params, results, names []string
	text := g.apart(func() {
		g.function(func() {
			g.pure, g.cost = f.pure, 0
			for _, p := range f.params {
				name := g.name("a")
				params = append(params, name+" "+p.text)
				g.declare(variable{name: name, t: p, shared: true, fixed: p.kind == funcKind})
			}
			for _, r := range f.results {
				name := g.name("r")
				names = append(names, name)
				results = append(results, name+" "+r.text)
				g.declare(variable{name: name, t: r, shared: true, fixed: r.kind == funcKind})
			}
			g.results = f.results
			g.line("func %s(%s) (%s) {", f.name, strings.Join(params, ", "), strings.Join(results, ", "))
			if !f.pure && g.chance(40) {
				g.line("defer func() { if r := recover(); r != nil { fmt.Println(%q, \"recovered\", r) } }()", f.name)
			}
			for range 1 + g.n(n) {
				g.statement(3)
			}
			g.mode(0)
			if len(f.results) > 0 {
				g.line("return %s", g.returned())
			}
			g.line("}")
			f.cost = g.cost + 1
		})
	})
	g.decls = append(g.decls, text)
	g.funcs = append(g.funcs, *f)
}

// genericFunction declares a generic function and, as functions to call, some of
// its instances.
func (g *generator) genericFunction() {
	constraint, ops, args := g.constraint()
	name := g.name("G")
	p := &typ{text: "T", kind: paramKind, ops: ops}
	params := []*typ{p, sliceOf(p), intType}
	named := g.named
	g.named = nil
	text := g.apart(func() {
		g.function(func() {
			g.pure, g.cost = true, 0
			g.line("func %s[T %s](a T, s []T, n int) (r T) {", name, constraint)
			g.declare(variable{name: "a", t: p})
			g.declare(variable{name: "s", t: params[1], shared: true})
			g.declare(variable{name: "n", t: intType})
			g.declare(variable{name: "r", t: p})
			g.results = []*typ{p}
			for range 1 + g.n(3) {
				g.statement(2)
			}
			if g.chance(40) {
				g.line("switch x := any(a).(type) { case int: n += x; case string: n += len(x); case []T: n--; default: _ = x }")
			}
			g.line("for i, x := range s { if (%s) { r = x }; n -= i }", g.comparison(p))
			g.line("type local struct { x T; n int }\nl := local{a, n}\nl.n++\nif l.n %% 3 == 0 { return l.x }")
			g.line("return %s", g.expr(p, 2))
			g.line("}")
		})
	})
	g.named = named
	g.decls = append(g.decls, text)
	for range 1 + g.n(3) {
		t := args()
		inst := fmt.Sprintf("%s[%s]", name, t.text)
		g.funcs = append(g.funcs, function{name: inst, params: []*typ{t, sliceOf(t), intType}, results: []*typ{t}, cost: 20, pure: true})
	}
}

// comparison returns a condition on a variable x of type parameter p.
func (g *generator) comparison(p *typ) string {
	switch {
	case p.allows('<'):
		return "x < a || r > x"
	case p.allows('='):
		return "x == a"
	}
	return "n%2 == 0"
}

// constraint returns a constraint, what it allows, and a source of types.
func (g *generator) constraint() (text, ops string, args func() *typ) {
	among := func(kinds ...kind) func() *typ {
		return func() *typ {
			for {
				t := g.basic()
				for _, k := range kinds {
					if t.kind == k {
						return t
					}
				}
			}
		}
	}
	switch g.n(5) {
	case 0:
		return "any", "", func() *typ { return g.flatType(2) }
	case 1:
		return "comparable", "=", func() *typ { return g.flatType(2) }
	case 2:
		return "ordered", "=<+", among(intKind, floatKind, stringKind)
	case 3:
		return "integer", "=<+n&", among(intKind)
	}
	return "number", "=<+n", among(intKind, floatKind)
}

// genericType declares a generic container with methods and uses it in a function
// with effects.
func (g *generator) genericType() {
	name := g.name("B")
	g.decls = append(g.decls, fmt.Sprintf(`type %[1]s[K comparable, V any] struct {
	keys []K
	vals map[K]V
	last *%[1]s[K, V]
}

func (b *%[1]s[K, V]) Put(k K, v V) *%[1]s[K, V] {
	if b.vals == nil {
		b.vals = map[K]V{}
	}
	if _, ok := b.vals[k]; !ok {
		b.keys = append(b.keys, k)
	}
	b.vals[k] = v
	return b
}

func (b %[1]s[K, V]) Get(k K) (v V, ok bool) {
	v, ok = b.vals[k]
	return
}

func (b *%[1]s[K, V]) All() func(func(K, V) bool) {
	return func(yield func(K, V) bool) {
		for _, k := range b.keys {
			if !yield(k, b.vals[k]) {
				return
			}
		}
	}
}

func (b %[1]s[K, V]) String() string { return fmt.Sprintf("%%T%%v", b.keys, b.keys) }

type Em%[1]s[V any] struct {
	%[1]s[string, V]
	n int
}

func map%[1]s[K comparable, V, W any](b *%[1]s[K, V], f func(V) W) *%[1]s[K, W] {
	c := &%[1]s[K, W]{}
	for k, v := range b.All() {
		c.Put(k, f(v))
	}
	return c
}`, name))
	k, v, w := g.keyType(), g.flatType(1), g.flatType(1)
	f := function{name: g.name("P"), cost: 60}
	text := g.apart(func() {
		g.line("func %s() {\nb := new(%s[%s, %s])", f.name, name, k.text, v.text)
		for range 1 + g.n(4) {
			g.line("b.Put(%s, %s)", g.literal(k, 0), g.literal(v, 1))
		}
		g.line("c := map%s(b, %s)", name, g.funcLiteral(funcOf(w, v)))
		g.line("for k, v := range c.All() { fmt.Println(k, v); if (%s) { break } }", g.literal(boolType, 1))
		g.line("get := c.Get\nfmt.Println(get(%s))\nfmt.Printf(\"%%T %%v %%v\\n\", c, c, *b)", g.literal(k, 0))
		g.line("e := Em%s[%s]{n: 2}\ne.Put(%q, %s).Put(%q, %s)\nvar s fmt.Stringer = &e\nfmt.Println(s, len(e.keys), e.n)\n}", name, w.text, "x", g.literal(w, 1), "y", g.literal(w, 1))
	})
	g.decls = append(g.decls, text)
	g.funcs = append(g.funcs, f)
}

// main declares the entry: it calls all with effects, and more of its own.
func (g *generator) main() {
	g.decls = append(g.decls, g.apart(func() {
		g.function(func() {
			g.line("func %s() {\ndefer func() { fmt.Println(\"end\", recover()) }()", Main)
			for _, f := range g.funcs {
				if f.pure {
					continue
				}
				var args []string
				for _, p := range f.params {
					args = append(args, g.safe(p, 2))
				}
				g.line("try(%q, func() { %s(%s) })", f.name, f.name, strings.Join(args, ", "))
			}
			for range 3 + g.n(8) {
				g.names++
				g.line("try(\"m%d\", func() {", g.names)
				g.inner(func() { g.block(4, 3) })
				g.line("})")
			}
			g.line("}")
		})
	}))
}
