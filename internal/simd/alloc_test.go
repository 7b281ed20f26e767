package simd

import "testing"

// Functions of vectors allocate nothing, whatever their length.
func TestVectorsAllocateNothing(t *testing.T) {
	v, d := make([]float32, 48), make([]float32, 48)
	for i := range v {
		v[i] = 1
	}
	functions := map[string]func(n int){
		"AddColumns":    func(n int) { AddColumns(d[:n], v, 1, 48) },
		"ColumnMoments": func(n int) { ColumnMoments(d[:n], make([]float32, 48)[:n], v, 1, 48) },
		"Normalize":     func(n int) { Normalize(d, 48, v, 48, 1, v[:n], v, v) },
		"Dropout":       func(n int) { Dropout(v[:n], v, d, .5, 1) },
		"Softmax":       func(n int) { Softmax(v, 1, n, 48, d, d[8:]) },
		"SoftmaxGrad":   func(n int) { SoftmaxGrad(d, 48, v, 48, 1, n) },
	}
	for _, a := range activations {
		functions[a.name] = func(n int) {
			a.single(v[:n])
			if a.gradient.single != nil {
				a.gradient.single(d[:n], v[:n])
			}
		}
	}
	for name, step := range steps {
		functions[name] = func(n int) { step(v[:n], d, d, d, d) }
	}
	for name, f := range functions {
		for _, n := range []int{5, 16, 21} {
			if got := testing.AllocsPerRun(5, func() { f(n) }); got != 0 {
				t.Errorf("%s of %d numbers: %g allocations", name, n, got)
			}
		}
	}
}
