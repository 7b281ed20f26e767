package labs_test

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"strconv"
	"testing"

	"golab/labs"
	"golab/nn"
)

// exercise is the sheet's: cross-validation over three lists of layers.
func exercise(t testing.TB, features []string, n nn.Numerics) labs.CrossValidator {
	assembler := labs.VectorAssembler{InputCols: features, OutputCol: "features"}
	mlp := classifier(n)
	grid, err := labs.ParamGrid(labs.Pipeline{assembler, &mlp},
		labs.Vary(&mlp.Layers, []int{57, 5, 2}, []int{57, 20, 5, 2}, []int{57, 40, 10, 2}))
	if err != nil {
		t.Fatal(err)
	}
	evaluator := labs.MulticlassClassificationEvaluator{LabelCol: "labels", MetricName: "accuracy"}
	return labs.CrossValidator{Grid: grid, Evaluator: evaluator, NumFolds: 3, Seed: 42, Quiet: true}
}

// TestExerciseIsSparks compares the metrics of the sheet's exercise, the winner and some
// of its weights with those of the real Spark, in every bit. For two of the three Sparks the
// winner, the cheapest candidate, is all.
func TestExerciseIsSparks(t *testing.T) {
	if testing.Short() {
		t.Skip("ten trainings for each Spark")
	}
	train, test, features := lab(t)
	for _, tt := range []struct {
		numerics   nn.Numerics
		golden     string
		candidates int
	}{
		{nn.Spark41AVX512, "lab-avx512.golden", 3},
		{nn.Spark41AVX2, "lab-avx2.golden", 1},
		{nn.SparkFdlibm, "lab-fdlibm.golden", 1},
	} {
		t.Run(tt.numerics.String(), func(t *testing.T) {
			want := exerciseGolden(t, tt.golden)
			cv := exercise(t, features, tt.numerics)
			cv.Grid = cv.Grid[:tt.candidates]
			model, err := cv.Fit(train)
			if err != nil {
				t.Fatal(err)
			}
			network := model.BestModel.Stages[1].(*labs.MultilayerPerceptronClassificationModel)
			sameHex(t, "average", model.AvgMetrics, want.Avg[:tt.candidates])
			sameHex(t, "standard deviation", model.StdMetrics, want.Std[:tt.candidates])
			sameHex(t, "test accuracy", []float64{must(cv.Evaluator.Evaluate(must(model.Transform(test))))}, []string{want.Test})
			if !slices.Equal(network.Layers(), want.Best) {
				t.Fatalf("the best has layers %v, Spark's %v", network.Layers(), want.Best)
			}
			var weights []float64
			for i, w := range network.Weights() {
				if i%50 == 0 {
					weights = append(weights, w)
				}
			}
			sameHex(t, "weight", weights, want.Weights)
		})
	}
}

// An exerciseResult is what testdata/spark.py has written.
type exerciseResult struct {
	Avg, Std, Weights []string
	Best              []int
	Test              string
}

func exerciseGolden(t *testing.T, file string) (r exerciseResult) {
	t.Helper()
	text, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// sameHex compares numbers with hexadecimal ones.
func sameHex(t *testing.T, what string, got []float64, want []string) {
	t.Helper()
	if len(got) != len(want) || len(got) == 0 {
		t.Fatalf("%s: %d numbers, Spark has %d", what, len(got), len(want))
	}
	for i, v := range got {
		if bits, err := strconv.ParseUint(want[i], 16, 64); err != nil || bits != math.Float64bits(v) {
			t.Errorf("%s %d is %v, Spark has %v", what, i, v, math.Float64frombits(bits))
		}
	}
}

func BenchmarkExercise(b *testing.B) {
	train, _, features := lab(b)
	for _, workers := range []struct {
		name string
		n    int
	}{{"one fit at a time", 1}, {"all processors", 0}} {
		cv := exercise(b, features, nn.Spark41())
		cv.Parallelism = workers.n
		b.Run(workers.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := cv.Fit(train); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkStandardScaler(b *testing.B) {
	train, _, features := lab(b)
	df := must(labs.VectorAssembler{InputCols: features, OutputCol: "raw"}.Transform(train))
	scaler := labs.StandardScaler{InputCol: "raw", OutputCol: "features"}
	for b.Loop() {
		must(must(scaler.Fit(df)).Transform(df))
	}
}
