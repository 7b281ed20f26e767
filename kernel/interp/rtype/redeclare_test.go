package rtype

import (
	"fmt"
	"go/types"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unsafe"
)

// repeats pairs all types of two runs of a cell by their names.
func repeats(again, before *cell) map[*types.TypeName]*types.TypeName {
	pairs := map[*types.TypeName]*types.TypeName{}
	for _, name := range again.pkg.Scope().Names() {
		repeat, ok := again.pkg.Scope().Lookup(name).(*types.TypeName)
		old, ok2 := before.pkg.Scope().Lookup(name).(*types.TypeName)
		if ok && ok2 {
			pairs[repeat] = old
		}
	}
	return pairs
}

func redeclared(tab *Table, again, before *cell) string {
	var names []string
	for _, n := range tab.Redeclare(repeats(again, before)) {
		names = append(names, n.Name())
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

const cellSource = `
type T struct { n int; next *T; u *U; g *G[T] }
func (T) String() string
func (t *T) Set(u U, other ...*T) (G[int], error)
type U struct { t []T }
type G[X any] struct { x X }
func (G[X]) String() string
type I interface { Set(U, ...*T) (G[int], error) }
type N int
var g G[int]; var gt G[T]; var m map[T2]struct { T2 }
type T2 int
`

func TestRedeclare(t *testing.T) {
	tests := []struct{ from, to, want string }{
		{"", "", "G I N T T2 U"},
		{"type N int", "type N int8", "G I T T2 U"},
		{"t []T", "t []*T", "G N T2"},
		{"(G[X]) String() string", "(*G[X]) String() string", "N T2"},
		{"G[X any]", "G[X interface{}]", "G I N T T2 U"},
		{"G[X any]", "G[X interface{ ~int }]", "N T2"},
		{"other ...*T", "other []*T", "G N T2"},
		{"n int;", "n int `tag`;", "G N T2"},
		{"type T2 int", "type T2 = int", "G I N T U"},
		{"(T) String() string", "(T) Text() string", "G N T2"},
	}
	for _, test := range tests {
		source := strings.Replace(cellSource, test.from, test.to, 1)
		if test.to == "G[X interface{ ~int }]" {
			source = strings.NewReplacer("; g *G[T] }", " }", "var gt G[T]", "var gt G[int]").Replace(source)
		}
		before, again := check(t, cellSource), check(t, source)
		tab := table(t, nil)
		old := map[string]reflect.Type{}
		for _, name := range []string{"T", "U", "I", "N", "T2", "g", "gt", "m"} {
			old[name] = tab.rt(t, before, name)
		}
		tab.Begin()
		reused := redeclared(tab, again, before)
		if reused != test.want {
			t.Errorf("%s: reused %q, want %q", test.to, reused, test.want)
		}
		for _, name := range []string{"T", "U", "I", "N", "T2"} {
			same := tab.rt(t, again, name) == old[name]
			if same != slices.Contains(strings.Fields(reused), name) {
				t.Errorf("%s: %s is the same type: %t", test.to, name, same)
			}
		}
		if test.from == "" {
			for _, name := range []string{"g", "gt", "m"} {
				if tab.rt(t, again, name) != old[name] {
					t.Errorf("%s is another type", name)
				}
				if back, _ := tab.Back(old[name]); !types.Identical(back, again.typ(t, name)) {
					t.Errorf("%s: back is %v of an earlier cell", name, back)
				}
			}
		}
	}
}

// TestRedeclareBindsMethodsAnew: values of either cell have the methods of the
// later, until that is undone.
func TestRedeclareBindsMethodsAnew(t *testing.T) {
	before, again := check(t, cellSource), check(t, cellSource)
	tab, err := New(Config{Method: func(m *Method) (any, error) {
		text := "before"
		if m.Func.Pkg() == again.pkg {
			text = "again"
		}
		return func(unsafe.Pointer) string { return text }, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	var values []fmt.Stringer
	for _, name := range []string{"T", "g", "gt"} {
		values = append(values, reflect.New(tab.rt(t, before, name)).Elem().Interface().(fmt.Stringer))
	}
	tell := func(want string) {
		t.Helper()
		for _, v := range values {
			if v.String() != want {
				t.Errorf("%T has the method %s, want %s", v, v.String(), want)
			}
		}
	}
	tell("before")
	tab.Begin()
	redeclared(tab, again, before)
	for _, name := range []string{"g", "gt"} {
		tab.rt(t, again, name)
	}
	tell("again")
	for _, name := range []string{"T", "g", "gt"} { // by the old names nothing changes
		tab.rt(t, before, name)
	}
	tell("again")
	tab.Undo()
	tell("before")
	if rt := tab.rt(t, before, "T"); rt != reflect.TypeOf(values[0]) {
		t.Errorf("after Undo: another %v", rt)
	}
	if rt := tab.rt(t, again, "T"); rt == reflect.TypeOf(values[0]) {
		t.Error("after Undo: the new name has the old type")
	}
}

// TestRunningACellOverAndOver uses no stubs and little memory.
func TestRunningACellOverAndOver(t *testing.T) {
	source := "type T struct { n int }\nfunc (T) String() string\nfunc (*T) Odd(int8, int16)\nvar s []struct { T }\n"
	tab := table(t, nil)
	runs := 20000
	if testing.Short() {
		runs = 2000
	}
	last := check(t, source)
	want := tab.rt(t, last, "s")
	tab.rt(t, last, "T")
	used := inUse()
	var start uint64
	for run := range runs {
		if run == runs/10 {
			start = heapInUse()
		}
		next := check(t, source)
		tab.Begin()
		if got := redeclared(tab, next, last); got != "T" {
			t.Fatalf("run %d: reused %q", run, got)
		}
		if tab.rt(t, next, "s") != want {
			t.Fatalf("run %d: another type", run)
		}
		last = next
	}
	if now := inUse(); now != used {
		t.Errorf("%d stubs in use, %d at the start", now, used)
	}
	per := float64(int64(heapInUse())-int64(start)) / (float64(runs) * 0.9)
	t.Logf("%.1f bytes a run", per)
	if per > 100 {
		t.Errorf("a run leaves %.0f bytes behind", per)
	}
	runtime.KeepAlive(tab)
}

// heapInUse is the size of what is alive.
func heapInUse() uint64 {
	for range 3 { // cleanups need rounds of their own
		runtime.GC()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
