package nn

import (
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// manyZeros returns n rows of 7 columns, three quarters of which are zeros, and labels.
func manyZeros(n int) (*mat.Dense, []float64) {
	r := newStream(5, 99)
	x, y := mat.NewDense(n, 7, sparseNumbers(7*n, .75, r)), make([]float64, n)
	for i := range y {
		if x.At(i, 0)+x.At(i, 3) > 0 {
			y[i] = 1
		}
	}
	return x, y
}

// A fit of rows without their zeros is that of the rows, in every bit, in both
// precisions, with weights and with either kind of validation.
func TestSparseFit(t *testing.T) {
	x, y := manyZeros(130)
	other, labels := manyZeros(40)
	weights := make([]float64, len(y))
	for i := range weights {
		weights[i] = float64(i % 3)
	}
	for _, c := range []FitConfig{
		{ValidationSplit: .2},
		{Float64: true, SampleWeight: weights, NoShuffle: true},
		{ValidationData: &ValidationData{X: other, Y: labels}, BatchSize: 50},
	} {
		for _, first := range []Layer{Dense(9, ReLU), DenseLayer{Units: 4, Activation: GELU, NoBias: true}, Frozen(Dense(6, Tanh))} {
			// A Rescaling by 1 changes nothing but that it takes all numbers.
			a := NewSequential(7, first, Dense(1, Sigmoid)).Compile(&RMSprop{LearningRate: .02}, BinaryCrossentropy, Accuracy)
			b := NewSequential(7, Rescaling(1, 0), first, Dense(1, Sigmoid)).Compile(&RMSprop{LearningRate: .02}, BinaryCrossentropy, Accuracy)
			if !a.net.takesSparse() || b.net.takesSparse() {
				t.Fatal("the first layers do not differ")
			}
			for i, v := range a.net.Variables() {
				copy(b.net.Variables()[i].Values, v.Values)
			}
			c.Epochs = 3
			ha, hb := mustFit(t, a, x, y, c), mustFit(t, b, x, y, c)
			if !slices.Equal(a.net.params, b.net.params) || ha.String() != hb.String() {
				t.Errorf("%v: %v, with zeros %v", first, ha, hb)
			}
		}
	}
}

// Only matrices with many zeros lose them.
func TestCompress(t *testing.T) {
	for _, c := range []struct {
		zeros float64
		want  bool
	}{{.5, false}, {.59, false}, {.62, true}, {1, true}} {
		v := make([]float64, 1000)
		for i := range int((1 - c.zeros) * 1000) {
			v[i*999/1000] = 1
		}
		e, err := newExamples[float32](matrixFrom(100, v), make([]float64, 100), nil)
		if err != nil {
			t.Fatal(err)
		}
		if e.compress(); (e.sparse != nil) != c.want {
			t.Errorf("%g of zeros: sparse %v", c.zeros, e.sparse != nil)
		}
	}
}
