package simd

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// activation is a function, in both types, and what is known of it.
type activation struct {
	name     string
	single   func(v []float32)
	double   func(v []float64)
	known    [3]float64 // at −2.5, −0.25 and 1.75, by mpmath with 30 digits
	gradient chain
}

// chain is the chain rule for an activation.
type chain struct {
	single func(d, of []float32)
	double func(d, of []float64)
	ofZ    bool // takes z, not out
}

var nan = math.NaN()

// activations are all of them. Log has no gradient.
var activations = []activation{
	{"Exp", Exp[float32], Exp[float64], [3]float64{0.082084998623898795, 0.77880078307140487, 5.7546026760057304},
		chain{Scale[float32], Scale[float64], false}},
	{"Log", Log[float32], Log[float64], [3]float64{nan, nan, 0.55961578793542269}, chain{}},
	{"Sigmoid", Sigmoid[float32], Sigmoid[float64], [3]float64{0.075858180021243551, 0.4378234991142019, 0.85195280196831053},
		chain{SigmoidGrad[float32], SigmoidGrad[float64], false}},
	{"Tanh", Tanh[float32], Tanh[float64], [3]float64{-0.98661429815143029, -0.24491866240370913, 0.94137553849728736},
		chain{TanhGrad[float32], TanhGrad[float64], false}},
	{"Softplus", Softplus[float32], Softplus[float64], [3]float64{0.078889734292549623, 0.57593941987884356, 1.9102241504380872},
		chain{SoftplusGrad[float32], SoftplusGrad[float64], false}},
	{"Softsign", Softsign[float32], Softsign[float64], [3]float64{-0.71428571428571429, -0.2, 0.63636363636363636},
		chain{SoftsignGrad[float32], SoftsignGrad[float64], false}},
	{"SiLU", SiLU[float32], SiLU[float64], [3]float64{-0.18964545005310888, -0.10945587477855047, 1.4909174034445434},
		chain{SiLUGrad[float32], SiLUGrad[float64], true}},
	{"GELU", GELU[float32], GELU[float64], [3]float64{-0.015524163314440338, -0.10032341857926907, 1.6798964754883201},
		chain{GELUGrad[float32], GELUGrad[float64], true}},
	{"GELUTanh", GELUTanh[float32], GELUTanh[float64], [3]float64{-0.015084266089998582, -0.100324649298315, 1.6797953823412513},
		chain{GELUTanhGrad[float32], GELUTanhGrad[float64], true}},
	{"Mish", Mish[float32], Mish[float64], [3]float64{-0.19681620390653334, -0.12992696367914101, 1.6749324241318017},
		chain{MishGrad[float32], MishGrad[float64], true}},
	{"ELU", func(v []float32) { ELU(v, 0.7) }, func(v []float64) { ELU(v, 0.7) },
		[3]float64{-0.64254050096327084, -0.15483945185001659, 1.75},
		chain{func(d, out []float32) { ELUGrad(d, out, 0.7) }, func(d, out []float64) { ELUGrad(d, out, 0.7) }, false}},
	{"CELU", func(v []float32) { CELU(v, 0.7) }, func(v []float64) { CELU(v, 0.7) },
		[3]float64{-0.68031903817571957, -0.21022922383740878, 1.75},
		chain{func(d, out []float32) { CELUGrad(d, out, 0.7) }, func(d, out []float64) { CELUGrad(d, out, 0.7) }, false}},
	{"SELU", SELU[float32], SELU[float64], [3]float64{-1.6137857588732425, -0.38889019747811901, 1.8387267278720909},
		chain{SELUGrad[float32], SELUGrad[float64], false}},
	{"ReLU", ReLU[float32], ReLU[float64], [3]float64{0, 0, 1.75}, chain{ReLUGrad[float32], ReLUGrad[float64], false}},
	{"LeakyReLU", func(v []float32) { LeakyReLU(v, 0.2) }, func(v []float64) { LeakyReLU(v, 0.2) }, [3]float64{-0.5, -0.05, 1.75},
		chain{func(d, out []float32) { LeakyReLUGrad(d, out, 0.2) }, func(d, out []float64) { LeakyReLUGrad(d, out, 0.2) }, false}},
	hard("HardSigmoid", HardSigmoid, [3]float64{0.083333333333333333, 0.45833333333333333, 0.79166666666666667}),
	hard("HardTanh", HardTanh, [3]float64{-1, -0.25, 1}),
	hard("ReLU6", ReLU6, [3]float64{0, 0, 1.75}),
	{"HardSiLU", HardSiLU[float32], HardSiLU[float64], [3]float64{-0.20833333333333333, -0.11458333333333333, 1.3854166666666667},
		chain{HardSiLUGrad[float32], HardSiLUGrad[float64], true}},
}

func hard(name string, h HardLinear, known [3]float64) activation {
	return activation{name, func(v []float32) { HardApply(h, v) }, func(v []float64) { HardApply(h, v) }, known,
		chain{func(d, out []float32) { HardGrad(h, d, out) }, func(d, out []float64) { HardGrad(h, d, out) }, false}}
}

// edges are the numbers at which something changes.
func edges() []float32 {
	inf := float32(math.Inf(1))
	v := []float32{0, 1e-45, 1e-40, 1.1754942e-38, 1.1754944e-38, 1e-30, 1e-8, 1e-4, 0.35, 0.624, 0.626, 1, 1.5, 2.999, 3, 3.001,
		6, 9, 13, 13.5, 19.9, 20.1, 30, 40, 86.5, 88.5, 88.7, 88.8, 90, 100, 104, 150, 1e10, 3e38, inf}
	for _, f := range slices.Clone(v) {
		v = append(v, -f)
	}
	return append(v, float32(math.NaN()))
}

// inputs returns n numbers of all sizes, the edges first.
func inputs(n int, r *rand.Rand) []float32 {
	v := numbers(n, r)
	for i := range v {
		v[i] *= float32(math.Exp(2 * r.NormFloat64()))
	}
	copy(v, edges())
	return v
}

// close32 reports whether got is want within a part of its size. What is below 1e-36 may
// be 0.
func close32(got float32, want, part float64) bool {
	return near(float64(got), want, part) || math.Abs(float64(got)-want) < 1e-36 || math.Abs(want) > 3.4028e38 && math.Abs(float64(got)) > 3.4028e38
}

// The activations of float64s have the known values.
func TestActivationsKnown(t *testing.T) {
	for _, a := range activations {
		v := []float64{-2.5, -0.25, 1.75}
		a.double(v)
		for i, got := range v {
			if !near(got, a.known[i], 1e-14) {
				t.Errorf("%s: %v, want %v", a.name, v, a.known)
			}
		}
	}
}

// Those of float32s are the ones of float64s within ten units in the last place, and
// GELUTanh, whose exponents are large, within 1e-5, for all sizes of numbers.
func TestActivations(t *testing.T) {
	n := 100_000
	if testing.Short() {
		n = 5000
	}
	z := inputs(n, rand.New(rand.NewPCG(1, 2)))
	for _, a := range activations {
		got, want := slices.Clone(z), wide(z)
		a.single(got)
		a.double(want)
		part := 6e-7
		if a.name == "GELUTanh" {
			part = 1e-5
		}
		for i, v := range z {
			if math.Abs(float64(v)+87) < 1 {
				continue // where some become 0
			}
			if !close32(got[i], want[i], part) {
				t.Errorf("%s(%g) = %g, want %g", a.name, v, got[i], want[i])
				break
			}
		}
	}
}

// No length, no offset and no place in a slice makes a difference, and nothing beside
// the slice is written to.
func TestActivationsInPlace(t *testing.T) {
	all := inputs(300, rand.New(rand.NewPCG(1, 2)))
	for _, a := range activations {
		want := slices.Clone(all)
		for i := range want {
			a.single(want[i : i+1])
		}
		for n := range 41 {
			for _, at := range []int{0, 3, 17 + 5*n} {
				got := slices.Clone(all)
				a.single(got[at : at+n])
				for i := range got {
					w := all[i]
					if i >= at && i < at+n {
						w = want[i]
					}
					if math.Float32bits(got[i]) != math.Float32bits(w) && w == w {
						t.Fatalf("%s of [%d:%d]: [%d] = %g, want %g", a.name, at, at+n, i, got[i], w)
					}
				}
			}
		}
	}
}

// The gradients of float64s are the slopes of the functions.
func TestActivationSlopes(t *testing.T) {
	const h = 1e-5
	for _, a := range activations {
		if a.gradient.double == nil {
			continue
		}
		for _, z := range []float64{-30, -4.1, -2.2, -1.05, -0.3, 0.2, 0.9, 2.5, 5.1, 7, 25} {
			v := []float64{z - h, z + h, z}
			a.double(v)
			d, of := []float64{3}, v[2:]
			if a.gradient.ofZ {
				of = []float64{z}
			}
			a.gradient.double(d, of)
			if want := 3 * (v[1] - v[0]) / (2 * h); math.Abs(d[0]-want) > 1e-8*max(1, math.Abs(want)) {
				t.Errorf("%s: slope at %g is %g, want %g", a.name, z, d[0], want)
			}
		}
	}
}

// Those of float32s are the ones of float64s, and depend on no place.
func TestActivationGradients(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	z, d := inputs(5000, r), numbers(5000, r)
	for _, a := range activations {
		if a.gradient.double == nil {
			continue
		}
		of := slices.Clone(z)
		if !a.gradient.ofZ {
			a.single(of)
		}
		got, want := slices.Clone(d), wide(d)
		a.gradient.single(got, of)
		a.gradient.double(want, wide(of))
		for i := range got {
			if !close32(got[i], want[i], 1e-6) && !(math.Abs(float64(got[i])-want[i]) <= 3e-7*math.Abs(float64(d[i]))) {
				t.Errorf("%s: %g times the slope at %g is %g, want %g", a.name, d[i], of[i], got[i], want[i])
				break
			}
		}
		for n := range 41 {
			some := slices.Clone(d)
			a.gradient.single(some[n:2*n], of[n:2*n])
			if !same(some[n:2*n], got[n:2*n]) || !same(some[2*n:], d[2*n:]) || !same(some[:n], d[:n]) {
				t.Errorf("%s: the gradients of %d numbers depend on their place", a.name, n)
				break
			}
		}
	}
}

// same reports whether all bits are, but for those of NaNs.
func same(a, b []float32) bool {
	return slices.EqualFunc(a, b, func(x, y float32) bool {
		return math.Float32bits(x) == math.Float32bits(y) || x != x && y != y
	})
}

func BenchmarkActivation(b *testing.B) {
	z := numbers(1000, rand.New(rand.NewPCG(1, 2)))
	v, w := make([]float32, len(z)), make([]float64, len(z))
	for _, a := range activations {
		b.Run(a.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				copy(v, z)
				a.single(v)
			}
		})
		b.Run(fmt.Sprintf("%s/float64", a.name), func(b *testing.B) {
			for b.Loop() {
				for i, f := range z {
					w[i] = float64(f)
				}
				a.double(w)
			}
		})
	}
}
