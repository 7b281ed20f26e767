package simd

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// steps are the optimizers, on w, g and three vectors of their own.
var steps = map[string]func(w, g, a, b, c []float32){
	"RMSprop":         func(w, g, v, _, _ []float32) { RMSprop(w, g, v, .9, .1, .001, 1e-7) },
	"RMSpropMomentum": func(w, g, v, m, _ []float32) { RMSpropMomentum(w, g, v, m, .9, .1, .001, 1e-7, .8) },
	"RMSpropCentered": func(w, g, v, m, a []float32) { RMSpropCentered(w, g, v, m, a, .9, .1, .001, 10, .8) },
	"Adam":            func(w, g, v, m, _ []float32) { Adam(w, g, m, v, .1, .001, .01, 1e-7) },
	"AMSGrad":         func(w, g, v, m, top []float32) { AMSGrad(w, g, m, v, top, .1, .001, .01, 1e-7) },
	"Nadam":           func(w, g, v, m, _ []float32) { Nadam(w, g, m, v, .1, .001, .01, 1e-7, .6, .3, 1.1) },
	"Adamax":          func(w, g, v, m, _ []float32) { Adamax(w, g, m, v, .1, .999, .01, 1e-7) },
	"Adagrad":         func(w, g, v, _, _ []float32) { Adagrad(w, g, v, .01, 1e-7) },
	"Adadelta":        func(w, g, v, _, b []float32) { Adadelta(w, g, v, b, .95, .05, .5, 1e-7) },
	"SGD":             func(w, g, _, _, _ []float32) { SGD(w, g, .1) },
	"Momentum":        func(w, g, _, m, _ []float32) { Momentum(w, g, m, .1, .9) },
	"Nesterov":        func(w, g, _, m, _ []float32) { Nesterov(w, g, m, .1, .9) },
	"Decay":           func(w, _, _, _, _ []float32) { Decay(w, .1) },
}

// The optimizers give what plain Go gives for one number at a time, in every bit.
func TestSteps(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range lengths {
		for offset := range 3 {
			start := [][]float32{some(n, offset, r), some(n, offset+1, r), some(n, offset, r), some(n, offset, r), some(n, offset, r)}
			for _, k := range []int{2, 4} {
				for i, v := range start[k] {
					start[k][i] = v * v
				}
			}
			for name, step := range steps {
				all := cloned(start)
				step(all[0], all[1], all[2], all[3], all[4])
				for i := range n {
					one := [][]float32{{start[0][i]}, {start[1][i]}, {start[2][i]}, {start[3][i]}, {start[4][i]}}
					plainly(func() { step(one[0], one[1], one[2], one[3], one[4]) })
					for k := range one {
						if !same(one[k], all[k][i:i+1]) {
							t.Fatalf("%s of %d numbers: slice %d[%d] = %g, alone %g", name, n, k, i, all[k][i], one[k][0])
						}
					}
				}
			}
		}
	}
}

func cloned(v [][]float32) [][]float32 {
	all := make([][]float32, len(v))
	for i, s := range v {
		all[i] = slices.Clone(s)
	}
	return all
}

// A step of each from numbers that are not 0 is that of Keras's formulas: w and the three
// vectors.
func TestStepsKnown(t *testing.T) {
	for _, known := range []struct {
		name string
		want [4]float64
	}{
		{"RMSprop", [4]float64{9.997206278885061, 2.0500000000000003, 0.25, 0.3}},
		{"RMSpropMomentum", [4]float64{9.797206278885062, 2.0500000000000003, 0.2027937211149388, 0.3}},
		{"RMSpropCentered", [4]float64{9.798825615241686, 2.0500000000000003, 0.20117438475831345, 0.67}},
		{"Adam", [4]float64{9.991295063206673, 0.5155, 0.625, 0.3}},
		{"AMSGrad", [4]float64{9.991295063206673, 0.5155, 0.625, 0.5155}},
		{"Nadam", [4]float64{9.979084424297488, 0.5155, 0.625, 0.3}},
		{"Adamax", [4]float64{9.998437500039062, 4.0, 0.625, 0.3}},
		{"Adagrad", [4]float64{9.990152680751494, 16.5, 0.25, 0.3}},
		{"Adadelta", [4]float64{9.029857376209073, 1.275, 0.25, 0.4732353420991888}},
		{"SGD", [4]float64{9.6, 0.5, 0.25, 0.3}},
		{"Momentum", [4]float64{9.825, 0.5, -0.17500000000000002, 0.3}},
		{"Nesterov", [4]float64{9.442499999999999, 0.5, -0.17500000000000002, 0.3}},
		{"Decay", [4]float64{9.0, 0.5, 0.25, 0.3}},
	} {
		v := [][]float32{{10}, {4}, {.5}, {.25}, {.3}}
		steps[known.name](v[0], v[1], v[2], v[3], v[4])
		for i, got := range []float32{v[0][0], v[2][0], v[3][0], v[4][0]} {
			if !near(float64(got), known.want[i], 3e-7) {
				t.Errorf("%s: number %d is %g, want %g", known.name, i, got, known.want[i])
			}
		}
	}
	w := []float32{10}
	RMSprop(w, []float32{10}, []float32{0}, .9, .1, .1, 1e-7) // Keras's documentation
	if math.Abs(float64(w[0])-9.683772) > 1e-6 {
		t.Errorf("RMSprop gives %g, want 9.683772", w[0])
	}
}

func BenchmarkStep(b *testing.B) {
	v := [][]float32{}
	for range 5 {
		v = append(v, make([]float32, 10_000))
	}
	for name, step := range steps {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				step(v[0], v[1], v[2], v[3], v[4])
			}
		})
	}
}
