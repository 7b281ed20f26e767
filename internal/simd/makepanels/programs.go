package main

// programs returns all programs. The arrays that one writes come first.
func programs() []*program {
	var all []*program
	define := func(name, about string, arrays, written int, build func(p *program)) {
		p := &program{name: name, about: about, arrays: arrays, written: written}
		build(p)
		all = append(all, p)
	}
	inPlace := func(name, about string, f func(p *program, z value) value) {
		define(name, about, 1, 1, func(p *program) { p.store(0, f(p, p.load(0))) })
	}
	gradient := func(name, about string, f func(p *program, d, of value) value) {
		define(name, about, 2, 1, func(p *program) { p.store(0, f(p, p.load(0), p.load(1))) })
	}
	activations(inPlace)
	gradients(gradient)
	optimizers(define)
	adaptive(define)
	columns(define)
	return all
}

// activations are functions of z in place.
func activations(define func(name, about string, f func(p *program, z value) value)) {
	define("exp", "e^z", (*program).expAll)
	define("log", "log z", (*program).log)
	define("sigmoid", "1/(1+e^-z)", (*program).sigmoid)
	define("tanh", "tanh z", func(p *program, z value) value {
		a := p.abs(z)
		x := p.or(z, p.sign())
		e := p.exp(p.add(x, x))
		large := p.div(p.sub(p.num(1), e), p.add(e, p.num(1)))
		s := p.mul(a, a)
		t := p.mul(p.horner(s, -5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1), s)
		small := p.fma(t, a, a)
		return p.or(p.choose(p.below(a, p.num(0.625)), small, large), p.and(z, p.sign()))
	})
	define("softplus", "log(1+e^z)", func(p *program, z value) value {
		e := p.exp(p.or(z, p.sign()))
		return p.add(p.log1p(e), p.max(z, p.num(0)))
	})
	define("silu", "z·sigmoid z", func(p *program, z value) value {
		return p.mul(p.sigmoid(z), p.max(z, p.num(-100)))
	})
	define("gelu", "z·Φ(z)", func(p *program, z value) value {
		phi, _ := p.normal(p.clamp(z, 20))
		return p.mul(phi, p.max(z, p.num(-20)))
	})
	define("geluTanh", "z·sigmoid 2u, u = √(2/π)·(z+0.044715z³)", func(p *program, z value) value {
		x := p.clamp(z, 20)
		return p.mul(p.sigmoid(p.geluInner(x)), p.max(z, p.num(-20)))
	})
	define("mish", "z·tanh(log(1+e^z))", func(p *program, z value) value {
		_, n := p.mishParts(p.min(z, p.num(20)))
		return p.mul(p.div(n, p.add(n, p.num(2))), p.max(z, p.num(-100)))
	})
	define("softsign", "z/(1+|z|)", func(p *program, z value) value {
		a := p.min(p.abs(z), p.num(1e30))
		return p.or(p.div(a, p.add(a, p.num(1))), p.and(z, p.sign()))
	})
	define("expLinear", "scalar 0·z, and scalar 1·(e^(scalar 2·z)-1) where z < 0", func(p *program, z value) value {
		below := p.mul(p.expm1(p.mul(p.min(z, p.num(0)), p.arg(2))), p.arg(1))
		return p.choose(p.below(z, p.num(0)), below, p.mul(z, p.arg(0)))
	})
	define("relu", "max(z, 0)", func(p *program, z value) value { return p.max(z, p.num(0)) })
	define("leaky", "z, and scalar 0·z where z < 0", func(p *program, z value) value {
		return p.choose(p.below(z, p.num(0)), p.mul(z, p.arg(0)), z)
	})
	define("hard", "(z + scalar 0)·scalar 1, within scalars 2 and 3", func(p *program, z value) value {
		return p.min(p.max(p.mul(p.add(z, p.arg(0)), p.arg(1)), p.arg(2)), p.arg(3))
	})
	define("hardSiLU", "z·hard sigmoid z", func(p *program, z value) value {
		h := p.min(p.max(p.mul(p.add(z, p.num(3)), p.num(1.0/6)), p.num(0)), p.num(1))
		return p.mul(h, p.max(z, p.num(-3)))
	})
}

// geluInner returns 2·√(2/π)·(z+0.044715z³).
func (p *program) geluInner(z value) value {
	return p.mul(p.fma(p.mul(z, z), p.num(2*0.7978845608028654*0.044715), p.num(2*0.7978845608028654)), z)
}

// mishParts returns w = e^z and n = w² + 2w, of which tanh(log(1+w)) is n/(n+2).
func (p *program) mishParts(z value) (w, n value) {
	w = p.exp(z)
	return w, p.mul(w, p.add(w, p.num(2)))
}

// gradients multiply d by the derivative, of out or of z.
func gradients(define func(name, about string, f func(p *program, d, of value) value)) {
	define("product", "d·a", (*program).mul)
	define("reluGrad", "d, and 0 where out ≤ 0", func(p *program, d, out value) value {
		return p.andNot(p.emit(atMost, 0, out, p.num(0)), d)
	})
	define("sigmoidGrad", "d·(out·(1-out))", func(p *program, d, out value) value {
		return p.mul(p.mul(p.sub(p.num(1), out), out), d)
	})
	define("tanhGrad", "d·(1-out²)", func(p *program, d, out value) value {
		return p.mul(p.sub(p.num(1), p.mul(out, out)), d)
	})
	define("softplusGrad", "d·(1-e^-out)", func(p *program, d, out value) value {
		return p.mul(p.expm1(p.or(out, p.sign())), p.emit(xor, 0, d, p.sign()))
	})
	define("softsignGrad", "d·(1-|out|)²", func(p *program, d, out value) value {
		r := p.sub(p.num(1), p.abs(out))
		return p.mul(p.mul(r, r), d)
	})
	define("expLinearGrad", "d·scalar 0, and d·(scalar 1·out + scalar 2) where out < 0", func(p *program, d, out value) value {
		slope := p.add(p.mul(out, p.arg(1)), p.arg(2))
		return p.mul(p.choose(p.below(out, p.num(0)), slope, p.arg(0)), d)
	})
	define("leakyGrad", "d, and scalar 0·d where out ≤ 0", func(p *program, d, out value) value {
		return p.choose(p.emit(atMost, 0, out, p.num(0)), p.mul(d, p.arg(0)), d)
	})
	define("hardGrad", "scalar 0·d, and 0 unless scalar 1 < out < scalar 2", func(p *program, d, out value) value {
		inside := p.and(p.below(p.arg(1), out), p.below(out, p.arg(2)))
		return p.mul(p.and(inside, p.arg(0)), d)
	})
	define("hardSiLUGrad", "d·(2z+3)/6 for |z| < 3, d above, 0 below", func(p *program, d, z value) value {
		slope := p.add(p.mul(z, p.num(1.0/3)), p.num(0.5))
		slope = p.choose(p.emit(atMost, 0, p.num(3), z), p.num(1), slope)
		return p.mul(p.andNot(p.emit(atMost, 0, z, p.num(-3)), slope), d)
	})
	define("siluGrad", "d·(s + z·s·(1-s)), s = sigmoid z", func(p *program, d, z value) value {
		s, eq, q := p.sigmoidParts(z)
		return p.mul(p.fma(p.mul(eq, q), p.clamp(z, 100), s), d)
	})
	define("geluGrad", "d·(Φ(z) + z·φ(z))", func(p *program, d, z value) value {
		x := p.clamp(z, 20)
		phi, e := p.normal(x)
		return p.mul(p.fma(p.mul(e, p.num(0.3989422804014327)), x, phi), d)
	})
	define("geluTanhGrad", "d·(s + 2z·s·(1-s)·u′), s = sigmoid 2u", func(p *program, d, z value) value {
		x := p.clamp(z, 20)
		s, eq, q := p.sigmoidParts(p.geluInner(x))
		inner := p.fma(p.mul(x, x), p.num(6*0.7978845608028654*0.044715), p.num(2*0.7978845608028654))
		return p.mul(p.fma(p.mul(p.mul(eq, q), x), inner, s), d)
	})
	define("mishGrad", "d·(t + z·4w(1+w)/(n+2)²), t = n/(n+2)", func(p *program, d, z value) value {
		x := p.clamp(z, 20)
		w, n := p.mishParts(x)
		r := p.div(p.num(1), p.add(n, p.num(2)))
		slope := p.mul(p.mul(p.mul(p.add(w, p.num(1)), w), p.num(4)), p.mul(r, r))
		return p.mul(p.fma(slope, x, p.mul(n, r)), d)
	})
}
