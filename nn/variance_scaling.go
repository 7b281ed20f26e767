package nn

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// FanMode says which number of a kernel's inputs and outputs counts.
type FanMode int

// The modes.
const (
	FanIn  FanMode = iota // the inputs
	FanOut                // the outputs
	FanAvg                // the mean of both
)

// Distribution is the kind of random numbers of a VarianceScaling.
type Distribution int

// The distributions.
const (
	TruncatedNormalDistribution   Distribution = iota // as TruncatedNormal
	UntruncatedNormalDistribution                     // as RandomNormal
	UniformDistribution                               // as RandomUniform
)

// VarianceScaling draws numbers of mean 0 and variance Scale/n, where n is the number
// of inputs or outputs of a kernel, so that the variance of what passes stays about the
// same. A uniform distribution reaches to ±√(3·Scale/n); the truncated normal one has
// the standard deviation √(Scale/n)/0.8796… before it is truncated.
type VarianceScaling struct {
	Scale        float64      // zero: 1
	Mode         FanMode      // zero: FanIn
	Distribution Distribution // zero: TruncatedNormalDistribution
}

// truncatedSpread is the standard deviation of a normal number that is from −2 to 2.
const truncatedSpread = 0.87962566103423978

// String returns Keras's class name.
func (VarianceScaling) String() string { return "VarianceScaling" }

func (i VarianceScaling) check([]int) error {
	switch {
	case i.Mode < FanIn || i.Mode > FanAvg:
		return fmt.Errorf("unknown Mode %d", int(i.Mode))
	case i.Distribution < TruncatedNormalDistribution || i.Distribution > UniformDistribution:
		return fmt.Errorf("unknown Distribution %d", int(i.Distribution))
	}
	return checkBounds(bound{"Scale", i.Scale, 0, noLimit})
}

func (i VarianceScaling) fill(w []float32, dims []int, r *rand.Rand) {
	in, out := fans(dims)
	n := [...]float64{FanIn: in, FanOut: out, FanAvg: (in + out) / 2}[i.Mode]
	variance := orDefault(i.Scale, 1) / max(1, n)
	switch i.Distribution {
	case UniformDistribution:
		limit := math.Sqrt(3 * variance)
		for j := range w {
			w[j] = float32(limit * (2*r.Float64() - 1))
		}
	case UntruncatedNormalDistribution:
		RandomNormal{StdDev: math.Sqrt(variance)}.fill(w, dims, r)
	default:
		TruncatedNormal{StdDev: math.Sqrt(variance) / truncatedSpread}.fill(w, dims, r)
	}
}

// GlorotNormal is VarianceScaling{Mode: FanAvg}, for tanh and sigmoid.
//
// Source: Glorot and Bengio, as [GlorotUniform].
type GlorotNormal struct{}

// HeNormal is VarianceScaling{Scale: 2}, for ReLU.
//
// Source: He, Zhang, Ren and Sun, "Delving deep into rectifiers", ICCV 2015,
// equation 10.
type HeNormal struct{}

// HeUniform is VarianceScaling{Scale: 2, Distribution: UniformDistribution}, for ReLU.
type HeUniform struct{}

// LecunNormal is VarianceScaling{}, for SELU.
type LecunNormal struct{}

// LecunUniform is VarianceScaling{Distribution: UniformDistribution}.
type LecunUniform struct{}

// String returns Keras's class name.
func (GlorotNormal) String() string { return "GlorotNormal" }

// String returns Keras's class name.
func (HeNormal) String() string { return "HeNormal" }

// String returns Keras's class name.
func (HeUniform) String() string { return "HeUniform" }

// String returns Keras's class name.
func (LecunNormal) String() string { return "LecunNormal" }

// String returns Keras's class name.
func (LecunUniform) String() string { return "LecunUniform" }

func (GlorotNormal) check([]int) error { return nil }
func (HeNormal) check([]int) error     { return nil }
func (HeUniform) check([]int) error    { return nil }
func (LecunNormal) check([]int) error  { return nil }
func (LecunUniform) check([]int) error { return nil }

func (GlorotNormal) fill(w []float32, dims []int, r *rand.Rand) {
	VarianceScaling{Mode: FanAvg}.fill(w, dims, r)
}

func (HeNormal) fill(w []float32, dims []int, r *rand.Rand) {
	VarianceScaling{Scale: 2}.fill(w, dims, r)
}

func (HeUniform) fill(w []float32, dims []int, r *rand.Rand) {
	VarianceScaling{Scale: 2, Distribution: UniformDistribution}.fill(w, dims, r)
}

func (LecunNormal) fill(w []float32, dims []int, r *rand.Rand) {
	VarianceScaling{}.fill(w, dims, r)
}

func (LecunUniform) fill(w []float32, dims []int, r *rand.Rand) {
	VarianceScaling{Distribution: UniformDistribution}.fill(w, dims, r)
}
