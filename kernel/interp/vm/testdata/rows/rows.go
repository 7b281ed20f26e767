// Package rows has the programs of the comparison with other engines.
package rows

import "sort"

func FloatLoop(n int) int {
	s := 0.0
	for i := 0; i < n; i++ {
		s += float64(i) * 0.5
	}
	return int(s)
}

func fib(n int) int {
	if n < 2 {
		return n
	}
	return fib(n-1) + fib(n-2)
}

func Fib(n int) int { return fib(n) }

func Sieve(n int) int {
	p := make([]bool, n+1)
	c := 0
	for i := 2; i <= n; i++ {
		if !p[i] {
			c++
			for j := i * 2; j <= n; j += i {
				p[j] = true
			}
		}
	}
	return c
}

func MatMul(n int) int {
	mk := func() [][]float64 {
		m := make([][]float64, n)
		for i := range m {
			m[i] = make([]float64, n)
			for j := range m[i] {
				m[i][j] = float64(i*j%7) + 0.5
			}
		}
		return m
	}
	a, b, c := mk(), mk(), mk()
	for i := 0; i < n; i++ {
		for j := 0; j < n; j++ {
			s := 0.0
			for k := 0; k < n; k++ {
				s += a[i][k] * b[k][j]
			}
			c[i][j] = s
		}
	}
	return int(c[n/2][n/3])
}

func Map(n int) int {
	m := map[int]int{}
	for i := 0; i < n; i++ {
		m[i%1000] += i
	}
	return m[7]
}

func Str(n int) int {
	s := ""
	for i := 0; i < 1000; i++ {
		s += "abcdefghij"
	}
	h := 0
	for k := 0; k < n/10000; k++ {
		for i := 0; i < len(s); i++ {
			h = h*31 + int(s[i])
			h = h & 0xffffff
		}
	}
	return h
}

func Sort(n int) int {
	x := make([]int, n)
	v := 12345
	for i := range x {
		v = (v*1103515245 + 12345) & 0x7fffffff
		x[i] = v
	}
	sort.Slice(x, func(i, j int) bool { return x[i] < x[j] })
	return x[n/2]
}

type shape interface{ Area(k float64) float64 }
type sq struct{ w float64 }
type rect struct{ w, h float64 }

func (s sq) Area(k float64) float64    { return s.w * s.w * k }
func (r *rect) Area(k float64) float64 { return r.w * r.h * k }

func Iface(n int) int {
	var a shape = sq{2}
	var b shape = &rect{2, 3}
	t := 0.0
	for i := 0; i < n; i++ {
		t += a.Area(1) + b.Area(0.5)
	}
	return int(t)
}

func Closure(n int) int {
	c := 0
	add := func(d int) int { c += d; return c }
	r := 0
	for i := 0; i < n; i++ {
		r += add(i) & 1
	}
	return r
}

type body struct{ x, y, vx, vy float64 }

func Structs(n int) int {
	bs := []body{{0, 0, 1, 0}, {1, 0, 0, 1}, {0, 1, -1, 0}}
	for k := 0; k < n; k++ {
		for i := range bs {
			b := &bs[i]
			b.x += b.vx * 0.01
			b.y += b.vy * 0.01
		}
	}
	return int(bs[0].x)
}

func Append(n int) int {
	var xs []int
	for i := 0; i < n; i++ {
		xs = append(xs, i)
	}
	return len(xs)
}
