package gentest

import (
	"fmt"
	"strings"
)

func (g *generator) ifStatement(depth int) {
	g.scoped(func() {
		if g.chance(25) {
			name, t := g.name("v"), g.basic()
			g.line("if %s := (%s(%s)); (%s) {", name, t.text, g.expr(t, 2), g.safe(boolType, 2))
			g.line("_ = %s", name)
			g.declare(variable{name: name, t: t})
		} else {
			g.line("if (%s) {", g.expr(boolType, 3))
		}
		g.block(3, depth-1)
		if g.chance(30) {
			g.line("} else if (%s) {", g.safe(boolType, 2))
			g.block(2, depth-1)
		}
		if g.chance(50) {
			g.line("} else {")
			g.block(3, depth-1)
		}
		g.line("}")
	})
}

func (g *generator) blockStatement(depth int) {
	g.line("{")
	g.block(4, depth-1)
	g.line("}")
}

// labeled writes a loop or switch that body prints, with its label if that is used.
func (g *generator) labeled(sw bool, times int, body func()) {
	l := &loop{label: g.name("L"), sw: sw}
	g.loops = append(g.loops, l)
	mult := g.mult
	g.mult *= times
	text := g.apart(func() { g.scoped(body) })
	g.mult = mult
	g.loops = g.loops[:len(g.loops)-1]
	if l.used {
		g.line("%s:", l.label)
	}
	fmt.Fprint(g.body, text)
}

func (g *generator) switchStatement(depth int) {
	g.labeled(true, 1, func() {
		if g.chance(30) {
			g.line("switch {")
			for range 1 + g.n(3) {
				g.line("case %s:", g.safe(boolType, 2))
				g.block(2, depth-1)
				g.fallthroughMaybe()
			}
		} else {
			t := g.basic()
			for t.kind != intKind && t.kind != stringKind {
				t = g.basic()
			}
			g.line("switch (%s) {", g.expr(t, 2))
			for i := range 1 + g.n(4) {
				if t.kind == intKind && g.chance(60) {
					g.line("case %d, %d:", i*2, i*2+1)
				} else {
					g.line("case %s:", g.safe(t, 1))
				}
				g.block(2, depth-1)
				g.fallthroughMaybe()
			}
		}
		g.line("default:")
		g.block(2, depth-1)
		g.line("}")
	})
}

func (g *generator) fallthroughMaybe() {
	if g.chance(20) {
		g.line("fallthrough")
	}
}

func (g *generator) typeSwitch(depth int) {
	name := g.name("v")
	g.labeled(true, 1, func() {
		subject := g.expr(anyType, 2)
		var interfaces []*typ
		for _, t := range g.named {
			if t.kind == interfaceKind {
				interfaces = append(interfaces, t)
			}
		}
		if len(interfaces) > 0 && g.chance(30) {
			subject = g.expr(pick(g, interfaces), 2)
		}
		g.line("switch %s := any(%s).(type) {", name, subject)
		seen := map[string]bool{}
		for range 1 + g.n(4) {
			t := g.flatType(1)
			if len(interfaces) > 0 && g.chance(20) {
				t = pick(g, interfaces)
			}
			if seen[t.text] {
				continue
			}
			seen[t.text] = true
			g.line("case %s:", t.text)
			g.scoped(func() {
				g.line("_ = %s", name)
				g.declare(variable{name: name, t: t})
				g.block(2, depth-1)
			})
		}
		g.line("case nil:")
		g.block(1, depth-1)
		g.line("default: _ = %s", name)
		g.block(1, depth-1)
		g.line("}")
	})
}

// loop writes one of Go's loops, of few rounds.
func (g *generator) loop(depth int) {
	n := 1 + g.n(5)
	g.labeled(false, max(n, 4), func() {
		i := g.name("i")
		it := variable{name: i, t: intType, fixed: g.chance(85)}
		it.fixed = true
		switch g.n(9) {
		case 0, 1:
			g.line("for %s := 0; %s < %d; %s++ {", i, i, n, i)
			g.declare(it)
		case 2:
			g.line("for %s := range %d {", i, n)
			g.declare(it)
		case 3:
			t := pick(g, intTypes)
			it.t = t
			g.line("for %s := range %s(%d) {", i, t.text, n)
			g.declare(it)
		case 4, 5:
			g.rangeOver(i)
		case 6:
			g.line("for %s, %s := range (%s) {", i, i+"r", g.expr(stringType, 2))
			g.line("_, _ = %s, %s", i, i+"r")
			g.declare(it)
			g.declare(variable{name: i + "r", t: runeType})
		case 7:
			if !g.pure && !g.quiet {
				g.line("for %s := range count(%d) {", i, n)
				g.declare(it)
				break
			}
			fallthrough
		default:
			t := g.flatType(1)
			g.line("for %s, %s := range pairs[%s](%s) {", i, i+"x", t.text, g.elements(t, n, 2))
			g.line("_, _ = %s, %s", i, i+"x")
			g.declare(it)
			g.declare(variable{name: i + "x", t: t})
		}
		g.block(4, depth-1)
		g.line("}")
	})
}

// rangeOver begins a loop over an array, a slice, an array's address or the
// sorted keys of a map.
func (g *generator) rangeOver(i string) {
	t := g.flatType(1)
	x := i + "x"
	switch g.n(4) {
	case 0:
		g.line("for %s, %s := range (%s) {", i, x, g.expr(arrayOf(1+g.n(4), t), 2))
	case 1:
		g.line("for %s, %s := range (limit(%s)) {", i, x, g.expr(sliceOf(t), 2))
	case 2:
		g.line("for %s, %s := range (&%s) {", i, x, g.literal(arrayOf(1+g.n(4), t), 2))
	case 3:
		k := g.keyType()
		g.line("for %s, %s := range limit(keys(%s)) {", i, x, g.expr(mapOf(k, t), 2))
		t = k
	}
	g.line("_, _ = %s, %s", i, x)
	g.declare(variable{name: i, t: intType, fixed: true})
	g.declare(variable{name: x, t: t})
}

// tryStatement writes statements whose panic is caught and printed.
func (g *generator) tryStatement(depth int) {
	if g.quiet {
		g.show()
		return
	}
	g.names++
	g.line("try(\"t%d\", func() {", g.names)
	g.inner(func() {
		g.block(4, depth-1)
		if g.chance(15) {
			g.line("panic(%s)", g.expr(pick(g, []*typ{stringType, intType, anyType}), 2))
		}
	})
	g.line("})")
}

// inner has f write the body of a closure that the statement runs itself.
func (g *generator) inner(f func()) {
	loops, results := g.loops, g.results
	g.loops, g.results = nil, nil
	f()
	g.loops, g.results = loops, results
}

// closure declares a func with effects on what it captures.
func (g *generator) closure(depth int) {
	if g.quiet || g.mult > 20 {
		g.show()
		return
	}
	name, a, r := g.name("fn"), g.name("a"), g.name("r")
	t := funcOf(g.flatType(1), g.flatType(1))
	g.line("%s := func(%s %s) (%s %s) {", name, a, t.params[0].text, r, t.result.text)
	mult := g.mult
	g.mult *= 4
	g.inner(func() {
		g.scoped(func() {
			g.declare(variable{name: a, t: t.params[0]})
			g.declare(variable{name: r, t: t.result})
			g.results = []*typ{t.result}
			g.block(3, depth-1)
			g.line("return %s", g.expr(t.result, 2))
		})
	})
	g.mult = mult
	g.line("}")
	g.line("_ = %s", name)
	g.declare(variable{name: name, t: t, effects: true, fixed: true})
}

func (g *generator) deferStatement(depth int) {
	if g.quiet || g.mult > 20 {
		g.show()
		return
	}
	g.names++
	switch g.n(4) {
	case 0:
		g.line("defer fmt.Println(\"deferred\", %d, %s)", g.names, g.safe(g.flatType(1), 2))
	case 1:
		g.line("defer func() { fmt.Println(\"recovered\", %d, recover() != nil) }()", g.names)
	default:
		g.line("defer func() {")
		g.inner(func() { g.block(2, depth-1) })
		g.line("}()")
	}
}

// gotoLoop writes a loop by goto, in a block without declarations of its own.
func (g *generator) gotoLoop(depth int) {
	if g.mult > 20 {
		g.show()
		return
	}
	n, l := g.name("n"), g.name("G")
	g.line("{\n%s := 0\n%s:\n%s++\n{", n, l, n)
	mult := g.mult
	g.mult *= 4
	g.scoped(func() {
		g.declare(variable{name: n, t: intType, fixed: true})
		g.block(2, depth-1)
	})
	g.mult = mult
	g.line("}\nif %s < %d { goto %s }\n}", n, 1+g.n(4), l)
}

// selectStatement writes a select that can do one thing only.
func (g *generator) selectStatement(depth int) {
	if g.quiet {
		g.show()
		return
	}
	t := g.flatType(1)
	c, x := g.name("c"), g.name("v")
	g.labeled(true, 1, func() {
		g.line("switch %s, none := make(chan %s, 1), (chan int)(nil); {\ndefault:", c, t.text)
		if g.chance(50) {
			g.line("%s <- %s", c, g.safe(t, 2))
		} else if g.chance(30) {
			g.line("close(%s)", c)
		}
		g.line("select {\ncase %s, ok := <-%s: fmt.Println(\"received\", %s, ok)", x, c, x)
		g.scoped(func() {
			g.declare(variable{name: x, t: t})
			g.block(2, depth-1)
		})
		g.line("case none <- 1: fmt.Println(\"never\")")
		g.line("default: fmt.Println(\"nothing\")")
		g.block(2, depth-1)
		g.line("}\n}")
	})
}

// risky writes one statement that panics for sure, caught.
func (g *generator) risky(int) {
	if g.quiet {
		g.show()
		return
	}
	t := g.flatType(1)
	n := g.n(9)
	g.names++
	text := pick(g, []string{
		fmt.Sprintf("var m map[int]%s; m[%d] = %s", t.text, n, g.safe(t, 1)),
		fmt.Sprintf("var p *%s; fmt.Println(*p)", t.text),
		fmt.Sprintf("s := make([]%s, %d); i := %d; fmt.Println(s[i], %s)", t.text, n/2, n/2+1, g.safe(intType, 1)),
		fmt.Sprintf("s := make([]%s, %d); i := -1; fmt.Println(s[i:])", t.text, n),
		fmt.Sprintf("s, i, j := %q, %d, %d; fmt.Println(s[i:j])", "abcd", n, n/2),
		"c := make(chan int); close(c); close(c)",
		"var c chan int; close(c)",
		"c := make(chan int); close(c); c <- 1",
		fmt.Sprintf("var x any = %s; fmt.Println(x.(fmt.Stringer))", g.safe(t, 1)),
		fmt.Sprintf("var x any = %s; fmt.Println(x.(interface{ Nope(int) }))", g.safe(t, 1)),
		fmt.Sprintf("var x any = %s; fmt.Println(x.(map[string]%s))", g.safe(t, 1), t.text),
		"var x any; fmt.Println(x.(int))",
		fmt.Sprintf("var x, y any = []%s{}, []%s{}; fmt.Println(x == y)", t.text, t.text),
		fmt.Sprintf("m := map[any]int{}; m[[]%s{}] = 1", t.text),
		fmt.Sprintf("n := %d; fmt.Println(make([]%s, n))", -1-n, t.text),
		fmt.Sprintf("n := -%d; fmt.Println(1 << n)", 1+n),
		fmt.Sprintf("s := make([]%s, %d); fmt.Println([4]%s(s))", t.text, n%4, t.text),
		fmt.Sprintf("x, y := %s, %s; fmt.Println(x / (y - y))", g.safe(intType, 1), g.safe(intType, 1)),
		"var f func(int) int; fmt.Println(f(1))",
		"var e error; fmt.Println(e.Error())",
		fmt.Sprintf("panic(fmt.Errorf(\"wrapped %%w\", errors.New(%q)))", strings.Repeat("e", n)),
		fmt.Sprintf("defer func() { panic(fmt.Sprint(recover(), \"again\")) }(); panic(%s)", g.safe(t, 1)),
		fmt.Sprintf("var a [4]%s; i := %d; a[i%%5] = a[(i+1)%%5]; fmt.Println(a)", t.text, n),
		"panic(nil)",
	})
	g.line("try(\"t%d\", func() { %s })", g.names, text)
}
