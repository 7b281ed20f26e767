package nn

import (
	"runtime"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// A network wide enough for its products to be shared is fitted to the same
// weights by any number of cores.
func TestSharedFit(t *testing.T) {
	r := newStream(1, 99)
	const rows, inputs = 150, 200
	x := mat.NewDense(rows, inputs, sparseNumbers(rows*inputs, .5, r))
	y := make([]float64, rows)
	for i := range y {
		y[i] = float64(r.IntN(3))
	}
	run := func(cores int) []float32 {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
		m := NewSequential(inputs, Dense(93, ReLU), Dense(120, Tanh), Dense(3, Softmax)).
			Compile(&SGD{}, SparseCategoricalCrossentropy)
		mustFit(t, m, x, y, FitConfig{Epochs: 2, BatchSize: 140})
		return m.Network().Params()
	}
	one := run(1)
	for _, cores := range []int{2, 5} {
		if !slices.Equal(one, run(cores)) {
			t.Errorf("%d cores give other weights than one", cores)
		}
	}
	fresh := NewSequential(inputs, Dense(93, ReLU), Dense(120, Tanh), Dense(3, Softmax))
	if slices.Equal(one, fresh.Params()) {
		t.Error("nothing was learned")
	}
}
