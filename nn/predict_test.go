package nn

import (
	"math"
	"slices"
	"sync"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// Predict, in blocks on all cores, gives row by row what Forward gives, for
// matrices of any kind.
func TestPredict(t *testing.T) {
	r := newStream(2, 99)
	for _, rows := range []int{1, 7, blockRows - 1, blockRows, blockRows + 1, 5*blockRows + 3} {
		x := matrixFrom(rows, sparseNumbers(rows*3, .5, r))
		for _, last := range []Activation{Linear, ReLU, Sigmoid, Tanh, Softmax} {
			net := NewSequential(3, Dense(9, ReLU), Dense(4, last)).Init(3)
			want := net.Forward(x).RawMatrix().Data
			m := net.Compile(nil, nil)
			wide := mat.NewDense(rows, 5, nil)
			wide.Slice(0, rows, 1, 4).(*mat.Dense).Copy(x)
			for name, kind := range map[string]mat.Matrix{
				"dense": x, "transposed": mat.DenseCopyOf(x.T()).T(), "part of a wider one": wide.Slice(0, rows, 1, 4),
			} {
				got, err := m.Predict(kind)
				if err != nil {
					t.Fatal(err)
				}
				if !slices.Equal(got.RawMatrix().Data, want) {
					t.Errorf("%d rows, %v, %s: Predict and Forward differ", rows, last, name)
				}
			}
		}
	}
}

// The outputs are what the activations promise.
func TestActivations(t *testing.T) {
	z := []float64{-1000, -2, 0, 3, 1000}
	for _, c := range []struct {
		activation Activation
		want       []float64
	}{
		{Linear, z},
		{ReLU, []float64{0, 0, 0, 3, 1000}},
		{Sigmoid, []float64{0, 1 / (1 + math.Exp(2)), .5, 1 / (1 + math.Exp(-3)), 1}},
		{Tanh, []float64{-1, math.Tanh(-2), 0, math.Tanh(3), 1}},
		{Softmax, []float64{0, 0, 0, 0, 1}},
	} {
		got := slices.Clone(z)
		activate(c.activation, packedRows(got, len(z)))
		near(t, c.activation.String(), got, c.want)
		back, err := activationNamed(c.activation.String())
		if err != nil || back != c.activation {
			t.Errorf("%v read back as %v: %v", c.activation, back, err)
		}
	}
	two := []float64{0, math.Log(3), 5, 5}
	activate(Softmax, packedRows(two, 2))
	near(t, "softmax of two rows", two, []float64{.25, .75, .5, .5})
}

func TestPredictConcurrently(t *testing.T) {
	x, _ := ring(3 * blockRows)
	m := ringModel()
	want, err := m.Predict(x)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			got, err := m.Predict(x)
			if err != nil || !mat.Equal(got, want) {
				t.Errorf("another result at the same time: %v", err)
			}
		})
	}
	wg.Wait()
}

// Evaluate in blocks agrees with one pass over all rows.
func TestEvaluate(t *testing.T) {
	x, y := ring(2*blockRows + 100)
	net := NewSequential(2, Dense(4, Tanh), Dense(1, Sigmoid))
	score, err := net.Compile(nil, BinaryCrossentropy, Accuracy).Evaluate(x, y)
	if err != nil {
		t.Fatal(err)
	}
	p := net.Forward(x)
	loss, _ := BinaryCrossentropy.Eval(p, y)
	if math.Abs(score.Loss-loss) > 1e-6 {
		t.Errorf("loss %g, want %g", score.Loss, loss)
	}
	count := Accuracy.start()
	count.add(&metricBatch{out: p.RawMatrix().Data, y: y, k: 1, labels: 1})
	if score.Accuracy != count.value() {
		t.Errorf("accuracy %g, want %g", score.Accuracy, count.value())
	}
	score, err = net.Compile(nil, BinaryCrossentropy).Evaluate(x, y)
	if err != nil || !math.IsNaN(score.Accuracy) {
		t.Errorf("without metric: %v, %v", score, err)
	}
}
