package gentest

import (
	"fmt"
	"strings"
)

// pattern writes a piece whose shape is fixed: what grammar alone hits rarely.
func (g *generator) pattern(depth int) {
	if g.quiet || g.mult > 30 {
		g.show()
		return
	}
	g.mode(0)
	pick(g, []func(int){g.workers, g.pipeline, g.captured, g.appends, g.shares, g.bytesLoop, g.list, g.sums,
		g.methodValues, g.named2, g.mutex, g.deferLoop, g.recursion, g.iterator, g.localType, g.anonymous})(depth)
}

// workers starts goroutines that each compute alone, and waits for them.
func (g *generator) workers(depth int) {
	t := g.flatType(1)
	n, i, wg, out := 1+g.n(4), g.name("i"), g.name("wg"), g.name("out")
	g.line("var %s sync.WaitGroup\n%s := make([]%s, %d)\nfor %s := range %d {\n%s.Add(1)\ngo func() {\ndefer %s.Done()", wg, out, t.text, n, i, n, wg, wg)
	old := g.quiet
	g.quiet = true
	g.inner(func() {
		pure := g.pure
		g.pure = true
		g.scoped(func() {
			for k := range g.vars {
				v := g.vars[k]
				v.shared, v.fixed = true, true
				g.vars = append(g.vars, v)
			}
			g.vars = g.vars[len(g.vars)/2:]
			g.declare(variable{name: i, t: intType, fixed: true})
			for range g.n(3) {
				g.statement(depth - 1)
			}
			g.line("%s[%s] = %s", out, i, g.expr(t, 2))
		})
		g.pure = pure
	})
	g.quiet = old
	g.line("}()\n}\n%s.Wait()\nfmt.Println(%q, %s)", wg, out, out)
}

func (g *generator) pipeline(int) {
	a, b := g.name("c"), g.name("c")
	t := g.flatType(1)
	f := g.funcLiteral(funcOf(t, t))
	g.line("%s, %s := make(chan %s), make(chan %s, %d)", a, b, t.text, t.text, g.n(3))
	g.line("go func() { defer close(%s); for _, x := range []%s{%s} { %s <- x } }()", a, t.text, g.elements(t, 1+g.n(4), 1), a)
	g.line("go func() { defer close(%s); f := %s; for x := range %s { %s <- f(x) } }()", b, f, a, b)
	g.line("for x := range %s { fmt.Println(\"out\", x) }", b)
}

// captured makes closures over a loop's variable.
func (g *generator) captured(int) {
	fs, i := g.name("fs"), g.name("i")
	t := g.flatType(1)
	g.line("var %s []func() %s", fs, t.text)
	g.line("for %s := 0; %s < %d; %s++ {", i, i, 2+g.n(3), i)
	g.scoped(func() {
		g.declare(variable{name: i, t: intType, fixed: true})
		g.line("%s = append(%s, func() %s { %s += 10; return %s })", fs, fs, t.text, i, g.safe(t, 2))
		g.line("%s -= 10*(%s/10)", i, i)
	})
	g.line("}\nfor _, f := range %s { fmt.Println(f(), f()) }", fs)
}

// appends shows who shares what after append, with capacities that are known.
func (g *generator) appends(int) {
	t := g.flatType(1)
	a, b, c := g.name("s"), g.name("s"), g.name("s")
	g.line("%s := make([]%s, %d, %d)", a, t.text, 1+g.n(3), 4+g.n(3))
	g.line("%s := append(%s[:1], %s)", b, a, g.safe(t, 1))
	g.line("%s := append(%s[:1:1], %s)", c, a, g.safe(t, 1))
	g.line("%s[0] = %s", b, g.safe(t, 1))
	g.line("fmt.Println(%s, %s, %s, len(%s), cap(%s), len(%s[:cap(%s)]))", a, b, c, a, b, a, a)
}

// shares shows that arrays and structs are copied, and slices are not.
func (g *generator) shares(int) {
	t := g.flatType(1)
	n := 2 + g.n(3)
	a, b, s, p := g.name("a"), g.name("a"), g.name("s"), g.name("p")
	g.line("%s := %s", a, g.literal(arrayOf(n, t), 2))
	g.line("%s, %s, %s := %s, %s[%d:], &%s", b, s, p, a, a, g.n(2), a)
	g.line("%s[0], %s[1] = %s, %s", s, p, g.safe(t, 1), g.safe(t, 1))
	g.line("for i, x := range %s { %s[%d] = x; fmt.Print(i, x, \" \") }", a, a, n-1)
	g.line("fmt.Println(%s, %s, %s, *%s == %s)", a, b, s, p, b)
}

func (g *generator) bytesLoop(int) {
	s, h := g.name("s"), g.name("h")
	g.line("%s, %s := %s, uint32(%d)", s, h, g.safe(stringType, 2), g.n(100))
	g.line("for i := 0; i < len(%s); i++ { %s = %s*31 + uint32(%s[i]) }", s, h, h, s)
	g.line("for i, r := range %s { %s ^= uint32(r) << (i %% 5) }", s, h)
	g.line("fmt.Println(%s, []byte(%s), []rune(%s), string([]rune(%s)))", h, s, s, s)
}

// list builds a linked list or tree of a local type.
func (g *generator) list(int) {
	t := g.flatType(1)
	n, head := g.name("N"), g.name("head")
	g.line("type %s struct { x %s; next *%s }\nvar %s *%s", n, t.text, n, head, n)
	g.line("for i := range %d { if (%s) { %s = &%s{next: %s, x: %s} }; _ = i }", 2+g.n(4), g.safe(boolType, 2), head, n, head, g.safe(t, 2))
	g.line("for p := %s; p != nil; p = p.next { fmt.Println(p.x, p.next == nil) }", head)
}

// sums writes the loops that the compiler has special instructions for.
func (g *generator) sums(int) {
	t := pick(g, append([]*typ{floatType, floatType, intType}, intTypes...))
	n := 1 + g.n(6)
	x, y, s, m := g.name("x"), g.name("y"), g.name("s"), g.name("m")
	g.line("%s, %s := make([]%s, %d), make([]%s, %d)", x, y, t.text, n, t.text, n)
	g.line("for i := range %s { %s[i], %s[len(%s)-1-i] = %s(i) * %s, %s(i) - %s }", x, x, y, y, t.text, g.literal(t, 0), t.text, g.literal(t, 0))
	g.line("var %s %s", s, t.text)
	g.line("for i := 0; i < len(%s); i++ { %s += %s(%s[i]*%s[i]); if %s[i] %s %s { %s-- } }", x, s, t.text, x, y, x, pick(g, []string{"<", ">", "<=", "!="}), g.literal(t, 0), s)
	g.line("%s := [][]%s{%s, %s}", m, t.text, x, y)
	g.line("for i := range %s { for k := len(%s[i])-1; k >= 0; k -= %d { %s[i][k] += %s } }", m, m, 1+g.n(2), m, s)
	i, k := pick(g, []string{"i", "k"}), pick(g, []string{"i", "k", fmt.Sprint(n)})
	factors := []string{s, x + "[i]", y + "[k]", m + "[0][" + i + "]", m + "[i%2][k]", m + "[k%2][" + k + "]"}
	g.line("for i := range %s { for k := range %s { %s += %s(%s * %s); %s[i%%2][k] -= %s(%s * %s) } }",
		x, y, s, t.text, pick(g, factors), pick(g, factors), m, t.text, pick(g, factors), pick(g, factors))
	g.line("fmt.Println(%s, %s)", s, m)
}

// methodValues binds methods and changes the receiver afterwards.
func (g *generator) methodValues(int) {
	for _, i := range g.rand.Perm(len(g.named)) {
		t := g.named[i]
		if !t.flat() || len(t.methods) == 0 {
			continue
		}
		m := t.methods[0]
		if m.name == "String" || m.name == "Error" {
			continue
		}
		v, f := g.name("v"), g.name("f")
		g.line("%s := %s\n%s := %s.%s\nfmt.Println(%s(%s))", v, g.literal(t, 2), f, v, m.name, f, g.safe(m.params[0], 1))
		g.line("%s = %s\nfmt.Println(%s(%s))", v, g.literal(t, 2), f, g.safe(m.params[0], 1))
		recv := "(*" + t.text + ")"
		g.line("fmt.Println(%s.%s(&%s, %s))", recv, m.name, v, g.safe(m.params[0], 1))
		g.line("defer %s.%s(%s)\n", v, m.name, g.safe(m.params[0], 1))
		param, result := methodType(m.name)
		g.line("var %si interface{ %s(%s) %s } = &%s", v, m.name, param.text, result.text, v)
		g.line("%s = %si.%s\n%s = %s\nfmt.Println(%s(%s))", f, v, m.name, v, g.literal(t, 2), f, g.safe(m.params[0], 1))
		return
	}
	g.show()
}

// named2 has a deferred function change results, while it panics or not.
func (g *generator) named2(depth int) {
	a, b := g.basic(), g.basic()
	x, y := g.name("x"), g.name("y")
	g.line("fmt.Println(func() (%s %s, %s %s) {", x, a.text, y, b.text)
	g.inner(func() {
		g.scoped(func() {
			g.declare(variable{name: x, t: a})
			g.declare(variable{name: y, t: b})
			g.results = []*typ{a, b}
			g.line("defer func() { if r := recover(); r != nil { %s = %s }; %s = %s }()", x, g.safe(a, 1), y, g.safe(b, 2))
			g.block(3, depth-1)
			if g.chance(40) {
				g.line("panic(%q)", "oops")
			}
			g.line("return %s", g.returned())
		})
	})
	g.line("}())")
}

func (g *generator) mutex(int) {
	mu, n := g.name("mu"), g.name("n")
	k := 2 + g.n(5)
	g.line("var %s sync.Mutex\nvar %swg sync.WaitGroup\n%s := 0", mu, mu, n)
	g.line("for i := range %d { %swg.Go(func() { %s.Lock(); defer %s.Unlock(); %s += i * %d }) }", k, mu, mu, mu, n, 1+g.n(9))
	g.line("%swg.Wait()\nfmt.Println(%q, %s)", mu, n, n)
}

func (g *generator) deferLoop(int) {
	i := g.name("i")
	g.line("func() {\nfor %s := range %d {", i, 1+g.n(4))
	g.scoped(func() {
		g.declare(variable{name: i, t: intType, fixed: true})
		t := g.flatType(1)
		g.line("defer fmt.Println(\"in turn\", %s, %s)", i, g.safe(t, 2))
		g.line("if (%s) { defer func() { fmt.Println(\"last\", %s, recover()) }() }", g.safe(boolType, 2), i)
	})
	g.line("}")
	if g.chance(30) {
		g.line("var m map[string]int\nm[%q]++", "k")
	}
	g.line("}()")
}

func (g *generator) recursion(int) {
	f, t := g.name("rec"), g.basic()
	g.line("var %s func(n int, x %s) %s", f, t.text, t.text)
	g.line("%s = func(n int, x %s) %s {", f, t.text, t.text)
	g.inner(func() {
		g.scoped(func() {
			g.vars = append(g.vars[:len(g.vars):len(g.vars)], variable{name: "n", t: intType, fixed: true}, variable{name: "x", t: t, fixed: true})
			old := g.pure
			g.pure = true
			g.line("if n <= 0 { return %s }", g.expr(t, 2))
			g.line("y := %s(n-%d, %s)\n_ = y", f, 1+g.n(2), g.bounded(t, g.expr(t, 2)))
			g.declare(variable{name: "y", t: t, fixed: true})
			g.line("return %s", g.bounded(t, g.expr(t, 2)))
			g.pure = old
		})
	})
	g.line("}\nfmt.Println(%s(%d, %s))", f, 1+g.n(9), g.safe(t, 1))
}

// iterator declares an iterator that defers and calls its body in odd places.
func (g *generator) iterator(depth int) {
	t := g.flatType(1)
	it, x := g.name("it"), g.name("x")
	g.line("%s := func(yield func(%s) bool) {\ndefer fmt.Println(%q)", it, t.text, it+" done")
	g.line("if !yield(%s) { fmt.Println(%q); return }", g.safe(t, 1), it+" stopped")
	g.line("for range %d { if !yield(%s) { return } }\n}", 1+g.n(3), g.safe(t, 2))
	g.line("fmt.Println(func() string {")
	g.inner(func() {
		g.results = []*typ{stringType}
		g.labeled(false, 4, func() {
			g.line("for %s := range %s {\n_ = %s", x, it, x)
			g.declare(variable{name: x, t: t})
			if g.chance(30) {
				g.line("defer fmt.Println(\"of the loop\", %s)", x)
			}
			g.block(4, depth-1)
			if g.chance(30) {
				g.loops[len(g.loops)-1].used = true
				g.line("for range count(3) { if (%s) { continue %s } }", g.safe(boolType, 2), g.loops[len(g.loops)-1].label)
			}
			if g.chance(20) {
				g.line("if (%s) { return \"early\" }", g.safe(boolType, 2))
			}
			g.line("}")
		})
	})
	g.line("return \"end\"\n}())")
}

func (g *generator) localType(int) {
	t, v := g.name("T"), g.name("v")
	st := g.structType()
	for !st.flat() {
		st = structOf([]field{{g.name("f"), g.flatType(1), false}, {g.name("f"), g.basic(), false}})
	}
	st.text, st.named = t, true
	g.line("type %s %s\nvar %s, %sb %s = %s, %s", t, underlying(st), v, v, t, g.literal(st, 2), g.literal(st, 2))
	g.line("fmt.Printf(\"%%v %%T %%v\\n\", %s, %s, %s == %sb)", v, v, v, v)
	g.line("m%s := map[%s]int{%s: 1}\nm%s[%sb]++\nfmt.Println(len(m%s), m%s[%s])", v, t, v, v, v, v, v, v)
}

func (g *generator) anonymous(int) {
	a, b := g.flatType(1), g.flatType(1)
	v := g.name("v")
	var rows []string
	for range 1 + g.n(3) {
		rows = append(rows, fmt.Sprintf("{%s, %s}", g.safe(a, 1), g.safe(b, 1)))
	}
	g.line("%s := []struct{ a %s; b %s }{%s}", v, a.text, b.text, strings.Join(rows, ", "))
	g.line("for i := range %s { r := &%s[i]; r.a, r.b = %s, %s }", v, v, g.safe(a, 1), g.safe(b, 1))
	g.line("fmt.Printf(\"%%v %%T\\n\", %s, %s)", v, v)
}
