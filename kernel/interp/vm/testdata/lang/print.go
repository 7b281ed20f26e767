package main

import "math"

type level int

type celsius float64

func main() {
	for _, f := range []float64{0, 1, -1.5, 100, 123456, 1234567, 1e20, 1e21, 1e-4, 1e-5, 1e100, 1.0 / 3, math.Inf(1), math.Inf(-1), math.NaN(), 5e-324} {
		println(f, -f, complex(f, -f), complex(-f, f))
	}
	println(float32(0.1), float32(16777216), complex64(complex(0.1, 2)))
	println(any(nil), error(nil), []int(nil), (*int)(nil), map[int]int(nil), (func())(nil), (chan int)(nil))
	println(true, false, "text", uint8(3), 'x', int8(-3), uintptr(7), uint64(math.MaxUint64), int64(math.MinInt64))
	println(level(2), celsius(36.6))
	print("a", 1, 'b', 2.5, "\n")
	println()
}
