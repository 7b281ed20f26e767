// Package fused has programs whose parts become one instruction.
package fused

import "fmt"

type point struct {
	x, y float64
	n    int
	u    uint8
	far  [300]float64
	last float64
}

// Programs are run natively and by the interpreter, which must agree: float64 around
// a product keeps compilers from adding to it unrounded.
var Programs = []func() string{
	fields, elements, captured, products, signs, aliased, maps, mapsOfSelf, order, narrow,
	variables, panicsNil, panicsIndex, panicsMap, calls, rows, panicsRows, aliasedRows,
}

func fields() string {
	p := &point{x: 1, y: 2, n: 3}
	for i := range 5 {
		p.x += float64(float64(i) * 0.1)
		p.y -= p.x
		p.y *= 1.5
		p.n += i
		p.n++
		p.n -= 7
		p.last += p.x
		p.last += p.last
		p.far[i] += p.y
	}
	return fmt.Sprint(p.x, p.y, p.n, p.last, p.far[:6])
}

var total float64

func elements() string {
	s, n := make([]float64, 4), make([]int, 4)
	for i := range 20 {
		s[i%4] += float64(i)
		s[i%3] *= 1.25
		s[i%2] -= 0.5
		n[i%4] += i
		n[3]--
		total += s[i%4]
	}
	return fmt.Sprint(s, n, total)
}

func captured() string {
	sum, n := 0.0, 0
	add := func(x float64) { sum += x; sum *= 2; n++; n += 2 }
	for i := range 6 {
		add(float64(i))
	}
	return fmt.Sprint(sum, n)
}

func products() string {
	x, y := []float64{1.1, 2.3, 3.7}, []float64{0.1, 1e16, -3.3}
	m := [][]float64{x, y}
	var s, t, u, v, w float64
	for i := range x {
		s += float64(x[i] * y[i])
		t -= float64(x[i] * y[i])
		u += float64(x[i] * x[i])
		v = float64(v*0.5) + float64(x[i]*3)
		w = float64(x[i]*y[0]) - w
		for j := range m {
			s += float64(m[j][i] * m[1-j][i])
		}
	}
	return fmt.Sprint(s, t, u, v, w)
}

func signs() string {
	var s, t float64
	x := []float64{1 + 1.0/(1<<30), -1, 1.5}
	for i := range x { // a fused multiply-add would differ
		s += float64(x[i]*x[i]) - 1
		t += float64(x[i] * x[i])
		t -= float64(x[i] * x[i])
	}
	return fmt.Sprint(s, t)
}

func aliased() string {
	p := &point{x: 3, n: 2}
	q := p
	p.x += q.x
	p.x += float64(p.x * q.x)
	p.n += q.n
	s := []float64{2}
	s[0] += float64(s[0] * s[0])
	t := 1.5
	t += float64(t * s[0])
	t -= float64(t * t)
	return fmt.Sprint(p.x, p.n, s, t)
}

func maps() string {
	a, b, c, d := map[string]int{}, map[int]int{}, map[string]float64{}, map[int]float64{}
	e, f := map[uint64]int64{}, map[string]int8{}
	for i := range 30 {
		k := string(rune('a' + i%5))
		a[k]++
		a[k] += i
		b[i%7] += i
		b[i%3]--
		c[k] += float64(i) / 3
		d[i%4] += 0.1
		d[i%4] *= 1.1
		e[uint64(i%6)] += 1 << 40
		f[k] += 50
	}
	return fmt.Sprint(a, b, c, d, e, f)
}

func mapsOfSelf() string {
	m := map[int]int{1: 2}
	m[1] += m[1]
	m[1] = m[1] + m[2] + 1
	m[2] = m[1] + 1
	x := m[2]
	y := x + 1
	m[2] = y
	m[3] = x + m[3]
	return fmt.Sprint(m, x, y)
}

func order() string {
	m := map[string]int{"a": 1}
	change := func() int { m["a"] = 100; return 1 }
	m["a"] += change()
	return fmt.Sprint(m)
}

func narrow() string {
	p := &point{u: 250}
	var i32 []int32 = make([]int32, 1)
	var f32 float32 = 0.1
	for range 10 {
		p.u += 3
		i32[0] += 1 << 29
		f32 += float32(f32 * f32)
	}
	return fmt.Sprint(p.u, i32, f32)
}

type table struct {
	name   string
	values []float64
	rows   [][]int
}

var values = []float64{1, 2, 4}

func variables() string {
	t := &table{values: []float64{8, 16, 32}, rows: [][]int{{1, 2}, {3, 4}}}
	var s float64
	n := 0
	for i := range values {
		s += values[i] * t.values[i]
		s -= t.values[i] / values[2-i]
		n += t.rows[i%2][1]
		values[i] = t.values[i]
	}
	var none *table
	return fmt.Sprint(s, n, values) + caught(func() { s += values[n] }) + caught(func() { s += none.values[0] })
}

func caught(f func()) (text string) {
	defer func() { text = fmt.Sprint(recover()) }()
	f()
	return
}

func panicsNil() string {
	var p *point
	s := 0.0
	return caught(func() { p.x += 1 }) + caught(func() { p.last *= 2 }) + caught(func() { s += p.y * 2 })
}

func panicsIndex() string {
	x, y, s := make([]float64, 5), make([]float64, 3), 7.0
	text := caught(func() {
		for i := range x {
			s += float64((x[i] + 1) * y[i])
			y[i]++
		}
	})
	return fmt.Sprint(text, s, y)
}

func rows() string {
	x, y := []float64{1.5, 2.25, -3}, []float64{1e16, 1, 0.1}
	m, n := [][]float64{x, y, {7, 8, 9}}, [][]float64{y, {1, 2, 3, 4}, x}
	var a, b, c, d, e, f float64
	w := 1.1
	for i := range x {
		for j := range y {
			a += float64(m[i][j] * n[j][i])
			b += float64(x[j] * n[i][j])
			c += float64(m[j][i] * y[j])
			d += float64(w * m[i][j])
			e += float64(x[i] * y[j])
			f += float64(m[i][j] * m[i][j])
			w = a - w
			n[i][j] += float64(m[i][j] * m[j][i])
			m[i][j] -= float64(w * n[1][i])
		}
	}
	return fmt.Sprint(a, b, c, d, e, f, w, m, n)
}

func panicsRows() string {
	x, short := []float64{1, 2, 3}, []float64{1}
	m, ragged := [][]float64{x, x, x}, [][]float64{x, short, nil}
	s := 1.0
	text := ""
	for k := -1; k < 4; k++ {
		text += caught(func() { s += float64(m[k][1] * ragged[1][k]) })
		text += caught(func() { s += float64(ragged[1][k] * m[k][1]) })
		text += caught(func() { s += float64(x[k] * ragged[k][2]) })
		text += caught(func() { s += float64(ragged[k][2] * x[k]) })
		text += caught(func() { s += float64(x[k] * short[k]) })
		text += caught(func() { s += float64(s * ragged[k][k]) })
		text += fmt.Sprint(s, ";")
	}
	return text
}

func aliasedRows() string {
	m := [][]float64{{1, 2}, {3, 4}}
	swap := func() float64 { m[0], m[1] = m[1], m[0]; return 1 }
	s := 0.0
	for i := range m {
		x := swap()
		s += float64(x * m[0][i])
		m[i][0] = s
		s += float64(m[i][0] * m[0][i])
		{
			m, i := [][]float64{{s}}, 0
			s += float64(m[i][0] * m[0][i])
			m = nil
		}
		s += float64(m[i][i] * m[1-i][i])
	}
	var a [2][]float64
	a[1] = m[1]
	s += float64(a[1][0] * m[1][0])
	grown := m
	for i := range 3 {
		grown = append(grown, []float64{float64(i), s})
		s += float64(grown[i][1] * grown[len(grown)-1][0])
	}
	return fmt.Sprint(s, m, grown)
}

func panicsMap() string {
	var m map[string]int
	return caught(func() { m["a"]++ }) + fmt.Sprint(len(m))
}

type named func(int) int

func calls() string {
	var f func(int) int
	n := 10
	list := []func(int) int{func(i int) int { return i + n }, func(i int) int { n++; return i * 2 }, named(func(i int) int { return -i })}
	var g named = list[0]
	var odd func(a string, b []int, c any, d point, e error) (string, int)
	odd = func(a string, b []int, c any, d point, e error) (string, int) {
		return fmt.Sprint(a, b, c, d.n, e), len(b)
	}
	text, count := odd("x", []int{1, 2}, 3, point{n: 4}, nil)
	for i := range 4 {
		for _, h := range list {
			count += h(i)
		}
		count += g(i)
	}
	return fmt.Sprint(caught(func() { f(1) }), text, count)
}
