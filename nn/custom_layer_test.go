package nn

import (
	"errors"
	"math"
	"testing"
)

// doubling is out = in·w for one weight, and fails on rows that begin with 99.
type doubling struct {
	in []float64
	w  float64
}

func (s *doubling) Forward(weights, in, out []float64, _ int) error {
	s.in, s.w = in, weights[0]
	for i, v := range in {
		if v == 99 {
			return errors.New("99 is too much")
		}
		out[i] = v * s.w
	}
	return nil
}

func (s *doubling) Backward(d, din, grads []float64) error {
	for i, v := range d {
		din[i] = v * s.w
		grads[0] += v * s.in[i]
	}
	return nil
}

func doublingLayer(units int) CustomLayer {
	return CustomLayer{Name: "Doubling", Units: units,
		Weights: []CustomWeight{{Name: "factor", Shape: []int{1}, Initializer: Ones{}}},
		New:     func(int) CustomStage { return &doubling{} }}
}

// A custom layer learns: y = 3x needs the factor 3.
func TestCustomLayer(t *testing.T) {
	x, y := matrixFrom(64, sparseNumbers(64, 0, newStream(1, 99))), make([]float64, 64)
	for i := range y {
		y[i] = 3 * x.At(i, 0)
	}
	m := NewSequential(1, doublingLayer(1)).Compile(&Adam{LearningRate: .1}, MeanSquaredError)
	mustFit(t, m, x, y, FitConfig{Epochs: 100})
	if w := m.Network().Params()[0]; math.Abs(float64(w)-3) > 1e-3 {
		t.Errorf("the factor is %g", w)
	}
	p, err := m.Predict(matrixFrom(1, []float64{2}))
	if err != nil || math.Abs(p.At(0, 0)-6) > 1e-2 {
		t.Errorf("predicts %v, %v", p, err)
	}
	_, err = m.Predict(matrixFrom(2, []float64{2, 99}))
	wantError(t, "Predict", err, "nn: Predict: layer 1: 99 is too much")
	_, err = m.Fit(matrixFrom(2, []float64{2, 99}), []float64{1, 1}, FitConfig{})
	wantError(t, "Fit", err, "nn: Fit: layer 1: 99 is too much")
	_, err = m.MarshalBinary()
	wantError(t, "MarshalBinary", err, "nn: MarshalBinary: layer 1: nn.CustomLayer is not a type")
	wantError(t, "New", NewSequential(1, CustomLayer{Name: "A", Units: 1}).Err(), "layer 1: A: New is nil")
	wantError(t, "Name", NewSequential(1, CustomLayer{}).Err(), "layer 1: the Name of a CustomLayer is empty")
}
