package rtype

import (
	"bytes"
	"container/heap"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"sort"
	"strings"
	"sync"
	"testing"
	"unsafe"

	"gonum.org/v1/gonum/mat"
)

// as reads the receiver.
func as[T any](recv unsafe.Pointer) *T { return (*T)(recv) }

// general makes a General of a function that gets the arguments as they are.
func general(f func(recv unsafe.Pointer, args []any) []any, results ...reflect.Type) General {
	return func(recv unsafe.Pointer, args []reflect.Value) []reflect.Value {
		in := make([]any, len(args))
		for i, a := range args {
			in[i] = a.Interface()
		}
		out := make([]reflect.Value, len(results))
		for i, r := range f(recv, in) {
			out[i] = reflect.New(results[i]).Elem()
			if r != nil {
				out[i].Set(reflect.ValueOf(r))
			}
		}
		return out
	}
}

// TestFmt: package fmt finds methods of values and of pointers, through stubs
// of their own and general ones.
func TestFmt(t *testing.T) {
	c := check(t, `
import "fmt"
type Num int
func (Num) String() string
type Big struct { a, b, c int; s string }
func (Big) String() string
type Ptr struct { n int }
func (*Ptr) String() string
type Map map[string]int
func (Map) String() string
type Fun func() int
func (Fun) String() string
type Ref struct { p *int }
func (Ref) String() string
type One [1]*int
func (One) String() string
type Empty struct {}
func (Empty) Error() string
type Go string
func (Go) GoString() string
type Form struct { x float64 }
func (Form) Format(s fmt.State, verb rune)
type Chan chan int
func (Chan) Error() string
`)
	c2 := codes{
		"Num.String": func(r unsafe.Pointer) string { return fmt.Sprint("num ", *as[int](r)) },
		"Big.String": func(r unsafe.Pointer) string {
			return "big " + as[struct {
				a, b, c int
				s       string
			}](r).s
		},
		"Ptr.String":  func(r unsafe.Pointer) string { return fmt.Sprint("ptr ", *as[int](r)) },
		"Map.String":  func(r unsafe.Pointer) string { return fmt.Sprint("map ", len(*as[map[string]int](r))) },
		"Fun.String":  func(r unsafe.Pointer) string { return fmt.Sprint("fun ", (*as[func() int](r))()) },
		"Ref.String":  func(r unsafe.Pointer) string { return fmt.Sprint("ref ", **as[*int](r)) },
		"One.String":  general(func(r unsafe.Pointer, _ []any) []any { return []any{fmt.Sprint("one ", **as[*int](r))} }, reflect.TypeFor[string]()),
		"Empty.Error": func(unsafe.Pointer) string { return "empty" },
		"Go.GoString": func(r unsafe.Pointer) string { return "go " + *as[string](r) },
		"Form.Format": func(r unsafe.Pointer, s fmt.State, verb rune) {
			fmt.Fprintf(s, "%c %v", verb, *as[float64](r))
		},
		"Chan.Error": func(r unsafe.Pointer) string { return fmt.Sprint("chan ", cap(*as[chan int](r))) },
	}
	tab := table(t, c2)
	n := 7
	tests := []struct {
		name  string
		value any
		want  string
	}{
		{"Num", 5, "num 5"},
		{"Big", struct {
			a, b, c int
			s       string
		}{1, 2, 3, "s"}, "big s"},
		{"*Ptr", struct{ n int }{4}, "ptr 4"},
		{"Ptr", struct{ n int }{4}, "{4}"},
		{"Map", map[string]int{"a": 1}, "map 1"},
		{"*Map", map[string]int{"a": 1}, "map 1"},
		{"Fun", func() int { return 9 }, "fun 9"},
		{"*Fun", func() int { return 9 }, "fun 9"},
		{"Ref", struct{ p *int }{&n}, "ref 7"},
		{"*Ref", struct{ p *int }{&n}, "ref 7"},
		{"One", [1]*int{&n}, "one 7"},
		{"*One", [1]*int{&n}, "one 7"},
		{"Empty", struct{}{}, "empty"},
		{"Form", struct{ x float64 }{1.5}, "v 1.5"},
		{"Chan", make(chan int, 3), "chan 3"},
	}
	for _, test := range tests {
		rt := tab.rt(t, c, strings.TrimPrefix(test.name, "*"))
		v := reflect.New(rt)
		reflect.NewAt(reflect.TypeOf(test.value), v.UnsafePointer()).Elem().Set(reflect.ValueOf(test.value))
		if test.name[0] != '*' {
			v = v.Elem()
		}
		if got := fmt.Sprint(v.Interface()); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
	if got := fmt.Sprintf("%#v", reflect.ValueOf("x").Convert(tab.rt(t, c, "Go")).Interface()); got != "go x" {
		t.Errorf("GoString: %q", got)
	}
}

// ints are the codes of a type []int that can be sorted and is a heap.
func ints(name string) codes {
	return codes{
		name + ".Len":  func(r unsafe.Pointer) int { return len(*as[[]int](r)) },
		name + ".Less": func(r unsafe.Pointer, i, j int) bool { s := *as[[]int](r); return s[i] < s[j] },
		name + ".Swap": func(r unsafe.Pointer, i, j int) { s := *as[[]int](r); s[i], s[j] = s[j], s[i] },
		name + ".Push": func(r unsafe.Pointer, x any) { s := as[[]int](r); *s = append(*s, x.(int)) },
		name + ".Pop": func(r unsafe.Pointer) any {
			s := as[[]int](r)
			x := (*s)[len(*s)-1]
			*s = (*s)[:len(*s)-1]
			return x
		},
	}
}

const intsSource = `
type Ints []int
func (Ints) Len() int
func (Ints) Less(i, j int) bool
func (Ints) Swap(i, j int)
func (*Ints) Push(x any)
func (*Ints) Pop() any
`

func TestSortAndHeap(t *testing.T) {
	c := check(t, intsSource)
	rt := table(t, ints("Ints")).rt(t, c, "Ints")
	s := []int{5, 2, 8, 1, 9, 3}
	sort.Sort(reflect.ValueOf(s).Convert(rt).Interface().(sort.Interface))
	if !slices.IsSorted(s) {
		t.Errorf("not sorted: %v", s)
	}
	if _, ok := reflect.ValueOf(s).Convert(rt).Interface().(heap.Interface); ok {
		t.Error("Ints has Push, which only *Ints has")
	}
	p := reflect.New(rt)
	h := p.Interface().(heap.Interface)
	for _, x := range []int{4, 1, 3} {
		heap.Push(h, x)
	}
	if x := heap.Pop(h); x != 1 || p.Elem().Len() != 2 {
		t.Errorf("popped %v, %d left", x, p.Elem().Len())
	}
}

func TestErrors(t *testing.T) {
	c := check(t, `
type E struct { inner error; code int }
func (E) Error() string
func (E) Unwrap() error
func (E) Is(target error) bool
func (*E) As(target any) bool
type M []error
func (M) Error() string
func (M) Unwrap() []error
`)
	type e struct {
		inner error
		code  int
	}
	tab := table(t, codes{
		"E.Error":  func(r unsafe.Pointer) string { return fmt.Sprint("E", as[e](r).code) },
		"E.Unwrap": func(r unsafe.Pointer) error { return as[e](r).inner },
		"E.Is":     func(r unsafe.Pointer, target error) bool { return target == io.ErrShortWrite },
		"E.As": general(func(r unsafe.Pointer, args []any) []any {
			s, ok := args[0].(*string)
			if ok {
				*s = "as"
			}
			return []any{ok}
		}, reflect.TypeFor[bool]()),
		"M.Error":  func(unsafe.Pointer) string { return "many" },
		"M.Unwrap": general(func(r unsafe.Pointer, _ []any) []any { return []any{*as[[]error](r)} }, reflect.TypeFor[[]error]()),
	})
	rt := tab.rt(t, c, "E")
	make := func(x e) reflect.Value { v := reflect.New(rt); *(*e)(v.UnsafePointer()) = x; return v }
	err := make(e{io.EOF, 3}).Elem().Interface().(error)
	if !errors.Is(err, io.EOF) || !errors.Is(err, io.ErrShortWrite) || errors.Is(err, io.ErrNoProgress) || err.Error() != "E3" {
		t.Error("value")
	}
	if err2 := make(e{io.EOF, 3}).Elem().Interface().(error); err != err2 {
		t.Error("equal values are not")
	}
	many := reflect.ValueOf([]error{err}).Convert(tab.rt(t, c, "M")).Interface().(error)
	if !errors.Is(many, io.EOF) {
		t.Error("Unwrap of several")
	}
	target := reflect.New(rt)
	if !errors.As(fmt.Errorf("wrapped: %w", err), target.Interface()) || target.Elem().Interface() != err {
		t.Error("errors.As into a cell's type")
	}
}

func TestJSONAndIO(t *testing.T) {
	c := check(t, `
type J struct { X int }
func (J) MarshalJSON() ([]byte, error)
func (*J) UnmarshalJSON(b []byte) error
type Plain struct { A int `+"`json:\"a\"`"+`; b int; J *J; L []J }
type W struct { n int }
func (*W) Write(p []byte) (int, error)
func (*W) Read(p []byte) (int, error)
type Text int
func (t Text) MarshalText() ([]byte, error)
`)
	tab := table(t, codes{
		"J.MarshalJSON": func(r unsafe.Pointer) ([]byte, error) { return fmt.Appendf(nil, `"[%d]"`, *as[int](r)), nil },
		"J.UnmarshalJSON": func(r unsafe.Pointer, b []byte) error {
			_, err := fmt.Sscanf(string(b), `"[%d]"`, as[int](r))
			return err
		},
		"W.Write":          func(r unsafe.Pointer, p []byte) (int, error) { *as[int](r) += len(p); return len(p), nil },
		"W.Read":           func(r unsafe.Pointer, p []byte) (int, error) { return 0, io.EOF },
		"Text.MarshalText": general(func(r unsafe.Pointer, _ []any) []any { return []any{[]byte("t"), nil} }, reflect.TypeFor[[]byte](), reflect.TypeFor[error]()),
	})
	p := reflect.New(tab.rt(t, c, "Plain"))
	const text = `{"a":1,"J":"[2]","L":["[3]"]}`
	if err := json.Unmarshal([]byte(text), p.Interface()); err != nil {
		t.Fatal(err)
	}
	out, err := json.Marshal(p.Interface())
	if err != nil || string(out) != text {
		t.Errorf("%s, %v", out, err)
	}
	m := reflect.MakeMap(reflect.MapOf(tab.rt(t, c, "Text"), reflect.TypeFor[int]()))
	m.SetMapIndex(reflect.ValueOf(1).Convert(tab.rt(t, c, "Text")), reflect.ValueOf(2))
	if out, err := json.Marshal(m.Interface()); err != nil || string(out) != `{"t":2}` {
		t.Errorf("%s, %v", out, err)
	}
	w := reflect.New(tab.rt(t, c, "W"))
	fmt.Fprint(w.Interface().(io.Writer), "hello")
	if n, err := io.Copy(w.Interface().(io.Writer), bytes.NewReader(make([]byte, 100000))); n != 100000 || err != nil || w.Elem().Field(0).Int() != 100005 {
		t.Errorf("%d, %v, %v", n, err, w.Elem())
	}
	if b, err := io.ReadAll(w.Interface().(io.Reader)); len(b) != 0 || err != nil {
		t.Error(b, err)
	}
}

// TestPromotion: methods come through embedded fields, also those of compiled
// types and interfaces.
func TestPromotion(t *testing.T) {
	c := check(t, `
import ("gonum.org/v1/gonum/mat"; "sync"; "fmt"; "io")
type Base struct { n int }
func (Base) Value() string
func (*Base) Pointer() string
func (Base) hidden() string
type ByValue struct { x string; Base }
type ByPointer struct { *Base }
type Both struct { ByPointer; y int }
type Locked struct { sync.Mutex; n int }
type Matrix struct { *mat.Dense; name string }
type Wrapped struct { fmt.Stringer; io.Reader }
type Hides struct { Base }
func (Hides) Value() string
var unnamed struct { Base; z int }
`)
	general := General(func(recv unsafe.Pointer, args []reflect.Value) []reflect.Value { return nil })
	path := map[string][]int{}
	tab, err := New(Config{Named: compiledNamed, Method: func(m *Method) (any, error) {
		path[m.Recv.String()+"."+m.Func.Name()] = m.Selection.Index()
		if m.Type == reflect.TypeFor[func() string]() {
			return func(unsafe.Pointer) string { return fmt.Sprint(m.Selection.Index()) }, nil
		}
		return general, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	sets := []struct{ name, value, pointer string }{
		{"ByValue", "Value", "Pointer Value"},
		{"ByPointer", "Pointer Value", "Pointer Value"},
		{"Both", "Pointer Value", "Pointer Value"},
		{"Locked", "", "Lock TryLock Unlock"},
		{"Wrapped", "Read String", "Read String"},
		{"Hides", "Value", "Pointer Value"},
		{"unnamed", "Value", "Pointer Value"},
	}
	for _, s := range sets {
		rt := tab.rt(t, c, s.name)
		if got := methodNames(rt); got != s.value {
			t.Errorf("%s has %s, want %s", s.name, got, s.value)
		}
		if got := methodNames(reflect.PointerTo(rt)); got != s.pointer {
			t.Errorf("*%s has %s, want %s", s.name, got, s.pointer)
		}
	}
	if rt := tab.rt(t, c, "Matrix"); !rt.Implements(reflect.TypeFor[mat.Matrix]()) || rt.NumMethod() != reflect.TypeFor[*mat.Dense]().NumMethod() {
		t.Errorf("Matrix is no mat.Matrix, or has %d methods", rt.NumMethod())
	}
	if rt := tab.rt(t, c, "Locked"); rt.Implements(reflect.TypeFor[sync.Locker]()) || !reflect.PointerTo(rt).Implements(reflect.TypeFor[sync.Locker]()) {
		t.Error("only *Locked is a sync.Locker")
	}
	reflect.New(tab.rt(t, c, "Locked")).Interface().(sync.Locker).Lock()
	calls := []struct{ name, method, want string }{
		{"ByValue", "Value", "[1 0]"}, {"ByPointer", "Pointer", "[0 1]"}, {"Both", "Pointer", "[0 0 1]"}, {"Hides", "Value", "[0]"}, {"unnamed", "Value", "[0 0]"},
	}
	for _, call := range calls {
		v := reflect.New(tab.rt(t, c, call.name))
		if got := v.MethodByName(call.method).Call(nil)[0].String(); got != call.want {
			t.Errorf("%s.%s: %s, want %s", call.name, call.method, got, call.want)
		}
	}
	iface := check(t, "var i interface { hidden() string }")
	hidden := tab.rt(t, iface, "i")
	if !tab.rt(t, c, "ByValue").Implements(hidden) {
		t.Error("the unexported method is not promoted")
	}
}

func methodNames(rt reflect.Type) string {
	var list []string
	for m := range rt.Methods() {
		list = append(list, m.Name)
	}
	return strings.Join(list, " ")
}

// TestReflect: what package reflect says of methods, and that what it hands out
// is a function that works or panics with an error.
func TestReflect(t *testing.T) {
	c := check(t, `
type T struct { a, b int }
func (T) Sum(more ...int) int
func (*T) Set(n int8, s string) (float32, bool)
func (T) zero()
type P struct { p *int }
func (P) Get() int
type I interface { Sum(...int) int }
`)
	tab := table(t, codes{
		"T.Sum": general(func(r unsafe.Pointer, args []any) []any {
			sum := as[[2]int](r)[0] + as[[2]int](r)[1]
			for _, x := range args[0].([]int) {
				sum += x
			}
			return []any{sum}
		}, reflect.TypeFor[int]()),
		"T.Set": general(func(r unsafe.Pointer, args []any) []any {
			*as[int](r) = int(args[0].(int8))
			return []any{float32(len(args[1].(string))), true}
		}, reflect.TypeFor[float32](), reflect.TypeFor[bool]()),
		"P.Get": func(r unsafe.Pointer) int { return **as[*int](r) },
	})
	rt := tab.rt(t, c, "T")
	ptr := reflect.PointerTo(rt)
	if rt.NumMethod() != 1 || ptr.NumMethod() != 2 || ptr.Method(0).Name != "Set" || ptr.Method(1).Name != "Sum" {
		t.Fatalf("methods %s and %s", methodNames(rt), methodNames(ptr))
	}
	if got := ptr.Method(0).Type.String(); got != "func(*main.T, int8, string) (float32, bool)" {
		t.Errorf("Set is a %s", got)
	}
	if got := rt.Method(0).Type.String(); got != "func(main.T, ...int) int" {
		t.Errorf("Sum is a %s", got)
	}
	if _, ok := rt.MethodByName("Set"); ok {
		t.Error("T has Set")
	}
	i := tab.rt(t, c, "I")
	if !rt.Implements(i) || !ptr.Implements(i) || !rt.AssignableTo(i) || reflect.TypeFor[int]().Implements(i) {
		t.Error("Implements")
	}
	v := reflect.New(rt)
	v.MethodByName("Set").Call([]reflect.Value{reflect.ValueOf(int8(3)), reflect.ValueOf("four")})
	four := []reflect.Value{v, reflect.ValueOf(int8(5)), reflect.ValueOf("four")}
	if out := ptr.Method(0).Func.Call(four); out[0].Float() != 4 || !out[1].Bool() {
		t.Errorf("(*T).Set: %v", out)
	}
	one, two := reflect.ValueOf(1), reflect.ValueOf(2)
	if got := v.Elem().Method(0).Call([]reflect.Value{one, two})[0].Int(); got != 8 {
		t.Errorf("v.Sum: %d", got)
	}
	if got := ptr.Method(1).Func.Call([]reflect.Value{v, one})[0].Int(); got != 6 {
		t.Errorf("(*T).Sum: %d", got)
	}
	if got := v.Elem().Method(0).Interface().(func(...int) int)(1, 1); got != 7 {
		t.Errorf("method value: %d", got)
	}
	args := []reflect.Value{v.Elem(), one}
	if err := panicOf(func() { rt.Method(0).Func.Call(args) }); err == nil || !strings.Contains(err.Error(), "Value.Method") {
		t.Errorf("T.Sum through reflect: %v", err)
	}
	if got := MethodFunc(rt.Method(0)).Func.Call(args)[0].Int(); got != 6 {
		t.Errorf("MethodFunc: %d", got)
	}
	if got := MethodFunc(ptr.Method(1)).Func.CallSlice([]reflect.Value{v, reflect.ValueOf([]int{4})})[0].Int(); got != 9 {
		t.Errorf("MethodFunc of a pointer: %d", got)
	}
	n := 11
	p := reflect.New(tab.rt(t, c, "P")).Elem()
	settable(p.Field(0)).Set(reflect.ValueOf(&n))
	if got := p.Type().Method(0).Func.Call([]reflect.Value{p})[0].Int(); got != 11 {
		t.Errorf("P.Get: %d", got)
	}
	if got := p.Addr().Type().Method(0).Func.Call([]reflect.Value{p.Addr()})[0].Int(); got != 11 {
		t.Errorf("(*P).Get: %d", got)
	}
}

// panicOf is the error that f panics with.
func panicOf(f func()) (err error) {
	defer func() { err, _ = recover().(error) }()
	f()
	return nil
}

func TestMethodsWithoutCode(t *testing.T) {
	c := check(t, intsSource+"type S int\nfunc (S) String() string\nfunc (S) Odd(int8)")
	tab := table(t, codes{"Ints.Len": func(unsafe.Pointer) string { return "" }, "Ints.Less": 5, "S.Odd": "no code"})
	v := reflect.New(tab.rt(t, c, "Ints")).Interface().(heap.Interface)
	s := reflect.New(tab.rt(t, c, "S")).Elem()
	tests := []struct {
		call func()
		want string
	}{
		{func() { v.Len() }, "func(unsafe.Pointer) string, not a func(unsafe.Pointer) int"},
		{func() { v.Less(0, 1) }, "is a int"},
		{func() { v.Swap(0, 1) }, "no code for Ints.Swap"},
		{func() { _ = s.Interface().(fmt.Stringer).String() }, "no code for S.String"},
		{func() { s.MethodByName("Odd").Call([]reflect.Value{reflect.ValueOf(int8(1))}) }, "is a string"},
	}
	for range 2 { // a call that failed leaves the stub usable
		for _, test := range tests {
			if err := panicOf(test.call); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want %s", err, test.want)
			}
		}
	}
	tab.Close()
	if err := panicOf(func() { v.Len() }); !errors.Is(err, errGone) {
		t.Errorf("after Close: %v", err)
	}
}
