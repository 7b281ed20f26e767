package labs

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golab/nn"
)

func TestParamGrid(t *testing.T) {
	scaler, mlp, pipeline := smallPipeline()
	mlp.MaxIter = 7
	grid, err := ParamGrid(pipeline,
		Vary(&mlp.Layers, []int{4, 2}, []int{4, 3, 2}),
		Vary(&scaler.WithMean, true, false),
		Vary(&mlp.Numerics.Lanes, 4, 8))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range grid {
		s, m := p[1].(StandardScaler), p[2].(MultilayerPerceptronClassifier)
		got = append(got, fmt.Sprint(m.Layers, s.WithMean, m.Numerics.Lanes, m.MaxIter))
	}
	want := "[4 2] true 4 7;[4 2] true 8 7;[4 2] false 4 7;[4 2] false 8 7;[4 3 2] true 4 7;[4 3 2] true 8 7;[4 3 2] false 4 7;[4 3 2] false 8 7"
	if strings.Join(got, ";") != want {
		t.Errorf("the grid is %s, want %s", strings.Join(got, ";"), want)
	}
	mlp.MaxIter, mlp.Layers = 9, nil
	if m := grid[0][2].(MultilayerPerceptronClassifier); m.MaxIter != 7 || m.Layers == nil {
		t.Errorf("a change after ParamGrid reaches the candidate: %+v", m)
	}
	if fmt.Sprint(pipeline[2].(*MultilayerPerceptronClassifier).MaxIter) != "9" {
		t.Error("the pipeline given has lost its stage")
	}
}

func TestParamGridOfStages(t *testing.T) {
	pipeline := Pipeline{VectorAssembler{InputCols: []string{"a"}}, nil, Pipeline{MultilayerPerceptronClassifier{}}}
	pipeline[1] = StandardScaler{}
	inner := pipeline[2].(Pipeline)
	mlp := MultilayerPerceptronClassifier{Layers: []int{1, 2}}
	inner[0] = &mlp
	grid, err := ParamGrid(pipeline,
		Vary(&pipeline[1], Stage(MinMaxScaler{Min: -1}), Stage(StandardScaler{WithMean: true})),
		Vary(&mlp.MaxIter, 0, 50))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"MinMaxScaler, maxIter=default", "MinMaxScaler, maxIter=50",
		"StandardScaler, maxIter=default", "StandardScaler, maxIter=50",
	}
	if got := grid.Descriptions(); !slices.Equal(got, want) {
		t.Errorf("descriptions %q, want %q", got, want)
	}
	if lone, err := ParamGrid(pipeline); err != nil || len(lone) != 1 || lone.Descriptions()[0] != "as given" {
		t.Errorf("without axes: %v, error %v", lone, err)
	}
}

func TestDescriptions(t *testing.T) {
	mlp := func(layers ...int) MultilayerPerceptronClassifier {
		return MultilayerPerceptronClassifier{Layers: layers}
	}
	weights := mlp(1, 2)
	weights.InitialWeights = make([]float64, 100)
	profile := mlp(1, 2)
	profile.Numerics = nn.SparkFdlibm
	for _, tt := range []struct {
		grid Grid
		want string
	}{
		{nil, ""},
		{Grid{{mlp(1, 2)}}, "as given"},
		{Grid{{mlp(1, 2)}, {mlp(1, 2)}}, "as given|as given"},
		{Grid{{mlp(57, 5, 2)}, {mlp(57, 20, 5, 2)}}, "layers=[57 5 2]|layers=[57 20 5 2]"},
		{Grid{{mlp(1, 2)}, {weights}}, "initialWeights=default|initialWeights=[0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 …"},
		{Grid{{mlp(1, 2)}, {profile}}, "numerics=Spark30Java8|numerics=SparkFdlibm"},
		{Grid{{StandardScaler{}, mlp(1, 2)}, {mlp(1, 2)}}, "StandardScaler, MultilayerPerceptronClassifier|MultilayerPerceptronClassifier"},
		{Grid{{StandardScaler{InputCol: "a"}, StandardScaler{InputCol: "x"}}, {StandardScaler{InputCol: "b"}, StandardScaler{InputCol: "y"}}},
			"stage 1 inputCol=a, stage 2 inputCol=x|stage 1 inputCol=b, stage 2 inputCol=y"},
	} {
		if got := strings.Join(tt.grid.Descriptions(), "|"); got != tt.want {
			t.Errorf("descriptions %s, want %s", got, tt.want)
		}
	}
	if got, want := (Grid{{mlp(1, 2)}, {mlp(3)}}).String(), "0  layers=[1 2]\n1  layers=[3]\n"; got != want {
		t.Errorf("the grid prints %q, want %q", got, want)
	}
}

func TestParamGridErrors(t *testing.T) {
	_, mlp, pipeline := smallPipeline()
	other := *mlp
	var none *MultilayerPerceptronClassifier
	for _, tt := range []struct {
		pipeline Pipeline
		axes     []Axis
		want     string
	}{
		{pipeline, []Axis{Vary(&mlp.MaxIter, 1), Vary(&mlp.Layers)}, "axis 2 of 2: there are no values"},
		{pipeline, []Axis{Vary(&mlp.MaxIter, 1), Vary(&mlp.MaxIter, 2)}, "axis 2 of 2: it varies the same field as axis 1"},
		{pipeline, []Axis{Vary(&other.Layers, []int{1})}, "axis 1 of 1: the field, []int, is in no stage of the pipeline"},
		{Pipeline{*mlp}, []Axis{Vary(&mlp.Layers, []int{1})}, "given by its address"},
		{Pipeline{mlp, nil}, nil, "stage 2 of 2 is nil"},
		{Pipeline{mlp, none}, nil, "stage 2 of 2 is nil"},
		{Pipeline{mlp, Pipeline{nil}}, nil, "stage 2 of 2: stage 1 of 1 is nil"},
		{pipeline, []Axis{{}}, "axis 1 of 1: the field is <nil>, it must be the address of one"},
		{pipeline, []Axis{{Field: mlp.Layers}}, "axis 1 of 1: the field is []int, it must be the address of one"},
		{pipeline, []Axis{Vary((*int)(nil), 1)}, "axis 1 of 1: the field is *int"},
		{pipeline, []Axis{{&mlp.MaxIter, []any{1, "2"}}}, "axis 1 of 1: value 2 of 2 is string, the field is int"},
		{pipeline, []Axis{{&mlp.MaxIter, []any{nil}}}, "axis 1 of 1: value 1 of 1 is <nil>, the field is int"},
	} {
		_, err := ParamGrid(tt.pipeline, tt.axes...)
		wantError(t, tt.want, err, "labs: ParamGrid: ", tt.want)
	}
}
