package nn

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// ownOptimizer is an optimizer from outside the package, as a caller writes it.
type ownOptimizer struct{}

func (ownOptimizer) Update(_ *State, params, grads []float32) {
	for i, g := range grads {
		params[i] -= .1 * g
	}
}

func TestFitErrors(t *testing.T) {
	const rows = 10
	with := func(i, j int, v float64) *mat.Dense {
		x := mat.NewDense(rows, 3, nil)
		x.Set(i, j, v)
		return x
	}
	x, y := mat.NewDense(rows, 3, nil), make([]float64, rows)
	binary := NewSequential(3, Dense(1, Sigmoid)).Compile(&SGD{}, BinaryCrossentropy)
	three := func(l Loss) *Model { return NewSequential(3, Dense(3, Softmax)).Compile(&SGD{}, l) }
	one := func(last Activation, o Optimizer, l Loss, m ...Metric) *Model {
		return NewSequential(3, Dense(1, last)).Compile(o, l, m...)
	}
	var typedNil *mat.Dense
	for _, c := range []struct {
		name   string
		model  *Model
		x      mat.Matrix
		y      []float64
		config FitConfig
		want   string
	}{
		{"columns", binary, mat.NewDense(rows, 4, nil), y, FitConfig{}, "nn: Fit: x has 4 columns, the first layer takes 3"},
		{"nil x", binary, nil, y, FitConfig{}, "nn: Fit: x is nil"},
		{"typed nil x", binary, typedNil, y, FitConfig{}, "nn: Fit: x is nil"},
		{"empty x", binary, &mat.Dense{}, nil, FitConfig{}, "nn: Fit: x is empty"},
		{"short y", binary, x, y[:9], FitConfig{}, "nn: Fit: y has 9 labels, x has 10 rows"},
		{"nil y", binary, x, nil, FitConfig{}, "nn: Fit: y has 0 labels, x has 10 rows"},
		{"NaN", binary, with(7, 2, math.NaN()), y, FitConfig{}, "nn: Fit: x[7, 2] = NaN, all numbers must be finite"},
		{"Inf", binary, with(9, 0, math.Inf(-1)), y, FitConfig{}, "nn: Fit: x[9, 0] = -Inf"},
		{"too large", binary, with(0, 1, 1e300), y, FitConfig{}, "nn: Fit: x[0, 1] = 1e+300 does not fit in a float32"},
		{"label", binary, x, append(make([]float64, 9), 2), FitConfig{}, "nn: Fit: y[9] = 2"},
		{"class numbers for one-hot", three(CategoricalCrossentropy), x, y, FitConfig{}, "y has 10 labels, categorical_crossentropy takes 3 for each of 10 rows: for class numbers use SparseCategoricalCrossentropy"},
		{"one-hot for class numbers", three(SparseCategoricalCrossentropy), x, make([]float64, 30), FitConfig{}, "y has 30 labels, x has 10 rows"},
		{"wrong number", three(MeanSquaredError), x, make([]float64, 20), FitConfig{}, "y has 20 labels, mean_squared_error takes 3 for each of 10 rows"},
		{"class", three(SparseCategoricalCrossentropy), x, append(make([]float64, 9), 3), FitConfig{}, "y[9] = 3 is not one of the classes 0 to 2"},
		{"one output", one(Sigmoid, &SGD{}, CategoricalCrossentropy), x, y, FitConfig{}, "nn: Fit: categorical_crossentropy takes 2 or more outputs, the last layer gives 1"},
		{"no sigmoid", one(Linear, &SGD{}, BinaryCrossentropy), x, y, FitConfig{}, "nn: Fit: binary_crossentropy takes probabilities, the last layer is linear"},
		{"split 1", binary, x, y, FitConfig{ValidationSplit: 1}, "nn: Fit: ValidationSplit is 1, it must be in [0, 1)"},
		{"split negative", binary, x, y, FitConfig{ValidationSplit: -.1}, "ValidationSplit is -0.1"},
		{"split NaN", binary, x, y, FitConfig{ValidationSplit: math.NaN()}, "ValidationSplit is NaN"},
		{"split leaves nothing to train on", binary, x, y, FitConfig{ValidationSplit: .95}, "nn: Fit: ValidationSplit 0.95 of 10 rows leaves 0 to train on and 10 to validate with"},
		{"split leaves nothing to validate with", binary, x, y, FitConfig{ValidationSplit: 1e-17}, "leaves 10 to train on and 0 to validate with"},
		{"batch", binary, x, y, FitConfig{BatchSize: -1}, "nn: Fit: BatchSize is -1, it must be positive"},
		{"no optimizer", one(Sigmoid, nil, BinaryCrossentropy), x, y, FitConfig{}, "nn: Fit: the model has no optimizer"},
		{"no loss", one(Sigmoid, &SGD{}, nil), x, y, FitConfig{}, "nn: Fit: the model has no loss"},
		{"nil metric", one(Sigmoid, &SGD{}, BinaryCrossentropy, nil), x, y, FitConfig{}, "nn: Fit: metric 1 is nil"},
		{"bad optimizer", one(Sigmoid, &Adam{LearningRate: -1}, BinaryCrossentropy), x, y, FitConfig{}, "nn: Fit: Adam: LearningRate is -1"},
		{"zero model", &Model{}, x, y, FitConfig{}, "nn: Fit: the model is empty: make it with Compile"},
		{"nil network", (*Sequential)(nil).Compile(&SGD{}, BinaryCrossentropy), x, y, FitConfig{}, "nn: Fit: the model is empty"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var before []float32
			if c.model.net != nil {
				before = slices.Clone(c.model.net.Params())
			}
			h, err := c.model.Fit(c.x, c.y, c.config)
			wantError(t, "Fit", err, c.want)
			if h != nil {
				t.Error("a history came with the error")
			}
			if c.model.net != nil && !slices.Equal(before, c.model.net.Params()) {
				t.Error("the weights changed")
			}
		})
	}
}

func TestEvaluateAndPredictErrors(t *testing.T) {
	m := NewSequential(3, Dense(1, Sigmoid)).Compile(nil, BinaryCrossentropy)
	bad := mat.NewDense(3*blockRows, 3, nil)
	bad.Set(2*blockRows, 0, 1e39)
	bad.Set(blockRows+5, 1, math.NaN())
	for _, c := range []struct {
		model *Model
		x     mat.Matrix
		y     []float64
		want  string
	}{
		{m, mat.NewDense(4, 2, nil), make([]float64, 4), "x has 2 columns, the first layer takes 3"},
		{m, &mat.Dense{}, nil, "x is empty"},
		{m, nil, nil, "x is nil"},
		{m, bad, make([]float64, 3*blockRows), "x[517, 1] = NaN"},
		{&Model{}, bad, nil, "the model is empty"},
	} {
		_, err := c.model.Predict(c.x)
		wantError(t, "Predict", err, "nn: Predict: "+c.want)
		_, err = c.model.Evaluate(c.x, c.y)
		wantError(t, "Evaluate", err, "nn: Evaluate: "+c.want)
	}
	_, err := m.Evaluate(mat.NewDense(4, 3, nil), make([]float64, 3))
	wantError(t, "Evaluate", err, "nn: Evaluate: y has 3 labels, x has 4 rows")
	_, err = NewSequential(3, Dense(1, Sigmoid)).Compile(nil, nil).Evaluate(mat.NewDense(4, 3, nil), make([]float64, 4))
	wantError(t, "Evaluate", err, "nn: Evaluate: the model has no loss")
	if _, err := m.Predict(mat.NewDense(4, 3, nil)); err != nil {
		t.Errorf("Predict without optimizer: %v", err)
	}
}

// An optimizer from outside the package works, and is named when it cannot be
// saved.
func TestOwnOptimizer(t *testing.T) {
	x, y := ring(60)
	own := NewSequential(2, Dense(1, Sigmoid)).Compile(ownOptimizer{}, BinaryCrossentropy)
	sgd := NewSequential(2, Dense(1, Sigmoid)).Compile(&SGD{LearningRate: .1}, BinaryCrossentropy)
	mustFit(t, own, x, y, FitConfig{Epochs: 2})
	mustFit(t, sgd, x, y, FitConfig{Epochs: 2})
	if !slices.Equal(own.Network().Params(), sgd.Network().Params()) {
		t.Error("not the weights of SGD")
	}
	_, err := own.MarshalBinary()
	wantError(t, "MarshalBinary", err, `nn: MarshalBinary: the optimizer: nn.ownOptimizer is not a type of this package that goes into files`)
}
