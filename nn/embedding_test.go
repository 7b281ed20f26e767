package nn

import (
	"testing"

	"gonum.org/v1/gonum/mat"
)

// Each class number becomes its row.
func TestEmbedding(t *testing.T) {
	net := NewSequential(2, Embedding(3, 2))
	copy(net.Params(), []float32{0, 1, 10, 11, 20, 21})
	got := net.Forward(mat.NewDense(2, 2, []float64{2, 0, 1, 1}))
	near(t, "rows", got.RawMatrix().Data, []float64{20, 21, 0, 1, 10, 11, 10, 11})
}

// What is not a class number is an error wherever rows come in.
func TestEmbeddingErrors(t *testing.T) {
	m := NewSequential(2, Frozen(Embedding(3, 2)), Flatten(), Dense(1, Sigmoid)).Compile(&SGD{}, BinaryCrossentropy)
	good, y := mat.NewDense(2, 2, []float64{2, 0, 1, 1}), []float64{0, 1}
	for _, c := range []struct {
		cell float64
		want string
	}{{3, "3"}, {-1, "-1"}, {.5, "0.5"}} {
		x := mat.DenseCopyOf(good)
		x.Set(1, 0, c.cell)
		want := "x[1, 0] = " + c.want + " is not one of the classes 0 to 2 of the Embedding"
		_, err := m.Fit(x, y, FitConfig{})
		wantError(t, "Fit", err, "nn: Fit: "+want)
		_, err = m.Fit(good, y, FitConfig{Quiet: true, ValidationData: &ValidationData{X: x, Y: y}})
		wantError(t, "Fit", err, "nn: Fit: ValidationData: "+want)
		_, err = m.Evaluate(x, y)
		wantError(t, "Evaluate", err, "nn: Evaluate: "+want)
		_, err = m.Predict(x)
		wantError(t, "Predict", err, "nn: Predict: "+want)
		wantPanic(t, "Forward", func() { m.Network().Forward(x) }, "nn: Forward: "+want)
	}
	err := NewSequential(2, Rescaling(2, 0), Embedding(3, 2)).Err()
	wantError(t, "second", err, "nn: NewSequential: layer 2: Embedding(3, 2) takes class numbers: it must be the first layer")
}

// Which of two letters comes first is learned from their places.
func TestEmbeddingLearns(t *testing.T) {
	x, y := mat.NewDense(36, 2, nil), make([]float64, 36)
	for i := range 36 {
		x.SetRow(i, []float64{float64(i / 6), float64(i % 6)})
		if i/6 < i%6 {
			y[i] = 1
		}
	}
	m := NewSequential(2, Embedding(6, 2), Flatten(), Dense(1, Sigmoid)).Compile(&Adam{LearningRate: .1}, BinaryCrossentropy, Accuracy)
	if h := mustFit(t, m, x, y, FitConfig{Epochs: 100}); h.Accuracy[99] < .95 {
		t.Errorf("accuracy %g", h.Accuracy[99])
	}
}
