package rtype

import (
	"fmt"
	"go/types"
	"reflect"
	"runtime"
	"sort"
	"testing"
	"unsafe"
)

// sortable makes a value of type Ints, through stubs of their own or general
// ones.
func sortable(b *testing.B, n int, slow bool) (sort.Interface, []int) {
	c := ints("Ints")
	source := intsSource
	if slow {
		c["Ints.Less"] = general(func(r unsafe.Pointer, args []any) []any {
			s := *as[[]int](r)
			return []any{s[args[0].(int)] < s[args[1].(int)]}
		}, reflect.TypeFor[bool]())
	}
	s := make([]int, n)
	for i := range s {
		s[i] = (i * 7919) % n
	}
	rt := table(b, c).rt(b, check(b, source), "Ints")
	return reflect.ValueOf(s).Convert(rt).Interface().(sort.Interface), s
}

func BenchmarkLess(b *testing.B) {
	for _, slow := range []bool{false, true} {
		b.Run(map[bool]string{false: "typed", true: "typedOverReflect"}[slow], func(b *testing.B) {
			v, _ := sortable(b, 1000, slow)
			for b.Loop() {
				v.Less(1, 2)
			}
		})
	}
}

// BenchmarkGeneral is a method whose signature has no stubs of its own.
func BenchmarkGeneral(b *testing.B) {
	c := check(b, "type T struct { n int }\nfunc (T) Less(i, j int32) bool")
	results := []reflect.Value{reflect.ValueOf(true)}
	rt := table(b, codes{"T.Less": General(func(unsafe.Pointer, []reflect.Value) []reflect.Value { return results })}).rt(b, c, "T")
	v := reflect.New(rt).Interface().(interface{ Less(i, j int32) bool })
	for b.Loop() {
		v.Less(1, 2)
	}
}

func BenchmarkSort(b *testing.B) {
	v, s := sortable(b, 2000, false)
	unsorted := append([]int(nil), s...)
	for b.Loop() {
		copy(s, unsorted)
		sort.Sort(v)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/2000, "ns/element")
}

func BenchmarkSprint(b *testing.B) {
	c := check(b, "type T struct { n int }\nfunc (T) String() string")
	rt := table(b, codes{"T.String": func(unsafe.Pointer) string { return "t" }}).rt(b, c, "T")
	v := reflect.New(rt).Elem().Interface()
	for b.Loop() {
		_ = fmt.Sprint(v)
	}
}

// twoMethods are type declarations with fields and methods.
var twoMethods = []struct {
	name    string
	methods map[string]*types.Signature
}{
	{"plain", nil},
	{"typed", map[string]*types.Signature{"String": text, "GoString": text}},
	{"general", map[string]*types.Signature{"A": odd, "B": odd}},
}

var (
	text   = signatureOf(nil, []types.Type{types.Typ[types.String]})
	odd    = signatureOf([]types.Type{types.Typ[types.Int8]}, nil)
	fields = types.NewStruct([]*types.Var{
		types.NewField(0, nil, "X", types.Typ[types.Float64], false),
		types.NewField(0, nil, "Name", types.Typ[types.String], false),
	}, nil)
)

// BenchmarkType makes a type and takes it back: there are not stubs enough for
// as many types as a benchmark makes.
func BenchmarkType(b *testing.B) {
	for _, test := range twoMethods {
		b.Run(test.name, func(b *testing.B) {
			tab := table(b, nil)
			many := declareMany(1, fields, test.methods)
			for b.Loop() {
				tab.Begin()
				if _, err := tab.Type(many[0]); err != nil {
					b.Fatal(err)
				}
				tab.Undo()
			}
		})
	}
}

// TestMemoryOfTypes bounds what a type with two methods takes for ever.
func TestMemoryOfTypes(t *testing.T) {
	for _, test := range twoMethods {
		tab := table(t, nil)
		many := declareMany(1000, fields, test.methods)
		start := heapInUse()
		for _, n := range many {
			if _, err := tab.Type(n); err != nil {
				t.Fatal(err)
			}
		}
		made := tab.undo
		tab.undo = nil
		per := (heapInUse() - start) / 1000
		t.Logf("%s: %d bytes", test.name, per)
		if per > 4000 {
			t.Errorf("%s: a type takes %d bytes", test.name, per)
		}
		tab.undo = made
		tab.Undo()
		runtime.KeepAlive(many)
	}
}
