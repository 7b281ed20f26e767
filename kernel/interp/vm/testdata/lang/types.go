package main

import (
	"errors"
	"fmt"
	"io"
	"sort"
)

type shape interface {
	area() float64
	fmt.Stringer
}

type point struct{ x, y float64 }

type square struct {
	point
	side float64
}

type circle struct {
	*point
	r float64
}

func (p point) String() string       { return fmt.Sprintf("(%g,%g)", p.x, p.y) }
func (p *point) move(dx, dy float64) { p.x, p.y = p.x+dx, p.y+dy }
func (s square) area() float64       { return s.side * s.side }
func (c *circle) area() float64      { return 3 * c.r * c.r }

type byArea []shape

func (b byArea) Len() int           { return len(b) }
func (b byArea) Less(i, j int) bool { return b[i].area() < b[j].area() }
func (b byArea) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }

type fault struct{ code int }

func (f *fault) Error() string { return fmt.Sprint("fault ", f.code) }

func try(n int) error {
	switch {
	case n == 0:
		return nil
	case n < 0:
		return fmt.Errorf("try %d: %w", n, &fault{-n})
	}
	return io.EOF
}

type weekday int

const (
	monday weekday = iota + 1
	tuesday
)

func (d weekday) String() string { return [...]string{"", "Mon", "Tue"}[d] }

type counter func() int

func (c counter) twice() int { return c() + c() }

func describe(x any) string {
	switch x := x.(type) {
	case nil:
		return "nil"
	case int, int8:
		return fmt.Sprintf("int %v", x)
	case string:
		return "string " + x
	case shape:
		return fmt.Sprint("shape ", x.area())
	case error:
		return "error " + x.Error()
	case func() int:
		return fmt.Sprint("func ", x())
	case []int:
		return fmt.Sprint("slice ", len(x))
	case struct{ a int }:
		return fmt.Sprint("struct ", x.a)
	}
	return fmt.Sprintf("%T", x)
}

type tree struct {
	left, right *tree
	v           int
}

func (t *tree) insert(v int) *tree {
	if t == nil {
		return &tree{v: v}
	}
	if v < t.v {
		t.left = t.left.insert(v)
	} else {
		t.right = t.right.insert(v)
	}
	return t
}

func (t *tree) walk(f func(int)) {
	if t != nil {
		t.left.walk(f)
		f(t.v)
		t.right.walk(f)
	}
}

func main() {
	sq := square{point{1, 2}, 3}
	sq.move(1, 1)
	c := &circle{&point{0, 0}, 1}
	c.move(5, 5)
	shapes := byArea{sq, c, square{side: 0.5}}
	sort.Sort(shapes)
	fmt.Println(shapes, sq, *c.point)
	for _, s := range shapes {
		fmt.Printf("%T %v %.2f\n", s, s, s.area())
	}
	var s shape = sq
	_, isCircle := s.(*circle)
	_, isReader := s.(io.Reader)
	fmt.Println(isCircle, isReader, s == shape(sq), s.(square).side, s.(fmt.Stringer))
	err := try(-3)
	var f *fault
	fmt.Println(errors.As(err, &f), f.code, err, errors.Is(try(1), io.EOF), try(0) == nil)
	fmt.Println(monday, tuesday, []weekday{1, 2}, map[weekday]int{monday: 1})
	n := 0
	next := counter(func() int { n++; return n })
	fmt.Println(next.twice(), next())
	for _, x := range []any{nil, 1, int8(2), "s", sq, c, err, func() int { return 7 }, []int{1}, struct{ a int }{4}, 1.5} {
		fmt.Println(describe(x))
	}
	move := sq.move
	move(10, 10)
	areaOf, str := square.area, (*circle).area
	fmt.Println(sq.point, areaOf(sq), str(c), point.String(sq.point))
	g := s.area
	s = square{side: 10}
	fmt.Println(g(), s.area())
	var t *tree
	for _, v := range []int{5, 2, 8, 1, 9} {
		t = t.insert(v)
	}
	t.walk(func(v int) { fmt.Print(v, " ") })
	type local struct {
		point
		tag [2]bool
	}
	a, b := local{point{1, 2}, [2]bool{true, false}}, local{point{1, 2}, [2]bool{true, false}}
	fmt.Println(a == b, a, &a)
	b.tag[1] = true
	fmt.Println(a == b, any(a) == any(b), fmt.Sprintf("%+v", b))
	anon := struct {
		weekday
		io.Writer
	}{tuesday, nil}
	fmt.Println(anon.weekday, anon.String(), anon.Writer == nil)
}
