package vm_test

import (
	"sync"
	"testing"

	"golab/internal/goroutine"
	"golab/kernel/interp/vm"
)

// borderRows are what lies between interpreted and compiled code, and what is rare
// but must not be slow. n says how often row does it.
var borderRows = []struct {
	name, source string
	n            int
}{
	{"Sprint", `import "fmt"
type T struct{ a int }
func (t T) String() string { return "x" }
func row(n int) { x := T{1}; for range n { _ = fmt.Sprint(x) } }`, 10_000},
	{"SortSort", `import "sort"
type T struct{ a int }
type byA []T
func (b byA) Len() int { return len(b) }
func (b byA) Less(i, j int) bool { return b[i].a < b[j].a }
func (b byA) Swap(i, j int) { b[i], b[j] = b[j], b[i] }
func row(n int) { b := make(byA, n); for i := range b { b[i].a = (i * 7919) % 2000 }; sort.Sort(b) }`, 2_000},
	{"SortStable", `import "sort"
type byA []int
func (b byA) Len() int { return len(b) }
func (b byA) Less(i, j int) bool { return b[i] < b[j] }
func (b byA) Swap(i, j int) { b[i], b[j] = b[j], b[i] }
func row(n int) { b := make(byA, n); for i := range b { b[i] = (i * 7919) % 2000 }; sort.Stable(sort.Reverse(b)) }`, 500},
	{"Heap", `import "container/heap"
type ints []int
func (b ints) Len() int { return len(b) }
func (b ints) Less(i, j int) bool { return b[i] < b[j] }
func (b ints) Swap(i, j int) { b[i], b[j] = b[j], b[i] }
func (b *ints) Push(x any) { *b = append(*b, x.(int)) }
func (b *ints) Pop() any { n := len(*b)-1; x := (*b)[n]; *b = (*b)[:n]; return x }
func row(n int) { h := &ints{}; for i := range n { heap.Push(h, (i * 7919) % 2000) }; for len(*h) > 0 { heap.Pop(h) } }`, 1_000},
	{"Search", `import "sort"
func row(n int) { x := make([]int, 1024); for i := range x { x[i] = i }; for i := range n/10 { sort.Search(1024, func(k int) bool { return x[k] >= i }) } }`, 10_000},
	{"Errorf", `import ("errors"; "fmt")
type bad struct{ n int }
func (b *bad) Error() string { return "bad" }
func row(n int) { e := &bad{1}; for range n { if fmt.Sprint(e) != "bad" || errors.Unwrap(e) != nil { panic(1) } } }`, 5_000},
	{"Global", `var x, y = make([]float64, 100), make([]float64, 100)
var s float64
func row(n int) { for range n/100 { for i := range x { s += x[i]*y[i] } } }`, 100_000},
	{"Forward", `import "math"
type net struct { w [][]float64; b []float64 }
func (t *net) forward(row, out []float64) { for j := range t.w { s := t.b[j]; for i, v := range row { s += t.w[j][i]*v }; out[j] = 1/(1+math.Exp(-s)) } }
func row(n int) { t := &net{make([][]float64, 20), make([]float64, 20)}; for j := range t.w { t.w[j] = make([]float64, 57) }
in, out := make([]float64, 57), make([]float64, 20); for range n/1140 { t.forward(in, out) } }`, 114_000},
	{"Repeat", `import "strings"
func row(n int) { for range n { _ = strings.Repeat("A", 1) } }`, 20_000},
	{"MapRunes", `import "strings"
func row(n int) { _ = strings.Map(func(r rune) rune { return r + 1 }, strings.Repeat("a", n)) }`, 20_000},
	{"Matrix", `import "gonum.org/v1/gonum/mat"
func row(n int) { m := mat.NewDense(10, 10, nil); for i := range n { m.Set(i%10, 3, m.At(3, i%10)+1) } }`, 20_000},
	{"Defer", `func d() { defer func() {}() }
func row(n int) { for range n { d() } }`, 20_000},
	{"Recover", `func d() { defer func() { recover() }(); var m map[int]int; m[1] = 2 }
func row(n int) { for range n { d() } }`, 10_000},
	{"Goroutine", `import "sync"
func row(n int) { var wg sync.WaitGroup; for range n { wg.Add(1); go func() { wg.Done() }() }; wg.Wait() }`, 10_000},
	{"Channel", `func row(n int) { c := make(chan int); go func() { for i := range n { c <- i }; close(c) }(); for range c { } }`, 10_000},
	{"Dot", `func row(n int) { x, y := make([]float64, 100), make([]float64, 100); s := 0.0; for range n/100 { for i := range x { s += x[i]*y[i] } }; _ = s }`, 100_000},
	{"MapString", `func row(n int) { m := map[string]int{}; k := []string{"a", "bb", "ccc"}; for i := range n { m[k[i%3]]++ } }`, 20_000},
}

func TestBorderRowsRun(t *testing.T) {
	for _, r := range borderRows {
		s := newSession()
		s.must(t, r.source)
		s.caller(t, "row")(100)
	}
}

// BenchmarkVMBorder asks for the run of a goroutine as an engine does.
func BenchmarkVMBorder(b *testing.B) {
	for _, r := range borderRows {
		b.Run(r.name, func(b *testing.B) {
			s := newSession()
			s.must(b, r.source)
			run, runs := vm.NewRun(), &sync.Map{}
			s.world.RunOf = func() *vm.Run {
				r, _ := runs.Load(goroutine.Current())
				return r.(*vm.Run)
			}
			s.world.KeyOf = func() uintptr { return uintptr(goroutine.Current()) }
			call := s.callerUnder(b, run, "row")
			goroutine.Do(func(k goroutine.Key) {
				runs.Store(k, run)
				benchRow(b, r.n, func() { call(r.n) })
			})
		})
	}
}
