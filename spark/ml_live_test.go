package spark

import (
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/go-gota/gota/dataframe"

	"golab/data"
	"golab/labs"
	"golab/nn"
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

// spambaseFile returns the path of the lab's data.
func spambaseFile(t *testing.T) string {
	t.Helper()
	path, err := data.Finder{Offline: true, Cache: t.TempDir(), Notice: io.Discard}.Find("spambase.data")
	if err == nil {
		path, err = filepath.Abs(path)
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// spambase returns the lab's data, at the server and here, with the names of the
// features: the real file, or a synthetic one where that is not on this machine.
func spambase(t *testing.T, s *Session) (remote *DataFrame, local dataframe.DataFrame, features []string) {
	t.Helper()
	path := spambaseFile(t)
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

// All parameters arrive, and on the lab's training rows the server's weights are ours to
// the last bit with both solvers, for several shapes.
func TestLiveMLPParameters(t *testing.T) {
	s := patient(t)
	remote, local, features := spambase(t, s)
	here, err := data.RandomSplit(local, []float64{0.7, 0.3}, 42)
	if err != nil {
		t.Fatal(err)
	}
	there := VectorAssembler{InputCols: features, OutputCol: "v"}.Transform(remote.RandomSplit([]float64{0.7, 0.3}, 42)[0])
	train, err := (labs.VectorAssembler{InputCols: features, OutputCol: "v"}).Transform(here[0])
	if err != nil {
		t.Fatal(err)
	}
	initial := func(layers ...int) []float64 {
		var weights []float64
		for i := 1; i < len(layers); i++ {
			for range (layers[i-1] + 1) * layers[i] {
				weights = append(weights, float64(len(weights)*7919%201-100)/400)
			}
		}
		return weights
	}
	for name, c := range map[string]MultilayerPerceptronClassifier{
		"l-bfgs":    {Layers: []int{57, 2}, MaxIter: 4, Tol: -1, BlockSize: 64, ZeroSeed: true},
		"three":     {Layers: []int{57, 9, 7, 5, 3}, MaxIter: 2, Seed: -3, BlockSize: 1000},
		"rows":      {Layers: []int{57, 4, 2}, MaxIter: 3, BlockSize: 10, InitialWeights: initial(57, 4, 2)},
		"tolerance": {Layers: []int{57, 5, 2}, MaxIter: 40, Tol: 0.9},
		"gd":        {Layers: []int{57, 5, 2}, MaxIter: 3, Solver: "gd", StepSize: 0.5, InitialWeights: initial(57, 5, 2)},
		"gd drawn":  {Layers: []int{57, 20, 5, 2}, MaxIter: 2, Solver: "gd", Seed: 1500, BlockSize: 30},
		"gd stops":  {Layers: []int{57, 2}, MaxIter: 40, Solver: "gd", Tol: 0.5},
		"none":      {Layers: []int{57, 3, 2}, MaxIter: -1, InitialWeights: initial(57, 3, 2), Thresholds: []float64{0.9, 0.1}},
		"default":   {Layers: []int{57, 2}, MaxIter: 2, RawPredictionCol: labs.NoColumn, ProbabilityCol: "p", PredictionCol: "prediction"},
	} {
		c.FeaturesCol, c.LabelCol = "v", "labels"
		model, err := c.Fit(there)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		ours, err := labs.MultilayerPerceptronClassifier{
			Layers: c.Layers, MaxIter: c.MaxIter, Tol: c.Tol, BlockSize: c.BlockSize, Solver: c.Solver, StepSize: c.StepSize,
			Seed: c.Seed, ZeroSeed: c.ZeroSeed, InitialWeights: c.InitialWeights, FeaturesCol: "v", LabelCol: "labels",
			Thresholds: c.Thresholds, RawPredictionCol: c.RawPredictionCol, ProbabilityCol: c.ProbabilityCol,
			Numerics: nn.Spark41(), Quiet: true,
		}.Fit(train)
		if err != nil {
			t.Fatal(err)
		}
		sameBits(t, name, model.Weights(), ours.Weights())
		if n := ours.Summary().TotalIterations; c.MaxIter == 40 && n >= 40 {
			t.Errorf("%s: Tol changes nothing in %d iterations", name, n)
		}
		if c.MaxIter < 0 {
			sameBits(t, "the initial weights", model.Weights(), c.InitialWeights)
		}
		scored := model.Transform(there)
		columns, err := scored.Columns()
		if err != nil || slices.Contains(columns, "rawPrediction") != (c.RawPredictionCol == "") || slices.Contains(columns, "p") != (c.ProbabilityCol != "") {
			t.Errorf("%s: columns %v, %v", name, columns[57:], err)
		}
		if c.Thresholds == nil {
			continue // TestLiveMLP looks at predictions
		}
		collected, err := scored.Select("prediction").Collect()
		frame, wantErr := model.Local().Transform(train)
		if wantErr != nil {
			t.Fatal(wantErr)
		}
		sameBits(t, name+": predictions", predicted(t, collected, err), predicted(t, frame, wantErr))
	}
}
