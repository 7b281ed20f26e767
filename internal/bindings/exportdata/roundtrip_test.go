package exportdata

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"testing"
)

// sample declares one of each kind of thing.
const sample = `package sample

import "io"

const (
	Yes       = true
	No        = !Yes
	Text      = "a\x00ü"
	Small int8 = -128
	Huge      = 1<<200 - 1
	Negative  = -1 << 63
	Half      = 0.5
	Pi        = 3.14159265358979323846264338327950288419716939937510582097494459
	Tiny      = 1e-400
	Large     = 0x1p+5000
	Third     = 1.0 / 3
	I         = 2 + 3i
	Letter    = 'x'
)

type (
	Celsius float64
	Pair[K comparable, V any] struct {
		Key K
		Value V ` + "`json:\"v,omitempty\"`" + `
		next *Pair[K, V]
	}
	Ordered[T Ordered[T]] interface{ Less(T) bool }
	Number interface{ ~int | ~float64 }
	sealed interface{ seal() }
	Node interface {
		io.Reader
		sealed
		Child(i int) (n Node, ok bool)
	}
	Same = Celsius
	List[T any] = []T
	Tree struct {
		io.Writer
		*hidden
		Kids [3]map[string]chan<- *Tree
		In <-chan struct{}
		F func(format string, args ...any) (err error)
		E interface{ error; Code() int }
		B []byte
		R rune
	}
	hidden struct{ Promoted int }
	Loop func(Loop) Loop
	Elsewhere io.SectionReader
)

func (p *Pair[K, V]) Next() *Pair[K, V] { return p.next }
func (Pair[_, W]) Get() (w W) { return }
func (c Celsius) String() string { return "" }
func (c Celsius) unused() {}
func (t *Tree) seal() {}
func (h *hidden) Hello(Same) {}

func Map[S ~[]E, E any, N Number](s S, f func(E) N) List[N] { return nil }
func Swap[K comparable, V any](p Pair[K, V]) (q *Pair[string, K]) { return nil }
func Log(format string, args ...interface{}) {}
func Node1(n Node, p Pair[string, Pair[int, *Tree]]) Pair[string, Pair[int, *Tree]] { return p }

var V, W = struct{ X, y int }{}, Swap[int, bool]
`

func check(t *testing.T, text string) *types.Package {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "sample.go", text, 0)
	if err != nil {
		t.Fatal(err)
	}
	conf := types.Config{Importer: importer.ForCompiler(fset, "source", nil)}
	p, err := conf.Check("sample", fset, []*ast.File{f}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func roundTrip(t *testing.T, p *types.Package) (*Decoder, *types.Package) {
	t.Helper()
	e := NewEncoder(func(o types.Object) bool { return o.Name() == "LeftOut" })
	e.Add(p)
	a := Archive{}
	a.Open(string(Pack(e.Chunks())))
	d := NewDecoder(a)
	back, err := d.Package("sample")
	if err != nil {
		t.Fatal(err)
	}
	return d, back
}

func TestRoundTrip(t *testing.T) {
	p := check(t, sample)
	_, back := roundTrip(t, p)
	for _, name := range p.Scope().Names() {
		o, got := p.Scope().Lookup(name), back.Scope().Lookup(name)
		if !o.Exported() {
			continue
		}
		if got == nil {
			t.Errorf("%s is gone", name)
			continue
		}
		if want := describe(o); describe(got) != want {
			t.Errorf("%s is\n%s, was\n%s", name, describe(got), want)
		}
	}
	if back.Scope().Lookup("hidden") == nil {
		t.Error("an unexported type that an exported one embeds is missing")
	}
	if back.Name() != "sample" || !back.Complete() {
		t.Errorf("the package is %s, complete: %t", back.Name(), back.Complete())
	}
}

// describe is all that go/types knows of o, as text.
func describe(o types.Object) string {
	var b strings.Builder
	fmt.Fprintln(&b, o)
	if c, ok := o.(*types.Const); ok {
		fmt.Fprintln(&b, c.Val().ExactString(), c.Val().Kind())
	}
	n, ok := o.Type().(*types.Named)
	if !ok {
		return b.String()
	}
	var methods []string // in no order
	for m := range n.Methods() {
		if m.Exported() || m.Name() == "seal" {
			methods = append(methods, fmt.Sprintln(m, m.Signature().Recv(), m.Signature().RecvTypeParams().Len()))
		}
	}
	slices.Sort(methods)
	fmt.Fprintln(&b, methods)
	for _, t := range []types.Type{n, types.NewPointer(n)} {
		if n.TypeParams() == nil {
			for m := range types.NewMethodSet(t).Methods() {
				if m.Obj().Exported() {
					fmt.Fprintln(&b, m)
				}
			}
		}
	}
	if s, ok := n.Underlying().(*types.Struct); ok {
		for i := range s.NumFields() {
			fmt.Fprintln(&b, s.Field(i), s.Tag(i), s.Field(i).Pkg().Path())
		}
	}
	return b.String()
}

func TestConstantsAreExact(t *testing.T) {
	p := check(t, sample)
	_, back := roundTrip(t, p)
	for _, name := range p.Scope().Names() {
		if c, ok := p.Scope().Lookup(name).(*types.Const); ok {
			got := back.Scope().Lookup(name).(*types.Const).Val()
			if !constant.Compare(got, token.EQL, c.Val()) {
				t.Errorf("%s is %s, was %s", name, got.ExactString(), c.Val().ExactString())
			}
		}
	}
}

// What is decoded serves to check code against it.
func TestDecodedPackageChecksCode(t *testing.T) {
	d, _ := roundTrip(t, check(t, sample))
	for _, c := range []struct{ body, wrong string }{
		{"var x sample.List[float64] = sample.Map([]int{1}, func(int) float64 { return 0 }); _ = x", ""},
		{"var n sample.Node; var r interface{ Read([]byte) (int, error) } = n; _ = r", ""},
		{"var t sample.Tree; t.Hello(1); t.Promoted++", ""},
		{"p := sample.Pair[string, int]{Key: \"a\"}; q := sample.Swap(p); _ = q.Next().Value", ""},
		{"var n sample.Node = &sample.Tree{}; _ = n", "does not implement"},
		{"sample.Map([]int{1}, func(int) string { return \"\" })", "does not satisfy"},
		{"p := sample.Pair[func(), int]{}; _ = p", "does not satisfy comparable"},
		{"var p sample.Pair[string, int]; _ = p.next", "undefined"},
	} {
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, "x.go", "package x\nimport \"sample\"\nfunc _() {\n"+c.body+"\n}", 0)
		if err != nil {
			t.Fatal(err)
		}
		conf := types.Config{Importer: pick{d}}
		_, err = conf.Check("x", fset, []*ast.File{f}, nil)
		if c.wrong == "" && err != nil || c.wrong != "" && (err == nil || !strings.Contains(err.Error(), c.wrong)) {
			t.Errorf("%s: %v, want %q", c.body, err, c.wrong)
		}
	}
}

type pick struct{ d *Decoder }

func (p pick) Import(path string) (*types.Package, error) { return p.d.Package(path) }

func TestNamesThatAreNotKept(t *testing.T) {
	_, back := roundTrip(t, check(t, "package sample\n\nfunc LeftOut() {}\nfunc In() {}\nfunc out() {}\n"))
	if got := strings.Join(back.Scope().Names(), " "); got != "In" {
		t.Errorf("the package declares %s, want In alone", got)
	}
}

func TestSameInputSameBytes(t *testing.T) {
	pack := func() string {
		e := NewEncoder(func(types.Object) bool { return false })
		e.Add(check(t, sample))
		return string(Pack(e.Chunks()))
	}
	first := pack()
	if again := pack(); again != first {
		t.Error("encoding twice gives different bytes")
	}
}

// What a chunk lacks is asked for where it is mentioned.
func TestMissingDeclarations(t *testing.T) {
	e := NewEncoder(func(o types.Object) bool { return o.Name() == "LeftOut" })
	e.Add(check(t, "package sample\n\nvar In LeftOut\n\ntype LeftOut int\n"))
	d := NewDecoder(e.Chunks())
	d.Missing = func(p *types.Package) error {
		o := types.NewTypeName(token.NoPos, p, "LeftOut", nil)
		types.NewNamed(o, types.Typ[types.Int], nil)
		p.Scope().Insert(o)
		return nil
	}
	p, err := d.Package("sample")
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Scope().Lookup("In").Type().String(); got != "sample.LeftOut" {
		t.Errorf("In is a %s", got)
	}
}

func TestUnknownPackage(t *testing.T) {
	if _, err := NewDecoder(Archive{}).Package("nowhere"); err == nil {
		t.Error("a package without a chunk imports")
	}
}
