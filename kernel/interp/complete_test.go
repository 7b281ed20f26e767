package interp_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"golab/kernel"
)

// atCursor splits a code with the cursor written as ‸.
func atCursor(t testing.TB, marked string) (code string, cursor int) {
	t.Helper()
	before, after, ok := strings.Cut(marked, "‸")
	if !ok {
		t.Fatalf("no cursor in %q", marked)
	}
	return before + after, len(before)
}

// complete returns the texts of a completion.
func (s *session) complete(marked string) (texts []string, c kernel.Completion) {
	s.Helper()
	code, cursor := atCursor(s, marked)
	c = s.e.Complete(code, cursor)
	for _, it := range c.Items {
		texts = append(texts, it.Text)
	}
	return texts, c
}

// A completionTest says what is to be offered: want exactly, or has and not
// hasNot.
type completionTest struct {
	code, want, has, hasNot string
}

func (s *session) checkCompletions(tests []completionTest) {
	s.Helper()
	for _, tt := range tests {
		got, c := s.complete(tt.code)
		if tt.want != "" && strings.Join(got, " ") != tt.want {
			s.Errorf("%q: %v, want %s", tt.code, got, tt.want)
		}
		if tt.want+tt.has+tt.hasNot == "" && len(got) > 0 {
			s.Errorf("%q: %d items, from %s on, want none", tt.code, len(got), got[0])
		}
		for _, w := range strings.Fields(tt.has) {
			if !slices.Contains(got, w) {
				s.Errorf("%q: no %s in %d items %.200v", tt.code, w, len(got), got)
			}
		}
		for _, w := range strings.Fields(tt.hasNot) {
			if slices.Contains(got, w) {
				s.Errorf("%q: %s among the items", tt.code, w)
			}
		}
		code, cursor := atCursor(s, tt.code)
		if c.End != cursor || c.Start > c.End || strings.ContainsAny(code[c.Start:c.End], " \n(") {
			s.Errorf("%q: from %d to %d", tt.code, c.Start, c.End)
		}
		for _, n := range got {
			if strings.HasPrefix(n, "__") {
				s.Errorf("%q: %s", tt.code, n)
			}
		}
	}
}

// lesson is what the cells before have declared.
var lesson = []string{
	`import ("fmt"; "strings"; "math"; "gonum.org/v1/gonum/mat"; "sort")
import other "math/rand"
type inner struct { depth int; Label string }
func (i inner) Show() string { return i.Label }
func (i *inner) deepen(by int) { i.depth += by }
// A Point is a place in the plane.
type Point struct {
	inner
	X, Y float64 // coordinates
	next *Point
}
// Dist returns the distance of two points.
func (p *Point) Dist(q *Point) float64 { return math.Hypot(p.X-q.X, p.Y-q.Y) }
func (p Point) Neighbours() []*Point { return nil }
type Shape interface { Area() float64; Name() string }
type Stack[E any] struct { items []E }
func (s *Stack[E]) Push(e E) { s.items = append(s.items, e) }
func (s *Stack[E]) Pop() (e E, ok bool) { return }
func Map[A, B any](xs []A, f func(A) B) []B { return nil }`,
	`points := []Point{{X: 1}}
origin := &Point{}
names := map[string]*Point{"o": origin}
scale, größe := 2.5, "L"
stack := Stack[strings.Builder]{}
dense := mat.NewDense(2, 2, nil)
var shape Shape
const limit = 3
open := func(name string) (*Point, error) { return origin, nil }
pointer := &origin`,
}

func newLesson(t testing.TB) *session {
	t.Helper()
	s := newSession(t)
	for _, c := range lesson {
		s.run(c)
	}
	return s
}

func TestCompleteNames(t *testing.T) {
	s := newLesson(t)
	s.checkCompletions([]completionTest{
		{code: "poi‸", want: "pointer points"},
		{code: "sca‸", want: "scale"},
		{code: "grö‸", want: "größe"},
		{code: "x := sca‸ + 1", want: "scale"},
		{code: "fmt.Println(\"ä😀\", sca‸)", want: "scale"},
		{code: "lim‸\nfmt.Println(\"and more\")", want: "limit"},
		{code: "MA‸", want: "Map mat math make max map"}, // in another case when no other fits
		{code: "‸", has: "points fmt mat must len true for if func int", hasNot: "bufio package"},
		{code: "oth‸", want: "other"},
		{code: "ret‸", want: "return"},
		{code: "x := ret‸"},
		{code: "x := ra‸", want: "range"},
		{code: "math‸", want: "math"},
		{code: "bufi‸", want: "bufio"},
		{code: "aaa := 1\naab := aaa\naa‸", want: "aaa aab"},
		{code: "aaa := 1\naa‸\naac := 2", want: "aaa"},
		{code: "aaa := aa‸"},
		{code: "origi := ori‸", want: "origin"},
		{code: "scale := sca‸", want: "scale"},
		{code: "scale := 1\nscale = sca‸", want: "scale"},
		{code: "func aaf() { aa‸ }", want: "aaf"},
		{code: "aa‸\nfunc aaf() {}\ntype aat int\nvar aav int", want: "aaf aat"},
		{code: "func f(alpha int, beta string) (gamma error) {\n\talphabet := 1\n\tif alp‸\n}", want: "alpha alphabet"},
		{code: "func f(alpha int) {\n\tfor alpine := range 3 {\n\t\tal‸", want: "alpha alpine"},
		{code: "func f(alpha int) {\n\tfor alpine := range 3 {\n\t}\n\tal‸", want: "alpha"},
		{code: "func f(alpha int) {\n\tal‸\n\talso := 1\n}", want: "alpha"},
		{code: "sort.Slice(points, func(ii, ij int) bool { return i‸", has: "ii ij int"},
		{code: "var v Poi‸", want: "Point"},
		{code: "var v points‸"},
		{code: "v := []‸", has: "Point int mat map struct error", hasNot: "points if len nil"},
		{code: "v := any(1).(‸", has: "Point int", hasNot: "points"},
		{code: "func f(p *Poi‸", want: "Point"},
		{code: "func f(p *Poi‸) {}", want: "Point"},
		{code: "func (p *Point) again() { p.‸ }", has: "X Y Dist"},
		{code: "var poi‸"},
		{code: "func poi‸"},
		{code: "func (p Point) poi‸"},
		{code: "// poi‸"},
		{code: "/* poi‸ */"},
		{code: "\"poi‸\""},
		{code: "`poi‸"},
		{code: "'p‸"},
		{code: "0x‸"},
		{code: "1.‸"},
		{code: "x := \"a\" + poi‸", want: "pointer points"},
		{code: "?poi‸", want: "pointer points"},
		{code: "poi‸?", want: "pointer points"},
	})
}

func TestCompleteMembers(t *testing.T) {
	s := newLesson(t)
	point := "depth inner Label next X Y deepen Dist Neighbours Show"
	s.checkCompletions([]completionTest{
		{code: "fmt.Prin‸", want: "Print Printf Println"},
		{code: "fmt.prin‸", want: "Print Printf Println"},
		{code: "fmt.‸", has: "Println Stringer Errorf", hasNot: "newPrinter len"},
		{code: "other.Intn‸", want: "Intn"},
		{code: "bufio.NewSc‸", want: "NewScanner"},
		{code: "import \"bufio\"\nbufio.NewSc‸", want: "NewScanner"},
		{code: "import b \"bufio\"\nb.NewSc‸", want: "NewScanner"},
		{code: "mat.NewDen‸(2, 2, nil)", want: "NewDense"},
		{code: "var d mat.Den‸", want: "Dense"},
		{code: "var d *mat.Den‸", want: "Dense"},
		{code: "xs := []mat.Den‸", want: "Dense"},
		{code: "x := map[string]mat.Den‸", want: "Dense"},
		{code: "func f(d *mat.Den‸", want: "Dense"},
		{code: "func f() (d *mat.Den‸", want: "Dense"},
		{code: "func f() mat.Den‸", want: "Dense"},
		{code: "type T struct {\n\tm mat.Den‸", want: "Dense"},
		{code: "origin.‸", want: point},
		{code: "points[0].‸", want: point},
		{code: "points[0].Neighbours()[1].next.‸", want: point},
		{code: "names[\"o\"].‸", want: point},
		{code: "origin.inner.‸", want: "depth Label deepen Show"},
		{code: "origin.next.\n\tNei‸", want: "Neighbours"},
		{code: "(*pointer).Di‸", want: "Dist"},
		{code: "pointer.‸"},
		{code: "scale.‸"},
		{code: "limit.‸"},
		{code: "undeclared.‸"},
		{code: "must(open(\"x\")).Di‸", want: "Dist"},
		{code: "open(\"x\").‸"},
		{code: "q, err := open(\"x\")\nq.Di‸", want: "Dist"},
		{code: "q, err := open(\"x\")\nerr.‸", want: "Error"},
		{code: "shape.‸", want: "Area Name"},
		{code: "stack.‸", want: "items Pop Push"},
		{code: "stack.items[0].Wri‸", want: "Write WriteByte WriteRune WriteString"},
		{code: "Map(points, func(p Point) string { return p.La‸ })", want: "Label"},
		{code: "Map(points, func(p Point) string { return p.Label })[0].‸"},
		{code: "Map(points, func(p Point) *Point { return &p })[0].Di‸", want: "Dist"},
		{code: "dense.‸", has: "Mul At Dims T RawMatrix"},
		{code: "dense.T().Di‸", want: "Dims"},
		{code: "Point.‸", has: "Neighbours", hasNot: "X"},
		{code: "(*Point).Di‸", want: "Dist"},
		{code: "for _, p := range points {\n\tp.Di‸", want: "Dist"},
		{code: "for _, p := range points { if p.X > origin.Di‸", want: "Dist"},
		{code: "for _, n := range origin.Nei‸", want: "Neighbours"},
		{code: "if p := origin; p.Di‸", want: "Dist"},
		{code: "switch origin.La‸", want: "Label"},
		{code: "switch v := any(origin).(type) {\ncase *Point:\n\tv.Di‸", want: "Dist"},
		{code: "switch scale {\ncase origin.X‸", want: "X"},
		{code: "defer origin.Di‸", want: "Dist"},
		{code: "go origin.Di‸", want: "Dist"},
		{code: "go func() { origin.Di‸", want: "Dist"},
		{code: "fmt.Println(strings.ToUpper(origin.La‸", want: "Label"},
		{code: "x := &Point{Y: origin.X‸", want: "X"},
		{code: "x := func() *Point { return origin }().Di‸", want: "Dist"},
		{code: "type N struct{ Point; extra int }\nn := N{}\nn.ex‸", want: "extra"},
		{code: "type N struct{ *Point; extra int }\nN{}.Di‸", want: "Dist"},
		{code: "func (n *N) go1() { n.ex‸ }\ntype N struct{ extra int }", want: "extra"},
		{code: "x := 1\nx.‸"},
		{code: "größer := origin\nfmt.Println(\"日本😀\", größer.Di‸)", want: "Dist"},
		{code: "func f[T Shape](s T) { s.‸ }", want: "Area Name"},
		{code: "origin := \"now a text\"\norigin.‸"},
		{code: "type Place Point\nPlace{}.L‸", want: "Label"},
		{code: "type Place = Point\nPlace{}.Di‸", want: "Dist"},
		{code: "points := points[0].next\npoints.Di‸", want: "Dist"},
	})
}

func TestCompleteFields(t *testing.T) {
	s := newLesson(t)
	s.checkCompletions([]completionTest{
		{code: "Point{‸}", has: "X Y next inner origin", hasNot: "Dist"},
		{code: "Point{X‸}", want: "X"},
		{code: "Point{X: 1, ‸}", want: "inner next Y"},
		{code: "Point{X: 1, ‸ Y: 2}", want: "inner next"},
		{code: "Point{X: 1, ‸, Y: 2}", want: "inner next"},
		{code: "&Point{\n\tX: 1,\n\t‸\n}", want: "inner next Y"},
		{code: "Point{X: ori‸}", want: "origin"},
		{code: "Point{‸: 1}", has: "X Y"},
		{code: "[]Point{{X‸}}", want: "X"},
		{code: "[]*Point{{X: 1}, {Y: 1, X‸", want: "X"},
		{code: "map[string]Point{\"a\": {X‸", want: "X"},
		{code: "Point{inner: inner{Lab‸", want: "Label"},
		{code: "f(Point{X‸", want: "X"},
		{code: "type T struct{ aa, ab int }\nT{a‸}", has: "aa ab any append"},
		{code: "struct{ aa int }{aa‸}", want: "aa"},
		{code: "[]int{sca‸}", want: "scale"},
		{code: "mat.Dense{‸", has: "origin", hasNot: "capRows"},
	})
}

func TestCompleteImports(t *testing.T) {
	s := newSession(t)
	s.checkCompletions([]completionTest{
		{code: "import \"fm‸\"", want: "fmt"},
		{code: "import \"fm‸", want: "fmt"},
		{code: "import (\n\t\"os\"\n\tf \"encoding/j‸\n)", want: "encoding/json"},
		{code: "import . \"gonum.org/v1/gonum/ma‸", want: "gonum.org/v1/gonum/mat"},
		{code: "import \"plotu‸\"", want: "gonum.org/v1/plot/plotutil"},
		{code: "import fm‸", want: `"fmt"`},
		{code: "import \"‸", has: "fmt golab/data gonum.org/v1/gonum/mat", hasNot: "internal/abi"},
		{code: "import \"fmt\"\nfmt.Println(\"fm‸"},
		{code: "import (\n\t\"fmt\"\n)\nx := \"fm‸\""},
		{code: "import \"strings\"; strings.Fie‸", want: "Fields FieldsFunc FieldsFuncSeq FieldsSeq"},
		{code: "import . \"strings\"\nFieldsF‸", want: "FieldsFunc FieldsFuncSeq"},
	})
	s.run("import . \"strings\"")
	s.checkCompletions([]completionTest{{code: "FieldsF‸", want: "FieldsFunc FieldsFuncSeq"}})
}

// TestCompleteBroken has text around the cursor that is no Go.
func TestCompleteBroken(t *testing.T) {
	s := newLesson(t)
	s.checkCompletions([]completionTest{
		{code: "xa := origin\nxa.Di‸\n}}} not ( Go {", want: "Dist"},
		{code: "xa := origin\n) what is this\nxa.Di‸", want: "Dist"},
		{code: "xa := origin\nfmt.Println(\"a\"\nxa.Di‸", want: "Dist"},
		{code: "xa := origin +* 3\nxab := 1\nxa‸", want: "xa xab"},
		{code: "func f() {\n\txa := origin\n\tx y z\n\txa.Di‸\n}", want: "Dist"},
		{code: "func f() {\n\tif x := {\n\txa := origin\n\txa.Di‸\n}", want: "Dist"},
		{code: "func f() {\n\txa := origin\n\txa.Di‸\nfunc g() {}\nh := (", want: "Dist"},
		{code: "origin.‸\nfmt.Println(1)", has: "Dist"},
		{code: "%time origin.Di‸", want: "Dist"},
		{code: "xa := undefined(1)\nxa‸", want: "xa"},
		{code: "if origin.X > 0 {\n} el‸", has: "else"},
	})
}

func TestCompletionItems(t *testing.T) {
	s := newLesson(t)
	for marked, want := range map[string]kernel.CompletionItem{
		"Ma‸":                    {Text: "Map", Type: "function", Signature: "[A, B any](xs []A, f func(A) B) []B"},
		"origin.Dis‸":            {Text: "Dist", Type: "function", Signature: "(q *Point) float64"},
		"origin.Y‸":              {Text: "Y", Type: "property"},
		"stack.Pus‸":             {Text: "Push", Type: "function", Signature: "(e strings.Builder)"},
		"fmt.Println‸":           {Text: "Println", Type: "function", Signature: "(a ...any) (n int, err error)"},
		"mat.NewDense‸":          {Text: "NewDense", Type: "function", Signature: "(r, c int, data []float64) *mat.Dense"},
		"mat.Dense‸":             {Text: "Dense", Type: "class"},
		"math.Pi‸":               {Text: "Pi", Type: "instance"},
		"strin‸":                 {Text: "strings", Type: "module"},
		"scal‸":                  {Text: "scale", Type: "instance"},
		"ope‸":                   {Text: "open", Type: "instance", Signature: "(name string) (*Point, error)"},
		"Poin‸":                  {Text: "Point", Type: "class"},
		"le‸":                    {Text: "len", Type: "function", Signature: "(x) int"},
		"retur‸":                 {Text: "return", Type: "keyword"},
		"func f(param int) { p‸": {Text: "param", Type: "param"},
		"import \"fm‸":           {Text: "fmt", Type: "module"},
	} {
		_, c := s.complete(marked)
		if len(c.Items) == 0 || c.Items[0] != want {
			t.Errorf("%s: %+v, want %+v", marked, c.Items, want)
		}
	}
	_, c := s.complete("fmt.Println(größe, Point{X‸: 1})")
	if c.Start != len("fmt.Println(größe, Point{") || c.End != c.Start+1 {
		t.Errorf("from %d to %d", c.Start, c.End)
	}
}

// TestCompleteRedefined completes names that got new meanings.
func TestCompleteRedefined(t *testing.T) {
	s := newLesson(t)
	old := "depth inner Label next X Y deepen Dist Neighbours Show"
	s.run("type Point struct { Lat, Long float64 }\nfunc (Point) Walk() {}\nhere := Point{}\nfmt := \"a name\"\nfunc scale() {}")
	s.checkCompletions([]completionTest{
		{code: "here.‸", want: "Lat Long Walk"},
		{code: "origin.‸", want: old},
		{code: "fmt.‸"},
		{code: "import \"fmt\"\nfmt.Printl‸", want: "Println"},
		{code: "Point{‸", has: "Lat Long", hasNot: "X"},
	})
	if _, c := s.complete("scal‸"); len(c.Items) != 1 || c.Items[0].Signature != "()" {
		t.Errorf("scale: %+v", c.Items)
	}
	// A cell that fails to compile leaves no names.
	if _, err := s.try(context.Background(), "zoo := 1\nzoo + \"a\""); err == nil {
		t.Fatal("no error")
	}
	s.checkCompletions([]completionTest{{code: "zoo‸"}})
}

// TestAssistWhileRunning asks for help while a cell runs for ever.
func TestAssistWhileRunning(t *testing.T) {
	s := newLesson(t)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() {
		_, err := s.e.Run(ctx, kernel.Cell{Number: 9, Code: "counter := 0\nfor { counter++; _ = fmt.Sprint(origin) }"})
		ended <- err
	}()
	deadline := time.Now().Add(time.Minute)
	for {
		if got, _ := s.complete("count‸"); slices.Contains(got, "counter") {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the names of a running cell are not offered")
		}
	}
	s.checkCompletions([]completionTest{{code: "origin.Di‸", want: "Dist"}, {code: "bufio.NewSc‸", want: "NewScanner"}})
	if h, ok := s.e.Inspect("origin", 3, true); !ok || h.Text == "" {
		t.Error("no help about origin")
	}
	if c := s.e.Completeness("for {"); c.Status != "incomplete" {
		t.Errorf("status %s", c.Status)
	}
	cancel()
	<-ended
}

// TestAssistLeavesNoTrace runs cells after questions about others.
func TestAssistLeavesNoTrace(t *testing.T) {
	s := newLesson(t)
	for _, code := range []string{
		"type Point struct{ Z int }\nfunc (p *Point) Dist() {}\nPoint{}.‸", "origin := 5\norig‸",
		"func (p *Point) More() { p.‸ }", "stack := Stack[int]{}\nstack.‸", "type More Point\nMore{}.‸",
	} {
		s.complete(code)
		code, cursor := atCursor(t, code)
		s.e.Inspect(code, cursor, true)
	}
	if v := s.run("fmt.Sprint(origin.Dist(origin), origin.X)"); v != "0 0" {
		t.Errorf("%v", v)
	}
	s.fails(context.Background(), "origin.More()", kernel.Compile)
}

func FuzzComplete(f *testing.F) {
	s := newLesson(f)
	for _, c := range append(lesson, prelude, "origin.X", "Point{X: 1, }", "import \"fm", "func f(a int) {\n\ta.", "x := x.", "for i := range ") {
		f.Add(c, len(c))
		f.Add(c, len(c)/2)
	}
	f.Fuzz(func(t *testing.T, code string, cursor int) {
		c := s.e.Complete(code, cursor)
		if c.Start < 0 || c.Start > c.End || c.End > len(code) {
			t.Fatalf("%q: from %d to %d", code, c.Start, c.End)
		}
		for _, it := range c.Items {
			if it.Text == "" || it.Type == "" || strings.HasPrefix(it.Text, "__") {
				t.Fatalf("%q: item %+v", code, it)
			}
		}
	})
}

// BenchmarkComplete measures questions in a session with large packages.
func BenchmarkComplete(b *testing.B) {
	s := newLesson(b)
	s.run("import (\"gonum.org/v1/plot\"; \"gonum.org/v1/plot/plotter\"; \"gonum.org/v1/plot/vg\")\np := plot.New()")
	long := strings.Repeat("p.Title.Text = fmt.Sprint(len(points), dense.At(0, 0))\n", 40)
	for _, bb := range []struct{ name, code string }{
		{"Name", "sca‸"}, {"Package", "plotter.New‸"}, {"Field", "p.Title.‸"}, {"Method", "dense.‸"},
		{"LongCell", long + "p.X.‸\n" + long},
	} {
		b.Run(bb.name, func(b *testing.B) {
			code, cursor := atCursor(b, bb.code)
			for b.Loop() {
				if len(s.e.Complete(code, cursor).Items) == 0 {
					b.Fatal("nothing")
				}
			}
		})
	}
	b.Run("First", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			s := newSession(b)
			code, cursor := atCursor(b, "import (\"gonum.org/v1/plot\"; \"gonum.org/v1/gonum/mat\"; \"fmt\")\np := plot.New()\np.Title.‸")
			b.StartTimer()
			if len(s.e.Complete(code, cursor).Items) == 0 {
				b.Fatal("nothing")
			}
		}
	})
}

func ExampleEngine_Complete() {
	e := exampleEngine()
	code := "import \"strings\"\nstrings.Repe"
	for _, it := range e.Complete(code, len(code)).Items {
		fmt.Println(it.Text + it.Signature)
	}
	// Output: Repeat(s string, count int) string
}
