package jvm

import (
	"math"
	"math/big"
	"testing"
)

// The fast paths give what the slow ones give, or nothing. -short takes fewer
// arguments.
func TestX87ExactFastPath(t *testing.T) {
	n := 3_000_000
	if testing.Short() {
		n = 100_000
	}
	random := NewXORShiftRandom(87)
	unsure, all := 0, 0
	for i := range n {
		u := random.NextDouble()
		x := [...]float64{(u - 0.5) * 1416, (u - 0.5) * 8, math.Ldexp(u-0.5, -i%60), nearTie(u, i)}[i%4]
		if got, ok := expX87Fast(x); ok {
			if want := expX87Slow(x); !same(got, want) {
				t.Fatalf("exp(%v = %x) = %x on the fast path, %x on the slow one", x, x, got, want)
			}
		} else {
			unsure++
		}
		y := [...]float64{u, 1 + math.Ldexp(u-0.5, -i%50), math.Ldexp(u, 2000*i%1000), math.Ldexp(u, -i%1070)}[i%4]
		if s := splitLog(y); y > 0 {
			if got, ok := s.fastLog(); !ok {
				unsure++
			} else if want := s.log(); !same(got, want) {
				t.Fatalf("log(%v = %x) = %x on the fast path, %x on the slow one", y, y, got, want)
			}
		}
		all += 2
	}
	if unsure > all/10 {
		t.Errorf("%d of %d results left to the slow path: it is not the exception", unsure, all)
	}
}

// nearTie returns an argument whose x·log2 e lies close to a half.
func nearTie(u float64, i int) float64 {
	return (float64(i%2000-1000) + 0.5) * math.Ln2 * (1 + (u-0.5)*0x1p-50)
}

// The slow paths are the definition of the x87 results, computed here with
// math/big.
func TestX87ExactDefinition(t *testing.T) {
	n := 3000
	if testing.Short() {
		n = 300
	}
	log2e := new(big.Float).SetPrec(300).SetMantExp(new(big.Float).SetUint64(log2e64), -63)
	ln2x87 := new(big.Float).SetPrec(300).SetMantExp(new(big.Float).SetUint64(0xB17217F7D1CF79AC), -64)
	random := NewXORShiftRandom(64)
	for i := range n {
		u := random.NextDouble()
		x := [...]float64{(u - 0.5) * 1400, (u - 0.5) * 2, math.Ldexp(u-0.5, -i%50)}[i%3]
		if got, want := expX87Slow(x), bigExpX87(x, log2e); got != want {
			t.Errorf("exp(%v = %x) = %x, want %x", x, x, got, want)
		}
		y := [...]float64{u, 1 + math.Ldexp(u-0.5, -i%50), math.Ldexp(u, i%1000)}[i%3]
		if got, want := splitLog(y).log(), bigLogX87(y, ln2x87); got != want {
			t.Errorf("log(%v = %x) = %x, want %x", y, y, got, want)
		}
	}
}

// bigExpX87 takes the steps in the comment of expX87.
func bigExpX87(x float64, log2e *big.Float) float64 {
	t := new(big.Float).SetPrec(64).Mul(big.NewFloat(x), log2e)
	nearest, _ := t.Float64()
	n := math.RoundToEven(nearest) // near a half the rest decides
	f := bigSub(t, big.NewFloat(n))
	switch half := big.NewFloat(0.5); {
	case f.Cmp(half) > 0:
		n++
	case f.Cmp(big.NewFloat(-0.5)) < 0:
		n--
	}
	f = bigSub(t, big.NewFloat(n))
	one := big.NewFloat(1)
	g := new(big.Float).SetPrec(64).Sub(bigExp(bigMul(f, bigLog(2))), one)
	h := new(big.Float).SetPrec(64).Add(one, g)
	y, _ := h.Float64()
	return math.Ldexp(y, int(n))
}

// bigLogX87 rounds c·log2 x to 64 bits and then to 53.
func bigLogX87(x float64, c *big.Float) float64 {
	l := new(big.Float).SetPrec(64).Quo(bigMul(bigLog(x), c), bigLog(2))
	y, _ := l.Float64()
	return y
}

func bigMul(a, b *big.Float) *big.Float { return new(big.Float).SetPrec(300).Mul(a, b) }
func bigAdd(a, b *big.Float) *big.Float { return new(big.Float).SetPrec(300).Add(a, b) }
func bigSub(a, b *big.Float) *big.Float { return new(big.Float).SetPrec(300).Sub(a, b) }
func bigQuo(a, b *big.Float) *big.Float { return new(big.Float).SetPrec(300).Quo(a, b) }

// bigExp is e^x for |x| < 1 by its power series.
func bigExp(x *big.Float) *big.Float {
	sum, term := new(big.Float).SetPrec(300).SetInt64(1), new(big.Float).SetPrec(300).SetInt64(1)
	for i := 1; i < 60; i++ {
		term = bigQuo(bigMul(term, x), big.NewFloat(float64(i)))
		sum = bigAdd(sum, term)
	}
	return sum
}

// bigLog is ln x by x = m·2^k and ln m = 2 atanh((m-1)/(m+1)), m between √½ and √2.
func bigLog(x float64) *big.Float {
	m, k := math.Frexp(x)
	if m < math.Sqrt2/2 {
		m *= 2
		k--
	}
	atanh := func(m float64) *big.Float {
		z := bigQuo(bigSub(big.NewFloat(m), big.NewFloat(1)), bigAdd(big.NewFloat(m), big.NewFloat(1)))
		square := bigMul(z, z)
		sum := new(big.Float).SetPrec(300)
		for i := 1; i < 200; i += 2 {
			sum = bigAdd(sum, bigQuo(z, big.NewFloat(float64(i))))
			z = bigMul(z, square)
		}
		return bigMul(sum, big.NewFloat(2))
	}
	return bigAdd(atanh(m), bigMul(atanh(2), big.NewFloat(float64(k))))
}

// Java leaves the x87 result alone only where 2^n is a normal number; the last of
// them, 2^-1022, may be multiplied by less than 1.
func TestX87Ends(t *testing.T) {
	for _, x := range []float64{709.5, 709.7, 709.78, -707.8, -708, -708.2, -708.3, -708.39, -708.4, -708.6, -709, -720, -744} {
		got, want := expX87(x), math.Exp(x)
		if units(got, want) > 1 {
			t.Errorf("exp(%v) = %v, want about %v", x, got, want)
		}
	}
	if _, ok := scaleX87(-709); ok {
		t.Error("exp(-709) is left to the x87 unit, want fdlibm")
	}
	if s, ok := scaleX87(-708.3); !ok || s.n != -1022 {
		t.Errorf("exp(-708.3) has n = %d, %v, want -1022, true", s.n, ok)
	}
}

func TestRound64(t *testing.T) {
	tests := []struct{ in, want dd }{
		{dd{1, 0x1p-64}, dd{1, 0}},              // tie to even
		{dd{1, 0x1.8p-63}, dd{1, 0x1p-62}},      // tie to even, upwards
		{dd{1, 0x1.1p-64}, dd{1, 0x1p-63}},      // above the tie
		{dd{1, -0x1p-65}, dd{1, 0}},             // below 1 units are 2^-64: tie to even
		{dd{1, -0x1.1p-65}, dd{1, -0x1p-64}},    // beyond the tie
		{dd{-1, 0x1.1p-65}, dd{-1, 0x1p-64}},    // the same below zero
		{dd{3, 0x1.8p-60}, dd{3, 0x1.8p-60}},    // fits
		{dd{0x1p-60, 0x1p-124}, dd{0x1p-60, 0}}, // the unit goes with the number
		{dd{}, dd{}},
	}
	for _, tt := range tests {
		if got := tt.in.round64(); got != tt.want {
			t.Errorf("round64(%x + %x) = %x + %x, want %x + %x", tt.in.hi, tt.in.lo, got.hi, got.lo, tt.want.hi, tt.want.lo)
		}
	}
}

// Double-double operations err by less than 2^-100.
func TestDD(t *testing.T) {
	random := NewXORShiftRandom(2)
	pair := func() dd {
		return fastTwoSum(random.NextDouble()+0.5, (random.NextDouble()-0.5)*0x1p-53)
	}
	whole := func(a dd) *big.Float { return bigAdd(big.NewFloat(a.hi), big.NewFloat(a.lo)) }
	for range 2000 {
		a, b := pair(), pair()
		for name, results := range map[string][2]*big.Float{
			"+": {whole(a.add(b)), bigAdd(whole(a), whole(b))},
			"·": {whole(a.mul(b)), bigMul(whole(a), whole(b))},
			"/": {whole(a.quo(b)), bigQuo(whole(a), whole(b))},
		} {
			if off, _ := bigSub(results[0], results[1]).Float64(); math.Abs(off) > 0x1p-100 {
				t.Fatalf("%v %s %v is off by %v", a, name, b, off)
			}
		}
	}
	if third := reciprocal(3); third.hi != 1.0/3 || third.lo != 0x1.5555555555555p-56 {
		t.Errorf("reciprocal(3) = %x + %x", third.hi, third.lo)
	}
}
