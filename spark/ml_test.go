package spark

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"golab/labs"
	"golab/spark/internal/wire"
)

// unconnected returns a frame of a session that no server knows.
func unconnected() *DataFrame {
	return (&Session{ctx: nil, link: &link{}}).Range(0, 1)
}

func TestMLPCheck(t *testing.T) {
	tests := []struct {
		c    MultilayerPerceptronClassifier
		want string
	}{
		{MultilayerPerceptronClassifier{}, "parameter Layers is [], it needs at least 2 sizes: the number of features first, the number of classes last"},
		{MultilayerPerceptronClassifier{Layers: []int{3, 0, 2}}, "parameter Layers is [3 0 2], size 1 is 0, the least is 1"},
		{MultilayerPerceptronClassifier{Layers: []int{3, 2}, MaxIter: -2}, "parameter MaxIter is -2, the least is 1, or -1 for none"},
		{MultilayerPerceptronClassifier{Layers: []int{3, 2}, Tol: -0.5}, "parameter Tol is -0.5, it may not be negative, but for -1, which is 0"},
		{MultilayerPerceptronClassifier{Layers: []int{3, 2}, InitialWeights: make([]float64, 7)}, "there are 7 InitialWeights, Layers [3 2] needs 8"},
		{MultilayerPerceptronClassifier{Layers: []int{3, 2}, Thresholds: make([]float64, 3)}, "there are 3 Thresholds for 2 classes"},
	}
	for _, tt := range tests {
		_, err := tt.c.Fit(unconnected())
		if want := "spark: MultilayerPerceptronClassifier: " + tt.want; err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestMLPParams(t *testing.T) {
	p := MultilayerPerceptronClassifier{Layers: []int{57, 2}, PredictionCol: labs.NoColumn, LabelCol: "y"}.params()
	for name, want := range map[string]any{
		"maxIter": int32(100), "blockSize": int32(128), "seed": int64(-763139545), "tol": 1e-6, "stepSize": 0.03,
		"solver": "l-bfgs", "predictionCol": "", "labelCol": "y", "featuresCol": "features", "probabilityCol": "probability",
	} {
		var got any
		switch l := p[name].GetLiteralType().(type) {
		case *wire.Expression_Literal_Integer:
			got = l.Integer
		case *wire.Expression_Literal_Long:
			got = l.Long
		case *wire.Expression_Literal_Double:
			got = l.Double
		case *wire.Expression_Literal_String_:
			got = l.String_
		}
		if got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	if layers := p["layers"].GetArray().GetElements(); len(layers) != 2 || layers[0].GetInteger() != 57 {
		t.Errorf("layers are %v", p["layers"])
	}
	if p["initialWeights"] != nil || p["thresholds"] != nil {
		t.Error("parameters that were not given are sent")
	}
	none := MultilayerPerceptronClassifier{Layers: []int{1, 2}, MaxIter: -1, Tol: -1, ZeroSeed: true}.params()
	if none["maxIter"].GetInteger() != 0 || none["tol"].GetDouble() != 0 || none["seed"].GetLong() != 0 {
		t.Errorf("%v", none)
	}
}

func TestLiteralVector(t *testing.T) {
	if got, err := literalVector(vectorLiteral([]float64{1, -2})); err != nil || !slices.Equal(got, []float64{1, -2}) {
		t.Errorf("%v, %v", got, err)
	}
	sparse := func(size int32, places ...int32) *wire.Expression_Literal {
		l := vectorLiteral([]float64{1, -2})
		e := l.GetStruct().GetElements()
		e[0] = &wire.Expression_Literal{LiteralType: &wire.Expression_Literal_Byte{Byte: 0}}
		e[1] = intLiteral(size)
		e[2] = &wire.Expression_Literal{LiteralType: &wire.Expression_Literal_SpecializedArray_{SpecializedArray: &wire.Expression_Literal_SpecializedArray{
			ValueType: &wire.Expression_Literal_SpecializedArray_Ints{Ints: &wire.Ints{Values: places}},
		}}}
		return l
	}
	if got, err := literalVector(sparse(4, 3, 1)); err != nil || !slices.Equal(got, []float64{0, -2, 0, 1}) {
		t.Errorf("%v, %v", got, err)
	}
	for name, l := range map[string]*wire.Expression_Literal{
		"number": doubleLiteral(1), "nothing": nil, "place beyond": sparse(3, 3, 1), "place below": sparse(3, -1, 1), "one place": sparse(3, 1),
	} {
		if got, err := literalVector(l); err == nil {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestNotedSize(t *testing.T) {
	for metadata, want := range map[string]int{
		`{"ml_attr":{"attrs":{"numeric":[{"idx":0,"name":"x"}]},"num_attrs":57}}`: 57,
		`{"ml_attr":{"type":"nominal"}}`:                                          0, `{}`: 0, ``: 0,
	} {
		if got := notedSize(metadata); got != want {
			t.Errorf("%s: %d, want %d", metadata, got, want)
		}
	}
}

func TestRandomFolds(t *testing.T) {
	folds := randomFolds(unconnected(), 3, -5)
	filter := folds[1].train.plan.GetFilter()
	const want = "NOT (CrossValidator_rand >= 0.3333333333333333D AND CrossValidator_rand < 0.6666666666666666D)"
	if got := filter.GetCondition().GetExpressionString().GetExpression(); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	drawn := filter.GetInput().GetProject().GetExpressions()
	if got := drawn[1].GetExpressionString().GetExpression(); len(drawn) != 2 || got != "rand(-5L) AS CrossValidator_rand" {
		t.Errorf("%v", drawn)
	}
}

// stub is a stage, a transformer and an evaluator that needs no server.
type stub struct {
	metric  float64
	err     error
	deleted *int
}

func (s stub) fitStage(*DataFrame) (Transformer, error) { return s, s.err }
func (s stub) Transform(df *DataFrame) *DataFrame       { return df.Limit(int(s.metric)) }
func (s stub) Delete() error                            { *s.deleted++; return nil }
func (s stub) IsLargerBetter() bool                     { return s.metric >= 0 }
func (s stub) Evaluate(df *DataFrame) (metric float64, err error) {
	if n := df.plan.GetLimit().GetLimit(); n < 9 {
		return float64(n), nil
	}
	return math.NaN(), nil
}

func TestCrossValidator(t *testing.T) {
	deleted := 0
	candidate := func(metric float64) Pipeline { return Pipeline{stub{metric: metric, deleted: &deleted}} }
	grid := Grid{candidate(3), candidate(9), candidate(5), candidate(5), candidate(2)}
	for _, tt := range []struct{ sign, best float64 }{{1, 2}, {-1, 4}} {
		deleted = 0
		m, err := CrossValidator{Grid: grid, Evaluator: stub{metric: tt.sign}}.Fit(unconnected())
		if err != nil || m.Best != int(tt.best) || len(m.FoldMetrics) != 3 || m.AvgMetrics[0] != 3 || m.StdMetrics[0] != 0 || deleted != 15 {
			t.Errorf("%+v, %v, %d deleted", m, err, deleted)
		}
	}
	failing := Grid{candidate(1), {stub{err: errors.New("no memory"), deleted: &deleted}}}
	for want, c := range map[string]CrossValidator{
		"parameter Grid is empty, it needs at least 1 candidate":          {Evaluator: stub{}},
		"parameter Evaluator is nil; it says which candidate is the best": {Grid: grid},
		"parameter NumFolds is 1, the least is 2":                         {Grid: grid, Evaluator: stub{}, NumFolds: 1},
		"the metric is NaN for all 1 candidates":                          {Grid: grid[1:2], Evaluator: stub{}},
		"candidate 1, fold 0: no memory":                                  {Grid: failing, Evaluator: stub{}},
		"candidate 0, fold 0: spark: Pipeline: stage 1 of 1 is nil":       {Grid: Grid{{nil}}, Evaluator: stub{}, FoldCol: "f"},
	} {
		if _, err := c.Fit(unconnected()); err == nil || err.Error() != "spark: CrossValidator: "+want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// What a pipeline has fitted before a stage fails is deleted.
func TestPipelineThatFails(t *testing.T) {
	deleted := 0
	p := Pipeline{stub{deleted: &deleted}, VectorAssembler{}, MultilayerPerceptronClassifier{Layers: []int{2, 2}}}
	_, err := p.Fit(unconnected())
	if err == nil || !strings.Contains(err.Error(), "parameter InputCols is empty") || deleted != 1 {
		t.Errorf("%v, %d deleted", err, deleted)
	}
}

func TestAverages(t *testing.T) {
	mean, std := averages([][]float64{{1, 0.5}, {3, 0.5}})
	if !slices.Equal(mean, []float64{2, 0.5}) || !slices.Equal(std, []float64{1, 0}) {
		t.Errorf("%v, %v", mean, std)
	}
}

func TestIsLargerBetter(t *testing.T) {
	for metric, want := range map[string]bool{"": true, "accuracy": true, "logLoss": false, "hammingLoss": false} {
		if got := (MulticlassClassificationEvaluator{MetricName: metric}).IsLargerBetter(); got != want {
			t.Errorf("%q: %v", metric, got)
		}
	}
}
