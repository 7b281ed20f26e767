package nn

import (
	"runtime"
	"slices"
	"sync"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// Every number belongs to exactly one part, whatever the cores.
func TestShare(t *testing.T) {
	for _, cores := range []int{1, 2, 3, 8} {
		previous := runtime.GOMAXPROCS(cores)
		for _, n := range []int{1, 7, 8, 9, 64, 100} {
			for _, grain := range []int{1, 8} {
				var mu sync.Mutex
				seen := make([]int, n)
				share(n, grain, func(from, to int) {
					mu.Lock()
					defer mu.Unlock()
					if from%grain != 0 {
						t.Errorf("a part starts at %d, grain %d", from, grain)
					}
					for i := from; i < to; i++ {
						seen[i]++
					}
				})
				if slices.Min(seen) != 1 || slices.Max(seen) != 1 {
					t.Errorf("%d cores, %d numbers by %d: %v", cores, n, grain, seen)
				}
			}
		}
		runtime.GOMAXPROCS(previous)
	}
}

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
	if !worthSharing(140, inputs*93) || !worthSharing(140, 93*120) {
		t.Fatal("the network is too small for this test")
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
