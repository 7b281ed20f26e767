package gentest

// prelude is what every program begins with.
const prelude = `
import (
	"errors"
	"fmt"
	"runtime"
	"sort"
	"strings"
	"sync"
)

var _ = errors.New
var _ = sort.Ints
var _ = strings.ToUpper
var _ sync.Mutex
var _ runtime.Error

type number interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uintptr | ~float32 | ~float64
}

type integer interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uintptr
}

type ordered interface {
	number | ~string
}

func tr[T any](n int, x T) T {
	fmt.Println("tr", n)
	return x
}

func at[S ~[]T, T any](s S, i int) (x T) {
	if len(s) > 0 {
		x = s[uint(i)%uint(len(s))]
	}
	return x
}

func ref[T any](x T) *T { return &x }

func deref[T any](p *T) (x T) {
	if p != nil {
		x = *p
	}
	return x
}

func lim[T ~string](s T) T {
	if len(s) > 24 {
		return s[len(s)-24:]
	}
	return s
}

func limit[S ~[]T, T any](s S) S {
	if len(s) > 7 {
		s = s[:7]
	}
	return s[:len(s):len(s)]
}

func whole[F ~float32 | ~float64](f F) int {
	if f > -1e6 && f < 1e6 {
		return int(f)
	}
	return -7
}

func toInt[B ~bool](b B) int {
	if b {
		return 1
	}
	return 0
}

func try(name string, f func()) {
	defer func() {
		r := recover()
		if r == nil {
			return
		}
		if e, ok := r.(runtime.Error); ok {
			fmt.Println(name, "fails:", e.Error())
			return
		}
		fmt.Println(name, "panics:", r)
	}()
	f()
}

func keys[M ~map[K]V, K ordered, V any](m M) (ks []K) {
	for k := range m {
		ks = append(ks, k)
	}
	sort.Slice(ks, func(i, j int) bool { return ks[i] < ks[j] })
	return ks
}

func count(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		defer fmt.Println("counted")
		for i := range n {
			if !yield(i) {
				fmt.Println("left at", i)
				return
			}
		}
	}
}

func pairs[T any](xs ...T) func(func(int, T) bool) {
	return func(yield func(int, T) bool) {
		for i, x := range xs {
			if !yield(i, x) {
				return
			}
		}
	}
}

`
