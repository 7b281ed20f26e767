package gentest

import (
	"fmt"
	"go/format"
	"math/rand/v2"
	"strings"
)

// A generator writes one program.
type generator struct {
	rand  *rand.Rand
	decls []string // what is finished
	body  *strings.Builder
	names int

	named   []*typ // declared types
	funcs   []function
	vars    []variable // in scope
	loops   []*loop
	mult    int  // how often the statement being written runs, at most
	cost    int  // of the function being written
	pure    bool // no effects, no panics: the body of a function for expressions
	closed  bool // no calls of func values and interface methods
	trace   bool // calls of tr may be put into the expression
	risk    bool // one operand of the expression may panic
	results []*typ
	quiet   bool // inside a goroutine: no prints
}

// A variable is something that expressions may name.
type variable struct {
	name    string
	t       *typ
	fixed   bool // must not be assigned
	shared  bool // may share elements with others: not to be written through by a pure function
	effects bool // a func with effects: for statements of its own
}

// A function is a declared function.
type function struct {
	name    string
	params  []*typ
	results []*typ
	cost    int
	pure    bool
}

// A loop is one that the statement being written is in.
type loop struct {
	label string
	used  bool
	sw    bool // a switch or select: for break alone
}

// Package is the name of the programs' package. Main is the name of its entry.
const (
	Package = "p"
	Main    = "Main"
)

// Program returns a program, always the same for a seed.
func Program(seed uint64) string {
	g := &generator{rand: rand.New(rand.NewPCG(seed, 7)), mult: 1}
	g.declareTypes()
	g.declareConstants()
	for range 2 + g.n(4) {
		g.pureFunction()
	}
	for range g.n(3) {
		g.genericFunction()
	}
	g.genericType()
	g.globals()
	for range 2 + g.n(4) {
		g.procedure()
	}
	g.main()
	source, err := Repair("package " + Package + "\n" + prelude + strings.Join(g.decls, "\n\n"))
	if err != nil {
		panic(err) // a fault of the generator
	}
	return source
}

func (g *generator) n(n int) int       { return g.rand.IntN(n) }
func (g *generator) chance(p int) bool { return g.rand.IntN(100) < p }

func pick[T any](g *generator, xs []T) T { return xs[g.n(len(xs))] }

// name returns a name that nothing else has.
func (g *generator) name(prefix string) string {
	g.names++
	return fmt.Sprintf("%s%d", prefix, g.names)
}

// line writes a line of the current body.
func (g *generator) line(format string, args ...any) {
	fmt.Fprintf(g.body, format+"\n", args...)
}

// scoped has f write into the current body and forgets what f declares.
func (g *generator) scoped(f func()) {
	n := len(g.vars)
	f()
	g.vars = g.vars[:n]
}

// apart returns what f writes.
func (g *generator) apart(f func()) string {
	body := g.body
	g.body = &strings.Builder{}
	f()
	text := g.body.String()
	g.body = body
	return text
}

// declare puts a variable into scope.
func (g *generator) declare(v variable) { g.vars = append(g.vars, v) }

// Format returns the text of a program as gofmt writes it.
func Format(source string) string {
	text, err := format.Source([]byte(source))
	if err != nil {
		return source
	}
	return string(text)
}
