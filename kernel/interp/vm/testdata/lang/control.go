package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
)

func deferred() (n int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("recovered %v", r)
			n *= 2
		}
	}()
	for i := range 3 {
		defer func() { n += i }()
	}
	n = 10
	panic("boom")
}

func nested() (s string) {
	defer func() { s += fmt.Sprint("outer ", recover()) }()
	defer func() {
		defer func() { s += fmt.Sprint("inner ", recover(), " ") }()
		panic("second")
	}()
	panic("first")
}

func again() (s string) {
	defer func() { s += fmt.Sprint("last ", recover()) }()
	defer func() { panic("after") }()
	defer func() { s += fmt.Sprint("got ", recover(), " ") }()
	panic("one")
}

func noRecover() {
	defer func() {
		func() { fmt.Println("not here:", recover()) }()
	}()
	defer fmt.Println("printed while panicking")
	panic(errors.New("x"))
}

func errorOf(f func()) (text string) {
	defer func() {
		r := recover()
		if e, ok := r.(runtime.Error); ok {
			text = "runtime error: " + e.Error()
		} else {
			text = fmt.Sprintf("%T %v", r, r)
		}
	}()
	f()
	return "none"
}

func labels() (s string) {
outer:
	for i := 0; i < 4; i++ {
		for j := 0; ; j++ {
			switch {
			case j == 2:
				continue outer
			case i == 2:
				break outer
			case i+j == 1:
				fallthrough
			default:
				s += fmt.Sprint(i, j, " ")
			}
		}
	}
	i := 0
again:
	if i < 3 {
		i++
		goto again
	}
	return s + fmt.Sprint(i)
}

type closer struct{ name string }

func (c *closer) Close() { fmt.Println("close", c.name) }

func resources() {
	c := &closer{"a"}
	defer c.Close()
	c = &closer{"b"}
	defer c.Close()
	var i interface{ Close() } = &closer{"c"}
	defer i.Close()
	defer func(s string, n ...int) { fmt.Println(s, n) }("args", 1, 2)
}

func deep(n int) int {
	if n == 0 {
		return 0
	}
	return 1 + deep(n-1)
}

func main() {
	fmt.Println(deferred())
	fmt.Println(nested())
	fmt.Println(again())
	fmt.Println(errorOf(noRecover))
	fmt.Println(labels())
	resources()
	misuse()
	var (
		p    *closer
		m    map[string]int
		xs   []int
		any0 any
		ch   chan int
		fn   func()
		zero int
		arr  [3]int
		five = 5
		neg  = -1
	)
	for _, f := range []func(){
		func() { fmt.Println(p.name) },
		func() { m["a"] = 1 },
		func() { xs[five] = 1 },
		func() { _ = xs[five:] },
		func() { _ = arr[five%4+2] },
		func() { _ = "abc"[five] },
		func() { _ = any0.(int) },
		func() { any0 = "s"; _ = any0.(int) },
		func() { _ = any0.(fmt.Stringer) },
		func() { close(ch) },
		func() { fn() },
		func() { fmt.Println(1 / zero) },
		func() { _ = make([]int, neg) },
		func() { _ = 1 << neg },
		func() { _ = (*[4]int)(xs) },
		func() { _ = map[any]int{xs: 1} },
		func() { any0 = xs; _ = any0 == any0 },
		func() { panic(nil) },
		func() { panic(fmt.Sprint("own ", 1)) },
		func() { var e error; _ = e.Error() },
		func() { fmt.Println("fine") },
	} {
		fmt.Println(errorOf(f))
	}
	fmt.Println(deep(100000))
	func() {
		defer func() { fmt.Println("again", recover()) }()
		defer func() {
			recover()
			panic("replaced")
		}()
		panic("first")
	}()
	if len(os.Args) > 100 {
		return
	}
}

// misuse has iterators that break the rules.
func misuse() {
	try := func(name string, f func()) {
		defer func() {
			err, ok := recover().(runtime.Error)
			fmt.Println(name, ok, err)
		}()
		f()
	}
	var late func(int) bool
	keep := func(yield func(int) bool) { late = yield; yield(1) }
	swallow := func(yield func(int) bool) {
		defer func() { _ = recover() }()
		yield(1)
	}
	try("after break", func() {
		for range func(yield func(int) bool) { yield(1); yield(2) } {
			break
		}
	})
	try("after loop", func() {
		for range keep {
		}
		late(2)
	})
	try("after panic", func() {
		for range func(yield func(int) bool) { swallow(yield); yield(2) } {
			panic("body")
		}
	})
	try("no panic", func() {
		for range swallow {
			panic("body")
		}
	})
	try("nil", func() {
		var x any
		_ = x.(fmt.Stringer)
	})
}
