package main

import (
	"fmt"
	"math"
)

type celsius float32

func div(a, b int) (q, r int) { return a / b, a % b }

func main() {
	var a int8 = 127
	a++
	var b uint8 = 0
	b--
	var c int16 = -32768
	c--
	var d uint32 = 1 << 31
	d <<= 1
	fmt.Println(a, b, c, d, ^b, -a, ^int32(5))
	for _, n := range []int{7, -7} {
		q, r := div(n, 3)
		fmt.Println(q, r, n>>1, uint8(n)>>1, n&^2, n|8, n^3)
	}
	s := uint(70)
	fmt.Println(1<<s == 0, int64(-1)>>s, uint64(1)<<(s-7))
	x, y := 1e300, 1e10
	fmt.Println(x*y, -x*y, math.IsNaN(x*y-x*y), int(y/4), int(-y/3), uint8(y/1e8))
	nan := math.NaN()
	fmt.Println(nan < 1, nan > 1, nan == nan, nan != nan, !(nan < 1))
	if nan < 1 || nan >= 1 {
		fmt.Println("wrong")
	}
	t := celsius(36.6)
	fmt.Printf("%v %T %.3f\n", t, t, float64(t)*2)
	var u uint64 = math.MaxUint64
	fmt.Println(float64(u), float32(u), uint64(float64(1<<63)), u%10, u/7)
	z := complex(1, 2)
	var w complex64 = complex64(z) * 2i
	fmt.Println(z*z, z/(1-1i), real(z), imag(w), w == -4+2i, -z)
	fmt.Println(min(3, 1, 2), max(2.5, 1), min("b", "a"), max(int8(-3), -4))
	for i := range 3 {
		fmt.Print(i, " ")
	}
	for i := range uint8(2) {
		fmt.Printf("%T%d ", i, i)
	}
	fmt.Println(0x1p-2, 'x', 1_000, 0b101, 0o17)
	var p uintptr = 8
	fmt.Println(p<<2, math.MaxInt64)
}
