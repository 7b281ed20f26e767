package sqlmodel

import (
	"math"
	"strings"
	"testing"

	"golab/labs"
	"golab/learn"
	"golab/nn"
)

// set gives a network weights that are easy to read.
func set(s *nn.Sequential) *nn.Sequential {
	s.Init(1)
	for i, p := 0, s.Params(); i < len(p); i++ {
		p[i] = float32(i+1) / 4
	}
	return s
}

func lines(steps [][]string) string {
	var all []string
	for _, step := range steps {
		all = append(all, strings.Join(step, "\n"))
	}
	return strings.Join(all, "\n\n")
}

// The expressions of small networks in full. What Spark computes from such is compared
// with this machine by the tests on a real server.
func TestExpressions(t *testing.T) {
	const sum = "(CAST(`a``b` AS DOUBLE) - CAST(`a``b` AS DOUBLE))"
	const null = "CASE WHEN `a``b` IS NULL THEN NULL WHEN isnan(" + sum + ") THEN "
	mlp := &nn.MLP{Layers: []int{1, 2, 2}, Weights: []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}}
	for _, tt := range []struct {
		name  string
		model any
		want  []string
	}{
		{"sigmoid", set(nn.NewSequential(1, nn.Dense(2, nn.ReLU), nn.Dropout(0.5), nn.DenseLayer{Units: 1, NoBias: true}, nn.Activate(nn.Sigmoid))), []string{
			"`k`\n`a``b`",
			"greatest(0D, 0.75D + 0.25D * CAST(`a``b` AS DOUBLE)) AS `golab 0 0`",
			"greatest(0D, 1D + 0.5D * CAST(`a``b` AS DOUBLE)) AS `golab 0 1`",
			"\n\n`k`\n`a``b`\n1D / (1D + exp(-(0D + 1.25D * `golab 0 0` + 1.5D * `golab 0 1`))) AS `golab 1 0`",
			"\n\n`k`\n`a``b`\n" + null + "double('NaN') ELSE `golab 1 0` END AS `p`",
		}},
		{"softmax", set(nn.NewSequential(1, nn.Dense(2, nn.Softmax))), []string{
			"0.75D + 0.25D * CAST(`a``b` AS DOUBLE) AS `golab 0 0`",
			"exp(`golab 0 1` - greatest(`golab 0 0`, `golab 0 1`)) AS `golab softmax 1`",
			"array(`golab softmax 0` / (`golab softmax 0` + `golab softmax 1`), `golab softmax 1` / (`golab softmax 0` + `golab softmax 1`)) END AS `p`",
			"THEN array(double('NaN'), double('NaN')) ELSE",
		}},
		{"perceptron", mlp, []string{
			"1D / (1D + exp(-(3D + 1D * CAST(`a``b` AS DOUBLE)))) AS `golab 0 0`",
			"9D + 5D * `golab 0 0` + 7D * `golab 0 1` AS `golab 1 0`",
			"10D + 6D * `golab 0 0` + 8D * `golab 0 1` AS `golab 1 1`",
			null + "0D ELSE CASE WHEN `golab 1 0` >= `golab 1 1` THEN 0D ELSE 1D END END AS `p`",
		}},
	} {
		steps, err := Expressions(tt.model, []string{"a`b"}, []string{"k", "a`b"}, "p")
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		for _, part := range tt.want {
			if got := lines(steps); !strings.Contains(got, part) {
				t.Errorf("%s:\n%s\nhas no %q", tt.name, got, part)
			}
		}
	}
}

// TestSearchesAndPipelines has the perceptron where labs puts it.
func TestSearchesAndPipelines(t *testing.T) {
	model := &labs.MultilayerPerceptronClassificationModel{Net: &nn.MLP{Layers: []int{1, 2}, Weights: []float64{1, 2, 3, 4}}}
	pipeline := &labs.PipelineModel{Stages: []labs.Transformer{labs.VectorAssembler{InputCols: []string{"x"}}, model}}
	want, err := Expressions(model, []string{"x"}, []string{"x", "y"}, "p")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []any{pipeline, &labs.CrossValidatorModel{BestModel: pipeline}, &labs.TrainValidationSplitModel{BestModel: pipeline}} {
		if got, err := Expressions(m, []string{"x", "y"}, []string{"x", "y"}, "p"); err != nil || lines(got) != lines(want) {
			t.Errorf("%T: %v %v", m, got, err)
		}
	}
}

func TestWhatIsNoSQL(t *testing.T) {
	infinite := nn.NewSequential(1, nn.Dense(1, nn.Linear)).Init(1)
	infinite.Params()[0] = float32(math.Inf(1))
	for _, tt := range []struct {
		name  string
		model any
		part  string
	}{
		{"large", nn.NewSequential(1, nn.Dense(1000, nn.ReLU), nn.Dense(1, nn.Linear)).Init(1), "the network has 3001 weights, as SQL it may have 2000"},
		{"layer", nn.NewSequential(1, nn.Dense(2, nn.Linear), nn.BatchNormalization()).Init(1), "layer 2: SQL knows dense layers"},
		{"activation", nn.NewSequential(1, nn.Dense(2, nn.GELU)).Init(1), "not gelu"},
		{"softmax inside", nn.NewSequential(1, nn.Dense(2, nn.Softmax), nn.Dense(1, nn.Linear)).Init(1), "a softmax as the last layer only"},
		{"two activations", nn.NewSequential(1, nn.Dense(2, nn.ReLU), nn.Activate(nn.Tanh)).Init(1), "behind a linear Dense layer only"},
		{"no layer", nn.NewSequential(1, nn.Dropout(0.5)).Init(1), "no dense layer"},
		{"infinite", infinite, "the weight +Inf"},
		{"inputs", nn.NewSequential(2, nn.Dense(1, nn.Linear)).Init(1), "there are 1 features, the first layer takes 2"},
		{"tree", &learn.DecisionTreeClassifierModel{}, "not a *learn.DecisionTreeClassifierModel"},
		{"pipeline", &labs.PipelineModel{}, "a VectorAssembler with a MultilayerPerceptronClassifier"},
		{"thresholds", &labs.MultilayerPerceptronClassificationModel{Thresholds: []float64{1, 2}}, "Thresholds"},
		{"not fitted", &labs.MultilayerPerceptronClassificationModel{}, "not fitted"},
		{"weights", &nn.MLP{Layers: []int{1, 2}}, "the weights do not fit"},
	} {
		_, err := Expressions(tt.model, []string{"x"}, []string{"x"}, "p")
		if err == nil || !strings.Contains(err.Error(), tt.part) {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.part)
		}
	}
}
