package spark

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-gota/gota/dataframe"

	"golab/data"
	"golab/labs"
	"golab/nn"
	"golab/spark/internal/wire"
)

// patient returns a session as live does, whose actions may take longer: fits on a
// machine that is busy do.
func patient(t *testing.T) *Session {
	t.Helper()
	s := live(t)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	t.Cleanup(cancel)
	return s.WithContext(ctx)
}

// spambase returns the lab's data, at the server and here, with the names of the
// features: the real file, or a synthetic one where that is not on this machine.
func spambase(t *testing.T, s *Session) (remote *DataFrame, local dataframe.DataFrame, features []string) {
	t.Helper()
	path, err := data.Finder{Offline: true, Cache: t.TempDir(), Notice: io.Discard}.Find("spambase.data")
	if err != nil {
		t.Fatal(err)
	}
	if path, err = filepath.Abs(path); err != nil {
		t.Fatal(err)
	}
	raw, err := data.ReadCSV(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range raw.Ncol() - 1 {
		features = append(features, fmt.Sprintf("x%d", i))
	}
	names := append(slices.Clone(features), "labels")
	if local, err = data.Rename(raw, names); err != nil {
		t.Fatal(err)
	}
	return s.Read().CSV(path).ToDF(names...).Cast("double", names...), local, features
}

// predicted returns the column prediction of a frame.
func predicted(t *testing.T, df dataframe.DataFrame, err error) []float64 {
	t.Helper()
	if err == nil {
		var column []float64
		if column, err = data.Column(df, "prediction"); err == nil {
			return column
		}
	}
	t.Fatal(err)
	return nil
}

// The lab's network, fitted by the server, has our weights to the last bit; so has
// everything that is made of it.
func TestLiveMLP(t *testing.T) {
	s := patient(t)
	remote, local, features := spambase(t, s)
	weights := []float64{0.7, 0.3}
	there := remote.RandomSplit(weights, 42)
	here, err := data.RandomSplit(local, weights, 42)
	if err != nil {
		t.Fatal(err)
	}
	mlp := MultilayerPerceptronClassifier{Layers: []int{57, 20, 5, 2}, Seed: 1500, LabelCol: "labels"}
	if testing.Short() {
		mlp.MaxIter = 5
	}
	pipeline := Pipeline{VectorAssembler{InputCols: features}, mlp}
	model, err := pipeline.Fit(there[0])
	if err != nil {
		t.Fatal(err)
	}
	network := model.Stages[1].(*MultilayerPerceptronClassificationModel)
	ours := labs.MultilayerPerceptronClassifier{Layers: mlp.Layers, MaxIter: mlp.MaxIter, Seed: 1500, LabelCol: "labels", Numerics: nn.Spark41(), Quiet: true}
	assembler := labs.VectorAssembler{InputCols: features}
	fitted, err := labs.Pipeline{assembler, ours}.Fit(here[0])
	if err != nil {
		t.Fatal(err)
	}
	want := fitted.Stages[1].(*labs.MultilayerPerceptronClassificationModel).Weights()
	sameBits(t, "weights", network.Weights(), want)

	scored := model.Transform(there[1])
	collected, err := scored.Select("prediction").Collect()
	server := predicted(t, collected, err)
	frame, err := (&labs.PipelineModel{Stages: []labs.Transformer{assembler, network.Local()}}).Transform(here[1])
	sameBits(t, "predictions", server, predicted(t, frame, err))
	for _, metric := range []string{"accuracy", "f1", "logLoss"} {
		e := MulticlassClassificationEvaluator{MetricName: metric, LabelCol: "labels"}
		got, err := e.Evaluate(scored)
		want, wantErr := labs.MulticlassClassificationEvaluator(e).Evaluate(frame)
		if err != nil || wantErr != nil || math.Abs(got-want) > 1e-12 {
			t.Errorf("%s is %v, %v at the server, %v, %v here", metric, got, err, want, wantErr)
		}
	}
	if err := model.Delete(); err != nil {
		t.Error(err)
	}
	if _, err := scored.Select("prediction").Collect(); err == nil {
		t.Error("the server still has the model after Delete")
	}
}

// sameBits fails the test unless the numbers are the same to the last bit.
func sameBits(t *testing.T, what string, got, want []float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d %s, want %d", len(got), what, len(want))
	}
	for i := range want {
		if math.Float64bits(got[i]) != math.Float64bits(want[i]) {
			t.Fatalf("%s: number %d is %v, want %v", what, i, got[i], want[i])
		}
	}
}

// The same where executors are processes of their own.
func TestLiveMLPOnClusters(t *testing.T) {
	for _, name := range []string{"GOLAB_SPARK_CLUSTER", "GOLAB_SPARK_STANDALONE"} {
		t.Run(name, func(t *testing.T) {
			if os.Getenv(name) == "" {
				t.Skipf("%s names no server", name)
			}
			t.Setenv("GOLAB_SPARK_REMOTE", os.Getenv(name))
			s := patient(t)
			remote, local, features := spambase(t, s)
			mlp := MultilayerPerceptronClassifier{Layers: []int{57, 5, 2}, MaxIter: 3, LabelCol: "labels"}
			model, err := Pipeline{VectorAssembler{InputCols: features}, mlp}.Fit(remote)
			if err != nil {
				t.Fatal(err)
			}
			assembler := labs.VectorAssembler{InputCols: features}
			ours, err := labs.Pipeline{assembler, labs.MultilayerPerceptronClassifier{
				Layers: mlp.Layers, MaxIter: mlp.MaxIter, LabelCol: "labels", Numerics: nn.Spark41(), Quiet: true,
			}}.Fit(local)
			if err != nil {
				t.Fatal(err)
			}
			network := ours.Stages[1].(*labs.MultilayerPerceptronClassificationModel)
			sameBits(t, "weights", model.Stages[1].(*MultilayerPerceptronClassificationModel).Weights(), network.Weights())
			scored, err := model.Transform(remote.Repartition(5)).OrderBy("prediction").Select("prediction").Collect()
			frame, wantErr := ours.Transform(local)
			want := predicted(t, frame, wantErr)
			slices.Sort(want)
			sameBits(t, "predictions", predicted(t, scored, err), want)
		})
	}
}

// All parameters arrive, and the weights that a fit starts from are those given.
func TestLiveMLPParameters(t *testing.T) {
	s := patient(t)
	remote, local, features := spambase(t, s)
	assembled := VectorAssembler{InputCols: features[:3], OutputCol: "v"}.Transform(remote.Limit(300))
	few, err := (labs.VectorAssembler{InputCols: features[:3], OutputCol: "v"}).Transform(local.Subset(upTo(300)))
	if err != nil {
		t.Fatal(err)
	}
	initial := []float64{.1, -.2, .3, .4, -.5, .6, 0, .25}
	for name, c := range map[string]MultilayerPerceptronClassifier{
		"l-bfgs":  {MaxIter: 4, Tol: -1, BlockSize: 64, ZeroSeed: true},
		"gd":      {MaxIter: 3, Solver: "gd", StepSize: 0.5, InitialWeights: initial},
		"none":    {MaxIter: -1, InitialWeights: initial, Thresholds: []float64{0.9, 0.1}},
		"default": {MaxIter: 2, RawPredictionCol: labs.NoColumn, ProbabilityCol: "p", PredictionCol: "prediction"},
	} {
		c.Layers, c.FeaturesCol, c.LabelCol = []int{3, 2}, "v", "labels"
		model, err := c.Fit(assembled)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		ours, err := labs.MultilayerPerceptronClassifier{
			Layers: c.Layers, MaxIter: c.MaxIter, Tol: c.Tol, BlockSize: c.BlockSize, Solver: c.Solver, StepSize: c.StepSize,
			Seed: c.Seed, ZeroSeed: c.ZeroSeed, InitialWeights: c.InitialWeights, FeaturesCol: "v", LabelCol: "labels",
			Thresholds: c.Thresholds, RawPredictionCol: c.RawPredictionCol, ProbabilityCol: c.ProbabilityCol,
			Numerics: nn.Spark41(), Quiet: true,
		}.Fit(few)
		if err != nil {
			t.Fatal(err)
		}
		sameBits(t, name, model.Weights(), ours.Weights())
		scored := model.Transform(assembled)
		collected, err := scored.Select("prediction").Collect()
		frame, wantErr := model.Local().Transform(few)
		sameBits(t, name+": predictions", predicted(t, collected, err), predicted(t, frame, wantErr))
		columns, err := scored.Columns()
		if err != nil || slices.Contains(columns, "rawPrediction") != (c.RawPredictionCol == "") || slices.Contains(columns, "p") != (c.ProbabilityCol != "") {
			t.Errorf("%s: columns %v, %v", name, columns[4:], err)
		}
	}
}

// upTo returns the numbers from 0 to n-1.
func upTo(n int) []int {
	rows := make([]int, n)
	for i := range rows {
		rows[i] = i
	}
	return rows
}

// Sizes are checked here: the server would train on what it is given.
func TestLiveMLPRefusals(t *testing.T) {
	s := patient(t)
	df := s.Range(0, 6).SelectExpr("double(id) AS x", "double(id) AS y", "double(id % 2) AS label")
	v := VectorAssembler{InputCols: []string{"x", "y"}}.Transform(df)
	mlp := MultilayerPerceptronClassifier{Layers: []int{2, 2}, MaxIter: 1}
	wrong := mlp
	wrong.Layers = []int{3, 2}
	otherColumn := mlp
	otherColumn.FeaturesCol = "x"
	oneClass := mlp
	oneClass.Layers = []int{2, 1}
	unnoted := v.SelectExpr("coalesce(features, features) AS features", "label")
	for _, tt := range []struct {
		name string
		c    MultilayerPerceptronClassifier
		df   *DataFrame
		want string
	}{
		{"wrong size", wrong, v, "column features has 2 features, Layers begins with 3"},
		{"wrong size, not noted", wrong, unnoted, "column features has 2 features, Layers begins with 3"},
		{"no rows", wrong, unnoted.Limit(0), "column features has no rows"},
		{"no column", mlp, df, "there is no column features; VectorAssembler makes one"},
		{"no vector", otherColumn, df, "column x is of type double, want a vector; VectorAssembler makes one"},
		{"no inputs", mlp, VectorAssembler{}.Transform(df), "spark: VectorAssembler: parameter InputCols is empty"},
	} {
		_, err := tt.c.Fit(tt.df)
		if want := "spark: MultilayerPerceptronClassifier: " + tt.want; err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", tt.name, err, want)
		}
	}
	var server *Error
	if _, err := oneClass.Fit(v); !errors.As(err, &server) {
		t.Errorf("labels beyond the classes: %v", err)
	}
	if _, err := (MulticlassClassificationEvaluator{MetricName: "speed"}).Evaluate(v); !errors.As(err, &server) || !strings.Contains(server.Message, "metricName") {
		t.Errorf("unknown metric: %v", err)
	}
	if model, err := mlp.Fit(unnoted); err != nil || model.String() != "MultilayerPerceptronClassificationModel: numLayers=2, numClasses=2, numFeatures=2" {
		t.Errorf("%v, %v", model, err)
	} else if _, err := model.Transform(live(t).Range(0, 1)).Count(); err == nil || !strings.Contains(err.Error(), "of another session than the model") {
		t.Errorf("a frame of another session: %v", err)
	}
}

// The folds, and so all metrics, are those of labs, which are PySpark's.
func TestLiveCrossValidator(t *testing.T) {
	s := patient(t)
	remote, local, features := spambase(t, s)
	features = features[50:]
	mlp := MultilayerPerceptronClassifier{MaxIter: 3, LabelCol: "labels", Seed: 1}
	ours := labs.MultilayerPerceptronClassifier{MaxIter: 3, LabelCol: "labels", Seed: 1, Numerics: nn.Spark41(), Quiet: true}
	var grid Grid
	var ourGrid labs.Grid
	for _, hidden := range []int{2, 4} {
		mlp.Layers = []int{len(features), hidden, 2}
		ours.Layers = mlp.Layers
		grid = append(grid, Pipeline{VectorAssembler{InputCols: features}, mlp})
		ourGrid = append(ourGrid, labs.Pipeline{labs.VectorAssembler{InputCols: features}, ours})
	}
	e := MulticlassClassificationEvaluator{MetricName: "accuracy", LabelCol: "labels"}
	got, err := CrossValidator{Grid: grid, Evaluator: e, NumFolds: 2, Seed: 7}.Fit(remote)
	if err != nil {
		t.Fatal(err)
	}
	want, err := labs.CrossValidator{Grid: ourGrid, Evaluator: labs.MulticlassClassificationEvaluator(e), NumFolds: 2, Seed: 7, Quiet: true}.Fit(local)
	if err != nil {
		t.Fatal(err)
	}
	for i := range want.FoldMetrics {
		sameBits(t, fmt.Sprintf("metrics of fold %d", i), got.FoldMetrics[i], want.FoldMetrics[i])
	}
	sameBits(t, "means", got.AvgMetrics, want.AvgMetrics)
	sameBits(t, "deviations", got.StdMetrics, want.StdMetrics)
	network := got.BestModel.Stages[1].(*MultilayerPerceptronClassificationModel)
	sameBits(t, "weights of the best", network.Weights(), want.BestModel.Stages[1].(*labs.MultilayerPerceptronClassificationModel).Weights())
	if got.Best != want.Best {
		t.Errorf("candidate %d is the best, want %d", got.Best, want.Best)
	}
	if left := cached(t, s); left != 1 {
		t.Errorf("the server keeps %d models, want the best alone", left)
	}
}

// cached returns how many objects of Spark ML the server holds for the session.
func cached(t *testing.T, s *Session) int {
	t.Helper()
	result, err := s.ml(&wire.MlCommand{Command: &wire.MlCommand_GetCacheInfo_{GetCacheInfo: &wire.MlCommand_GetCacheInfo{}}})
	if err != nil {
		t.Fatal(err)
	}
	return len(result.GetParam().GetSpecializedArray().GetStrings().GetValues()) + len(result.GetParam().GetArray().GetElements())
}
