package learn

import (
	"context"
	"math"
	"slices"

	"gonum.org/v1/gonum/optimize"
)

// minimise fits the network's weights by L-BFGS with the line search of Moré and
// Thuente, all rows at a time. It ends where no derivative is above Tol, or where an
// iteration improves the objective by a share of less than 1e7 roundings, as scipy's
// L-BFGS-B does.
func (m *MLPClassifierModel) minimise(ctx context.Context, e MLPClassifier, t *training) {
	pass := newMLPTraining(m.net, t.n, e.Alpha)
	at := []float64(nil) // where the last value was
	value := func(w []float64) float64 {
		at = append(at[:0], w...)
		copy(m.net.params, w)
		return pass.lossAndGradient(t.rows(), t.y, t.n)
	}
	gradient := func(g, w []float64) {
		if !slices.Equal(at, w) {
			value(w)
		}
		copy(g, pass.gradient)
	}
	problem := optimize.Problem{Func: value, Grad: gradient}
	settings := &optimize.Settings{
		GradientThreshold: max(e.Tol, math.SmallestNonzeroFloat64), MajorIterations: e.MaxIter,
		FuncEvaluations: e.MaxFun, Converger: &relativeConverger{ctx: ctx, factor: 1e7 * 0x1p-52},
	}
	method := &optimize.LBFGS{Store: 10, Linesearcher: &optimize.MoreThuente{DecreaseFactor: 1e-3}}
	// An error says that the line search found nothing better, as when rounding hides
	// the minimum: the result is the best point all the same.
	result, _ := optimize.Minimize(problem, slices.Clone(m.net.params), settings, method)
	copy(m.net.params, result.X)
	m.NIter = result.MajorIterations
	m.Loss, m.BestLoss = result.F, result.F
	m.Converged = result.Status != optimize.IterationLimit && result.Status != optimize.FunctionEvaluationLimit
}

// A relativeConverger ends a minimisation where an iteration improves the value F by no
// more than factor·max(|F|, |F before|, 1), or where ctx has ended.
type relativeConverger struct {
	ctx    context.Context
	factor float64
	last   float64
	begun  bool
}

func (c *relativeConverger) Init(int) { c.begun = false }

func (c *relativeConverger) Converged(l *optimize.Location) optimize.Status {
	last := c.last
	c.last = l.F
	if c.ctx.Err() != nil {
		return optimize.RuntimeLimit
	}
	if !c.begun {
		c.begun = true
		return optimize.NotTerminated
	}
	if last-l.F <= c.factor*max(math.Abs(l.F), math.Abs(last), 1) {
		return optimize.FunctionConvergence
	}
	return optimize.NotTerminated
}
