package breeze

import (
	"math"
	"testing"

	"golab/internal/jvm"
)

func draw(seed int64, n int) []float64 {
	random := jvm.NewXORShiftRandom(seed)
	v := make([]float64, n)
	for i := range v {
		v[i] = random.NextDouble() - 0.5
	}
	return v
}

// The order is written out by hand for some lengths.
func TestDotExact(t *testing.T) {
	x, y := draw(1, 19), draw(2, 19)
	p := func(i int) float64 { return float64(x[i] * y[i]) }
	tests := []struct {
		n    int
		want float64
	}{
		{0, 0},
		{1, p(0)},
		{2, p(0) + p(1)},
		{5, ((p(4) + p(2)) + p(0)) + (p(3) + p(1))},
		{6, ((p(4) + p(2)) + p(0)) + ((p(5) + p(3)) + p(1))},
		{7, (((p(6) + p(4)) + p(2)) + p(0)) + ((p(5) + p(3)) + p(1))},
		{8, ((((((p(0) + p(1)) + p(2)) + p(3)) + p(4)) + p(5)) + p(6)) + p(7)},
		{10, (((((((p(0) + p(1)) + p(2)) + p(3)) + p(4)) + p(5)) + p(6)) + p(7)) + p(8) + p(9)},
		{19, ((((((((((p(0) + p(1)) + p(2)) + p(3)) + p(11)) + (p(4) + p(12))) + (p(5) + p(13))) +
			(p(6) + p(14))) + (p(7) + p(15))) + (p(8) + p(16))) + (p(9) + p(17))) + (p(10) + p(18))},
	}
	for _, tt := range tests {
		if got := Dot(x[:tt.n], y[:tt.n]); got != tt.want {
			t.Errorf("length %d: %v, want %v", tt.n, got, tt.want)
		}
	}
}

func TestNorm(t *testing.T) {
	if got := Norm([]float64{3, -4}); got != 5 {
		t.Errorf("Norm(3, -4) = %v, want 5", got)
	}
	if got := Norm(nil); got != 0 {
		t.Errorf("Norm() = %v, want 0", got)
	}
	if got := Norm([]float64{math.NaN(), 1}); !math.IsNaN(got) {
		t.Errorf("Norm(NaN, 1) = %v, want NaN", got)
	}
}

func TestAddScaled(t *testing.T) {
	y := []float64{1, 2}
	AddScaled(y, -2, []float64{3, 0.5})
	if y[0] != -5 || y[1] != 1 {
		t.Errorf("AddScaled gives %v, want [-5 1]", y)
	}
}

func BenchmarkDot(b *testing.B) {
	x, y := draw(1, 1277), draw(2, 1277)
	for b.Loop() {
		Dot(x, y)
	}
}
