package spark

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"golab/labs"
	"golab/spark/internal/wire"
)

// unconnected returns a frame of a session that no server knows.
func unconnected() *DataFrame {
	return (&Session{ctx: context.Background(), link: &link{}}).Range(0, 1)
}

func TestMLPCheck(t *testing.T) {
	tests := []struct {
		c    MultilayerPerceptronClassifier
		want string
	}{
		{MultilayerPerceptronClassifier{}, "parameter Layers is [], it needs at least 2 sizes: the number of features first, the number of classes last"},
		{MultilayerPerceptronClassifier{Layers: []int{3, 0, 2}}, "parameter Layers is [3 0 2], size 1 is 0, the least is 1"},
		{MultilayerPerceptronClassifier{Layers: []int{3, 2}, MaxIter: -2}, "parameter MaxIter is -2, the least is 1, or -1 for none"},
		{MultilayerPerceptronClassifier{Layers: []int{3, 2}, Tol: -0.5}, "parameter Tol is -0.5, it must be finite and not negative, but for -1, which is 0"},
		{MultilayerPerceptronClassifier{Layers: []int{3, 2}, InitialWeights: make([]float64, 7)}, "there are 7 InitialWeights, Layers [3 2] needs 8"},
		{MultilayerPerceptronClassifier{Layers: []int{3, 2}, Thresholds: make([]float64, 3)}, "there are 3 Thresholds for 2 classes"},
		{MultilayerPerceptronClassifier{Layers: []int{3, 2}, Thresholds: []float64{1, -1}}, "parameter Thresholds[1] is -1, it must be finite and not negative"},
		{MultilayerPerceptronClassifier{Layers: []int{3, 2}, Thresholds: []float64{0, 0}}, "parameter Thresholds is [0 0] with 2 zeros, it may have 1"},
		{MultilayerPerceptronClassifier{Layers: []int{3, 2}, Tol: math.NaN()}, "parameter Tol is NaN, it must be finite and not negative, but for -1, which is 0"},
		{MultilayerPerceptronClassifier{Layers: []int{3, 2}, BlockSize: -1}, "parameter BlockSize is -1, the least is 1"},
		{MultilayerPerceptronClassifier{Layers: []int{3, 2}, MaxIter: 1 << 31}, "a parameter is 2147483648, the server takes up to 2147483647"},
		{MultilayerPerceptronClassifier{Layers: []int{3, 2}, StepSize: math.Inf(1)}, "parameter StepSize is +Inf, it must be above 0 and finite"},
		{MultilayerPerceptronClassifier{Layers: []int{3, 2}, Solver: "adam"}, `parameter Solver is "adam", there are "l-bfgs" and "gd"`},
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
	folds := randomFolds(unconnected(), 3, -5).folds()
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

// What a pipeline has fitted before a stage fails is deleted.
func TestPipelineThatFails(t *testing.T) {
	counts := &tally{}
	p := Pipeline{stub{tally: counts}, VectorAssembler{}, MultilayerPerceptronClassifier{Layers: []int{2, 2}}}
	_, err := p.Fit(unconnected())
	if err == nil || !strings.Contains(err.Error(), "parameter InputCols is empty") || counts.deleted.Load() != 1 {
		t.Errorf("%v, %d deleted", err, counts.deleted.Load())
	}
}

func TestIsLargerBetter(t *testing.T) {
	for metric, want := range map[string]bool{"": true, "accuracy": true, "logLoss": false, "hammingLoss": false} {
		if got := (MulticlassClassificationEvaluator{MetricName: metric}).IsLargerBetter(); got != want {
			t.Errorf("%q: %v", metric, got)
		}
	}
}
