package labs

import (
	"bytes"
	"fmt"
	"reflect"
	"testing"

	"golab/nn"
)

// A tuned is what Spark's searches gave.
type tuned struct {
	Metric, Kind string
	Avg, Std     []bits
	Layers       []int
	MaxIter      int
	WithStd      bool
	Weights      []bits
}

// smallPipeline is that of testdata/spark.py.
func smallPipeline() (*StandardScaler, *MultilayerPerceptronClassifier, Pipeline) {
	assembler := VectorAssembler{InputCols: []string{"a", "b", "c", "d"}, OutputCol: "raw"}
	scaler := &StandardScaler{InputCol: "raw", OutputCol: "features", WithMean: true}
	mlp := &MultilayerPerceptronClassifier{Layers: []int{4, 3, 2}, MaxIter: 12, Seed: 3, BlockSize: 16, Numerics: nn.Spark41AVX512}
	return scaler, mlp, Pipeline{assembler, scaler, mlp}
}

func smallGrid(t testing.TB) Grid {
	scaler, mlp, pipeline := smallPipeline()
	grid, err := ParamGrid(pipeline,
		Vary(&mlp.Layers, []int{4, 2}, []int{4, 3, 2}, []int{4, 5, 3, 2}),
		Vary(&mlp.MaxIter, 3, 12),
		Vary(&scaler.WithoutStd, false, true),
	)
	if err != nil {
		t.Fatal(err)
	}
	return grid
}

func evaluatorOf(t testing.TB, metric string) Evaluator {
	if metric == "areaUnderROC" {
		return BinaryClassificationEvaluator{}
	}
	return MulticlassClassificationEvaluator{MetricName: metric}
}

// TestSearchesAreSparks compares metrics, winners and the winners' weights in every bit.
func TestSearchesAreSparks(t *testing.T) {
	var want struct{ Grids []tuned }
	golden(t, "tuning.golden", &want)
	df, grid := drawn(90, 11), smallGrid(t)
	for _, c := range want.Grids {
		name := c.Metric + " " + c.Kind
		e := evaluatorOf(t, c.Metric)
		var best *PipelineModel
		switch c.Kind {
		case "split":
			m, err := TrainValidationSplit{Grid: grid, Evaluator: e, Seed: 42}.Fit(df)
			if err != nil {
				t.Fatal(name, err)
			}
			wantBits(t, name, m.ValidationMetrics, c.Avg)
			best = m.BestModel
		default:
			cv := CrossValidator{Grid: grid, Evaluator: e, Seed: 42}
			if c.Kind == "foldCol" {
				cv.FoldCol = "fold"
			}
			if c.Weights == nil {
				_, _, pipeline := smallPipeline()
				cv = CrossValidator{Grid: Grid{pipeline}, Evaluator: e, NumFolds: 9, Seed: 1}
			}
			m, err := cv.Fit(df)
			if err != nil {
				t.Fatal(name, err)
			}
			wantBits(t, name, m.AvgMetrics, c.Avg)
			wantBits(t, name+" std", m.StdMetrics, c.Std)
			best = m.BestModel
		}
		if c.Weights == nil {
			continue
		}
		net := best.Stages[2].(*MultilayerPerceptronClassificationModel)
		withStd := !best.Stages[1].(*StandardScalerModel).WithoutStd
		if !reflect.DeepEqual(net.Layers(), c.Layers) || withStd != c.WithStd {
			t.Errorf("%s: the best has layers %v, withStd %t; Spark has %v, %t", name, net.Layers(), withStd, c.Layers, c.WithStd)
		}
		wantBits(t, name+" weights", net.Weights(), c.Weights)
	}
	if len(want.Grids) < 7 {
		t.Errorf("the golden file has %d searches", len(want.Grids))
	}
}

// TestParallelismChangesNothing compares all numbers of one and of many fits at a time.
func TestParallelismChangesNothing(t *testing.T) {
	df, grid := drawn(60, 2), smallGrid(t)
	var models [2]*CrossValidatorModel
	for i, parallelism := range []int{1, 8} {
		var err error
		models[i], err = CrossValidator{Grid: grid, Evaluator: evaluatorOf(t, "accuracy"), Seed: 1, Parallelism: parallelism, CollectSubModels: true}.Fit(df)
		if err != nil {
			t.Fatal(err)
		}
	}
	if !reflect.DeepEqual(models[0], models[1]) {
		t.Errorf("one fit at a time gives\n%v\neight give\n%v", models[0], models[1])
	}
	for i, fold := range models[0].SubModels {
		for j, m := range fold {
			if m == nil || len(m.Stages) != 3 {
				t.Errorf("fold %d, candidate %d: model %v", i, j, m)
			}
		}
	}
}

func TestSearchAsAStage(t *testing.T) {
	df := drawn(60, 2)
	_, _, pipeline := smallPipeline()
	var out bytes.Buffer
	cv := CrossValidator{Grid: Grid{pipeline}, Evaluator: evaluatorOf(t, "accuracy"), Progress: &out}
	tv := TrainValidationSplit{Grid: Grid{{cv}}, Evaluator: evaluatorOf(t, "accuracy"), Progress: &out}
	model, err := Pipeline{tv}.Fit(df)
	if err != nil {
		t.Fatal(err)
	}
	predicted, err := model.Transform(df)
	if err != nil || !has(predicted, "prediction") {
		t.Errorf("columns %v, error %v", predicted.Names(), err)
	}
	inner := model.Stages[0].(*TrainValidationSplitModel).BestModel.Stages[0].(*CrossValidatorModel)
	if fmt.Sprint(inner.Candidates()) != "[0]" || inner.SubModels != nil {
		t.Errorf("candidates %v, models %v", inner.Candidates(), inner.SubModels)
	}
}
