package spark

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"golab/labs"
	"golab/nn"
)

// liveSearch returns the same small search at the server and here.
func liveSearch(t *testing.T, features []string) (CrossValidator, labs.CrossValidator) {
	t.Helper()
	mlp := MultilayerPerceptronClassifier{MaxIter: 2, LabelCol: "labels", Seed: 1}
	grid, err := ParamGrid(Pipeline{VectorAssembler{InputCols: features}, &mlp},
		Vary(&mlp.Layers, []int{len(features), 2, 2}, []int{len(features), 4, 2}))
	if err != nil {
		t.Fatal(err)
	}
	ours := labs.MultilayerPerceptronClassifier{MaxIter: 2, LabelCol: "labels", Seed: 1, Numerics: nn.Spark41(), Quiet: true}
	ourGrid, err := labs.ParamGrid(labs.Pipeline{labs.VectorAssembler{InputCols: features}, &ours},
		labs.Vary(&ours.Layers, []int{len(features), 2, 2}, []int{len(features), 4, 2}))
	if err != nil {
		t.Fatal(err)
	}
	e := MulticlassClassificationEvaluator{MetricName: "accuracy", LabelCol: "labels"}
	return CrossValidator{Grid: grid, Evaluator: e, NumFolds: 2, Seed: 7, Parallelism: 2},
		labs.CrossValidator{Grid: ourGrid, Evaluator: labs.MulticlassClassificationEvaluator(e), NumFolds: 2, Seed: 7, Quiet: true}
}

// The folds, and so all metrics, are those of labs, which are PySpark's; fits that run at
// the same time change nothing.
func TestLiveCrossValidator(t *testing.T) {
	s := patient(t)
	remote, local, features := spambase(t, s)
	there, here := liveSearch(t, features[50:])
	there.CollectSubModels = true
	got, err := there.Fit(remote)
	if err != nil {
		t.Fatal(err)
	}
	want, err := here.Fit(local)
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
	if got.Best != want.Best || got.String() != want.String() {
		t.Errorf("the model is\n%swant\n%s", got, want)
	}
	if left := cached(t, s); left != 5 {
		t.Errorf("the server keeps %d models, want the best and 4 of the folds", left)
	}
	if _, err := got.SubModels[1][1].Transform(remote).Count(); err != nil {
		t.Error(err)
	}
	if err := got.Delete(); err != nil || cached(t, s) != 0 {
		t.Errorf("%v, %d models are left", err, cached(t, s))
	}
}

func TestLiveTrainValidationSplit(t *testing.T) {
	s := patient(t)
	remote, local, features := spambase(t, s)
	there, here := liveSearch(t, features[50:])
	got, err := TrainValidationSplit{Grid: there.Grid, Evaluator: there.Evaluator, Seed: 5, Parallelism: 3}.Fit(remote)
	if err != nil {
		t.Fatal(err)
	}
	want, err := labs.TrainValidationSplit{Grid: here.Grid, Evaluator: here.Evaluator, Seed: 5, Quiet: true}.Fit(local)
	if err != nil {
		t.Fatal(err)
	}
	sameBits(t, "metrics", got.ValidationMetrics, want.ValidationMetrics)
	if got.Best != want.Best || cached(t, s) != 1 {
		t.Errorf("candidate %d is the best, want %d; the server keeps %d models", got.Best, want.Best, cached(t, s))
	}
}

// A search that is interrupted while the server fits leaves no model there.
func TestLiveInterruptedSearch(t *testing.T) {
	s := patient(t)
	remote, _, features := spambase(t, s)
	c, _ := liveSearch(t, features)
	for i := range c.Grid {
		last := c.Grid[i][1].(MultilayerPerceptronClassifier)
		last.Layers, last.MaxIter, last.Tol = []int{57, 2}, 1, -1
		if i > 0 {
			last.Layers, last.MaxIter = []int{57, 50, 50, 2}, 100000 // without end
		}
		c.Grid[i][1] = last
	}
	c.CollectSubModels = true
	ctx, cancel := context.WithCancel(s.ctx)
	defer cancel()
	c.Evaluator = judge(func(*DataFrame, float64) (float64, error) {
		time.AfterFunc(3*time.Second, cancel) // the others are being fitted
		return 1, nil
	})
	start := time.Now()
	_, err := c.Fit(remote.WithContext(ctx))
	if !errors.Is(err, context.Canceled) || !strings.HasPrefix(err.Error(), "spark: CrossValidator: candidate ") {
		t.Errorf("after %v: %v", time.Since(start), err)
	}
	if left := cached(t, s); left != 0 {
		t.Errorf("the server keeps %d models", left)
	}
}

// What the server says about a search with a column that is no fold.
func TestLiveFoldCol(t *testing.T) {
	s := patient(t)
	df := s.Range(0, 40).SelectExpr("double(id) / 40 AS x", "double(id % 2) AS label", "id % 4 AS fold", "if(id = 3, NULL, 1) AS holes", "id % 2 + 0.5 AS halves")
	grid := Grid{{VectorAssembler{InputCols: []string{"x"}}, MultilayerPerceptronClassifier{Layers: []int{1, 2}, MaxIter: 1}}}
	c := CrossValidator{Grid: grid, Evaluator: MulticlassClassificationEvaluator{}, FoldCol: "fold", NumFolds: 4}
	if m, err := c.Fit(df); err != nil || len(m.FoldMetrics) != 4 {
		t.Errorf("%v, %v", m, err)
	}
	for column, want := range map[string]string{
		"fold":   "fold number must be a whole number in range [0, 3), but 10 of 40 rows have another fold",
		"holes":  "fold number must be a whole number in range [0, 3), but 1 of 40 rows have another holes",
		"halves": "fold number must be a whole number in range [0, 3), but 40 of 40 rows have another halves",
		"nope":   "A column, variable, or function parameter with name `nope` cannot be resolved.",
	} {
		c.FoldCol, c.NumFolds = column, 3
		if _, err := c.Fit(df); err == nil || !strings.HasPrefix(err.Error(), "spark: CrossValidator: "+want) {
			t.Errorf("%s: %v, want %s", column, err, want)
		}
	}
	empty := CrossValidator{Grid: grid, Evaluator: MulticlassClassificationEvaluator{}}
	if _, err := empty.Fit(df.Filter("x < 0")); err == nil || err.Error() != "spark: CrossValidator: the frame has no rows" {
		t.Errorf("no rows: %v", err)
	}
}

// pysparkSearch is the search of liveSearch by PySpark's own classes at the same server,
// and the rows of folds for a frame of several partitions.
const pysparkSearch = `
import json, sys
from pyspark.sql import SparkSession
from pyspark.ml import Pipeline
from pyspark.ml.classification import MultilayerPerceptronClassifier
from pyspark.ml.evaluation import MulticlassClassificationEvaluator
from pyspark.ml.feature import VectorAssembler
from pyspark.ml.tuning import CrossValidator, ParamGridBuilder, TrainValidationSplit
spark = SparkSession.builder.remote(sys.argv[1]).getOrCreate()
names = ["x%d" % i for i in range(57)] + ["labels"]
df = spark.read.csv(sys.argv[2]).toDF(*names)
df = df.select(*[df[n].cast("double").alias(n) for n in names])
mlp = MultilayerPerceptronClassifier(labelCol="labels", seed=1, maxIter=2)
pipeline = Pipeline(stages=[VectorAssembler(inputCols=names[50:57], outputCol="features"), mlp])
grid = ParamGridBuilder().addGrid(mlp.layers, [[7, 2, 2], [7, 4, 2]]).build()
e = MulticlassClassificationEvaluator(labelCol="labels", metricName="accuracy")
cv = CrossValidator(estimator=pipeline, estimatorParamMaps=grid, evaluator=e, numFolds=2, seed=7, parallelism=2)
m = cv.fit(df)
s = TrainValidationSplit(estimator=pipeline, estimatorParamMaps=grid, evaluator=e, seed=5).fit(df)
folds = [f[1].selectExpr("sum(id * id)").first()[0] for f in cv._kFold(spark.range(0, 1000))]
print(json.dumps({"Avg": list(m.avgMetrics), "Std": list(m.stdMetrics), "Split": list(s.validationMetrics),
    "Best": [float(w) for w in m.bestModel.stages[1].weights], "Folds": folds}))
spark.stop()
`

// Means, deviations, the winner's weights and the rows of folds are those of PySpark.
func TestLivePySparksSearch(t *testing.T) {
	python := os.Getenv("GOLAB_SPARK_PYTHON")
	if python == "" {
		t.Skip("GOLAB_SPARK_PYTHON names no Python with pyspark")
	}
	s := patient(t)
	remote, _, features := spambase(t, s)
	if testing.Short() {
		t.Skip("16 fits")
	}
	script := exec.CommandContext(s.ctx, python, "-c", pysparkSearch, os.Getenv("GOLAB_SPARK_REMOTE"), spambaseFile(t))
	script.Env = append(os.Environ(), "PYTHONWARNINGS=ignore")
	var stderr strings.Builder
	script.Stderr = &stderr
	out, err := script.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, stderr.String())
	}
	var want struct {
		Avg, Std, Split, Best []float64
		Folds                 []int64
	}
	if err := json.Unmarshal(out, &want); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	c, _ := liveSearch(t, features[50:])
	m, err := c.Fit(remote)
	if err != nil {
		t.Fatal(err)
	}
	sameBits(t, "means", m.AvgMetrics, want.Avg)
	sameBits(t, "deviations", m.StdMetrics, want.Std)
	sameBits(t, "weights of the winner", m.BestModel.Stages[1].(*MultilayerPerceptronClassificationModel).Weights(), want.Best)
	split, err := TrainValidationSplit{Grid: c.Grid, Evaluator: c.Evaluator, Seed: 5}.Fit(remote)
	if err != nil {
		t.Fatal(err)
	}
	sameBits(t, "metrics of the split", split.ValidationMetrics, want.Split)
	for i, f := range randomFolds(s.Range(0, 1000), 2, 7).folds() {
		var sum int64
		err := f.validation.SelectExpr("sum(id * id)").batches(func(batch arrow.RecordBatch) error {
			sum = batch.Column(0).(*array.Int64).Value(0)
			return nil
		})
		if err != nil || sum != want.Folds[i] {
			t.Errorf("fold %d has the rows of sum %d, want %d; %v", i, sum, want.Folds[i], err)
		}
	}
}
