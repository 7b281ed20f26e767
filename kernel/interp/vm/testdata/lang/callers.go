package main

import (
	"fmt"
	"reflect"
	"runtime"
	"runtime/debug"
	"strings"
)

//go:noinline
func call(f func()) { f() }

// where prints its caller.
//
//go:noinline
func where() {
	pc, _, line, ok := runtime.Caller(1)
	f := runtime.FuncForPC(pc)
	_, again := f.FileLine(pc)
	fmt.Println(f.Name(), line, again, ok)
}

type T struct{}

//go:noinline
func (*T) M() { call(func() { where() }) }

//go:noinline
func (T) V() { where() }

type E struct{ *T }

type L[A any] struct{ a A }

//go:noinline
func (*L[A]) P() { where() }

//go:noinline
func G[A, B any](A, B) { call(func() { where() }) }

func init() { where() }

func init() { call(where); where() }

//go:noinline
func deep(n int) {
	if n > 0 {
		deep(n - 1)
		return
	}
	var pcs [8]uintptr
	list(pcs[:runtime.Callers(1, pcs[:])])
	list(pcs[:runtime.Callers(3, pcs[:2])])
}

//go:noinline
func list(pcs []uintptr) {
	frames := runtime.CallersFrames(pcs)
	for {
		f, more := frames.Next()
		if strings.HasPrefix(f.Function, "main.") {
			fmt.Print(f.Function, ":", f.Line, " ", f.Func.Name() == f.Function, " ")
		}
		if !more {
			break
		}
	}
	fmt.Println()
}

//go:noinline
func fails(xs []int, i int) int { return xs[i] }

func main() {
	(&T{}).M()
	T{}.V()
	f := T{}.V
	f()
	E{&T{}}.M()
	(&L[map[string][]int]{}).P()
	G(1, "")
	call(func() {
		call(func() { where() })
		call(func() { call(func() { where() }) })
	})
	deep(4)
	call(func() {
		defer func() {
			recover()
			var pcs [16]uintptr
			list(pcs[:runtime.Callers(1, pcs[:])])
		}()
		fails(nil, 3)
	})
	_, _, _, ok := runtime.Caller(100)
	fmt.Println(ok, runtime.FuncForPC(0) == nil)
	g := func() {}
	fmt.Println(runtime.FuncForPC(reflect.ValueOf(fails).Pointer()).Name(), runtime.FuncForPC(reflect.ValueOf(g).Pointer()).Name())
	fmt.Println(runtime.FuncForPC(reflect.ValueOf(strings.ToUpper).Pointer()).Name())
	for _, l := range strings.Split(string(debug.Stack()), "\n") {
		if strings.HasPrefix(l, "goroutine") || strings.HasPrefix(l, "main.") {
			fmt.Println(l[:5])
		}
	}
	fmt.Println(strings.Contains(string(debug.Stack()), "main.main("))
	buf := make([]byte, 4096)
	fmt.Println(strings.Contains(string(buf[:runtime.Stack(buf, false)]), "main.main("))
}
