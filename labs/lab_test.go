package labs_test

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golab/data"
	"golab/labs"
	"golab/nn"

	"github.com/go-gota/gota/dataframe"
)

// spambase is the real file, beside the checkout.
const spambase = "../../shared/data/spambase.data"

// golden is the folder of the numbers that real Spark gave.
const golden = "../nn/testdata/"

// lab returns the training and test sets of the lab and the names of the features.
func lab(t testing.TB) (train, test dataframe.DataFrame, features []string) {
	t.Helper()
	raw, err := data.ReadCSV(spambase)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the real Spambase is not here: spambase.data is missing beside the checkout, in shared/data")
	}
	if err != nil {
		t.Fatal(err)
	}
	for i := range raw.Ncol() - 1 {
		features = append(features, fmt.Sprint("feature ", i))
	}
	df, err := data.Rename(raw, append(slices.Clone(features), "labels"))
	if err != nil {
		t.Fatal(err)
	}
	split, err := data.RandomSplit(df, []float64{0.7, 0.3}, 42)
	if err != nil {
		t.Fatal(err)
	}
	return split[0], split[1], features
}

// classifier is that of the lab.
func classifier(n nn.Numerics) labs.MultilayerPerceptronClassifier {
	return labs.MultilayerPerceptronClassifier{
		Layers:      []int{57, 20, 5, 2},
		MaxIter:     100,
		Seed:        1500,
		FeaturesCol: "features",
		LabelCol:    "labels",
		Numerics:    n,
		Quiet:       true,
	}
}

// TestLabPrintsSparksNumbers runs Section 1 of the lab as the notebook does, for each
// Spark: the accuracies are those that the real ones printed.
func TestLabPrintsSparksNumbers(t *testing.T) {
	train, test, features := lab(t)
	if train.Nrow() != 3288 || test.Nrow() != 1313 {
		t.Fatalf("train %d test %d, want 3288 and 1313", train.Nrow(), test.Nrow())
	}
	tests := []struct {
		numerics  nn.Numerics
		want      string
		confusion [][]float64
		training  int    // right in the training set; 0 where Spark's is not known
		golden    string // history and weights
	}{
		{nn.Numerics{}, "0.809596", [][]float64{{624, 148}, {102, 439}}, 2659, "spark-3.0-java8.txt"},
		{nn.Spark33Java8, "0.865194", [][]float64{{666, 106}, {71, 470}}, 2833, "spark-3.3-java8.txt"},
		{nn.Spark41AVX512, "0.861386", nil, 0, "spark-4.1-java17-avx512.txt"},
		{nn.Spark41AVX2, "0.844631", nil, 0, "spark-4.1-java17-avx2.txt"},
		{nn.Spark33Java17, "0.842346", nil, 0, "spark-3.3-java17.txt"},
		{nn.SparkFdlibm, "0.821782", nil, 0, "spark-fdlibm-f2j.txt"},
	}
	for _, tt := range tests {
		t.Run(tt.numerics.String(), func(t *testing.T) {
			assembler := labs.VectorAssembler{InputCols: features, OutputCol: "features"}
			pipeline := labs.Pipeline{assembler, classifier(tt.numerics)}
			pipelineModel, err := pipeline.Fit(train)
			if err != nil {
				t.Fatal(err)
			}
			predictions, err := pipelineModel.Transform(test)
			if err != nil {
				t.Fatal(err)
			}
			evaluator := labs.MulticlassClassificationEvaluator{
				LabelCol: "labels", PredictionCol: "prediction", MetricName: "accuracy",
			}
			accuracy, err := evaluator.Evaluate(predictions)
			if err != nil {
				t.Fatal(err)
			}
			if got := fmt.Sprintf("%.6g", accuracy); got != tt.want {
				t.Errorf("Accuracy = %s, Spark printed %s", got, tt.want)
			}
			model := pipelineModel.Stages[1].(*labs.MultilayerPerceptronClassificationModel)
			if tt.confusion != nil {
				metrics, err := model.Evaluate(must(pipelineModel.Stages[0].Transform(test)), "labels")
				if got := metrics.ConfusionMatrix(); err != nil || fmt.Sprint(got) != fmt.Sprint(tt.confusion) {
					t.Errorf("confusion %v, error %v, Spark has %v", got, err, tt.confusion)
				}
			}
			summary := model.Summary()
			if right := int(math.Round(summary.Accuracy() * 3288)); tt.training != 0 && right != tt.training {
				t.Errorf("%d right in the training set, Spark has %d", right, tt.training)
			}
			if summary.TotalIterations != 100 || len(summary.ObjectiveHistory) != 101 || len(model.Weights()) != 1277 {
				t.Errorf("%d iterations, %d losses, %d weights", summary.TotalIterations, len(summary.ObjectiveHistory), len(model.Weights()))
			}
			if tt.golden != "" {
				sameBits(t, tt.golden, append(slices.Clone(summary.ObjectiveHistory), model.Weights()...))
			}
		})
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// sameBits compares with the hexadecimal column of a golden file.
func sameBits(t *testing.T, file string, got []float64) {
	t.Helper()
	text, err := os.ReadFile(golden + file)
	if err != nil {
		t.Fatal(err)
	}
	var want []uint64
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		if bits, err := strconv.ParseUint(words[len(words)-1], 16, 64); err == nil && len(words[len(words)-1]) == 16 {
			want = append(want, bits)
		}
	}
	if len(want) != len(got) {
		t.Fatalf("%s has %d numbers, %d were computed", file, len(want), len(got))
	}
	for i, v := range got {
		if math.Float64bits(v) != want[i] {
			t.Fatalf("number %d is %v, Spark has %v", i, v, math.Float64frombits(want[i]))
		}
	}
}
