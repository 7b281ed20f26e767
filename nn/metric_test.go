package nn

import (
	"maps"
	"math"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func TestAccuracy(t *testing.T) {
	for _, c := range []struct {
		name      string
		out, y    []float64
		k, labels int
		want      float64
	}{
		{"one output", []float64{.9, .1, .6, .4}, []float64{1, 0, 0, 1}, 1, 1, 2},
		{"exactly a half says 0", []float64{.5, .5}, []float64{0, 1}, 1, 1, 1},
		{"a half in float32 says 0", []float64{.5 + 1e-9}, []float64{0}, 1, 1, 1},
		{"class numbers", []float64{.1, .7, .2, .4, .3, .3}, []float64{1, 2}, 3, 1, 1},
		{"one-hot", []float64{.1, .7, .2, .4, .3, .3}, []float64{0, 1, 0, 1, 0, 0}, 3, 3, 2},
		{"ties go to the first", []float64{.5, .5, .5, .5}, []float64{0, 1}, 2, 1, 1},
		{"two sigmoids are compared by the greatest", []float64{.9, .8}, []float64{1, 1}, 2, 2, 1},
	} {
		count := Accuracy.start().(*meanCounter)
		count.add(&metricBatch{out: c.out, y: c.y, k: c.k, labels: c.labels})
		if count.sum != c.want {
			t.Errorf("%s: %g right, want %g", c.name, count.sum, c.want)
		}
	}
}

// Losses and metrics are means over rows, not over batches.
func TestTally(t *testing.T) {
	sum := newTally([]Metric{Accuracy})
	sum.add(1, &lossBatch{out: []float64{1, 1, 0}, y: []float64{1, 1, 1}, k: 1})
	other := newTally([]Metric{Accuracy})
	other.add(5, &lossBatch{out: []float64{0}, y: []float64{1}, k: 1})
	sum.join(&other)
	if got := sum.score(); got.Loss != 2 || got.Accuracy != 0.5 {
		t.Errorf("%+v, want loss 2, accuracy 0.5", got)
	}
	if got, want := sum.score().String(), "accuracy: 0.5000 - loss: 2.0000"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	sum.reset()
	sum.add(3, &lossBatch{out: []float64{1}, y: []float64{1}, k: 1})
	if got := sum.score(); got.Loss != 3 || got.Accuracy != 1 {
		t.Errorf("after reset %+v, want loss 3, accuracy 1", got)
	}
	none := newTally(nil)
	none.add(1e-4, &lossBatch{out: []float64{1}, y: []float64{1}, k: 1})
	if got := none.score(); !math.IsNaN(got.Accuracy) || got.String() != "loss: 1.0000e-04" {
		t.Errorf("without metric: %v", got)
	}
}

// Names are Keras's, and every figure has one of its own.
func TestMetricNames(t *testing.T) {
	for _, c := range []struct {
		metrics []Metric
		want    []string
	}{
		{[]Metric{Accuracy, AUC, MeanAbsoluteError, LogCoshError}, []string{"accuracy", "auc", "mean_absolute_error", "logcosh"}},
		{[]Metric{Weighted(Accuracy)}, []string{"accuracy"}},
		{[]Metric{Weighted(Accuracy), Accuracy}, []string{"weighted_accuracy", "accuracy"}},
		{[]Metric{AUC, AUCMetric{Curve: PR}, AUC}, []string{"auc", "auc_1", "auc_2"}},
		{[]Metric{AUC, Weighted(AUC), Weighted(AUCMetric{Curve: PR})}, []string{"auc", "weighted_auc", "weighted_auc_1"}},
		{[]Metric{Named("area", AUC), Named("pr", Weighted(AUC)), Weighted(Named("area", AUC))}, []string{"area", "pr", "weighted_area"}},
	} {
		if got := metricNames(c.metrics); !slices.Equal(got, c.want) {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestMetricChecks(t *testing.T) {
	one := func(l Loss) *Sequential {
		last := Sigmoid
		if l == Loss(BinaryCrossentropyFromLogits) {
			last = Linear
		}
		return NewSequential(2, Dense(1, last))
	}
	three := NewSequential(2, Dense(3, Softmax))
	two := 2
	for _, c := range []struct {
		net    *Sequential
		loss   Loss
		metric Metric
		want   string
	}{
		{three, SparseCategoricalCrossentropy, AUC, "nn: Fit: auc: it takes a label for each of the 3 outputs, there are 1 per row"},
		{three, SparseCategoricalCrossentropy, MeanSquaredError, "mean_squared_error: it takes a label for each of the 3 outputs, there are 1 per row"},
		{three, CategoricalCrossentropy, SparseCategoricalAccuracy, "sparse_categorical_accuracy: it takes 1 labels per row of 3 outputs, there are 3"},
		{three, SparseCategoricalCrossentropy, CategoricalAccuracy, "categorical_accuracy: it takes 3 labels per row of 3 outputs, there are 1"},
		{three, SparseCategoricalCrossentropy, CategoricalCrossentropy, "categorical_crossentropy: it takes 3 labels per row of 3 outputs, there are 1"},
		{three, CategoricalCrossentropy, TopKCategoricalAccuracyMetric{K: -1}, "a K of -1"},
		{three, CategoricalCrossentropy, PrecisionMetric{TopK: 4}, "TopK is 4, there are 3 outputs"},
		{three, CategoricalCrossentropy, PrecisionMetric{ClassID: &two}, ""},
		{three, CategoricalCrossentropy, AUCMetric{LabelWeights: []float64{1}}, "1 LabelWeights for 3 outputs"},
		{one(MeanSquaredError), BinaryCrossentropy, SparseTopKCategoricalAccuracy, "it takes 2 or more outputs, the last layer gives 1"},
		{one(MeanSquaredError), BinaryCrossentropy, RecallMetric{ClassID: &two}, "ClassID is 2, there are the classes 0 to 0"},
		{one(MeanSquaredError), BinaryCrossentropy, RecallMetric{Thresholds: []float64{.5, 2}}, "Thresholds[1] is 2, it must be from 0 to 1"},
		{one(MeanSquaredError), BinaryCrossentropy, AUCMetric{NumThresholds: 1}, "NumThresholds is 1, it must be from 2 to 1048576"},
		{one(MeanSquaredError), BinaryCrossentropy, AUCMetric{NumThresholds: 5, Thresholds: []float64{.5}}, "only one can be set"},
		{one(MeanSquaredError), BinaryCrossentropy, AUCMetric{Curve: 7}, "unknown curve 7"},
		{one(MeanSquaredError), BinaryCrossentropy, AUCMetric{FromLogits: true}, "auc: FromLogits is true, that of the loss is false"},
		{one(BinaryCrossentropyFromLogits), BinaryCrossentropyFromLogits, AUC, "auc: FromLogits is false, that of the loss is true"},
		{one(BinaryCrossentropyFromLogits), BinaryCrossentropyFromLogits, BinaryAccuracyMetric{FromLogits: true}, ""},
		{one(BinaryCrossentropyFromLogits), BinaryCrossentropyFromLogits, Precision, "precision: it takes probabilities, the loss takes logits"},
		{one(BinaryCrossentropyFromLogits), BinaryCrossentropyFromLogits, PrecisionAtRecallMetric{}, "precision_at_recall: it takes probabilities"},
		{one(BinaryCrossentropyFromLogits), BinaryCrossentropyFromLogits, RecallMetric{TopK: 1}, ""},
		{one(BinaryCrossentropyFromLogits), BinaryCrossentropyFromLogits, BinaryCrossentropy, "binary_crossentropy: binary_crossentropy takes probabilities, the last layer is linear"},
		{one(MeanSquaredError), BinaryCrossentropy, HuberLoss{Delta: -2}, "huber: Delta is -2"},
		{one(MeanSquaredError), BinaryCrossentropy, LossFunc("mine", nil), "mine: LossFunc without a name or a function"},
		{one(MeanSquaredError), BinaryCrossentropy, F1Score, "one output is always the greatest: set a Threshold"},
		{one(MeanSquaredError), BinaryCrossentropy, F1ScoreMetric{Threshold: .5}, ""},
		{one(MeanSquaredError), BinaryCrossentropy, R2ScoreMetric{Aggregation: 9}, "unknown aggregation 9"},
		{one(MeanSquaredError), BinaryCrossentropy, PrecisionAtRecallMetric{Recall: 2}, "Recall is 2, it must be from 0 to 1"},
		{one(MeanSquaredError), BinaryCrossentropy, Named("loss", AUC), `a metric cannot have the name "loss"`},
		{one(MeanSquaredError), BinaryCrossentropy, Named("val_x", AUC), `a metric cannot have the name "val_x"`},
		{one(MeanSquaredError), BinaryCrossentropy, Weighted(nil), "there is no metric in it"},
		{one(MeanSquaredError), BinaryCrossentropy, MetricFunc("mine", nil), "MetricFunc without a function"},
	} {
		m := c.net.Compile(&SGD{}, c.loss, c.metric)
		x := matrixFrom(2, []float64{1, 2, 3, 4})
		y := []float64{1, 0}
		if c.loss.labels(m.net.Outputs()) == 3 {
			y = []float64{1, 0, 0, 0, 0, 1}
		}
		_, err := m.Fit(x, y, FitConfig{Quiet: true})
		wantError(t, m.metrics[0].String(), err, c.want)
		_, err = m.Evaluate(x, y)
		wantError(t, m.metrics[0].String(), err, strings.ReplaceAll(c.want, "nn: Fit", "nn: Evaluate"))
	}
}

// manyMetrics are metrics of all kinds of counters, for one sigmoid.
func manyMetrics() []Metric {
	return []Metric{
		Accuracy, AUC, AUCMetric{Curve: PR}, PrecisionMetric{Thresholds: []float64{.3, .6}}, Recall, TruePositives,
		PrecisionAtRecallMetric{Recall: .5}, F1ScoreMetric{Threshold: .5}, R2Score, RootMeanSquaredError,
		MeanAbsoluteError, CosineSimilarity, Weighted(Accuracy), Weighted(BinaryCrossentropy),
		MetricFunc("mine", func(yTrue, yPred []float64) float64 { return yPred[0] }),
	}
}

// Figures do not depend on the number of cores, and come under their names.
func TestMetricsInFit(t *testing.T) {
	x, y := ring(3*blockRows + 17)
	weights := make([]float64, len(y))
	for i := range weights {
		weights[i] = float64(i % 4)
	}
	run := func(cores int) (*History, Score) {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
		m := NewSequential(2, Dense(8, Tanh), Dense(1, Sigmoid)).Compile(&Adam{}, BinaryCrossentropy, manyMetrics()...)
		h := mustFit(t, m, x, y, FitConfig{Epochs: 2, ValidationSplit: .3, SampleWeight: weights})
		score, err := m.EvaluateWeighted(x, y, weights)
		if err != nil {
			t.Fatal(err)
		}
		return h, score
	}
	h1, s1 := run(1)
	h4, s4 := run(4)
	if !reflect.DeepEqual(h1, h4) || !reflect.DeepEqual(s1, s4) {
		t.Error("1 and 4 cores give different figures")
	}
	names := []string{
		"accuracy", "auc", "auc_1", "binary_crossentropy", "cosine_similarity", "f1_score", "loss", "mean_absolute_error",
		"mine", "precision[0.3]", "precision[0.6]", "precision_at_recall", "r2_score", "recall",
		"root_mean_squared_error", "true_positives", "weighted_accuracy",
	}
	if got := slices.Sorted(maps.Keys(s1.Metrics)); !slices.Equal(got, names) {
		t.Errorf("Evaluate gives %q", got)
	}
	for _, name := range names {
		if len(h1.Metrics[name]) != 2 || len(h1.Metrics["val_"+name]) != 2 {
			t.Errorf("history has %d of %s", len(h1.Metrics[name]), name)
		}
	}
	if math.Abs(s1.Metrics["binary_crossentropy"]*meanOf(weights)-s1.Loss) > 1e-9 {
		t.Errorf("weighted crossentropy %g, loss %g", s1.Metrics["binary_crossentropy"], s1.Loss)
	}
}

// meanOf returns the mean of v.
func meanOf(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	return sum / float64(len(v))
}

// Steps with metrics of all kinds allocate nothing.
func TestMetricAllocations(t *testing.T) {
	x, y := ring(100)
	m := NewSequential(2, Dense(9, ReLU), Dense(1, Sigmoid)).Compile(&SGD{}, BinaryCrossentropy, manyMetrics()...)
	hot := make([]float64, 300)
	for i, v := range y {
		hot[i*3+int(v)] = 1
	}
	classes := NewSequential(2, Dense(9, ReLU), Dense(3, Softmax)).Compile(&Nadam{OptimizerOptions: OptimizerOptions{GlobalClipNorm: 1, EMAMomentum: .9}}, KLDivergence,
		CategoricalAccuracy, TopKCategoricalAccuracyMetric{K: 2}, F1Score, AUCMetric{MultiLabel: true}, CategoricalHinge, PrecisionMetric{TopK: 1})
	for _, c := range []struct {
		model *Model
		y     []float64
	}{{m, y}, {classes, hot}} {
		f, err := newFitting[float32](c.model, x, c.y, FitConfig{BatchSize: 40, ValidationSplit: .2})
		if err != nil {
			t.Fatal(err)
		}
		f.step(f.order[:40])
		if n := testing.AllocsPerRun(20, func() { f.step(f.order[:40]); f.validate() }); n != 0 {
			t.Errorf("%v: %g allocations per step", c.model.loss, n)
		}
	}
}

// Blocks are joined in their order, whenever they come, and tallies are used again.
func TestTallyQueue(t *testing.T) {
	q := newTallyQueue([]Metric{Accuracy})
	var got []float64
	for _, block := range []int{2, 0, 3, 1, 4} {
		part := q.take()
		part.add(math.Ldexp(1, block), &lossBatch{out: []float64{1}, y: []float64{1}, k: 1})
		q.put(block, part)
		got = append(got, q.total.loss)
	}
	if want := []float64{0, 1, 1, 15, 31}; !slices.Equal(got, want) {
		t.Errorf("sums %v, want %v", got, want)
	}
	if len(q.free) != 3 || len(q.waiting) != 0 || q.total.rows != 5 {
		t.Errorf("%d tallies, %d wait, %d rows", len(q.free), len(q.waiting), q.total.rows)
	}
}
