package nn

import (
	"math"

	"golab/internal/breeze"
)

// weightsConverged is the reason of a gradient descent whose last step was short.
const weightsConverged = "weights converged"

// mlpDescent is gradient descent as Spark's: full gradients and a constant step,
// until a step is shorter than the tolerance times the length of the weights, or 1
// if they are shorter.
//
// Source: org.apache.spark.mllib.optimization.GradientDescent with the updater of
// org.apache.spark.ml.ann, Spark 3.1 to 4.1.
type mlpDescent struct {
	steps     int
	tolerance float64
	size      float64                                // of a step, times the gradient
	report    func(iteration int, loss float64) bool // whether to go on
}

// minimize walks from v, which it changes. The history holds the loss before each
// step and, unless the steps converged, after the last one.
func (d mlpDescent) minimize(o *mlpObjective, v []float64) (history []float64, reason string) {
	gradient, change := make([]float64, len(v)), make([]float64, len(v))
	blocks := float64(o.blocks)
	for i := 1; ; i++ {
		loss := o.sum(v, gradient) / blocks
		history = append(history, loss)
		if goOn := d.report(i-1, loss); !goOn {
			return history, string(breeze.Stopped)
		}
		if i > d.steps {
			return history, string(breeze.MaxIterations)
		}
		for j, g := range gradient {
			before := v[j]
			v[j] += float64(g / blocks * -d.size)
			change[j] = before - v[j]
		}
		if i > 1 && breeze.Norm(change) < d.tolerance*math.Max(breeze.Norm(v), 1) {
			return history, weightsConverged
		}
	}
}
