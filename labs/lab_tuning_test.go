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

	"github.com/go-gota/gota/dataframe"
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
// of its weights with those of the real Spark, in every bit.
func TestExerciseIsSparks(t *testing.T) {
	if testing.Short() {
		t.Skip("ten trainings")
	}
	train, test, features := lab(t)
	var want struct {
		Avg, Std, Weights []string
		Best              []int
		Test              string
	}
	text, err := os.ReadFile("testdata/lab.golden")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	cv := exercise(t, features, nn.Spark41AVX512)
	model, err := cv.Fit(train)
	if err != nil {
		t.Fatal(err)
	}
	same := func(what string, got []float64, want []string) {
		t.Helper()
		for i, v := range got {
			if bits, err := strconv.ParseUint(want[i], 16, 64); err != nil || bits != math.Float64bits(v) {
				t.Errorf("%s %d is %v, Spark has %v", what, i, v, math.Float64frombits(bits))
			}
		}
	}
	network := model.BestModel.Stages[1].(*labs.MultilayerPerceptronClassificationModel)
	same("average", model.AvgMetrics, want.Avg)
	same("standard deviation", model.StdMetrics, want.Std)
	same("test accuracy", []float64{must(cv.Evaluator.Evaluate(must(model.Transform(test))))}, []string{want.Test})
	if !slices.Equal(network.Layers(), want.Best) {
		t.Errorf("the best has layers %v, Spark's %v", network.Layers(), want.Best)
	}
	for i, bits := range want.Weights {
		same("weight", network.Weights()[50*i:50*i+1], []string{bits})
	}
	if len(want.Avg) != 3 || len(want.Weights) == 0 {
		t.Errorf("the golden file has %d averages and %d weights", len(want.Avg), len(want.Weights))
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
	var df dataframe.DataFrame = must(labs.VectorAssembler{InputCols: features, OutputCol: "raw"}.Transform(train))
	scaler := labs.StandardScaler{InputCol: "raw", OutputCol: "features"}
	for b.Loop() {
		must(must(scaler.Fit(df)).Transform(df))
	}
}
