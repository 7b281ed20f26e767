package breeze

import "math"

// Dot returns Σ x[i]·y[i] in Breeze's order. From length 8 on the first len mod 8
// products are added in turn, then eight sums take every eighth product, the first
// sum going on from there, and are added from left to right. Shorter vectors are
// summed from the end, even and odd indices apart.
//
// Source: breeze.linalg.operators.DenseVectorOps, Breeze 1.0 to 2.1.
func Dot(x, y []float64) float64 {
	n := len(x)
	y = y[:n]
	if n < 8 {
		return dotShort(x, y)
	}
	var s [8]float64
	head := n % 8
	for i := range head {
		s[0] += float64(x[i] * y[i])
	}
	for i := head; i < n; i += 8 {
		a, b := x[i:i+8], y[i:i+8]
		for k := range s {
			s[k] += float64(a[k] * b[k])
		}
	}
	sum := s[0]
	for _, v := range s[1:] {
		sum += v
	}
	return sum
}

func dotShort(x, y []float64) float64 {
	var sums [2]float64 // of even and of odd indices
	for i := len(x) - 1; i >= 0; i-- {
		sums[i%2] += float64(x[i] * y[i])
	}
	return sums[0] + sums[1]
}

// Norm returns the Euclidean length of x, its squares added from left to right.
func Norm(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += float64(v * v)
	}
	return math.Sqrt(sum)
}

// AddScaled adds a·x to y.
func AddScaled(y []float64, a float64, x []float64) {
	for i, v := range x {
		y[i] += float64(v * a)
	}
}

func scale(x []float64, a float64) {
	for i := range x {
		x[i] *= a
	}
}
