package main

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"strings"
)

type number interface {
	~int | ~int8 | ~float64
}

func sum[T number](xs ...T) (s T) {
	for _, x := range xs {
		s += x
	}
	return s
}

func mapped[T, U any](xs []T, f func(T) U) []U {
	out := make([]U, 0, len(xs))
	for _, x := range xs {
		out = append(out, f(x))
	}
	return out
}

type stack[T any] struct{ items []T }

func (s *stack[T]) push(x T) { s.items = append(s.items, x) }
func (s *stack[T]) pop() (x T, err error) {
	if len(s.items) == 0 {
		return x, errors.New("empty")
	}
	x = s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return x, nil
}
func (s stack[T]) String() string { return fmt.Sprint("stack", s.items) }
func (s *stack[T]) all() iter.Seq2[int, T] {
	return func(yield func(int, T) bool) {
		for i, x := range s.items {
			if !yield(i, x) {
				return
			}
		}
	}
}

type list[K cmp.Ordered, V any] struct {
	head *node[K, V]
}

type node[K cmp.Ordered, V any] struct {
	key  K
	val  V
	next *node[K, V]
}

func (l *list[K, V]) put(k K, v V) {
	p := &l.head
	for *p != nil && (*p).key < k {
		p = &(*p).next
	}
	*p = &node[K, V]{k, v, *p}
}

type pair[A, B any] struct {
	a A
	b B
}

func zip[A, B any](as []A, bs []B) iter.Seq[pair[A, B]] {
	return func(yield func(pair[A, B]) bool) {
		for i := range min(len(as), len(bs)) {
			if !yield(pair[A, B]{as[i], bs[i]}) {
				return
			}
		}
	}
}

type myInt int

func (m myInt) String() string { return strings.Repeat("i", int(m)) }

func join[T fmt.Stringer](xs []T) string {
	var b strings.Builder
	for _, x := range xs {
		b.WriteString(x.String())
		b.WriteByte('|')
	}
	return b.String()
}

func find(s *stack[string], want string) (at int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	for i, x := range s.all() {
		defer func() { at++ }()
		if x == want {
			return i, nil
		}
		if x == "bad" {
			panic("bad item")
		}
	}
	return -1, nil
}

func count(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		defer fmt.Println("counted")
		for i := 0; i < n && yield(i); i++ {
		}
	}
}

type set[T comparable] map[T]struct{}

func (s set[T]) add(x T) set[T] { s[x] = struct{}{}; return s }

func main() {
	fmt.Println(sum(1, 2, 3), sum(1.5, 2), sum[int8](100, 27, 1), sum(myInt(2), 3))
	fmt.Println(mapped([]int{1, 2}, func(i int) string { return fmt.Sprint("n", i) }), mapped([]string{"a"}, strings.ToUpper))
	s := &stack[string]{}
	for _, x := range []string{"a", "b", "c"} {
		s.push(x)
	}
	fmt.Println(s, *s)
	fmt.Println(find(s, "b"))
	fmt.Println(find(s, "z"))
	s.push("bad")
	fmt.Println(find(s, "z"))
	fmt.Println(s.pop())
	var e stack[pair[int, string]]
	_, err := e.pop()
	fmt.Printf("%v %T\n", err, s)
	var l list[string, int]
	l.put("b", 2)
	l.put("a", 1)
	for n := l.head; n != nil; n = n.next {
		fmt.Print(n.key, n.val, " ")
	}
	for p := range zip([]int{1, 2, 3}, []string{"x", "y"}) {
		fmt.Print(p, " ")
	}
	fmt.Println(join([]myInt{1, 3}), len(set[int]{}.add(1).add(1).add(2)))
outer:
	for i := range count(5) {
		for j := range count(3) {
			if j == 1 {
				continue outer
			}
			if i == 2 {
				break outer
			}
			fmt.Println(i, j)
		}
	}
	f := sum[float64]
	fmt.Println(f(1, 2), any(pair[int, bool]{1, true}) == any(pair[int, bool]{1, true}))
}
