package learn

import (
	"slices"

	"gonum.org/v1/gonum/optimize"
)

// lbfgs moves w to the minimum by L-BFGS with the line search of Moré and Thuente, as
// scikit-learn's default solver does. It returns the number of iterations and whether
// no derivative is larger than tol.
func (o *logisticObjective) lbfgs(w []float64, maxIter int, tol float64) (steps int, converged bool) {
	at, slope := []float64(nil), make([]float64, len(w)) // where the last value was, and the derivatives there
	value := func(w []float64) float64 {
		at = append(at[:0], w...)
		return o.valueAndGradient(slope, w)
	}
	gradient := func(g, w []float64) {
		if !slices.Equal(at, w) {
			value(w)
		}
		copy(g, slope)
	}
	problem := optimize.Problem{Func: value, Grad: gradient}
	settings := &optimize.Settings{GradientThreshold: tol, MajorIterations: maxIter, Converger: optimize.NeverTerminate{}}
	method := &optimize.LBFGS{Store: 10, Linesearcher: &optimize.MoreThuente{}}
	// An error says that the line search found nothing better, as when rounding hides
	// the minimum: the result is the best point all the same.
	result, _ := optimize.Minimize(problem, w, settings, method)
	copy(w, result.X)
	g := make([]float64, len(w))
	gradient(g, w)
	return result.MajorIterations, maxAbs(g) <= tol
}
