package rtype

import (
	"bytes"
	"container/heap"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"
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

// TestLibraries: packages take values of cells' types for their interfaces.
func TestLibraries(t *testing.T) {
	c := check(t, `
import ("gonum.org/v1/gonum/mat"; "net/http"; "time")
type Ramp struct { r, c int }
func (Ramp) Dims() (int, int)
func (Ramp) At(i, j int) float64
func (Ramp) T() mat.Matrix
type Page string
func (Page) ServeHTTP(w http.ResponseWriter, r *http.Request)
type Many struct{}
func (Many) Mix(a int8, t time.Time, f float32, s [3]string, e error, g ...float64) (time.Time, int16, [2]any)
`)
	type ramp struct{ r, c int }
	tab := table(t, codes{
		"Ramp.Dims": func(r unsafe.Pointer) (int, int) { return as[ramp](r).r, as[ramp](r).c },
		"Ramp.At":   func(r unsafe.Pointer, i, j int) float64 { return float64(i*as[ramp](r).c + j) },
		"Ramp.T": general(func(r unsafe.Pointer, _ []any) []any {
			return []any{mat.NewDense(1, 1, []float64{4})}
		}, reflect.TypeFor[mat.Matrix]()),
		"Page.ServeHTTP": general(func(r unsafe.Pointer, args []any) []any {
			fmt.Fprint(args[0].(http.ResponseWriter), *as[string](r), args[1].(*http.Request).URL.Path)
			return nil
		}),
		"Many.Mix": general(func(_ unsafe.Pointer, args []any) []any {
			at := args[1].(time.Time).Add(time.Duration(args[0].(int8)) * time.Hour)
			return []any{at, int16(len(args[5].([]float64))), [2]any{args[3], args[4]}}
		}, reflect.TypeFor[time.Time](), reflect.TypeFor[int16](), reflect.TypeFor[[2]any]()),
	})
	v := reflect.New(tab.rt(t, c, "Ramp"))
	*as[ramp](v.UnsafePointer()) = ramp{2, 3}
	m := v.Elem().Interface().(mat.Matrix)
	if sum := mat.Sum(m); sum != 15 {
		t.Errorf("the sum is %v", sum)
	}
	if at := m.T().At(0, 0); at != 4 {
		t.Errorf("T: %v", at)
	}
	w := httptest.NewRecorder()
	page := reflect.ValueOf("page ").Convert(tab.rt(t, c, "Page")).Interface().(http.Handler)
	page.ServeHTTP(w, httptest.NewRequest("GET", "/x", nil))
	if w.Body.String() != "page /x" {
		t.Errorf("served %q", w.Body)
	}
	many := reflect.Zero(tab.rt(t, c, "Many")).Interface().(interface {
		Mix(a int8, t time.Time, f float32, s [3]string, e error, g ...float64) (time.Time, int16, [2]any)
	})
	start := time.Unix(0, 0)
	at, n, pair := many.Mix(2, start, 1.5, [3]string{"a", "b", "c"}, io.EOF, 1, 2, 3)
	if at.Sub(start) != 2*time.Hour || n != 3 || pair != [2]any{[3]string{"a", "b", "c"}, io.EOF} {
		t.Error(at, n, pair)
	}
	if _, _, pair := many.Mix(0, start, 0, [3]string{}, nil); pair[1] != nil {
		t.Error(pair)
	}
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
