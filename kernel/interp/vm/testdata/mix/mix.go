// Package mix has functions of numbers that are run both compiled and interpreted.
package mix

// integers mixes what the operators give for two integers of a narrow type.
func integers[T int8 | int16 | int32 | int | uint8 | uint16 | uint32 | uint](a, b T, shift uint) int {
	s := 0
	add := func(x T) { s = s*31 + int(x) }
	add(a + b)
	add(a - b)
	add(a * b)
	if b != 0 {
		add(a / b)
		add(a % b)
	}
	add(a & b)
	add(a | b)
	add(a ^ b)
	add(a &^ b)
	add(a << shift)
	add(a >> shift)
	add(-a)
	add(^a)
	add(min(a, b))
	if a < b {
		s++
	}
	if a >= b || a == 3 {
		s += 2
	}
	for i := T(0); i < 5 && i < b; i++ {
		add(a + i)
	}
	return s + int(float64(a)) + int(float32(b))
}

// Integers mixes two integers under all integer types.
func Integers(a, b int) int {
	shift := uint(b) % 70
	return integers(int8(a), int8(b), shift) ^ integers(int16(a), int16(b), shift)<<1 ^ integers(int32(a), int32(b), shift)<<2 ^
		integers(a, b, shift)<<3 ^ integers(uint8(a), uint8(b), shift)<<4 ^ integers(uint16(a), uint16(b), shift)<<5 ^
		integers(uint32(a), uint32(b), shift)<<6 ^ integers(uint(a), uint(b), shift)<<7
}

// Floats mixes two floats. Products are converted so that no machine fuses them
// with what follows.
func Floats(a, b float64) float64 {
	x, y := float32(a), float32(b)
	s := a + float64(b*2) - float64(a*b)
	if b != 0 {
		s += a/b + float64(x/y)
	}
	switch {
	case a < b:
		s++
	case a >= b:
		s--
	case x != y || !(x < y):
		s = -s
	}
	for i := 0.0; i < 3 && !(i > b); i++ {
		s = float64(s*0.5) + i
	}
	return s + float64(float32(x*y)-x)
}
