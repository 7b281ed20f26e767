package programs

type shape interface{ Area(k float64) float64 }

type square struct{ w float64 }

type rectangle struct{ w, h float64 }

func (s square) Area(k float64) float64 { return s.w * s.w * k }

func (r *rectangle) Area(k float64) float64 { return r.w * r.h * k }

// Iface calls methods through an interface.
func Iface(n int) int {
	var a shape = square{2}
	var b shape = &rectangle{2, 3}
	t := 0.0
	for i := 0; i < n; i++ {
		t += a.Area(1) + b.Area(0.5)
	}
	return int(t)
}

// Closure calls a function that has captured a variable.
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

// Structs changes fields through a pointer.
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

type account struct{ balance, moves int }

func (a *account) deposit(d int) int {
	a.balance += d
	a.moves++
	return a.balance
}

// Method calls a method of a struct.
func Method(n int) int {
	a := &account{}
	r := 0
	for i := 0; i < n; i++ {
		r += a.deposit(i) & 1
	}
	return r + a.moves
}
