package main

// optimizers are steps that write to w and to what they remember, and read g last. Every
// operation is rounded by itself.
func optimizers(define func(name, about string, arrays, written int, build func(p *program))) {
	define("sgd", "w -= eta·g", 2, 1, func(p *program) {
		p.store(0, p.sub(p.load(0), p.mul(p.load(1), p.arg(0))))
	})
	define("momentum", "m = mu·m - eta·g, w += m", 3, 2, func(p *program) {
		m := p.sub(p.mul(p.load(1), p.arg(0)), p.mul(p.load(2), p.arg(1)))
		p.store(1, m)
		p.store(0, p.add(p.load(0), m))
	})
	define("nesterov", "m = mu·m - eta·g, w += mu·m - eta·g", 3, 2, func(p *program) {
		step := p.mul(p.load(2), p.arg(1))
		m := p.sub(p.mul(p.load(1), p.arg(0)), step)
		p.store(1, m)
		p.store(0, p.add(p.load(0), p.sub(p.mul(m, p.arg(0)), step)))
	})
	meanSquare := func(p *program, v, g value) value {
		v = p.add(p.mul(v, p.arg(0)), p.mul(p.mul(g, p.arg(1)), g))
		p.store(1, v)
		return v
	}
	define("rmsprop", "v = rho·v + rest·g·g, w -= eta·g/√(v+eps)", 3, 2, func(p *program) {
		g := p.load(2)
		v := meanSquare(p, p.load(1), g)
		step := p.div(p.mul(g, p.arg(2)), p.root(p.add(v, p.arg(3))))
		p.store(0, p.sub(p.load(0), step))
	})
	define("rmspropMomentum", "v as rmsprop, m = mu·m + eta·g/√(v+eps), w -= m", 4, 3, func(p *program) {
		g := p.load(3)
		v := meanSquare(p, p.load(1), g)
		step := p.div(p.mul(g, p.arg(2)), p.root(p.add(v, p.arg(3))))
		m := p.add(p.mul(p.load(2), p.arg(4)), step)
		p.store(2, m)
		p.store(0, p.sub(p.load(0), m))
	})
	define("rmspropCentered", "a = rho·a + rest·g, and v-a² takes the place of v", 5, 4, func(p *program) {
		g := p.load(4)
		v := meanSquare(p, p.load(1), g)
		a := p.add(p.mul(p.load(3), p.arg(0)), p.mul(g, p.arg(1)))
		p.store(3, a)
		spread := p.add(p.sub(v, p.mul(a, a)), p.arg(3))
		step := p.div(p.mul(g, p.arg(2)), p.root(spread))
		m := p.add(p.mul(p.load(2), p.arg(4)), step)
		p.store(2, m)
		p.store(0, p.sub(p.load(0), m))
	})
}

// adaptive are the optimizers after Adam and Adagrad, as optimizers has them.
func adaptive(define func(name, about string, arrays, written int, build func(p *program))) {
	moments := func(p *program, g value) (m, v value) {
		m, v = p.load(1), p.load(2)
		m = p.add(m, p.mul(p.sub(g, m), p.arg(0)))
		p.store(1, m)
		v = p.add(v, p.mul(p.sub(p.mul(g, g), v), p.arg(1)))
		p.store(2, v)
		return m, v
	}
	define("adam", "m += (g-m)·rest1, v += (g²-v)·rest2, w -= eta·m/(√v+eps)", 4, 3, func(p *program) {
		m, v := moments(p, p.load(3))
		step := p.div(p.mul(m, p.arg(2)), p.add(p.root(v), p.arg(3)))
		p.store(0, p.sub(p.load(0), step))
	})
	define("amsgrad", "adam with the greatest v so far, the fourth array", 5, 4, func(p *program) {
		m, v := moments(p, p.load(4))
		top := p.max(v, p.load(3))
		p.store(3, top)
		step := p.div(p.mul(m, p.arg(2)), p.add(p.root(top), p.arg(3)))
		p.store(0, p.sub(p.load(0), step))
	})
	define("nadam", "m and v as adam, w -= eta·(c1·m+c2·g)/(√(v·c3)+eps)", 4, 3, func(p *program) {
		g := p.load(3)
		m, v := moments(p, g)
		step := p.add(p.mul(m, p.arg(4)), p.mul(g, p.arg(5)))
		step = p.div(p.mul(step, p.arg(2)), p.add(p.root(p.mul(v, p.arg(6))), p.arg(3)))
		p.store(0, p.sub(p.load(0), step))
	})
	define("adamax", "m as adam, u = max(beta·u, |g|), w -= eta·m/(u+eps)", 4, 3, func(p *program) {
		g := p.load(3)
		m := p.load(1)
		m = p.add(m, p.mul(p.sub(g, m), p.arg(0)))
		p.store(1, m)
		u := p.max(p.abs(g), p.mul(p.load(2), p.arg(1)))
		p.store(2, u)
		p.store(0, p.sub(p.load(0), p.div(p.mul(m, p.arg(2)), p.add(u, p.arg(3)))))
	})
	define("adagrad", "a += g², w -= eta·g/√(a+eps)", 3, 2, func(p *program) {
		g := p.load(2)
		a := p.add(p.load(1), p.mul(g, g))
		p.store(1, a)
		p.store(0, p.sub(p.load(0), p.div(p.mul(g, p.arg(0)), p.root(p.add(a, p.arg(1))))))
	})
	define("adadelta", "a = rho·a + rest·g², s = √(b+eps)·g/√(a+eps), b = rho·b + rest·s², w -= eta·s", 4, 3, func(p *program) {
		g := p.load(3)
		a, b := p.load(1), p.load(2)
		a = p.add(p.mul(a, p.arg(0)), p.mul(p.mul(g, g), p.arg(1)))
		p.store(1, a)
		s := p.mul(p.root(p.add(b, p.arg(3))), g)
		s = p.div(s, p.root(p.add(a, p.arg(3))))
		b = p.add(p.mul(b, p.arg(0)), p.mul(p.mul(s, s), p.arg(1)))
		p.store(2, b)
		p.store(0, p.sub(p.load(0), p.mul(s, p.arg(2))))
	})
}

// columns are functions of rows, with numbers for each column; and dropout.
func columns(define func(name, about string, arrays, written int, build func(p *program))) {
	define("columnSum", "sum += x", 2, 1, func(p *program) { p.store(0, p.add(p.held(0), p.load(1))) })
	define("columnDot", "sum += x·y", 3, 1, func(p *program) {
		p.store(0, p.add(p.held(0), p.mul(p.load(1), p.load(2))))
	})
	define("columnSpread", "sum += (x-mean)²", 3, 1, func(p *program) {
		d := p.sub(p.load(1), p.held(2))
		p.store(0, p.add(p.held(0), p.mul(d, d)))
	})
	define("normalize", "out = (x-mean)·scale + shift", 5, 1, func(p *program) {
		d := p.sub(p.load(1), p.load(2))
		p.store(0, p.add(p.mul(d, p.load(3)), p.load(4)))
	})
	define("normalizeGrad", "d = (d - a - (x-mean)·b)·scale", 6, 1, func(p *program) {
		x := p.mul(p.sub(p.load(1), p.load(2)), p.load(4))
		p.store(0, p.mul(p.sub(p.sub(p.load(0), p.load(3)), x), p.load(5)))
	})
	define("dropout", "mask = scale or 0 by the place's random bits, dst = src·mask", 3, 2, func(p *program) {
		u := p.emit(intAdd, 0, p.emit(intMul, 0, p.place(), p.bits(0x9e3779b1)), p.arg(0))
		mix := func(by, multiplier int) {
			u = p.emit(xor, 0, u, p.shift(shiftRight, u, by))
			if multiplier != 0 {
				u = p.emit(intMul, 0, u, p.bits(uint32(multiplier)))
			}
		}
		mix(16, 0x7feb352d)
		mix(15, 0x846ca68b)
		mix(16, 0)
		u = p.emit(xor, 0, u, p.arg(1))
		mix(16, 0x21f0aaad)
		mix(15, 0xd35a2d97)
		mix(15, 0)
		kept := p.emit(intAbove, 0, p.arg(2), p.shift(shiftRight, u, 8))
		mask := p.and(kept, p.arg(3))
		p.store(1, mask)
		p.store(0, p.mul(mask, p.load(2)))
	})
}
