package labs

import (
	"math"
	"reflect"
	"testing"

	"github.com/go-gota/gota/dataframe"
)

// everyClassifier are all of them, and a prefix of their errors.
func everyClassifier() []Stage {
	return []Stage{LogisticRegression{}, LinearSVC{}, NaiveBayes{}, DecisionTreeClassifier{}, RandomForestClassifier{}, GBTClassifier{}, OneVsRest{Classifier: LinearSVC{}}}
}

func TestClassifiersRefuseParameters(t *testing.T) {
	df := made(t, "two", 30, 1)
	tests := []struct {
		stage Stage
		want  string
	}{
		{LogisticRegression{MaxIter: -2}, "parameter MaxIter is -2, the least is 1, or -1 for none"},
		{LogisticRegression{Tol: -0.5}, "parameter Tol is -0.5, the least is 0"},
		{LogisticRegression{Tol: nan}, "parameter Tol is NaN"},
		{LogisticRegression{RegParam: -1}, "parameter RegParam is -1, the least is 0"},
		{LogisticRegression{RegParam: inf}, "parameter RegParam is +Inf"},
		{LogisticRegression{ElasticNetParam: 1.5}, "parameter ElasticNetParam is 1.5, it must be from 0 to 1"},
		{LogisticRegression{Family: "poisson"}, `parameter Family is "poisson", the choices are auto, binomial, multinomial`},
		{LogisticRegression{Threshold: 2}, "parameter Threshold is 2, it must be from 0 to 1"},
		{LogisticRegression{Threshold: 0.5, Thresholds: []float64{1, 1}}, "parameters Threshold and Thresholds exclude each other"},
		{LogisticRegression{Threshold: 0.5, Family: "multinomial"}, "parameter Threshold is 0.5, it is for one plane"},
		{LogisticRegression{Thresholds: []float64{1}}, "there are 1 Thresholds for 2 classes"},
		{LinearSVC{MaxIter: -3}, "parameter MaxIter is -3"},
		{LinearSVC{RegParam: -1}, "parameter RegParam is -1"},
		{LinearSVC{Tol: -2}, "parameter Tol is -2"},
		{LinearSVC{Threshold: nan}, "parameter Threshold is NaN"},
		{NaiveBayes{Smoothing: -2}, "parameter Smoothing is -2, the least is 0"},
		{NaiveBayes{ModelType: "Gaussian"}, `parameter ModelType is "Gaussian", the choices are multinomial, complement, bernoulli, gaussian`},
		{NaiveBayes{ModelType: "gaussian", Smoothing: 1}, "parameter Smoothing is not for ModelType gaussian"},
		{NaiveBayes{}, "features[1] = -" /* b is negative */},
		{NaiveBayes{ModelType: "complement"}, "ModelType complement needs features that are not negative"},
		{NaiveBayes{ModelType: "bernoulli"}, "ModelType bernoulli needs features 0 and 1"},
		{DecisionTreeClassifier{MaxDepth: 31}, "parameter MaxDepth is 31, it must be from 0 to 30"},
		{DecisionTreeClassifier{MaxBins: 1}, "parameter MaxBins is 1, it must be from 2 to 65535"},
		{DecisionTreeClassifier{MinInstancesPerNode: -1}, "parameter MinInstancesPerNode is -1, the least is 1"},
		{DecisionTreeClassifier{MinInfoGain: -1}, "parameter MinInfoGain is -1, the least is 0"},
		{DecisionTreeClassifier{MinWeightFractionPerNode: 0.5}, "parameter MinWeightFractionPerNode is 0.5, it must be at least 0 and below 0.5"},
		{DecisionTreeClassifier{Impurity: "variance"}, `parameter Impurity is "variance", the choices are gini, entropy`},
		{DecisionTreeClassifier{Thresholds: []float64{1, -1}}, "parameter Thresholds[1] is -1"},
		{RandomForestClassifier{NumTrees: -1}, "parameter NumTrees is -1"},
		{RandomForestClassifier{SubsamplingRate: 1.5}, "parameter SubsamplingRate is 1.5, it must be above 0 and at most 1"},
		{RandomForestClassifier{FeatureSubsetStrategy: "half"}, `parameter FeatureSubsetStrategy is "half", the choices are auto`},
		{RandomForestClassifier{FeatureSubsetStrategy: "0"}, `parameter FeatureSubsetStrategy is "0"`},
		{RandomForestClassifier{FeatureSubsetStrategy: "1.5"}, `parameter FeatureSubsetStrategy is "1.5"`},
		{GBTClassifier{MaxIter: -1}, "parameter MaxIter is -1"},
		{GBTClassifier{StepSize: 1.5}, "parameter StepSize is 1.5, it must be above 0 and at most 1"},
		{GBTClassifier{SubsamplingRate: nan}, "parameter SubsamplingRate is NaN"},
		{OneVsRest{}, "parameter Classifier is nil"},
		{OneVsRest{Classifier: (*LinearSVC)(nil)}, "parameter Classifier is nil"},
		{OneVsRest{Classifier: VectorAssembler{}}, "parameter Classifier is a labs.VectorAssembler, which is not a classifier for two classes"},
		{OneVsRest{Classifier: LinearSVC{Tol: -2}}, "class 0: labs: LinearSVC: parameter Tol is -2"},
	}
	for _, tt := range tests {
		_, err := tt.stage.fitStage(df)
		wantError(t, tt.want, err, "labs: "+kindName(tt.stage)+": ", tt.want)
	}
}

func TestClassifiersRefuseData(t *testing.T) {
	good := made(t, "bits", 30, 1)
	x := func(values ...float64) dataframe.DataFrame {
		return vectors(t, frame("label", []float64{0, 1}), "features", len(values)/2, values...)
	}
	y := func(labels ...float64) dataframe.DataFrame {
		return vectors(t, frame("label", labels), "features", 1, make([]float64, len(labels))...)
	}
	tests := []struct {
		name string
		df   dataframe.DataFrame
		want string
	}{
		{"no columns", dataframe.DataFrame{}, "the frame has no columns"},
		{"no rows", good.Subset([]int{}), "the frame has no rows"},
		{"no features", frame("label", []float64{0, 1}), "features"},
		{"no label", vectors(t, frame("a", []float64{0, 1}), "features", 1, 0, 1), "label"},
		{"text label", vectors(t, frame("label", []string{"spam", "ham"}), "features", 1, 0, 1), "a StringIndexer makes numbers of it"},
		{"NaN feature", x(0, 1, 1, nan), "row 1 has features[1] = NaN, which is no finite number"},
		{"infinite feature", x(0, inf), "row 1 has features[0] = +Inf"},
		{"negative label", y(0, -1), "row 1 has label = -1, labels are 0, 1, …"},
		{"label between", y(0, 1, 0.5), "row 2 has label = 0.5, labels are 0, 1, …"},
		{"NaN label", y(0, nan), "row 1 has label = NaN"},
		{"a label too many", y(0, 100), "row 1 has label = 100, at most 100 classes are told from labels"},
		{"one class", y(1, 1, 1), "all 3 rows have label = 1, a classifier needs two classes"},
		{"prediction is there", vectors(t, frame("label", []float64{0, 1}, "prediction", []float64{0, 1}), "features", 1, 0, 1), "column prediction is already there"},
	}
	for _, tt := range tests {
		for _, stage := range everyClassifier() {
			_, err := stage.fitStage(tt.df)
			wantError(t, tt.name, err, "labs: "+kindName(stage)+": ", tt.want)
		}
	}
	three := made(t, "three", 30, 1)
	for _, tt := range []struct {
		stage Stage
		want  string
	}{
		{LinearSVC{}, "the labels have 3 classes, this is for 2"},
		{GBTClassifier{}, "the labels have 3 classes, this is for 2"},
		{LogisticRegression{Family: "binomial"}, `parameter Family is "binomial", which is for 2 classes, the labels have 3`},
		{LogisticRegression{Threshold: 0.5}, "parameter Threshold is 0.5, it is for one plane"},
	} {
		_, err := tt.stage.fitStage(three)
		wantError(t, tt.want, err, "labs: "+kindName(tt.stage)+": ", tt.want)
	}
	_, err := NaiveBayes{}.Fit(y(0, 2))
	wantError(t, "a class without rows", err, "labs: NaiveBayes: ", "no row has the label 1, the largest is 2")
	_, err = NaiveBayes{ModelType: "gaussian"}.Fit(y(0, 1))
	wantError(t, "constant", err, "labs: NaiveBayes: ", "feature 0 has the variance 0 in class 0")
	_, err = LogisticRegression{PredictionCol: "p", ProbabilityCol: "p"}.Fit(good)
	wantError(t, "one name", err, "labs: LogisticRegression: ", "two columns to be added are called p")
}

func TestClassifierModelsRefuse(t *testing.T) {
	wide := vectors(t, frame("label", []float64{0, 1}), "features", 2, 0, 1, 1, 0)
	for _, m := range fittedClassifiers(t) {
		name := "labs: " + m.(classificationModel).name() + ": "
		_, err := m.Transform(wide)
		wantError(t, "size", err, name, "features has 2 numbers a row, the model was fitted with 5")
		_, err = m.Transform(frame("a", []float64{1}))
		wantError(t, "column", err, name, "features")
		_, err = m.(oneByOne).Predict([]float64{1, 2})
		wantError(t, "one", err, name, "2 features are given, the model was fitted with 5")
		_, err = m.(oneByOne).PredictRaw([]float64{1, 2, nan, 0, 0})
		wantError(t, "NaN", err, name, "features[2] = NaN")
	}
	df := made(t, "counts", 30, 1)
	m := must(NaiveBayes{}.Fit(df))
	_, err := m.Predict([]float64{1, -1, 0, 0, 0})
	wantError(t, "negative", err, "labs: NaiveBayesModel: ", "features[1] = -1")
	m.Thresholds = []float64{1, 1, 1}
	_, err = m.Transform(df)
	wantError(t, "thresholds", err, "labs: NaiveBayesModel: ", "there are 3 Thresholds for 2 classes")
	if _, err := m.MarshalBinary(); err == nil {
		t.Error("a model with three thresholds for two classes goes into bytes")
	}
}

// TestClassifiersLeaveColumnsOut has NoColumn for each.
func TestClassifiersLeaveColumnsOut(t *testing.T) {
	df := made(t, "two", 30, 1)
	m := must(LogisticRegression{RawPredictionCol: NoColumn, ProbabilityCol: NoColumn, PredictionCol: "p"}.Fit(df))
	if got, want := must(m.Transform(df)).Names(), append(df.Names(), "p"); !reflect.DeepEqual(got, want) {
		t.Errorf("the columns are %q, want %q", got, want)
	}
}

// TestLogisticRegressionThresholds moves the threshold of a fitted model.
func TestLogisticRegressionThresholds(t *testing.T) {
	df := made(t, "two", 100, 1)
	m := must(LogisticRegression{RegParam: 0.1}.Fit(df))
	ones := func() float64 {
		sum := 0.0
		for _, c := range digits(t, must(m.Transform(df))) {
			sum += float64(c - '0')
		}
		return sum
	}
	half := ones()
	for _, tt := range []struct {
		threshold  float64
		thresholds []float64
		want       float64
	}{
		{0.5, nil, half}, {-1, nil, 100}, {1, nil, 0}, {0, []float64{1, 1}, half}, {0, []float64{0, 1}, 0}, {0, []float64{1, 0}, 100},
	} {
		m.Threshold, m.Thresholds = tt.threshold, tt.thresholds
		if got := ones(); got != tt.want {
			t.Errorf("Threshold %v, Thresholds %v: %v of class 1, want %v", tt.threshold, tt.thresholds, got, tt.want)
		}
	}
	if p := must(m.PredictProbability([]float64{9, 9, 9, 9, 9})); math.IsNaN(p[0]) || p[1] < 0.5 {
		t.Errorf("far away the probabilities are %v", p)
	}
}

func TestGridsVaryClassifiers(t *testing.T) {
	df := made(t, "two", 120, 1)
	lr, tree := LogisticRegression{}, DecisionTreeClassifier{}
	pipeline := Pipeline{&lr}
	grid := must(ParamGrid(pipeline, Vary(&lr.RegParam, 0, 10), Vary(&lr.NoIntercept, false, true)))
	grid = append(grid, must(ParamGrid(Pipeline{&tree}, Vary(&tree.MaxDepth, -1, 3)))...)
	for _, evaluator := range []Evaluator{MulticlassClassificationEvaluator{MetricName: "accuracy"}, BinaryClassificationEvaluator{}} {
		model := must(CrossValidator{Grid: grid, Evaluator: evaluator, NumFolds: 3, Seed: 1, Quiet: true}.Fit(df))
		if model.Best != 0 {
			t.Errorf("candidate %d is the best:\n%v", model.Best, model)
		}
		read := again(t, model)
		if a, b := digits(t, must(model.Transform(df))), digits(t, must(read.Transform(df))); a != b {
			t.Error("the best model predicts otherwise after it was in bytes")
		}
	}
}

// TestBayesWithoutSmoothing has a feature that all rows of a class have, and one that none has.
func TestBayesWithoutSmoothing(t *testing.T) {
	df := vectors(t, frame("label", []float64{0, 0, 1, 1}), "features", 3, 1, 0, 0, 1, 0, 1, 1, 1, 1, 0, 1, 0)
	for _, tt := range []struct {
		kind string
		x    []float64
		want []float64
	}{
		{"bernoulli", []float64{1, 0, 1}, []float64{0.5 * 0.5, 0}},
		{"bernoulli", []float64{0, 1, 1}, []float64{0, 0.5 * 0.5 * 0.5}},
		{"bernoulli", []float64{0, 0, 0}, []float64{0, 0}},
		{"multinomial", []float64{2, 0, 0}, []float64{0.5 * 4 / 9, 0.5 / 16}},
		{"multinomial", []float64{1, 1, 0}, []float64{0, 0.5 * 0.25 * 0.5}},
	} {
		raw := must(must(NaiveBayes{ModelType: tt.kind, Smoothing: -1}.Fit(df)).PredictRaw(tt.x))
		for c, v := range raw {
			if got := math.Exp(v); !near(got, tt.want[c], 1e-14) {
				t.Errorf("%s: the probability of %v and class %d is %v, want %v", tt.kind, tt.x, c, got, tt.want[c])
			}
		}
	}
	zeros := vectors(t, frame("label", []float64{0, 1}), "features", 2, 0, 0, 1, 0)
	_, err := NaiveBayes{Smoothing: -1}.Fit(zeros)
	wantError(t, "zeros", err, "labs: NaiveBayes: ", "θ of feature 0 is NaN in class 0: all features are 0 there, without Smoothing")
}

// TestClassifiersRefuseHugeFeatures has numbers whose squares or sums are not finite.
func TestClassifiersRefuseHugeFeatures(t *testing.T) {
	const huge = math.MaxFloat64
	df := vectors(t, frame("label", []float64{0, 1, 0, 1}), "features", 1, 0, huge, huge, huge)
	for _, tt := range []struct {
		stage Stage
		want  string
	}{
		{LogisticRegression{}, "feature 0 has the standard deviation +Inf: its numbers are too large"},
		{LogisticRegression{RegParam: 0.1, ElasticNetParam: 1}, "feature 0 has the standard deviation +Inf: its numbers are too large"},
		{LinearSVC{}, "feature 0 has the standard deviation +Inf: its numbers are too large"},
		{NaiveBayes{}, "θ of feature 0 is NaN in class 1"},
		{NaiveBayes{ModelType: "gaussian"}, "feature 0 has the variance NaN in class 0"},
	} {
		_, err := tt.stage.fitStage(df)
		wantError(t, tt.want, err, "labs: "+kindName(tt.stage)+": ", tt.want)
	}
	for _, stage := range []Stage{DecisionTreeClassifier{}, RandomForestClassifier{}, GBTClassifier{}} {
		if _, err := stage.fitStage(df); err != nil {
			t.Error(err)
		}
	}
}
