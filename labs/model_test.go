package labs

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"golab/data"
	"golab/nn"

	"github.com/go-gota/gota/dataframe"
)

// threeClasses is a model without hidden layer whose raw prediction is its input.
func threeClasses() *MultilayerPerceptronClassificationModel {
	identity := []float64{1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0}
	return &MultilayerPerceptronClassificationModel{Net: &nn.MLP{Layers: []int{3, 3}, Weights: identity}}
}

func TestModelPredictsOneVector(t *testing.T) {
	m := threeClasses()
	x := []float64{1, 3, 2}
	raw := must(m.PredictRaw(x))
	wantNumbers(t, "raw", raw, x)
	e := math.Exp(-2) + 1 + math.Exp(-1)
	wantNumbers(t, "probability", must(m.PredictProbability(x)), []float64{math.Exp(-2) / e, 1 / e, math.Exp(-1) / e})
	if got := must(m.Predict(x)); got != 1 {
		t.Errorf("Predict = %v, want 1", got)
	}
	if got := must(m.Predict([]float64{2, 5, 5})); got != 1 {
		t.Errorf("of two equal ones Predict takes %v, want the first, 1", got)
	}
	if !slices.Equal(x, []float64{1, 3, 2}) {
		t.Errorf("the vector given has become %v", x)
	}
	if m.Summary() != nil {
		t.Error("a model that was not fitted has a summary")
	}
}

// A model without a network says so where it is asked for something.
func TestModelWithoutNetwork(t *testing.T) {
	df := vectors(t, frame("label", []float64{1}), "features", 2, 1, 3)
	for _, m := range []*MultilayerPerceptronClassificationModel{{}, {Net: &nn.MLP{}}} {
		if m.NumFeatures() != 0 || m.NumClasses() != 0 || len(m.Layers()) != 0 || len(m.Weights()) != 0 {
			t.Errorf("%v has features, classes, layers or weights", m)
		}
		_, err := m.Transform(df)
		wantError(t, "Transform", err, "labs: MultilayerPerceptronClassificationModel: features has 2 numbers a row, the network takes 0")
		_, err = m.Evaluate(df, "label")
		wantError(t, "Evaluate", err, "labs: MultilayerPerceptronClassificationModel: features has 2 numbers a row, the network takes 0")
		_, err = m.Predict([]float64{1})
		wantError(t, "Predict", err, "labs: MultilayerPerceptronClassificationModel: 1 features are given, the network takes 0")
		_, err = m.PredictRaw(nil)
		wantError(t, "PredictRaw", err, "labs: MultilayerPerceptronClassificationModel: 0 features are given, the network takes 0")
	}
}

func TestThresholds(t *testing.T) {
	x := []float64{math.Log(0.2), math.Log(0.5), math.Log(0.3)} // the probabilities
	tests := []struct {
		thresholds []float64
		want       float64
	}{
		{nil, 1},
		{[]float64{1, 1, 1}, 1},
		{[]float64{0.2, 0.9, 0.4}, 0},
		{[]float64{0.9, 0.9, 0.1}, 2},
		{[]float64{0.001, 0.5, 0}, 2}, // a threshold of 0 wins always
	}
	for _, tt := range tests {
		m := threeClasses()
		m.Thresholds = tt.thresholds
		if got, err := m.Predict(x); got != tt.want || err != nil {
			t.Errorf("thresholds %v: Predict = %v, error %v; want %v", tt.thresholds, got, err, tt.want)
		}
		out := must(m.Transform(vectors(t, frame("id", []float64{7}), "features", 3, x...)))
		wantColumn(t, out, "prediction", tt.want)
	}
	m := threeClasses()
	m.Thresholds = []float64{1, 0, 1}
	if got, err := m.Predict([]float64{0, -1000, 0}); got != 1 || err != nil {
		t.Errorf("a threshold of 0 for a class of probability 0: Predict = %v, error %v; want 1", got, err)
	}
	m.Thresholds = []float64{1}
	_, err := m.Predict(x)
	wantError(t, "thresholds changed", err, "labs: MultilayerPerceptronClassificationModel: there are 1 Thresholds for 3 classes")
}

func TestTransformAddsThreeColumns(t *testing.T) {
	df := vectors(t, frame("id", []float64{7, 8}), "features", 3, 1, 3, 2, 9, 0, 0)
	all := []string{"id", "features", "rawPrediction", "probability", "prediction"}
	tests := []struct {
		name   string
		change func(m *MultilayerPerceptronClassificationModel)
		want   []string
	}{
		{"all", func(*MultilayerPerceptronClassificationModel) {}, all},
		{"no raw", func(m *MultilayerPerceptronClassificationModel) { m.RawPredictionCol = NoColumn }, []string{"id", "features", "probability", "prediction"}},
		{"prediction alone", func(m *MultilayerPerceptronClassificationModel) {
			m.RawPredictionCol, m.ProbabilityCol = NoColumn, NoColumn
		}, []string{"id", "features", "prediction"}},
		{"other names", func(m *MultilayerPerceptronClassificationModel) {
			m.RawPredictionCol, m.ProbabilityCol, m.PredictionCol = "raw", "p", "class"
		}, []string{"id", "features", "raw", "p", "class"}},
		{"none", func(m *MultilayerPerceptronClassificationModel) {
			m.RawPredictionCol, m.ProbabilityCol, m.PredictionCol = NoColumn, NoColumn, NoColumn
		}, []string{"id", "features"}},
	}
	for _, tt := range tests {
		m := threeClasses()
		tt.change(m)
		out, err := m.Transform(df)
		if err != nil || !slices.Equal(data.Columns(out), tt.want) {
			t.Errorf("%s: columns %v, error %v, want %v", tt.name, data.Columns(out), err, tt.want)
		}
	}
	out := must(threeClasses().Transform(df))
	wantColumn(t, out, "prediction", 1, 0)
	wantColumn(t, out, "id", 7, 8)
	wantNumbers(t, "raw", must(data.Vector(out, "rawPrediction")).RawRowView(1), []float64{9, 0, 0})
	if p := must(data.Vector(out, "probability")).RawRowView(0); math.Abs(p[0]+p[1]+p[2]-1) > 1e-15 {
		t.Errorf("probabilities %v", p)
	}
	if !slices.Equal(data.Columns(df), []string{"id", "features"}) {
		t.Errorf("the frame given has become %v", data.Columns(df))
	}
}

func TestModelRejects(t *testing.T) {
	m := threeClasses()
	const prefix = "labs: MultilayerPerceptronClassificationModel: "
	good := vectors(t, frame("id", []float64{7}), "features", 3, 1, 2, 3)
	tests := []struct {
		name string
		df   dataframe.DataFrame
		want []string
	}{
		{"width", vectors(t, frame("id", []float64{7}), "features", 2, 1, 2), []string{"features has 2 numbers a row, the network takes 3"}},
		{"NaN", vectors(t, frame("id", []float64{7}), "features", 3, 1, 2, nan), []string{"row 0 has features[2] = NaN"}},
		{"no features", frame("id", []float64{7}), []string{`no column "features"`}},
		{"no rows", good.Subset([]int{}), []string{"the frame has no rows"}},
		{"twice", must(m.Transform(good)), []string{"column rawPrediction is already there"}},
		{"prediction there", must(data.WithColumn(good, "prediction", []float64{0})), []string{"column prediction is already there"}},
	}
	for _, tt := range tests {
		_, err := m.Transform(tt.df)
		wantError(t, tt.name, err, prefix, tt.want...)
	}
	for name, predict := range map[string]func([]float64) error{
		"Predict":            func(x []float64) error { _, err := m.Predict(x); return err },
		"PredictRaw":         func(x []float64) error { _, err := m.PredictRaw(x); return err },
		"PredictProbability": func(x []float64) error { _, err := m.PredictProbability(x); return err },
	} {
		wantError(t, name, predict([]float64{1, 2}), prefix+"2 features are given, the network takes 3")
		wantError(t, name+" of nothing", predict(nil), prefix+"0 features are given, the network takes 3")
	}
	m.Net.Weights = m.Net.Weights[:5]
	_, err := m.Predict([]float64{1, 2, 3})
	wantError(t, "weights", err, prefix, "5", "12")
	_, err = m.Evaluate(good, "label")
	wantError(t, "label", err, prefix, `no column "label"`)
}

func TestModelEvaluate(t *testing.T) {
	df := vectors(t, frame("class", []float64{1, 0, 2}), "features", 3, 1, 3, 2, 9, 0, 0, 5, 0, 0)
	metrics, err := threeClasses().Evaluate(df, "class")
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(metrics.Labels(), metrics.ConfusionMatrix()); got != "[0 1 2] [[1 0 0] [0 1 0] [1 0 0]]" {
		t.Errorf("labels and confusion %s", got)
	}
}

// A single vector, a frame and many goroutines give the same bits.
func TestPredictionsDoNotDependOnTheBatch(t *testing.T) {
	model := must(MultilayerPerceptronClassifier{Layers: []int{2, 5, 2}, MaxIter: 10}.Fit(xor(t)))
	df := xor(t)
	all := must(data.Vector(must(model.Transform(df)), "probability"))
	x := must(data.Vector(df, "features"))
	var group sync.WaitGroup
	for i := range 4 {
		group.Go(func() {
			p, err := model.PredictProbability(x.RawRowView(i))
			if err != nil || !slices.Equal(p, all.RawRowView(i)) {
				t.Errorf("row %d alone: %v, error %v; in the frame %v", i, p, err, all.RawRowView(i))
			}
		})
	}
	group.Wait()
}

func TestModelString(t *testing.T) {
	if got := threeClasses().String(); got != "MultilayerPerceptronClassificationModel: numLayers=2, numClasses=3, numFeatures=3" {
		t.Errorf("String() = %q", got)
	}
	summary := &MultilayerPerceptronClassificationTrainingSummary{MulticlassMetrics: newMetrics([]float64{0, 1}, []float64{0, 0}, nil)}
	if got := summary.String(); !strings.Contains(got, "0 iterations\ntraining accuracy 0.5") {
		t.Errorf("String() of a summary = %q", got)
	}
}
