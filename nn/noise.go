package nn

import "fmt"

// GaussianNoiseLayer adds a normal number of mean 0 to each number, in a fit only.
//
// Source: Keras 3.15 (keras/src/layers/regularization/gaussian_noise.py).
type GaussianNoiseLayer struct {
	StdDev float64 // from 0 to 1
}

// GaussianNoise is short for GaussianNoiseLayer{StdDev: sd}.
func GaussianNoise(sd float64) GaussianNoiseLayer { return GaussianNoiseLayer{StdDev: sd} }

func (l GaussianNoiseLayer) check(shape) error { return checkBounds(bound{"StdDev", l.StdDev, 0, 1}) }

func (GaussianNoiseLayer) kind() (name, class string) { return "gaussian_noise", "GaussianNoise" }
func (GaussianNoiseLayer) output(in shape) shape      { return in }
func (GaussianNoiseLayer) variables(shape) []variable { return nil }

// String describes the layer as it is written in code.
func (l GaussianNoiseLayer) String() string { return fmt.Sprintf("GaussianNoise(%g)", l.StdDev) }

func (l GaussianNoiseLayer) stage32(shape) stage[float32] { return noiseStage[float32]{l.StdDev} }
func (l GaussianNoiseLayer) stage64(shape) stage[float64] { return noiseStage[float64]{l.StdDev} }

// noiseStage computes a GaussianNoiseLayer.
type noiseStage[T float] struct{ sd float64 }

func (s noiseStage[T]) Forward(c *call[T], in, out matrix[T]) {
	copyRows(out, in)
	if !c.training || s.sd == 0 {
		return
	}
	for r := range out.rows {
		row := out.row(r)
		for i := range row {
			row[i] += T(s.sd * c.random.NormFloat64())
		}
	}
}

func (s noiseStage[T]) Backward(_ *call[T], p pass[T]) { copyGrad(p) }
