package labs

import (
	"fmt"
	"hash/fnv"
	"math"
	"slices"
	"strings"
	"testing"

	"golab/data"
	"golab/nn"

	"github.com/go-gota/gota/dataframe"
)

// xorClassifier is the example of PySpark's documentation.
func xorClassifier() MultilayerPerceptronClassifier {
	return MultilayerPerceptronClassifier{Layers: []int{2, 2, 2}, MaxIter: 100, BlockSize: 1, Seed: 123}
}

// The example of PySpark's documentation (pyspark.ml.classification,
// MultilayerPerceptronClassifier), which says predictRaw = [-16.208, 16.344].
func TestXORAsDocumented(t *testing.T) {
	for _, numerics := range []nn.Numerics{nn.Spark30Java8, nn.Spark41AVX512, nn.SparkFdlibm, nn.Native} {
		c := xorClassifier()
		c.Numerics = numerics
		model, err := c.Fit(xor(t))
		if err != nil {
			t.Fatal(err)
		}
		raw, err := model.PredictRaw([]float64{1, 0})
		if err != nil || fmt.Sprintf("%.6f", raw) != "[-16.207980 16.343971]" {
			t.Errorf("%v: raw prediction %.6f, error %v", numerics, raw, err)
		}
		s := model.Summary()
		if loss := s.ObjectiveHistory[len(s.ObjectiveHistory)-1]; s.TotalIterations != 37 || math.Abs(loss-6.974459725109608e-09) > 1e-15 {
			t.Errorf("%v: %d iterations to a loss of %v, want 37 to 6.974459725109608e-09", numerics, s.TotalIterations, loss)
		}
		if s.Accuracy() != 1 || fmt.Sprint(s.Labels()) != "[0 1]" {
			t.Errorf("%v: training accuracy %v for the labels %v", numerics, s.Accuracy(), s.Labels())
		}
		if model.NumFeatures() != 2 || model.NumClasses() != 2 || len(model.Weights()) != 12 || !slices.Equal(model.Layers(), []int{2, 2, 2}) {
			t.Errorf("%v: %v with %d weights", numerics, model, len(model.Weights()))
		}
	}
}

// The defaults are Spark's, so saying them changes nothing.
func TestClassifierDefaults(t *testing.T) {
	df := vectors(t, frame("label", []float64{0, 1, 2, 1, 0, 2}), "features", 2, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
	zero := MultilayerPerceptronClassifier{Layers: []int{2, 3, 3}}
	said := MultilayerPerceptronClassifier{
		Layers: []int{2, 3, 3}, MaxIter: 100, Tol: 1e-6, BlockSize: 128, Solver: "l-bfgs", StepSize: 0.03, Seed: -763139545,
		FeaturesCol: "features", LabelCol: "label", PredictionCol: "prediction", ProbabilityCol: "probability",
		RawPredictionCol: "rawPrediction", Numerics: nn.Spark30Java8,
	}
	first := must(must(zero.Fit(df)).Transform(df))
	second := must(must(said.Fit(df)).Transform(df))
	if !slices.Equal(data.Columns(first), []string{"label", "features", "rawPrediction", "probability", "prediction"}) {
		t.Errorf("columns %v", data.Columns(first))
	}
	if fmt.Sprint(first.Records()) != fmt.Sprint(second.Records()) {
		t.Error("the defaults said give other predictions")
	}
	weights := func(c MultilayerPerceptronClassifier) string { return fmt.Sprint(must(c.Fit(df)).Weights()) }
	changed := map[string]func(c *MultilayerPerceptronClassifier){
		"MaxIter":        func(c *MultilayerPerceptronClassifier) { c.MaxIter = 3 },
		"Tol":            func(c *MultilayerPerceptronClassifier) { c.Tol = 0.5 },
		"BlockSize":      func(c *MultilayerPerceptronClassifier) { c.BlockSize = 4 },
		"Solver":         func(c *MultilayerPerceptronClassifier) { c.Solver = "gd" },
		"Seed":           func(c *MultilayerPerceptronClassifier) { c.Seed = 1 },
		"ZeroSeed":       func(c *MultilayerPerceptronClassifier) { c.ZeroSeed = true },
		"InitialWeights": func(c *MultilayerPerceptronClassifier) { c.InitialWeights = make([]float64, 21) },
	}
	for name, change := range changed {
		c := zero
		change(&c)
		if weights(c) == weights(zero) {
			t.Errorf("another %s gives the same weights", name)
		}
	}
	gd := MultilayerPerceptronClassifier{Layers: []int{2, 3, 3}, Solver: "gd"}
	faster := gd
	faster.StepSize = 0.3
	if weights(gd) == weights(faster) {
		t.Error("another StepSize gives the same weights")
	}
}

// Java's String.hashCode of the class's name, widened, is the default seed.
func TestDefaultSeedIsTheHashOfTheName(t *testing.T) {
	var hash int32
	for _, c := range "org.apache.spark.ml.classification.MultilayerPerceptronClassifier" {
		hash = 31*hash + c
	}
	if int64(hash) != defaultSeed {
		t.Errorf("the hash is %d, the default seed %d", hash, defaultSeed)
	}
}

func TestFitLeavesTheEstimatorAlone(t *testing.T) {
	c := xorClassifier()
	c.InitialWeights = slices.Repeat([]float64{0.5, -0.25, 1}, 4)
	c.Thresholds = []float64{0.5, 0.5}
	fingerprint := func() uint64 {
		h := fnv.New64()
		fmt.Fprintf(h, "%#v", c)
		return h.Sum64()
	}
	before := fingerprint()
	model := must(c.Fit(xor(t)))
	model.Thresholds[0], model.Net.Weights[0], model.Layers()[0], model.Weights()[0] = 9, 9, 9, 9
	if fingerprint() != before {
		t.Errorf("the estimator has become %#v", c)
	}
	if model.Layers()[0] != 2 {
		t.Error("Layers gives out the model's own slice")
	}
}

func TestMaxIterOfNoneKeepsTheInitialWeights(t *testing.T) {
	c := xorClassifier()
	c.MaxIter, c.InitialWeights = -1, []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}
	model := must(c.Fit(xor(t)))
	wantNumbers(t, "weights", model.Weights(), c.InitialWeights)
	if s := model.Summary(); s.TotalIterations != 0 || len(s.ObjectiveHistory) != 1 {
		t.Errorf("%d iterations with losses %v", s.TotalIterations, s.ObjectiveHistory)
	}
}

func TestClassifierRejectsParameters(t *testing.T) {
	with := func(change func(c *MultilayerPerceptronClassifier)) MultilayerPerceptronClassifier {
		c := xorClassifier()
		change(&c)
		return c
	}
	layers := func(sizes ...int) MultilayerPerceptronClassifier {
		return with(func(c *MultilayerPerceptronClassifier) { c.Layers = sizes })
	}
	tests := []struct {
		name string
		c    MultilayerPerceptronClassifier
		want []string
	}{
		{"layers unset", MultilayerPerceptronClassifier{}, []string{"Layers is [], it needs at least 2 sizes"}},
		{"layers []", layers(), []string{"Layers is [], it needs at least 2 sizes"}},
		{"layers [1]", layers(1), []string{"Layers is [1], it needs at least 2 sizes"}},
		{"layers [0 1]", layers(0, 1), []string{"Layers is [0 1], size 0 is 0, the least is 1"}},
		{"layers [1 0]", layers(1, 0), []string{"Layers is [1 0], size 1 is 0, the least is 1"}},
		{"layers [2 -1 2]", layers(2, -1, 2), []string{"Layers is [2 -1 2], size 1 is -1, the least is 1"}},
		{"first layer small", layers(1, 2), []string{"features has 2 numbers a row, Layers begins with 1"}},
		{"first layer large", layers(57, 2), []string{"features has 2 numbers a row, Layers begins with 57"}},
		{"last layer small", layers(2, 1), []string{"row 1 has label = 1, the labels of 1 classes are 0 to 0"}},
		{"solver", with(func(c *MultilayerPerceptronClassifier) { c.Solver = "sgd" }), []string{"Solver", `"sgd"`, `"l-bfgs"`, `"gd"`}},
		{"maxIter", with(func(c *MultilayerPerceptronClassifier) { c.MaxIter = -2 }), []string{"MaxIter is -2"}},
		{"tol", with(func(c *MultilayerPerceptronClassifier) { c.Tol = nan }), []string{"Tol is NaN"}},
		{"block size", with(func(c *MultilayerPerceptronClassifier) { c.BlockSize = -1 }), []string{"BlockSize is -1"}},
		{"step size", with(func(c *MultilayerPerceptronClassifier) { c.StepSize = -0.5 }), []string{"StepSize is -0.5"}},
		{"initial weights", with(func(c *MultilayerPerceptronClassifier) { c.InitialWeights = make([]float64, 3) }), []string{"3", "12"}},
		{"numerics", with(func(c *MultilayerPerceptronClassifier) { c.Numerics.Lanes = -3 }), []string{"-3"}},
		{"thresholds length", with(func(c *MultilayerPerceptronClassifier) { c.Thresholds = []float64{1, 1, 1} }), []string{"there are 3 Thresholds for 2 classes"}},
		{"threshold negative", with(func(c *MultilayerPerceptronClassifier) { c.Thresholds = []float64{0.2, -0.1} }), []string{"Thresholds[1] is -0.1"}},
		{"threshold NaN", with(func(c *MultilayerPerceptronClassifier) { c.Thresholds = []float64{nan, 1} }), []string{"Thresholds[0] is NaN"}},
		{"thresholds zero", with(func(c *MultilayerPerceptronClassifier) { c.Thresholds = []float64{0, 0} }), []string{"with 2 zeros, it may have 1"}},
		{"one name twice", with(func(c *MultilayerPerceptronClassifier) { c.ProbabilityCol = "prediction" }), []string{"two columns to be added are called prediction"}},
	}
	for _, tt := range tests {
		_, err := tt.c.Fit(xor(t))
		wantError(t, tt.name, err, "labs: MultilayerPerceptronClassifier: ", tt.want...)
		if err != nil && strings.Count(err.Error(), "\n") > 0 {
			t.Errorf("%s: the error has several lines: %v", tt.name, err)
		}
	}
	for _, sizes := range [][]int{{2, 2}, {2, 1, 2}, {2, 7, 5, 3}} {
		if _, err := layers(sizes...).Fit(xor(t)); err != nil {
			t.Errorf("layers %v: %v", sizes, err)
		}
	}
}

func TestClassifierRejectsData(t *testing.T) {
	x := []float64{0, 0, 0, 1, 1, 0, 1, 1}
	labelled := func(labels ...float64) dataframe.DataFrame {
		return vectors(t, frame("label", labels), "features", 2, x...)
	}
	valued := func(v float64) dataframe.DataFrame {
		return vectors(t, frame("label", []float64{0, 1, 1, 0}), "features", 2, 0, 0, 0, 1, 1, v, 1, 1)
	}
	with := func(name string) dataframe.DataFrame {
		return must(data.WithColumn(xor(t), name, make([]float64, 4)))
	}
	tests := []struct {
		name string
		df   dataframe.DataFrame
		want []string
	}{
		{"label too large", labelled(0, 1, 2, 0), []string{"row 2 has label = 2, the labels of 2 classes are 0 to 1"}},
		{"label negative", labelled(0, -1, 1, 0), []string{"row 1 has label = -1, the labels of 2 classes are 0 to 1"}},
		{"label of half", labelled(0, 1, 1, 0.5), []string{"row 3 has label = 0.5"}},
		{"label NaN", labelled(nan, 1, 1, 0), []string{"row 0 has label = NaN"}},
		{"label infinite", labelled(inf, 1, 1, 0), []string{"row 0 has label = +Inf"}},
		{"feature NaN", valued(nan), []string{"row 2 has features[1] = NaN"}},
		{"feature infinite", valued(-inf), []string{"row 2 has features[1] = -Inf"}},
		{"no rows", xor(t).Subset([]int{}), []string{"the frame has no rows"}},
		{"no frame", dataframe.DataFrame{}, []string{"the frame has no columns"}},
		{"frame with error", xor(t).Select("nope"), []string{"the frame is unusable"}},
		{"no features", frame("label", []float64{0}), []string{`no column "features"`}},
		{"features no vector", frame("label", []float64{0}, "features", []float64{1}), []string{`"features" is a column of single values, not of vectors`}},
		{"no label", vectors(t, frame("labels", []float64{0, 1, 1, 0}), "features", 2, x...), []string{`no column "label" (did you mean labels?)`}},
		{"label of text", vectors(t, frame("label", []string{"a", "b", "b", "a"}), "features", 2, x...), []string{`"label" holds text`}},
		{"prediction there", with("prediction"), []string{"column prediction is already there"}},
		{"probability there", with("probability"), []string{"column probability is already there"}},
		{"rawPrediction there", vectors(t, xor(t), "rawPrediction", 2, x...), []string{"column rawPrediction is already there"}},
	}
	for _, tt := range tests {
		_, err := xorClassifier().Fit(tt.df)
		wantError(t, tt.name, err, "labs: MultilayerPerceptronClassifier: ", tt.want...)
	}
}
