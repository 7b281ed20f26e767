package learn

import (
	"fmt"

	"gonum.org/v1/gonum/mat"

	"golab/internal/goroutine"
)

// MLPClassifier is a multilayer perceptron: layers of units, each of which weighs what
// the layer before it gives,
//
//	a_0 = x,  a_l = f(a_{l-1}·W_l + b_l),  P = sigmoid or softmax of the last sum
//
// with one output for two classes and else one for each. The fit minimises the mean
// logarithmic loss with an L2 penalty, that the intercepts are free of; of n rows, which
// are those of a batch:
//
//	(1/n) Σ_i -log P(y_i | x_i) + (Alpha/(2·n)) Σ W²
//
// Columns should be on one scale ([StandardScaler]). Random numbers are those of
// scikit-learn: with Seed for its random_state the fit starts from the same weights and
// sees the same batches, and differs by rounding only.
//
// Sources: X. Glorot and Y. Bengio, "Understanding the difficulty of training deep
// feedforward neural networks", AISTATS 2010; D. Kingma and J. Ba, "Adam: a method for
// stochastic optimization", ICLR 2015; MLPClassifier of scikit-learn 1.9,
// sklearn/neural_network/_multilayer_perceptron.py and _stochastic_optimizers.py.
type MLPClassifier struct {
	HiddenLayerSizes []int   // units of the hidden layers; 100 by default, and []int{} for none
	Activation       string  // f: "relu", the default, "tanh", "logistic" or "identity"
	Solver           string  // "adam", the default, "sgd" or "lbfgs", which takes all rows at once
	Alpha            float64 // strength of the penalty; 1e-4 by default, -1 is 0
	MaxIter          int     // epochs of adam and sgd, iterations of lbfgs; 200 by default
	Tol              float64 // what counts as an improvement; lbfgs: the largest derivative at the end; 1e-4 by default, -1 is 0
	Seed             int64   // random_state, 0 to 2³²-1; 0 is the seed 0

	// Of adam and sgd.
	BatchSize          int     // rows of a batch, at most n; 200 by default
	LearningRateInit   float64 // 0.001 by default
	NoShuffle          bool    // every epoch sees the rows in their order (shuffle=False)
	NIterNoChange      int     // epochs without an improvement that are suffered; 10 by default
	EarlyStopping      bool    // looks for improvements of the accuracy on rows that are set aside, and keeps the best weights
	ValidationFraction float64 // share of those rows, above 0 and below 1; 0.1 by default

	// Of adam.
	Beta1, Beta2 float64 // decay of the moments, below 1; 0.9 and 0.999 by default, -1 is 0
	Epsilon      float64 // 1e-8 by default

	// Of sgd.
	LearningRate string  // "constant", the default; "invscaling": LearningRateInit/(t+1)^PowerT after t rows; "adaptive": a fifth where it would end
	PowerT       float64 // 0.5 by default, -1 is 0
	Momentum     float64 // up to 1; 0.9 by default, -1 is 0
	NoNesterov   bool    // the momentum is not looked ahead along (nesterovs_momentum=False)

	// Of lbfgs.
	MaxFun int // calls of the objective; 15000 by default
}

// Fit finds the weights for the rows of x, n×p, and their classes y. One class is enough.
//
// Where MaxIter or MaxFun does not suffice, the model is what was reached and says so in
// Converged. Fit fails when x is empty, holds NaN or an infinite value, or has not one
// row for each label; when a label is no whole number; when a field is outside its
// range; when EarlyStopping leaves too few rows; when weights became infinite; and when
// the cell that it runs in is interrupted.
func (e MLPClassifier) Fit(x mat.Matrix, y []float64) (*MLPClassifierModel, error) {
	const where = "MLPClassifier.Fit"
	t, err := checkXY(where, x, y, 1)
	if err != nil {
		return nil, err
	}
	if e, err = e.resolve(where); err != nil {
		return nil, err
	}
	random, err := numpySeed(where, e.Seed)
	if err != nil {
		return nil, err
	}
	outputs := len(t.classes)
	if outputs == 2 {
		outputs = 1
	}
	net := newMLPNetwork(e.Activation, t.p, e.HiddenLayerSizes, outputs)
	net.draw(random)
	m := &MLPClassifierModel{fitted: newFitted("MLPClassifier", t), net: net}
	ctx := goroutine.Context()
	if e.Solver == "lbfgs" {
		m.minimise(ctx, e, t)
	} else if err := m.descend(ctx, e, t, random); err != nil {
		return nil, fmt.Errorf("learn: %s: %w", where, err)
	}
	if err := interrupted(ctx, where, m.NIter, e.MaxIter, "iterations"); err != nil {
		return nil, err
	}
	if !allFinite(net.params) {
		return nil, fmt.Errorf("learn: %s: weights became infinite: is x on one scale, and LearningRateInit %v small enough?", where, e.LearningRateInit)
	}
	m.Coefs, m.Intercepts = net.coefs(), net.biases
	return m, nil
}

func (e MLPClassifier) fitClassifier(x mat.Matrix, y []float64) (Classifier, error) {
	return asClassifier(e.Fit(x, y))
}

// String writes the estimator as Go does, without the fields that are defaults.
func (e MLPClassifier) String() string { return repr(e) }

// resolve returns e with its defaults written out, if all its fields are in their ranges.
func (e MLPClassifier) resolve(where string) (MLPClassifier, error) {
	if e.HiddenLayerSizes == nil {
		e.HiddenLayerSizes = []int{100}
	}
	for l, units := range e.HiddenLayerSizes {
		if units < 1 {
			return e, fmt.Errorf("learn: %s: HiddenLayerSizes[%d] is %d, it must be at least 1", where, l, units)
		}
	}
	var err error
	words := func(name string, v *string, values ...string) {
		if err == nil {
			*v, err = oneOf(where, name, *v, values...)
		}
	}
	words("Activation", &e.Activation, "relu", "tanh", "logistic", "identity")
	words("Solver", &e.Solver, "adam", "sgd", "lbfgs")
	words("LearningRate", &e.LearningRate, "constant", "invscaling", "adaptive")
	counts := func(name string, v *int, byDefault int) {
		if err == nil {
			*v, err = atLeastOne(where, name, *v, byDefault)
		}
	}
	counts("MaxIter", &e.MaxIter, 200)
	counts("BatchSize", &e.BatchSize, 200)
	counts("NIterNoChange", &e.NIterNoChange, 10)
	counts("MaxFun", &e.MaxFun, 15000)
	numbers := func(check func(where, name string, v, byDefault float64) (float64, error), name string, v *float64, byDefault float64) {
		if err == nil {
			*v, err = check(where, name, *v, byDefault)
		}
	}
	numbers(nonNegative, "Alpha", &e.Alpha, 1e-4)
	numbers(nonNegative, "Tol", &e.Tol, 1e-4)
	numbers(positive, "LearningRateInit", &e.LearningRateInit, 0.001)
	numbers(positive, "ValidationFraction", &e.ValidationFraction, 0.1)
	numbers(nonNegative, "Beta1", &e.Beta1, 0.9)
	numbers(nonNegative, "Beta2", &e.Beta2, 0.999)
	numbers(positive, "Epsilon", &e.Epsilon, 1e-8)
	numbers(nonNegative, "PowerT", &e.PowerT, 0.5)
	numbers(nonNegative, "Momentum", &e.Momentum, 0.9)
	if err != nil {
		return e, err
	}
	return e, e.checkShares(where)
}

// checkShares checks the fields that are at most 1.
func (e MLPClassifier) checkShares(where string) error {
	for _, f := range []struct {
		name  string
		value float64
	}{{"ValidationFraction", e.ValidationFraction}, {"Beta1", e.Beta1}, {"Beta2", e.Beta2}} {
		if f.value >= 1 {
			return fmt.Errorf("learn: %s: %s is %v, it must be below 1", where, f.name, f.value)
		}
	}
	if e.Momentum > 1 {
		return fmt.Errorf("learn: %s: Momentum is %v, it must be at most 1", where, e.Momentum)
	}
	return nil
}
