package interchange_test

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"golab/nn"
	"golab/nn/interchange"
)

// Layers of all kinds come back in every form.
func TestKindsComeBack(t *testing.T) {
	for _, m := range []trained{mixed(t), classes(t)} {
		net := m.model.Network()
		var b bytes.Buffer
		if err := interchange.WriteKeras(&b, m.model); err != nil {
			t.Fatal(err)
		}
		model, err := interchange.ReadKerasForPredict(&b)
		if err != nil {
			t.Fatal(err)
		}
		predict(t, m.name+" for Predict", model, m.e)
		for name, form := range map[string]struct {
			write func(io.Writer, nn.Network) error
			read  func(io.Reader, nn.Network) error
		}{
			"weights":     {interchange.WriteKerasWeights, interchange.ReadKerasWeights},
			"safetensors": {interchange.WriteSafetensors, interchange.ReadSafetensors},
			"torch":       {interchange.WriteTorchSafetensors, interchange.ReadSafetensors},
		} {
			b.Reset()
			if err := form.write(&b, m.model); err != nil {
				t.Fatal(err)
			}
			back := nn.NewSequential(net.Inputs(), net.Layers()...).Init(9)
			if err := form.read(&b, back); err != nil {
				t.Fatalf("%s, %s: %v", m.name, name, err)
			}
			if !slices.Equal(weightsOf(back), weightsOf(net)) {
				t.Errorf("%s, %s: other weights", m.name, name)
			}
		}
	}
}

// A Normalization of other numbers is not taken for the one of the file.
func TestNormalizationIsNoWeight(t *testing.T) {
	net := func(mean float64) *nn.Sequential {
		return nn.NewSequential(1, nn.NormalizationLayer{Mean: []float64{mean}, Variance: []float64{1}}, nn.Dense(1, nn.Linear))
	}
	var b bytes.Buffer
	if err := interchange.WriteKerasWeights(&b, net(1)); err != nil {
		t.Fatal(err)
	}
	if err := interchange.ReadKerasWeights(&b, net(2)); err == nil || !strings.Contains(err.Error(), "layer 1: mean[0] is 1 in the file, 2 in the network") {
		t.Errorf("got %v", err)
	}
}

// What we write of scalings and ONNX's common activations is read of ONNX too.
func TestScalingsComeBackOfONNX(t *testing.T) {
	net := nn.NewSequential(3, nn.Rescaling(2, 1), nn.Dense(4, nn.Linear), nn.BatchNormalization(), nn.Activate(nn.Tanh), nn.Dropout(0.5), nn.Dense(3, nn.Softmax))
	m := trainOn(t, "scalings", net.Compile(&nn.SGD{}, nn.CategoricalCrossentropy), expectation{Width: 3, Outputs: 3, X: rowsOf(3)}, 2)
	var b bytes.Buffer
	if err := interchange.WriteONNX(&b, m.model); err != nil {
		t.Fatal(err)
	}
	back, err := interchange.ReadONNX(&b)
	if err != nil {
		t.Fatal(err)
	}
	predict(t, "ONNX", back, m.e)
}

// What has no name elsewhere is refused by its own.
func TestKindsThatAreRefused(t *testing.T) {
	custom := nn.CustomLayer{Name: "Swish", Units: 2, New: func(int) nn.CustomStage { return nil }}
	net := nn.NewSequential(2, nn.Dense(2, nn.Linear), custom)
	for _, write := range []func(io.Writer, nn.Network) error{
		interchange.WriteKeras, interchange.WriteKerasWeights, interchange.WriteONNX, interchange.WriteSafetensors, interchange.WriteTorchSafetensors,
	} {
		if err := write(io.Discard, net); err == nil || !strings.Contains(err.Error(), "layer 2: Swish(2) has no name in Keras") {
			t.Errorf("got %v", err)
		}
	}
	plain := nn.NewSequential(2, nn.Dense(1, nn.Linear))
	for words, model := range map[string]*nn.Model{
		"metric huber has no name in Keras":                 plain.Compile(&nn.SGD{}, nn.Huber, nn.Huber),
		"metric mine has no name in Keras":                  plain.Compile(&nn.SGD{}, nn.Huber, nn.MetricFunc("mine", func(_, _ []float64) float64 { return 0 })),
		"metric binary_accuracy: FromLogits has no name in": plain.Compile(&nn.SGD{}, nn.Huber, nn.BinaryAccuracyMetric{FromLogits: true}),
	} {
		if err := interchange.WriteKeras(io.Discard, model); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: got %v", words, err)
		}
	}
}

// kinds returns models with every layer, activation, optimizer, loss and metric that is
// written.
func kinds(t *testing.T) []trained {
	all := []trained{mixed(t), classes(t)}
	losses := lossesOf()
	for i, o := range optimizersOf() {
		all = append(all, train(t, fmt.Sprintf("optimizer%d", i),
			nn.NewSequential(3, nn.Dense(3, nn.Tanh), nn.Dense(1, nn.Sigmoid)), o, nn.MeanSquaredError, 3))
	}
	for i, l := range losses {
		first, second := nn.Activation(2*i%20), nn.Activation((2*i+1)%20)
		last := nn.Softmax
		if l == nn.BinaryCrossentropy {
			last = nn.Sigmoid
		}
		net := nn.NewSequential(3, nn.Dense(4, first), nn.DenseLayer{Units: 4, Activation: second, NoBias: true}, nn.Dense(3, last))
		x := rowsOf(3)
		e := expectation{Width: 3, Outputs: 3, X: x}
		if c, ok := l.(nn.CrossentropyLoss); ok && c.Labels == nn.ClassNumbers {
			e.labels = []float64{0, 1, 2, 2, 1, 0}
		}
		model := net.Compile(&nn.Adam{LearningRate: 0.01}, l, metricsOf(i, e.labels != nil)...)
		all = append(all, trainOn(t, fmt.Sprintf("loss%d", i), model, e, 1))
	}
	for i := range all[2:] {
		m := &all[2+i]
		m.table, m.measured = true, strings.HasPrefix(m.name, "loss")
		switch o := m.model.Optimizer().(type) {
		case *nn.Adadelta:
			m.accumulation = o.GradientAccumulationSteps
		case *nn.Lion:
			m.accumulation = o.GradientAccumulationSteps
		}
	}
	return all
}

// mixed is a network of most layers.
func mixed(t *testing.T) trained {
	he, large := nn.HeNormal{}, nn.VarianceScaling{Scale: 2, Mode: nn.FanAvg, Distribution: nn.UniformDistribution}
	net := nn.NewSequential(4,
		nn.NormalizationLayer{Mean: []float64{0.1, 0.2, -0.3, 0}, Variance: []float64{1, 0.5, 2, 1}},
		nn.Rescaling(0.5, 0.25),
		nn.DenseLayer{Units: 6, KernelInitializer: he, BiasInitializer: nn.Constant{Value: 0.1}, KernelRegularizer: nn.Regularizer{L1: 0.001, L2: 0.01},
			BiasRegularizer: nn.L2(0.01), ActivityRegularizer: nn.L1(0.001), KernelConstraint: nn.MaxNorm{MaxValue: 1.5}, BiasConstraint: nn.NonNeg{}},
		nn.BatchNormalizationLayer{Momentum: 0.8, NoScale: true, BetaRegularizer: nn.L1(0.01)},
		nn.ReLULayer{MaxValue: 2, NegativeSlope: 0.1, Threshold: 0.05},
		nn.Dropout(0), nn.GaussianNoise(0),
		nn.Reshape(3, -1), nn.PReLULayer{SharedAxes: []int{1}, AlphaInitializer: nn.Constant{Value: 0.2}}, nn.BatchNormalization(), nn.LayerNormalization(), nn.Flatten(),
		nn.Frozen(nn.Dense(5, nn.SiLU)), nn.Frozen(nn.BatchNormalization()), nn.LayerNormalizationLayer{NoCenter: true, Epsilon: 0.01},
		nn.DenseLayer{Units: 5, NoBias: true, KernelInitializer: large, KernelConstraint: nn.MinMaxNorm{MinValue: 0.1, MaxValue: 2, Rate: 0.5}},
		nn.LeakyReLULayer{NegativeSlope: 0.2}, nn.PReLULayer{},
		nn.DenseLayer{Units: 4, KernelInitializer: nn.Orthogonal{}, KernelConstraint: nn.UnitNorm{}},
		nn.ELULayer{Alpha: 0.7}, nn.ActivityRegularizationLayer{L2: 0.01}, nn.Activate(nn.GELU), nn.ReLULayer{MaxValue: 6},
		nn.Dense(3, nn.Linear), nn.SoftmaxLayer{},
	)
	model := net.Compile(&nn.RMSprop{}, nn.CategoricalCrossentropy, nn.Accuracy, nn.Named("area", nn.AUC), nn.Weighted(nn.CategoricalAccuracy))
	return trainOn(t, "mixed", model, expectation{Width: 4, Outputs: 3, X: rowsOf(4)}, 3)
}

// classes is a network on class numbers.
func classes(t *testing.T) trained {
	net := nn.NewSequential(2, nn.Embedding(5, 3), nn.LayerNormalization(), nn.Flatten(), nn.Dense(1, nn.Sigmoid))
	x := []float64{0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 2, 2}
	return trainOn(t, "classes", net.Compile(&nn.Adam{}, nn.BinaryCrossentropy), expectation{Width: 2, Outputs: 1, X: x}, 2)
}

// optimizersOf returns every optimizer, with every option and every schedule.
func optimizersOf() []nn.Optimizer {
	return []nn.Optimizer{
		&nn.Adam{AMSGrad: true, OptimizerOptions: nn.OptimizerOptions{WeightDecay: 0.01, ClipNorm: 0.1}},
		&nn.AdamW{LearningRate: 0.02, OptimizerOptions: nn.OptimizerOptions{GlobalClipNorm: 0.1}},
		&nn.Nadam{LearningRate: 0.02, OptimizerOptions: nn.OptimizerOptions{ClipValue: 0.05}},
		&nn.Adamax{OptimizerOptions: nn.OptimizerOptions{Schedule: nn.ExponentialDecay{InitialLearningRate: 0.05, DecaySteps: 3, DecayRate: 0.5, Staircase: true}}},
		&nn.Adagrad{LearningRate: 0.02, OptimizerOptions: nn.OptimizerOptions{EMAMomentum: 0.9, EMAOverwriteFrequency: 3}},
		&nn.Adadelta{LearningRate: 1, OptimizerOptions: nn.OptimizerOptions{GradientAccumulationSteps: 7}},
		&nn.Lion{LearningRate: 0.01, Beta2: 0.9, OptimizerOptions: nn.OptimizerOptions{EMAMomentum: 0.5, GradientAccumulationSteps: 7}},
		&nn.Ftrl{LearningRate: 0.05, L1: 0.001, L2: 0.01, Shrinkage: 0.02, Beta: 0.1},
		&nn.SGD{OptimizerOptions: nn.OptimizerOptions{Schedule: nn.InverseTimeDecay{InitialLearningRate: 0.1, DecaySteps: 2, DecayRate: 0.5}}},
		&nn.SGD{Momentum: 0.5, OptimizerOptions: nn.OptimizerOptions{Schedule: nn.PolynomialDecay{InitialLearningRate: 0.1, DecaySteps: 9, Power: 2}}},
		&nn.SGD{OptimizerOptions: nn.OptimizerOptions{Schedule: nn.PiecewiseConstantDecay{Boundaries: []int{2, 4}, Values: []float64{0.1, 0.05, 0.01}}}},
		&nn.Nadam{OptimizerOptions: nn.OptimizerOptions{Schedule: nn.CosineDecay{InitialLearningRate: 0.01, DecaySteps: 8, Alpha: 0.1, WarmupTarget: 0.1, WarmupSteps: 3}}},
		&nn.RMSprop{Centered: true, OptimizerOptions: nn.OptimizerOptions{EMAMomentum: 0.9, Schedule: nn.CosineDecayRestarts{InitialLearningRate: 0.01, FirstDecaySteps: 3}}},
	}
}

// lossesOf returns every loss, some with options.
func lossesOf() []nn.Loss {
	smooth := nn.CategoricalCrossentropy
	smooth.LabelSmoothing = 0.1
	return []nn.Loss{
		nn.BinaryCrossentropy, smooth, nn.SparseCategoricalCrossentropy,
		nn.BinaryFocalCrossentropyLoss{Gamma: 1, ClassBalancing: true, LabelSmoothing: 0.1}, nn.CategoricalFocalCrossentropyLoss{Alpha: 0.5},
		nn.MeanSquaredError, nn.MeanAbsoluteError, nn.MeanAbsolutePercentageError, nn.MeanSquaredLogarithmicError,
		nn.HuberLoss{Delta: 0.3}, nn.LogCosh, nn.Poisson, nn.KLDivergence, nn.CosineSimilarity,
		nn.Hinge, nn.SquaredHinge, nn.CategoricalHinge,
	}
}

// metricsOf returns some of the metrics.
func metricsOf(i int, sparse bool) []nn.Metric {
	if sparse {
		return []nn.Metric{nn.SparseCategoricalAccuracy, nn.SparseTopKCategoricalAccuracyMetric{K: 2}, nn.SparseCategoricalCrossentropy}
	}
	class := 1
	all := []nn.Metric{
		nn.BinaryAccuracyMetric{Threshold: 0.4}, nn.CategoricalAccuracy, nn.TopKCategoricalAccuracyMetric{K: 2},
		nn.AUCMetric{Curve: nn.PR, NumThresholds: 50}, nn.AUCMetric{Thresholds: []float64{0.2, 0.5}, Summation: nn.Minoring, MultiLabel: true},
		nn.PrecisionMetric{Thresholds: []float64{0.3}}, nn.RecallMetric{TopK: 1, ClassID: &class}, nn.TruePositives, nn.TrueNegatives,
		nn.FalsePositivesMetric{Thresholds: []float64{0.2}}, nn.FalseNegatives,
		nn.SensitivityAtSpecificityMetric{Specificity: 0.5}, nn.SpecificityAtSensitivityMetric{Sensitivity: 0.5, NumThresholds: 20},
		nn.PrecisionAtRecallMetric{Recall: 0.5}, nn.RecallAtPrecisionMetric{Precision: 0.4},
		nn.F1ScoreMetric{Average: nn.MacroAverage}, nn.FBetaScoreMetric{Beta: 2, Average: nn.MicroAverage, Threshold: 0.3},
		nn.R2ScoreMetric{Aggregation: nn.VarianceWeightedAverage}, nn.RootMeanSquaredError,
		nn.BinaryCrossentropy, nn.CategoricalCrossentropy, nn.MeanSquaredError, nn.MeanAbsoluteError, nn.MeanAbsolutePercentageError,
		nn.MeanSquaredLogarithmicError, nn.LogCoshError, nn.Poisson, nn.KLDivergence, nn.CosineSimilarity, nn.Hinge, nn.SquaredHinge, nn.CategoricalHinge,
	}
	return []nn.Metric{all[2*i%len(all)], all[(2*i+1)%len(all)]}
}
