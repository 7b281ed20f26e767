package rtype

import (
	"fmt"
	"go/types"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/tools/go/types/typeutil"
)

// TestUnnamedTypesAreThoseOfCompiledCode: for types that compiled code can
// write, the result is the very same type.
func TestUnnamedTypesAreThoseOfCompiledCode(t *testing.T) {
	type embedding = struct {
		sync.Mutex
		N int `json:"n"`
	}
	tests := []struct {
		source string
		want   reflect.Type
	}{
		{"int", reflect.TypeFor[int]()},
		{"rune", reflect.TypeFor[rune]()},
		{"any", reflect.TypeFor[any]()},
		{"error", reflect.TypeFor[error]()},
		{"unsafe.Pointer", reflect.TypeFor[unsafe.Pointer]()},
		{"*string", reflect.TypeFor[*string]()},
		{"**string", reflect.TypeFor[**string]()},
		{"[]float64", reflect.TypeFor[[]float64]()},
		{"[3][2]complex64", reflect.TypeFor[[3][2]complex64]()},
		{"map[string][]byte", reflect.TypeFor[map[string][]byte]()},
		{"chan int", reflect.TypeFor[chan int]()},
		{"<-chan error", reflect.TypeFor[<-chan error]()},
		{"chan<- struct{}", reflect.TypeFor[chan<- struct{}]()},
		{"func()", reflect.TypeFor[func()]()},
		{"func(int, ...string) (bool, error)", reflect.TypeFor[func(int, ...string) (bool, error)]()},
		{"time.Duration", reflect.TypeFor[time.Duration]()},
		{"map[time.Duration]*time.Time", reflect.TypeFor[map[time.Duration]*time.Time]()},
		{"struct{}", reflect.TypeFor[struct{}]()},
		{"struct{ X, Y float64 }", reflect.TypeFor[struct{ X, Y float64 }]()},
		{"struct{ X int `k:\"v\"` }", reflect.TypeFor[struct {
			X int `k:"v"`
		}]()},
		{"struct{ sync.Mutex; N int `json:\"n\"` }", reflect.TypeFor[embedding]()},
		{"[]interface{ String() string }", reflect.TypeFor[[]interface{ String() string }]()},
		{"[]interface{ Len() int; Less(i, j int) bool }", reflect.TypeFor[[]interface {
			Len() int
			Less(i, j int) bool
		}]()},
	}
	for _, test := range tests {
		c := check(t, "import (\"sync\"; \"time\"; \"unsafe\")\nvar _ sync.Mutex; var _ time.Time; var _ unsafe.Pointer\nvar v "+test.source)
		if got := table(t, nil).rt(t, c, "v"); got != test.want {
			t.Errorf("%s is %v, another type than compiled code's %v", test.source, got, test.want)
		}
	}
}

func TestNamedTypes(t *testing.T) {
	c := check(t, `
import "time"
type Celsius float64
type Celsius2 Celsius
type Names []string
type Table map[string]Names
type Done chan struct{}
type Handler func(Names, ...int) (Table, error)
type Ptr *Celsius
type Arr [4]Celsius
type Text string
type Flag bool
type Point struct {
	X, Y Celsius `+"`json:\"x\"`"+`
	name string
	At time.Time
}
type Deep struct { Point; *Names2; n int8 }
type Names2 Names
type Shaper interface { Area() float64; perimeter() Celsius }
type Empty interface {}
type Pair[K comparable, V any] struct { Key K; Val V }
var pair Pair[string, Celsius]
type Alias = Point
var ptr *Point
`)
	tests := []struct{ name, text, kind string }{
		{"Celsius", "main.Celsius", "float64"},
		{"Celsius2", "main.Celsius2", "float64"},
		{"Names", "main.Names", "[]string"},
		{"Table", "main.Table", "map[string]main.Names"},
		{"Done", "main.Done", "chan struct {}"},
		{"Handler", "main.Handler", "func(main.Names, ...int) (main.Table, error)"},
		{"Ptr", "main.Ptr", "*main.Celsius"},
		{"Arr", "main.Arr", "[4]main.Celsius"},
		{"Text", "main.Text", "string"},
		{"Flag", "main.Flag", "bool"},
		{"Point", "main.Point", `struct { X main.Celsius "json:\"x\""; Y main.Celsius "json:\"x\""; name string; At time.Time }`},
		{"Deep", "main.Deep", "struct { main.Point; *main.Names2; n int8 }"},
		{"Shaper", "main.Shaper", "interface { Area() float64; main.perimeter() main.Celsius }"},
		{"Empty", "main.Empty", "interface {}"},
		{"pair", "main.Pair[string,main.Celsius]", "struct { Key string; Val main.Celsius }"},
		{"Alias", "main.Point", `struct { X main.Celsius "json:\"x\""; Y main.Celsius "json:\"x\""; name string; At time.Time }`},
	}
	tab := table(t, nil)
	for _, test := range tests {
		rt := tab.rt(t, c, test.name)
		if rt.String() != test.text || rt.PkgPath() != "main" || "main."+rt.Name() != test.text {
			t.Errorf("%s: String %q, PkgPath %q, Name %q", test.name, rt, rt.PkgPath(), rt.Name())
		}
		if got := describe(rt); got != test.kind {
			t.Errorf("%s: is %s, want %s", test.name, got, test.kind)
		}
		if back, ok := tab.Back(rt); !ok || !types.Identical(back, c.typ(t, test.name)) {
			t.Errorf("%s: back is %v", test.name, back)
		}
		if reflect.PointerTo(rt).Elem() != rt || tab.rt(t, c, test.name) != rt {
			t.Errorf("%s: another type at the second try", test.name)
		}
		if v := reflect.New(rt).Elem(); !v.IsZero() || v.Type() != rt || fmt.Sprintf("%T", v.Addr().Interface()) != "*"+test.text {
			t.Errorf("%s: value %v of type %T", test.name, v, v.Addr().Interface())
		}
		native := nativeSizes.Sizeof(c.typ(t, test.name).Underlying())
		if int64(rt.Size()) != native {
			t.Errorf("%s: size %d, want %d", test.name, rt.Size(), native)
		}
	}
	if got := tab.rt(t, c, "ptr"); got != reflect.PointerTo(tab.rt(t, c, "Point")) {
		t.Errorf("*Point is %v", got)
	}
}

var nativeSizes = types.SizesFor("gc", "amd64")

// describe writes what rt is made of, with names for the types it mentions.
func describe(rt reflect.Type) string {
	switch rt.Kind() {
	case reflect.Slice:
		return "[]" + rt.Elem().String()
	case reflect.Pointer:
		return "*" + rt.Elem().String()
	case reflect.Array:
		return fmt.Sprintf("[%d]%s", rt.Len(), rt.Elem())
	case reflect.Map:
		return fmt.Sprintf("map[%s]%s", rt.Key(), rt.Elem())
	case reflect.Chan:
		return rt.ChanDir().String() + " " + rt.Elem().String()
	case reflect.Func:
		in := make([]reflect.Type, rt.NumIn())
		for i := range in {
			in[i] = rt.In(i)
		}
		out := make([]reflect.Type, rt.NumOut())
		for i := range out {
			out[i] = rt.Out(i)
		}
		return reflect.FuncOf(in, out, rt.IsVariadic()).String()
	case reflect.Interface:
		var list []string
		for m := range rt.Methods() {
			name := m.Name
			if m.PkgPath != "" {
				name = m.PkgPath + "." + name
			}
			list = append(list, name+strings.TrimPrefix(m.Type.String(), "func"))
		}
		if list == nil {
			return "interface {}"
		}
		return "interface { " + strings.Join(list, "; ") + " }"
	case reflect.Struct:
		fields := make([]reflect.StructField, rt.NumField())
		for i := range fields {
			fields[i] = rt.Field(i)
		}
		return structText(fields)
	}
	return rt.Kind().String()
}

func TestRecursiveTypes(t *testing.T) {
	c := check(t, `
type List struct { next *List; all []List; by map[string]List; f func(List) List; c chan List; i interface{ M(List) *List } }
type Tree map[string]Tree
type Nest []Nest
type Fn func(Fn) Fn
type Ch chan Ch
type P *P
type Face interface { Other(Face) []Face }
type A struct { b *B; v V }
type B struct { a A; m map[A]B }
type V struct { f float64; s string; p *map[V]A }
type Embedder struct { *Embedder; n int; anon struct { *Embedder } }
type Gen[T any] struct { v T; next *Gen[T]; kids map[string]Gen[T] }
var gen Gen[Gen[int]]
type Arr [2]*Arr
type Host struct { f func(struct { *Host }) }
func (*Host) Self(s struct { *Host }, h struct { Host }) struct { *Host }
var host struct { *Host }
`)
	tab := table(t, nil)
	list := tab.rt(t, c, "List")
	for i := range list.NumField() {
		f := list.Field(i)
		inner := f.Type
		switch f.Type.Kind() {
		case reflect.Func:
			inner = f.Type.In(0)
		case reflect.Interface:
			inner = f.Type.Method(0).Type.In(0)
		default:
			inner = inner.Elem()
		}
		if inner != list {
			t.Errorf("field %s: %v is not the list", f.Name, inner)
		}
	}
	for _, name := range []string{"Tree", "Nest", "Ch", "P", "Arr"} {
		rt := tab.rt(t, c, name)
		elem := rt.Elem()
		if name == "Arr" {
			elem = elem.Elem()
		}
		if elem != rt {
			t.Errorf("%s: element %v", name, elem)
		}
	}
	if fn := tab.rt(t, c, "Fn"); fn.In(0) != fn || fn.Out(0) != fn {
		t.Errorf("Fn: %v", describe(fn))
	}
	if face := tab.rt(t, c, "Face"); face.Method(0).Type.In(0) != face || face.Method(0).Type.Out(0) != reflect.SliceOf(face) {
		t.Errorf("Face: %v", describe(face))
	}
	a, b, v := tab.rt(t, c, "A"), tab.rt(t, c, "B"), tab.rt(t, c, "V")
	if a.Field(0).Type != reflect.PointerTo(b) || b.Field(0).Type != a || b.Field(1).Type != reflect.MapOf(a, b) || v.Field(2).Type.Elem() != reflect.MapOf(v, a) {
		t.Error("A, B and V do not know each other")
	}
	host := tab.rt(t, c, "host")
	if self := host.Method(0).Type; self.In(1) != host || self.Out(0) != host || self.In(2).Field(0).Type != host.Field(0).Type.Elem() {
		t.Errorf("Self is a %v", self)
	}
	emb := tab.rt(t, c, "Embedder")
	if emb.Field(0).Type.Elem() != emb || !emb.Field(0).Anonymous || emb.Field(2).Type.Field(0).Type.Elem() != emb {
		t.Error("Embedder")
	}
	gen := tab.rt(t, c, "gen")
	if gen.Field(1).Type.Elem() != gen || gen.Field(0).Type == gen || gen.Field(0).Type.Field(0).Type.Kind() != reflect.Int {
		t.Errorf("gen: %v", describe(gen))
	}
	if gen.String() != "main.Gen[main.Gen[int]]" {
		t.Errorf("gen: %v", gen)
	}
}

// TestMapsOfTypesInTheMaking: a map made while its key type is being made
// hashes, compares and updates keys as it should.
func TestMapsOfTypesInTheMaking(t *testing.T) {
	c := check(t, `
type K struct { f float64; s string; _ int; i any; p *map[K]int }
type U struct { K; k [2]K }
`)
	for _, name := range []string{"K", "U"} {
		rt := table(t, nil).rt(t, c, name)
		first := rt
		path := []int{}
		if name == "U" {
			first, path = rt.Field(0).Type, []int{0}
		}
		m := reflect.MakeMap(first.Field(4).Type.Elem())
		key := func(f float64, blank int64) reflect.Value {
			v := reflect.New(rt).Elem()
			k := v.FieldByIndex(path)
			set := func(i int, x any) { settable(k.Field(i)).Set(reflect.ValueOf(x)) }
			set(0, f)
			set(1, strings.Repeat("x", 3))
			set(2, int(blank))
			set(3, "any")
			return k
		}
		m.SetMapIndex(key(1, 7), reflect.ValueOf(5))
		if got := m.MapIndex(key(1, 8)); !got.IsValid() || got.Int() != 5 {
			t.Errorf("%s: a blank field counts in a map: %v", name, got)
		}
		if m.MapIndex(key(2, 7)).IsValid() {
			t.Errorf("%s: keys that differ are equal", name)
		}
		if x, y := key(1, 1).Interface(), key(1, 2).Interface(); x != y {
			t.Errorf("%s: a blank field counts in ==", name)
		}
		zero := 0.0
		m.SetMapIndex(key(zero, 0), reflect.ValueOf(1))
		m.SetMapIndex(key(-zero, 0), reflect.ValueOf(2))
		if m.Len() != 2 {
			t.Errorf("%s: %d keys, want 2", name, m.Len())
		}
	}
}

// settable lets tests set unexported fields.
func settable(v reflect.Value) reflect.Value {
	return reflect.NewAt(v.Type(), v.Addr().UnsafePointer()).Elem()
}

func TestIdentity(t *testing.T) {
	source := `
type T struct { n int }
type G[X any] struct { x X }
var g1 G[int]; var g2 G[string]; var g3 G[T]
type GA = G[int]
var a, b struct { T; m int }
var c struct { T T; m int }
var d struct { T }
var e struct { T T }
var i1, i2 interface { m(T); String() string }
func f() (any, any) {
	type L struct { x int }
	return L{}, nil
}
func g() any { type L struct { x int }; return L{} }
func h[X any]() any { type L struct { x X }; return L{} }
`
	tab := table(t, nil)
	one, two := check(t, source), check(t, source)
	same := [][2]string{{"g1", "GA"}, {"a", "b"}, {"i1", "i2"}}
	for _, s := range same {
		if tab.rt(t, one, s[0]) != tab.rt(t, one, s[1]) {
			t.Errorf("%s and %s are two types", s[0], s[1])
		}
	}
	for _, d := range [][2]string{{"g1", "g2"}, {"a", "c"}, {"d", "e"}, {"g1", "g3"}} {
		if tab.rt(t, one, d[0]) == tab.rt(t, one, d[1]) {
			t.Errorf("%s and %s are one type", d[0], d[1])
		}
	}
	for _, name := range []string{"T", "g1", "g3", "a", "c", "i1"} {
		if tab.rt(t, one, name) == tab.rt(t, two, name) {
			t.Errorf("%s is one type in two cells", name)
		}
	}
	locals := map[reflect.Type]bool{}
	for id, o := range one.info.Defs {
		if tn, ok := o.(*types.TypeName); ok && id.Name == "L" && !strings.Contains(tn.Type().Underlying().String(), "X") {
			rt, err := tab.Type(tn.Type())
			if err != nil || rt.String() != "main.L" {
				t.Error(rt, err)
			}
			locals[rt] = true
		}
	}
	if len(locals) != 2 {
		t.Errorf("%d local types L, want 2", len(locals))
	}
}

// TestAcrossCells: unnamed types that mention types of earlier cells are the
// same in all cells.
func TestAcrossCells(t *testing.T) {
	first := check(t, "type T struct { n int }\nvar v []interface { String() string; m(T) }\nvar s struct { T; x int }")
	second := types.NewPackage("main", "main")
	named := first.typ(t, "T")
	method := types.NewFunc(0, second, "m", types.NewSignatureType(nil, nil, nil, types.NewTuple(types.NewVar(0, second, "", named)), nil, false))
	stringer := types.NewFunc(0, second, "String", types.NewSignatureType(nil, nil, nil, nil, types.NewTuple(types.NewVar(0, second, "", types.Typ[types.String])), false))
	again := types.NewSlice(types.NewInterfaceType([]*types.Func{method, stringer}, nil).Complete())
	tab := table(t, nil)
	want := tab.rt(t, first, "v")
	tab.Begin()
	tab.mu.Lock()
	tab.unnamed = *new(typeutil.Map)
	tab.mu.Unlock()
	if got, err := tab.Type(again); err != nil || got != want {
		t.Errorf("%v, %v: another type than %v", got, err, want)
	}
	strct := types.NewStruct([]*types.Var{types.NewField(0, second, "T", named, true), types.NewField(0, second, "x", types.Typ[types.Int], false)}, nil)
	if got, err := tab.Type(strct); err != nil || got != tab.rt(t, first, "s") {
		t.Errorf("%v, %v", got, err)
	}
}

// TestTypesOutliveTables: a value keeps no type alive, so types stay.
func TestTypesOutliveTables(t *testing.T) {
	var values []any
	for range 100 {
		c := check(t, "type T struct { n int; i interface { M(T) } }\nvar e struct { T }; var f interface { M(T) }\ntype I int")
		tab := table(t, nil)
		for _, name := range []string{"T", "e", "I"} {
			values = append(values, reflect.Zero(tab.rt(t, c, name)).Interface())
		}
		values = append(values, reflect.Zero(reflect.SliceOf(tab.rt(t, c, "f"))).Interface())
	}
	runtime.GC()
	runtime.GC()
	want := []string{"main.T", "struct { main.T }", "main.I", "[]interface { M(main.T) }"}
	for i, v := range values {
		if got := fmt.Sprintf("%T", v); got != want[i%4] {
			t.Fatalf("value %d is of type %s", i, got)
		}
	}
}

func TestNames(t *testing.T) {
	c := check(t, "type L struct{}\ntype G[T any] []T\nvar g G[L]")
	tab, err := New(Config{Name: func(n *types.Named) string {
		if n.Obj().Name() == "L" {
			return "L[int]"
		}
		return ""
	}})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"L": "main.L[int]", "g": "main.G[main.L]"} {
		if rt := tab.rt(t, c, name); rt.String() != want || "main."+rt.Name() != want {
			t.Errorf("%s is %s, %s", name, rt, rt.Name())
		}
	}
}

func TestTypesThatValuesCannotHave(t *testing.T) {
	c := check(t, `
type G[X any] struct { x X }
type Number interface { ~int | ~float64 }
func f[X any](x X) {}
type Huge [1<<50]int
type Huger [1<<40]Huge2
type Huge2 [1<<30]int
type Inner struct { bad Huger; ok int }
`)
	tests := []struct {
		typ  types.Type
		want string
	}{
		{c.typ(t, "G"), "generic"},
		{c.typ(t, "f"), "generic"},
		{c.typ(t, "Number"), "constraint"},
		{types.NewSlice(c.typ(t, "Number")), "constraint"},
		{c.typ(t, "f").(*types.Signature).TypeParams().At(0), "no type of values"},
		{types.Typ[types.Invalid], "no type of values"},
		{types.Typ[types.UntypedNil], "no type of values"},
		{types.NewTuple(), "no type of values"},
		{types.Universe.Lookup("comparable").Type(), "constraint"},
		{c.typ(t, "Huger"), "address space"},
		{c.typ(t, "Inner"), "address space"},
	}
	tab := table(t, nil)
	for _, test := range tests {
		rt, err := tab.Type(test.typ)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v: %v, %v", test.typ, rt, err)
		}
	}
	if len(tab.entries) != 0 || len(tab.made) != 0 || len(tab.decls) != 0 || tab.unnamed.Len() != 0 {
		t.Errorf("failures left types behind: %d %d %d %d", len(tab.entries), len(tab.made), len(tab.decls), tab.unnamed.Len())
	}
}
