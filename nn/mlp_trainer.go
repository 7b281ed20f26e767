package nn

import (
	"errors"
	"fmt"
	"io"
	"math"

	"gonum.org/v1/gonum/mat"

	"golab/internal/breeze"
	"golab/internal/goroutine"
)

// MLPTrainer fits multilayer perceptrons as Spark's MultilayerPerceptronClassifier
// does: hidden layers of logistic units, a softmax over the classes, cross entropy,
// no regularisation, and L-BFGS on all rows at once. Its fields are Spark's
// parameters; zero fields mean Spark's defaults. Fit leaves the trainer alone, so
// copies of it are variants.
//
// Source: org.apache.spark.ml.classification.MultilayerPerceptronClassifier and
// org.apache.spark.ml.ann, Spark 3.0 to 4.1.
type MLPTrainer struct {
	// Layers are the sizes of the layers, from the number of features to the number
	// of classes. There is no default.
	Layers []int
	// MaxIter is the number of steps at most. 0 means 100, -1 none: the initial
	// weights come back.
	MaxIter int
	// Tol ends the fit early: l-bfgs when the last 20 losses lie within Tol times the
	// first, or the gradient is no longer than Tol times the loss; gd when a step is
	// shorter than Tol times the weights. 0 means 1e-6, -1 a tolerance of zero.
	Tol float64
	// BlockSize is the number of rows whose mean enters the loss as one; the last
	// block may be smaller and counts as much. 0 means 128.
	BlockSize int
	// Solver is "l-bfgs", the default, or "gd": gradient descent on all rows.
	Solver string
	// StepSize is the constant step of gd. 0 means 0.03.
	StepSize float64
	// Seed starts the generator of the initial weights. 0 is the seed 0: PySpark's own
	// default differs from process to process.
	Seed int64
	// InitialWeights replace the drawn ones; their layout is that of [MLP].Weights.
	InitialWeights []float64
	// Numerics say whose rounding to follow. The zero value is [Spark30Java8].
	Numerics Numerics
	// Progress is where a line about a fit of more than 2 s goes, redrawn with \r; nil
	// means os.Stdout as it is when Fit is called.
	Progress io.Writer
	// Quiet keeps that line away.
	Quiet bool
}

// MLPSummary is how a fit went.
type MLPSummary struct {
	// ObjectiveHistory is the loss before the first step and after each one. Where a
	// search for a step failed, the same loss is there twice. A gd that converged
	// leaves out the last one, as Spark since 3.1; 3.0 always did.
	ObjectiveHistory []float64
	// TotalIterations is the number of steps: one less than the losses.
	TotalIterations int
	// Reason says why the fit ended, in Breeze's words.
	Reason string
}

// The solvers, by Spark's names.
const (
	solverLBFGS   = "l-bfgs"
	solverDescent = "gd"
)

// Fit trains a network on x, n×p with one example per row, and the class numbers y,
// n of them from 0 to one less than the size of the last layer. It minimises the
// mean over blocks of the mean of -log p(true class) in each block.
//
// It fails when a field makes no sense, when x and y do not fit each other or
// Layers, when x has a number that is not finite, and when y has one that is not a
// class, and when the cell that it runs in is interrupted. The same input gives the same weights in every bit, whatever the number of
// processors, unless the numerics are [Native].
func (t MLPTrainer) Fit(x *mat.Dense, y []float64) (*MLP, *MLPSummary, error) {
	model, summary, err := t.fit(x, y)
	if err != nil {
		return nil, nil, fmt.Errorf("nn: MLPTrainer.Fit: %w", err)
	}
	return model, summary, nil
}

func (t MLPTrainer) fit(x *mat.Dense, y []float64) (*MLP, *MLPSummary, error) {
	t = t.withDefaults()
	if err := t.check(); err != nil {
		return nil, nil, err
	}
	topology, err := newMLPTopology(append([]int(nil), t.Layers...))
	if err != nil {
		return nil, nil, err
	}
	features, err := mlpFeatures(x, topology.inputs(0))
	if err != nil {
		return nil, nil, err
	}
	labels, err := mlpLabels(y, len(features)/topology.inputs(0), topology.classes())
	if err != nil {
		return nil, nil, err
	}
	weights, err := t.initial(topology)
	if err != nil {
		return nil, nil, err
	}
	objective := newMLPObjective(newMLPNet(topology, t.Numerics), features, labels, t.BlockSize)
	weights, summary := t.minimize(objective, weights)
	if err := goroutine.Context().Err(); err != nil {
		return nil, nil, fmt.Errorf("interrupted after %d iterations: %w", summary.TotalIterations, err)
	}
	return &MLP{Layers: topology.sizes, Weights: weights, Numerics: t.Numerics}, summary, nil
}

// minimize runs the solver from the given weights.
func (t MLPTrainer) minimize(o *mlpObjective, v []float64) ([]float64, *MLPSummary) {
	progress := newMLPProgress(t)
	s := &MLPSummary{}
	if t.Solver == solverDescent {
		d := mlpDescent{steps: t.MaxIter, tolerance: t.Tol, size: t.StepSize, report: progress.step}
		s.ObjectiveHistory, s.Reason = d.minimize(o, v)
	} else {
		l := breeze.LBFGS{MaxIterations: t.MaxIter, Tolerance: t.Tol, Report: progress.step}
		r := l.Minimize(o.mean, v)
		v, s.ObjectiveHistory, s.Reason = r.X, r.History, string(r.Reason)
	}
	s.TotalIterations = len(s.ObjectiveHistory) - 1
	progress.finish(s.TotalIterations, s.ObjectiveHistory[s.TotalIterations])
	return v, s
}

// withDefaults replaces zeros by Spark's defaults and -1 by zeros.
func (t MLPTrainer) withDefaults() MLPTrainer {
	switch t.MaxIter {
	case 0:
		t.MaxIter = 100
	case -1:
		t.MaxIter = 0
	}
	switch t.Tol {
	case 0:
		t.Tol = 1e-6
	case -1:
		t.Tol = 0
	}
	if t.BlockSize == 0 {
		t.BlockSize = 128
	}
	if t.Solver == "" {
		t.Solver = solverLBFGS
	}
	if t.StepSize == 0 {
		t.StepSize = 0.03
	}
	return t
}

// check reports a field that makes no sense by itself.
func (t MLPTrainer) check() error {
	switch {
	case t.Solver != solverLBFGS && t.Solver != solverDescent:
		return fmt.Errorf("parameter Solver is %q, the solvers are %q and %q", t.Solver, solverLBFGS, solverDescent)
	case t.MaxIter < 0:
		return fmt.Errorf("parameter MaxIter is %d, the least is 1, or -1 for no steps", t.MaxIter)
	case !(t.Tol >= 0) || math.IsInf(t.Tol, 1):
		return fmt.Errorf("parameter Tol is %v, the least is 0, written -1", t.Tol)
	case t.Solver == solverDescent && t.Tol > 1:
		return fmt.Errorf("parameter Tol is %v, the most is 1 for the solver %q", t.Tol, solverDescent)
	case t.BlockSize < 0:
		return fmt.Errorf("parameter BlockSize is %d, the least is 1", t.BlockSize)
	case !(t.StepSize > 0) || math.IsInf(t.StepSize, 1):
		return fmt.Errorf("parameter StepSize is %v, it must be more than 0", t.StepSize)
	}
	return t.Numerics.check()
}

// initial returns the weights to start from, the caller's to change.
func (t MLPTrainer) initial(topology mlpTopology) ([]float64, error) {
	if t.InitialWeights == nil {
		return topology.initial(t.Seed), nil
	}
	if n := len(t.InitialWeights); n != topology.size {
		return nil, fmt.Errorf("InitialWeights has %d numbers, Layers %v needs %d", n, topology.sizes, topology.size)
	}
	for i, v := range t.InitialWeights {
		if v-v != 0 {
			return nil, fmt.Errorf("InitialWeights[%d] is %v, weights must be finite", i, v)
		}
	}
	return append([]float64(nil), t.InitialWeights...), nil
}

// mlpFeatures returns the numbers of x row after row.
func mlpFeatures(x *mat.Dense, inputs int) ([]float64, error) {
	if err := checkShape(x, inputs); err != nil {
		return nil, err
	}
	v := denseRows(x)
	for i, f := range v {
		if f-f != 0 {
			return nil, fmt.Errorf("x[%d, %d] is %v, features must be finite", i/inputs, i%inputs, f)
		}
	}
	return v, nil
}

// denseRows returns the numbers of x row after row, without a copy where they lie
// so.
func denseRows(x *mat.Dense) []float64 {
	raw := x.RawMatrix()
	if raw.Stride == raw.Cols {
		return raw.Data[:raw.Rows*raw.Cols]
	}
	v := make([]float64, 0, raw.Rows*raw.Cols)
	for i := range raw.Rows {
		v = append(v, raw.Data[i*raw.Stride:][:raw.Cols]...)
	}
	return v
}

// mlpLabels returns the class numbers y as integers.
func mlpLabels(y []float64, rows, classes int) ([]int, error) {
	if len(y) != rows {
		return nil, fmt.Errorf("y has %d labels, x has %d rows", len(y), rows)
	}
	if rows == 0 {
		return nil, errors.New("x is empty")
	}
	labels := make([]int, rows)
	for i, v := range y {
		switch {
		case math.IsNaN(v):
			return nil, fmt.Errorf("y[%d] is NaN, labels must be class numbers", i)
		case v < 0 || v >= float64(classes):
			return nil, fmt.Errorf("y[%d] is %v, the labels of %d classes are 0 to %d", i, v, classes, classes-1)
		case v != math.Trunc(v):
			return nil, fmt.Errorf("y[%d] is %v, labels must be integers", i, v)
		}
		labels[i] = int(v)
	}
	return labels, nil
}
