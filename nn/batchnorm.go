package nn

import "reflect"

// BatchNormalizationLayer brings each place on the last axis to mean 0 and variance 1,
// then stretches and shifts it by what it learns:
//
//	out = γ·(z − μ)/√(σ² + Epsilon) + β
//
// In a fit, μ and σ² are the mean and the variance of the batch, the variance as the
// mean square without Bessel's correction; the moving mean and variance, which are
// among [Sequential.NonTrainable], follow them by
//
//	moving ← moving·Momentum + batch·(1 − Momentum)
//
// Predict, Evaluate and a [FrozenLayer] take the moving ones, which begin with 0 and 1.
//
// Source: Keras 3.15 (keras/src/layers/normalization/batch_normalization.py); Ioffe and
// Szegedy, "Batch normalization: accelerating deep network training by reducing
// internal covariate shift", ICML 2015, algorithms 1 and 2.
type BatchNormalizationLayer struct {
	Momentum float64 // zero: 0.99, negative: 0
	Epsilon  float64 // zero: 0.001
	NoCenter bool    // leaves β out
	NoScale  bool    // leaves γ out

	BetaInitializer           Initializer // nil: Zeros
	GammaInitializer          Initializer // nil: Ones
	MovingMeanInitializer     Initializer // nil: Zeros
	MovingVarianceInitializer Initializer // nil: Ones
	BetaRegularizer           Regularizer // zero: none
	GammaRegularizer          Regularizer // zero: none
	BetaConstraint            Constraint  // nil: none
	GammaConstraint           Constraint  // nil: none
}

// BatchNormalization is short for BatchNormalizationLayer{}.
func BatchNormalization() BatchNormalizationLayer { return BatchNormalizationLayer{} }

func (l BatchNormalizationLayer) check(in shape) error {
	err := checkBounds(
		bound{"Momentum", l.Momentum, -noLimit, 1},
		bound{"Epsilon", l.Epsilon, 0, noLimit},
	)
	if err != nil {
		return err
	}
	if err := l.affine().check(); err != nil {
		return err
	}
	return checkVariables(l.variables(in))
}

func (BatchNormalizationLayer) kind() (name, class string) {
	return "batch_normalization", "BatchNormalization"
}

func (BatchNormalizationLayer) output(in shape) shape { return in }

func (l BatchNormalizationLayer) variables(in shape) []variable {
	return append(l.affine().variables(in.last()),
		variable{
			name: "moving_mean", dims: []int{in.last()}, frozen: true,
			initializer: orInitializer(l.MovingMeanInitializer, Zeros{}),
		},
		variable{
			name: "moving_variance", dims: []int{in.last()}, frozen: true,
			initializer: orInitializer(l.MovingVarianceInitializer, Ones{}),
		},
	)
}

// affine returns what the layer learns.
func (l BatchNormalizationLayer) affine() gammaBeta {
	return gammaBeta{
		noGamma: l.NoScale, noBeta: l.NoCenter,
		gamma: variable{initializer: l.GammaInitializer, regularizer: l.GammaRegularizer, constraint: l.GammaConstraint},
		beta:  variable{initializer: l.BetaInitializer, regularizer: l.BetaRegularizer, constraint: l.BetaConstraint},
	}
}

// String describes the layer as it is written in code.
func (l BatchNormalizationLayer) String() string {
	if reflect.ValueOf(l).IsZero() {
		return "BatchNormalization()"
	}
	return literal(l)
}

func (l BatchNormalizationLayer) stage32(in shape) stage[float32] {
	return newBatchStage[float32](l, in.last())
}

func (l BatchNormalizationLayer) stage64(in shape) stage[float64] {
	return newBatchStage[float64](l, in.last())
}
