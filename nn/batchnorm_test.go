package nn

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// In training the outputs have mean β and variance about γ², and the moving numbers
// follow; a network in Eval mode takes those.
func TestBatchNormalization(t *testing.T) {
	x := mat.NewDense(50, 3, nil)
	r := newStream(1, 99)
	for i := range 50 {
		x.SetRow(i, []float64{5 + 3*r.NormFloat64(), -200 + 40*r.NormFloat64(), 7})
	}
	net := NewSequential(3, BatchNormalizationLayer{Momentum: .75, Epsilon: 1e-9})
	copy(net.Params(), []float32{2, 1, 1, 0, -1, 4})
	out := net.Forward(x)
	for j, want := range [][2]float64{{0, 2}, {-1, 1}, {4, 0}} {
		col := mat.Col(nil, j, out)
		mean, variance := stat.PopMeanVariance(col, nil)
		if math.Abs(mean-want[0]) > 1e-5 || math.Abs(math.Sqrt(variance)-want[1]) > 1e-4 {
			t.Errorf("column %d has mean %g and standard deviation %g, want %g", j, mean, math.Sqrt(variance), want)
		}
		mean, variance = stat.PopMeanVariance(mat.Col(nil, j, x), nil)
		state := net.NonTrainable()
		if got := float64(state[j]); math.Abs(got-.25*mean) > 1e-4*math.Abs(mean) {
			t.Errorf("moving mean %d is %g, want %g", j, got, .25*mean)
		}
		if got := float64(state[3+j]); math.Abs(got-.75-.25*variance) > 1e-4*(1+variance) {
			t.Errorf("moving variance %d is %g, want %g", j, got, .75+.25*variance)
		}
	}
	state := slices.Clone(net.NonTrainable())
	p, err := net.Compile(nil, nil).Predict(x)
	if err != nil || !mat.Equal(p, net.Eval().Forward(x)) {
		t.Errorf("Predict and Forward in Eval mode differ: %v", err)
	}
	want := 2*(x.At(0, 0)-float64(state[0]))/math.Sqrt(float64(state[3])+1e-9) + 0
	if math.Abs(p.At(0, 0)-want) > 1e-5*math.Abs(want) {
		t.Errorf("Predict gives %g, want %g", p.At(0, 0), want)
	}
	if !slices.Equal(state, net.NonTrainable()) {
		t.Error("Predict moved the moving numbers")
	}
	frozen := NewSequential(3, Frozen(BatchNormalization()))
	if f, e := frozen.Forward(x), frozen.Eval().Forward(x); !mat.Equal(f, e) {
		t.Error("a frozen BatchNormalization looks at the batch")
	}
}

// A network with normalizations learns, in float32 and in float64.
func TestNormalizedFit(t *testing.T) {
	x, y := ring(300)
	for _, wide := range []bool{false, true} {
		m := NewSequential(2, BatchNormalization(), Dense(8, Linear), LayerNormalization(), Activate(GELU), Dense(1, Linear), Activate(Sigmoid)).
			Compile(&Adam{LearningRate: .05}, BinaryCrossentropy, Accuracy)
		h := mustFit(t, m, x, y, FitConfig{Epochs: 30, Float64: wide})
		if last := h.Accuracy[29]; last < .85 {
			t.Errorf("accuracy %g after 30 epochs", last)
		}
		if n := m.net.NonTrainable(); len(n) != 4 || n[2] == 1 {
			t.Errorf("moving numbers %v", n)
		}
	}
}

// Adapt takes the moments of the columns.
func TestAdapt(t *testing.T) {
	x := mat.NewDense(4, 2, []float64{1, 5, 2, 5, 3, 5, 6, 5})
	norm, err := Adapt(x)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "mean", norm.Mean, []float64{3, 5})
	near(t, "variance", norm.Variance, []float64{3.5, 0})
	out := NewSequential(2, norm).Forward(x)
	if got := out.At(3, 0); math.Abs(got-3/math.Sqrt(3.5)) > 1e-6 || out.At(0, 1) != 0 {
		t.Errorf("normalized: %v", mat.Formatted(out))
	}
	_, err = Adapt(nil)
	wantError(t, "nil", err, "nn: Adapt: x is nil")
	x.Set(2, 1, math.Inf(1))
	_, err = Adapt(x)
	wantError(t, "infinite", err, "nn: Adapt: x[2, 1] = +Inf")
}
