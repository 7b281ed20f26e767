package vm_test

import (
	"errors"
	"runtime"
	"testing"

	"golab/internal/goroutine"
	"golab/kernel/interp/vm"
)

// TestCallbacks has compiled code call cells' code, which returns in all the ways
// there are, and again afterwards.
func TestCallbacks(t *testing.T) {
	s := newSession()
	s.must(t, `import ("fmt"; "sort"; "strings"; "errors")
type byN []int
var fail any
func (b byN) Len() int { return len(b) }
func (b byN) Less(i, j int) bool { if fail != nil { panic(fail) }; return b[i] < b[j] }
func (b byN) Swap(i, j int) { b[i], b[j] = b[j], b[i] }
type pair struct{ A, B int }
func (p pair) String() string { return fmt.Sprintf("<%d %d>", p.A, p.B) }
type tree struct{ L, R *tree; N pair }
func (t *tree) String() string { if t == nil { return "." }; return fmt.Sprint(t.L, t.N, t.R) }
func sorted() string { b := byN{3, 1, 2}; sort.Sort(sort.Reverse(b)); sort.Stable(b); return fmt.Sprint(b) }
func try() (text string) { defer func() { text = fmt.Sprint(recover()) }(); return sorted() }`)
	for _, r := range []struct{ cell, want string }{
		{`func cell() { fmt.Println(sorted()) }`, "[1 2 3]"},
		{`func cell() { fail = "less"; a := try(); fail = errors.New("error"); b := try(); fail = nil; fmt.Println(a, b, sorted()) }`, "less error [1 2 3]"},
		{`func cell() { fmt.Println(&tree{L: &tree{N: pair{A: 1, B: 2}}, N: pair{A: 3, B: 4}}) }`, ". <1 2> . <3 4> ."},
		{`func cell() { x := []int{2, 1, 3}; sort.Slice(x, func(i, j int) bool { return sorted() != "" && x[i] < x[j] }); fmt.Println(x) }`, "[1 2 3]"},
		{`func cell() { done := make(chan string); go func() { defer func() { done <- "gone" }()
sort.Slice([]int{1, 2}, func(i, j int) bool { runtime.Goexit(); return true }) }(); fmt.Println(<-done, sorted()) }`, "gone [1 2 3]"},
		{`func cell() { var wg sync.WaitGroup; out := make([]string, 20)
for i := range out { wg.Add(1); go func() { defer wg.Done(); for range 20 { out[i] = sorted() + fmt.Sprint(pair{A: i, B: i}) } }() }
wg.Wait(); fmt.Println(out[0], out[19], strings.Count(strings.Join(out, ""), "[1 2 3]")) }`, "[1 2 3]<0 0> [1 2 3]<19 19> 20"},
		{`type ages []int
func (a ages) Len() int { return len(a) }
func (a ages) Less(i, j int) bool { return a[i] < a[j] }
func (a ages) Swap(i, j int) { a[i], a[j] = a[j], a[i] }
func (a *ages) Push(x any) { *a = append(*a, x.(int)) }
func (a *ages) Pop() any { x := (*a)[len(*a)-1]; *a = (*a)[:len(*a)-1]; return x }
func cell() { a := &ages{5, 2, 8}; heap.Init(a); heap.Push(a, 3); (*a)[0] = 9; heap.Fix(a, 0); x := heap.Remove(a, 1); heap.Pop(a)
fmt.Println(x, heap.Pop(a), *a, heap.Pop(a)); h := sort.IntSlice{2, 1}; sort.Sort(h); sort.Sort(ages(h)); fmt.Println(h)
func() { defer func() { fmt.Println(recover()) }(); var none sort.Interface; sort.Sort(none) }() }`,
			"5 8 [9] 9\n[1 2]\nruntime error: invalid memory address or nil pointer dereference"},
		{`type bad int
func (b bad) String() string { if b > 1 { panic(errors.New("bad")) }; var m map[int]int; m[1] = 2; return "" }
func cell() { fmt.Println(fmt.Sprint(bad(1)), fmt.Sprint(bad(2)), fmt.Sprint(pair{A: 1}), sorted()) }`,
			"%!v(PANIC=String method: assignment to entry in nil map) %!v(PANIC=String method: bad) <1 0> [1 2 3]"},
		{`type ptr struct{ s string }
func (p *ptr) String() string { return p.s }
type val struct{}
func (val) String() string { return "val" }
type failing string
func (f failing) Error() string { return "error" }
func (f failing) String() string { return "string" }
type both struct{ pair; n int }
func (b both) Format(s fmt.State, verb rune) { fmt.Fprint(s, "format") }
type in struct{ *val }
func cell() { var nilPtr *ptr; var nilVal *val; x := fmt.Sprint(&ptr{"p"})
fmt.Println(x, fmt.Sprint(nilPtr), fmt.Sprint(nilVal), fmt.Sprint(val{}), fmt.Sprint(&val{}), fmt.Sprint(failing("x")), fmt.Sprint(both{}),
fmt.Sprint(struct{ pair }{pair{A: 5}}), fmt.Sprint(in{&val{}}), fmt.Sprint(in{}), fmt.Sprint(ptr{"q"}), fmt.Sprint(pair{A: 1}, pair{A: 2})) }`,
			"p <nil> <nil> val val error format <5 0> val %!v(PANIC=String method: runtime error: invalid memory address or nil pointer dereference) {q} <1 0> <2 0>"},
		{`func cell() { defer func() { fmt.Println("deferred") }(); fmt.Println(func() string { defer func() { recover() }(); return fmt.Sprint(exits(1)) }()) }
type exits int
func (exits) String() string { done := make(chan int); go func() { defer close(done); fmt.Sprint(leaves(1)) }(); <-done; return "exits" }
type leaves int
func (leaves) String() string { runtime.Goexit(); return "" }`, "exits\ndeferred"},
		{`func cell() { fmt.Println(strings.Map(func(r rune) rune { if r == 'b' { return -1 }; return r + 1 }, "abc")) }`, "bd"},
	} {
		if got := s.must(t, `import ("fmt"; "sort"; "strings"; "errors"; "runtime"; "sync"; "container/heap")`+"\n"+r.cell); got != r.want {
			t.Errorf("%s prints %q, want %q", r.cell, got, r.want)
		}
	}
}

// TestCallbacksThatNest must not overflow Go's stack, which would end the process.
func TestCallbacksThatNest(t *testing.T) {
	if testing.Short() || runtime.GOARCH == "wasm" {
		t.Skip("takes a second, and a stack as large as Go allows")
	}
	s := newSession()
	for _, source := range []string{
		`import "sort"
func f() { sort.Slice([]int{1, 2}, func(i, j int) bool { f(); return i < j }) }
func cell() { f() }`,
		`import "sort"
type nums []int
func (n nums) Len() int { return len(n) }
func (n nums) Less(i, j int) bool { sort.Sort(n); return n[i] < n[j] }
func (n nums) Swap(i, j int) { }
func cell() { sort.Sort(nums{1, 2}) }`,
		`import "fmt"
type T int
func (t T) String() string { return fmt.Sprint(t) }
func cell() { fmt.Println(fmt.Sprint(T(1))) }`,
		`import "fmt"
type U int
func (u U) String() string { return fmt.Sprint("", u) }
func cell() { fmt.Println(U(1)) }`, // fmt recovers, but the run is over
	} {
		if err := s.eval(vm.NewRun(), source); !errors.Is(err, vm.ErrDepth) {
			t.Errorf("error %v, want %v", err, vm.ErrDepth)
		}
	}
}

// TestKeyedRuns has methods called on two goroutines that belong to runs of their
// own: what stops one must not stop the other.
func TestKeyedRuns(t *testing.T) {
	s := newSession()
	s.must(t, `type T int
func (t T) String() string { n := 0; for i := range 10 { n += i }; return "t" }
func make() any { return T(1) }`)
	runs := map[goroutine.Key]*vm.Run{}
	asked := 0
	s.world.RunOf = func() *vm.Run { asked++; return runs[goroutine.Current()] }
	s.world.KeyOf = func() uintptr { return uintptr(goroutine.Current()) }
	x := s.lookup(t, "make").Call(vm.NewRun(), nil)[0].Interface().(interface{ String() string })
	call := func() (stopped bool) {
		defer func() { stopped = recover() != nil }()
		_ = x.String()
		return false
	}
	goroutine.Do(func(one goroutine.Key) {
		runs[one] = vm.NewRun()
		done := make(chan bool)
		go goroutine.Do(func(two goroutine.Key) {
			runs[two] = vm.NewRun()
			runs[two].Stop()
			done <- call()
		})
		if !<-done {
			t.Error("a run goes on after Stop")
		}
		before := asked
		for range 3 {
			if call() {
				t.Error("a run stops when another is stopped")
			}
		}
		if asked-before != 1 {
			t.Errorf("asked %d times for the run of a key, want 1", asked-before)
		}
		runs[one].Stop()
		if !call() {
			t.Error("the run goes on after Stop")
		}
	})
}
