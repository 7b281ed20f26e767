package nn

import "math/rand/v2"

// RandomNormal draws normal numbers.
//
// Source of this and all other initializers: Keras 3.15 (keras/src/initializers).
type RandomNormal struct {
	Mean   float64
	StdDev float64 // zero: 0.05
}

// String returns Keras's class name.
func (RandomNormal) String() string { return "RandomNormal" }

func (i RandomNormal) check([]int) error { return checkNormal(i.Mean, i.StdDev) }

func (i RandomNormal) fill(w []float32, _ []int, r *rand.Rand) {
	sd := orDefault(i.StdDev, defaultSpread)
	for j := range w {
		w[j] = float32(i.Mean + sd*r.NormFloat64())
	}
}

// defaultSpread is the standard deviation, or half the width, of random initializers.
const defaultSpread = 0.05

// checkNormal holds the settings of a normal distribution to their limits.
func checkNormal(mean, sd float64) error {
	return checkBounds(bound{"Mean", mean, -noLimit, noLimit}, bound{"StdDev", sd, 0, noLimit})
}

// TruncatedNormal draws normal numbers and draws those anew that are more than two
// standard deviations away from the mean. What is left has a standard deviation of
// 0.88·StdDev.
type TruncatedNormal struct {
	Mean   float64
	StdDev float64 // before numbers are drawn anew; zero: 0.05
}

// String returns Keras's class name.
func (TruncatedNormal) String() string { return "TruncatedNormal" }

func (i TruncatedNormal) check([]int) error { return checkNormal(i.Mean, i.StdDev) }

func (i TruncatedNormal) fill(w []float32, _ []int, r *rand.Rand) {
	sd := orDefault(i.StdDev, defaultSpread)
	for j := range w {
		w[j] = float32(i.Mean + sd*truncatedNormal(r))
	}
}

// truncatedNormal returns a normal number from −2 to 2.
func truncatedNormal(r *rand.Rand) float64 {
	for {
		if z := r.NormFloat64(); z >= -2 && z <= 2 {
			return z
		}
	}
}

// RandomUniform draws evenly from MinVal to MaxVal. When both are 0 they are −0.05 and
// 0.05.
type RandomUniform struct {
	MinVal, MaxVal float64
}

// String returns Keras's class name.
func (RandomUniform) String() string { return "RandomUniform" }

func (i RandomUniform) check([]int) error {
	return checkBounds(
		bound{"MinVal", i.MinVal, -noLimit, i.MaxVal},
		bound{"MaxVal", i.MaxVal, -noLimit, noLimit},
	)
}

func (i RandomUniform) fill(w []float32, _ []int, r *rand.Rand) {
	if i == (RandomUniform{}) {
		i = RandomUniform{-defaultSpread, defaultSpread}
	}
	for j := range w {
		w[j] = float32(i.MinVal + (i.MaxVal-i.MinVal)*r.Float64())
	}
}
