package bindings

import (
	"cmp"
	"fmt"
	"iter"
	"math"
	"math/rand"
	"reflect"
	"slices"
	"testing"

	ourcmp "golab/internal/bindings/generic/cmp"
	ours "golab/internal/bindings/generic/slices"
)

// An item has a key to sort by and a mark by which equal keys are told apart.
type item struct{ key, mark int }

func byKey(a, b item) int { return a.key - b.key }

// outcome calls f and says what it returned, or how it panicked.
func outcome(f func() any) (out string) {
	defer func() {
		if r := recover(); r != nil {
			out = fmt.Sprint("panic: ", r)
		}
	}()
	return fmt.Sprintf("%#v", f())
}

// sliceCase is one function, ours and the standard library's. It is given two
// lists with room behind them, and two numbers that may be out of range.
type sliceCase struct {
	name      string
	ours, std func(s, t []int, i, j int) any
}

func even(n int) bool          { return n%2 == 0 }
func parity(a, b int) bool     { return even(a) == even(b) }
func descending(a, b int) int  { return b - a }
func found(i int, ok bool) any { return []any{i, ok} }
func seq2[K comparable, V any](seq iter.Seq2[K, V]) any {
	var list []any
	for k, v := range seq {
		list = append(list, k, v)
		if len(list) > 6 {
			break
		}
	}
	return list
}

var sliceCases = []sliceCase{
	{"Equal", func(s, t []int, _, _ int) any { return ours.Equal(s, t) }, func(s, t []int, _, _ int) any { return slices.Equal(s, t) }},
	{"EqualFunc", func(s, t []int, _, _ int) any { return ours.EqualFunc(s, t, parity) }, func(s, t []int, _, _ int) any { return slices.EqualFunc(s, t, parity) }},
	{"Compare", func(s, t []int, _, _ int) any { return ours.Compare(s, t) }, func(s, t []int, _, _ int) any { return slices.Compare(s, t) }},
	{"CompareFunc", func(s, t []int, _, _ int) any { return ours.CompareFunc(s, t, descending) }, func(s, t []int, _, _ int) any { return slices.CompareFunc(s, t, descending) }},
	{"Index", func(s, _ []int, i, _ int) any { return ours.Index(s, i) }, func(s, _ []int, i, _ int) any { return slices.Index(s, i) }},
	{"IndexFunc", func(s, _ []int, _, _ int) any { return ours.IndexFunc(s, even) }, func(s, _ []int, _, _ int) any { return slices.IndexFunc(s, even) }},
	{"Contains", func(s, _ []int, i, _ int) any { return ours.Contains(s, i) }, func(s, _ []int, i, _ int) any { return slices.Contains(s, i) }},
	{"ContainsFunc", func(s, _ []int, _, _ int) any { return ours.ContainsFunc(s, even) }, func(s, _ []int, _, _ int) any { return slices.ContainsFunc(s, even) }},
	{"Insert", func(s, t []int, i, _ int) any { return ours.Insert(s, i, t...) }, func(s, t []int, i, _ int) any { return slices.Insert(s, i, t...) }},
	{"Insert self", func(s, _ []int, i, j int) any { return ours.Insert(s, i, s[j:]...) }, func(s, _ []int, i, j int) any { return slices.Insert(s, i, s[j:]...) }},
	{"Delete", func(s, _ []int, i, j int) any { return ours.Delete(s, i, j) }, func(s, _ []int, i, j int) any { return slices.Delete(s, i, j) }},
	{"DeleteFunc", func(s, _ []int, _, _ int) any { return ours.DeleteFunc(s, even) }, func(s, _ []int, _, _ int) any { return slices.DeleteFunc(s, even) }},
	{"Replace", func(s, t []int, i, j int) any { return ours.Replace(s, i, j, t...) }, func(s, t []int, i, j int) any { return slices.Replace(s, i, j, t...) }},
	{"Replace self", func(s, _ []int, i, j int) any { return ours.Replace(s, i, j, s[i:]...) }, func(s, _ []int, i, j int) any { return slices.Replace(s, i, j, s[i:]...) }},
	{"Clone", func(s, _ []int, _, _ int) any { return ours.Clone(s) }, func(s, _ []int, _, _ int) any { return slices.Clone(s) }},
	{"Compact", func(s, _ []int, _, _ int) any { return ours.Compact(s) }, func(s, _ []int, _, _ int) any { return slices.Compact(s) }},
	{"CompactFunc", func(s, _ []int, _, _ int) any { return ours.CompactFunc(s, parity) }, func(s, _ []int, _, _ int) any { return slices.CompactFunc(s, parity) }},
	{"Grow", func(s, _ []int, i, _ int) any { g := ours.Grow(s, i); return []any{g, cap(g)} }, func(s, _ []int, i, _ int) any { g := slices.Grow(s, i); return []any{g, cap(g)} }},
	{"Clip", func(s, _ []int, _, _ int) any { g := ours.Clip(s); return []any{g, cap(g)} }, func(s, _ []int, _, _ int) any { g := slices.Clip(s); return []any{g, cap(g)} }},
	{"Reverse", func(s, _ []int, _, _ int) any { ours.Reverse(s); return s }, func(s, _ []int, _, _ int) any { slices.Reverse(s); return s }},
	{"Concat", func(s, t []int, _, _ int) any { return ours.Concat(s, t, s) }, func(s, t []int, _, _ int) any { return slices.Concat(s, t, s) }},
	{"Repeat", func(s, _ []int, i, _ int) any { return ours.Repeat(s, i) }, func(s, _ []int, i, _ int) any { return slices.Repeat(s, i) }},
	{"IsSorted", func(s, _ []int, _, _ int) any { return ours.IsSorted(s) }, func(s, _ []int, _, _ int) any { return slices.IsSorted(s) }},
	{"IsSortedFunc", func(s, _ []int, _, _ int) any { return ours.IsSortedFunc(s, descending) }, func(s, _ []int, _, _ int) any { return slices.IsSortedFunc(s, descending) }},
	{"Min", func(s, _ []int, _, _ int) any { return ours.Min(s) }, func(s, _ []int, _, _ int) any { return slices.Min(s) }},
	{"MinFunc", func(s, _ []int, _, _ int) any { return ours.MinFunc(s, descending) }, func(s, _ []int, _, _ int) any { return slices.MinFunc(s, descending) }},
	{"Max", func(s, _ []int, _, _ int) any { return ours.Max(s) }, func(s, _ []int, _, _ int) any { return slices.Max(s) }},
	{"MaxFunc", func(s, _ []int, _, _ int) any { return ours.MaxFunc(s, descending) }, func(s, _ []int, _, _ int) any { return slices.MaxFunc(s, descending) }},
	{"BinarySearch", func(s, _ []int, i, _ int) any { slices.Sort(s); return found(ours.BinarySearch(s, i)) }, func(s, _ []int, i, _ int) any { slices.Sort(s); return found(slices.BinarySearch(s, i)) }},
	{"BinarySearchFunc", func(s, _ []int, i, _ int) any {
		slices.Sort(s)
		return found(ours.BinarySearchFunc(s, i, cmp.Compare[int]))
	}, func(s, _ []int, i, _ int) any {
		slices.Sort(s)
		return found(slices.BinarySearchFunc(s, i, cmp.Compare[int]))
	}},
	{"Sort", func(s, _ []int, _, _ int) any { ours.Sort(s); return s }, func(s, _ []int, _, _ int) any { slices.Sort(s); return s }},
	{"SortFunc", func(s, _ []int, _, _ int) any { ours.SortFunc(s, descending); return s }, func(s, _ []int, _, _ int) any { slices.SortFunc(s, descending); return s }},
	{"SortStableFunc", func(s, _ []int, _, _ int) any { ours.SortStableFunc(s, descending); return s }, func(s, _ []int, _, _ int) any { slices.SortStableFunc(s, descending); return s }},
	{"Sorted", func(s, _ []int, _, _ int) any { return ours.Sorted(ours.Values(s)) }, func(s, _ []int, _, _ int) any { return slices.Sorted(slices.Values(s)) }},
	{"SortedFunc", func(s, _ []int, _, _ int) any { return ours.SortedFunc(ours.Values(s), descending) }, func(s, _ []int, _, _ int) any { return slices.SortedFunc(slices.Values(s), descending) }},
	{"SortedStableFunc", func(s, _ []int, _, _ int) any { return ours.SortedStableFunc(ours.Values(s), descending) }, func(s, _ []int, _, _ int) any { return slices.SortedStableFunc(slices.Values(s), descending) }},
	{"All", func(s, _ []int, _, _ int) any { return seq2(ours.All(s)) }, func(s, _ []int, _, _ int) any { return seq2(slices.All(s)) }},
	{"Backward", func(s, _ []int, _, _ int) any { return seq2(ours.Backward(s)) }, func(s, _ []int, _, _ int) any { return seq2(slices.Backward(s)) }},
	{"Collect", func(s, _ []int, _, _ int) any { return ours.Collect(ours.Values(s)) }, func(s, _ []int, _, _ int) any { return slices.Collect(slices.Values(s)) }},
	{"AppendSeq", func(s, t []int, _, _ int) any { return ours.AppendSeq(s, ours.Values(t)) }, func(s, t []int, _, _ int) any { return slices.AppendSeq(s, slices.Values(t)) }},
	{"Chunk", func(s, _ []int, i, _ int) any { return ours.Collect(ours.Chunk(s, i)) }, func(s, _ []int, i, _ int) any { return slices.Collect(slices.Chunk(s, i)) }},
}

// Each function does what the standard library's does: results, what is behind
// the end of its argument, and panics.
func TestSlicesBesideTheRealOnes(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for _, c := range sliceCases {
		for range 300 {
			a := make([]int, r.Intn(8), 12)
			b := make([]int, r.Intn(4))
			for i := range a[:cap(a)] {
				a[:cap(a)][i] = r.Intn(5)
			}
			for i := range b {
				b[i] = r.Intn(5)
			}
			if r.Intn(4) == 0 {
				a = a[:len(a):len(a)]
			}
			if r.Intn(20) == 0 {
				a = nil
			}
			i, j := r.Intn(10)-1, r.Intn(10)-1
			var a2 []int
			if a != nil {
				a2 = append(make([]int, 0, cap(a)), a[:cap(a)]...)[:len(a)]
			}
			got := outcome(func() any { return c.ours(a, b, i, j) })
			want := outcome(func() any { return c.std(a2, b, i, j) })
			if got != want || !reflect.DeepEqual(a[:cap(a)], a2[:cap(a2)]) {
				t.Fatalf("%s with i %d, j %d\n got %s, leaving %v\nwant %s, leaving %v", c.name, i, j, got, a[:cap(a)], want, a2[:cap(a2)])
			}
		}
	}
}

// Elements that compare equal end in the order that the real ones give them.
func TestSortsKeepTheSameOrder(t *testing.T) {
	r := rand.New(rand.NewSource(2))
	for _, n := range []int{5, 12, 13, 50, 51, 400, 5000} {
		list := make([]item, n)
		for i := range list {
			list[i] = item{r.Intn(1 + n/10), i}
		}
		a, b := slices.Clone(list), slices.Clone(list)
		ours.SortFunc(a, byKey)
		slices.SortFunc(b, byKey)
		if !slices.Equal(a, b) {
			t.Errorf("SortFunc of %d: another order", n)
		}
		a, b = slices.Clone(list), slices.Clone(list)
		ours.SortStableFunc(a, byKey)
		slices.SortStableFunc(b, byKey)
		if !slices.Equal(a, b) {
			t.Errorf("SortStableFunc of %d: another order", n)
		}
	}
}

type length float64

func TestFloats(t *testing.T) {
	nan := length(math.NaN())
	list := []length{3, nan, -1, length(math.Inf(1)), 0, nan}
	a, b := slices.Clone(list), slices.Clone(list)
	ours.Sort(a)
	slices.Sort(b)
	if fmt.Sprint(a) != fmt.Sprint(b) {
		t.Errorf("sorted %v, want %v", a, b)
	}
	for _, x := range list {
		for _, y := range list {
			if got, want := ourcmp.Compare(x, y), cmp.Compare(x, y); got != want {
				t.Errorf("Compare(%v, %v) = %d, want %d", x, y, got, want)
			}
			if got, want := ourcmp.Less(x, y), cmp.Less(x, y); got != want {
				t.Errorf("Less(%v, %v) = %t, want %t", x, y, got, want)
			}
		}
		i, ok := ours.BinarySearch(b, x)
		j, ok2 := slices.BinarySearch(b, x)
		if i != j || ok != ok2 {
			t.Errorf("BinarySearch(%v) = %d, %t, want %d, %t", x, i, ok, j, ok2)
		}
	}
	if got := ours.Max(list); got == got {
		t.Errorf("Max of a list with NaN is %v", got)
	}
	if got := ourcmp.Or(0, 3, 5); got != 3 {
		t.Errorf("Or(0, 3, 5) = %d", got)
	}
}
