package rtype

import (
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"unsafe"

	"gonum.org/v1/gonum/mat"
)

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
