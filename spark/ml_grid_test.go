package spark

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestParamGrid(t *testing.T) {
	assembler := VectorAssembler{InputCols: []string{"a"}}
	mlp := MultilayerPerceptronClassifier{MaxIter: 7}
	pipeline := Pipeline{&assembler, &mlp}
	grid, err := ParamGrid(pipeline,
		Vary(&mlp.Layers, []int{4, 2}, []int{4, 3, 2}),
		Vary(&assembler.HandleInvalid, "error", "skip"),
		Vary(&mlp.Tol, 1e-3, -1))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range grid {
		a, m := p[0].(VectorAssembler), p[1].(MultilayerPerceptronClassifier)
		got = append(got, fmt.Sprintln(m.Layers, a.HandleInvalid, m.Tol, m.MaxIter))
	}
	const want = "[4 2] error 0.001 7;[4 2] error -1 7;[4 2] skip 0.001 7;[4 2] skip -1 7;[4 3 2] error 0.001 7;[4 3 2] error -1 7;[4 3 2] skip 0.001 7;[4 3 2] skip -1 7"
	if text := strings.ReplaceAll(strings.Join(got, ""), "\n", ";"); text != want+";" {
		t.Errorf("the grid is %s, want %s", text, want)
	}
	const first = "0  handleInvalid=error, layers=[4 2], tol=0.001\n"
	if text := grid.String(); !strings.HasPrefix(text, first) {
		t.Errorf("the grid prints %q, want %q first", text, first)
	}
	mlp.MaxIter, mlp.Layers = 9, nil
	if m := grid[0][1].(MultilayerPerceptronClassifier); m.MaxIter != 7 || m.Layers == nil {
		t.Errorf("a change after ParamGrid reaches the candidate: %+v", m)
	}
}

func TestParamGridOfStages(t *testing.T) {
	mlp := MultilayerPerceptronClassifier{Layers: []int{1, 2}}
	model := &PipelineModel{}
	pipeline := Pipeline{VectorAssembler{}, model, Pipeline{&mlp}}
	grid, err := ParamGrid(pipeline,
		Vary[Stage](&pipeline[0], Pipeline{}, VectorAssembler{OutputCol: "v"}),
		Vary(&mlp.MaxIter, 0, 50))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"maxIter=default", "maxIter=50", "VectorAssembler", "VectorAssembler"}
	got := grid.Descriptions()
	if len(got) != len(want) || !strings.Contains(got[2], want[2]) || grid[0][1] != Stage(model) {
		t.Errorf("descriptions %q", got)
	}
	if lone, err := ParamGrid(pipeline); err != nil || !slices.Equal(lone.Descriptions(), []string{"as given"}) {
		t.Errorf("without axes: %v, error %v", lone, err)
	}
}

func TestParamGridErrors(t *testing.T) {
	mlp := &MultilayerPerceptronClassifier{}
	pipeline := Pipeline{VectorAssembler{}, mlp}
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
		{pipeline, []Axis{{Field: &mlp.MaxIter, Values: []any{1, "2"}}}, "axis 1 of 1: value 2 of 2 is string, the field is int"},
		{pipeline, []Axis{{Field: &mlp.MaxIter, Values: []any{nil}}}, "axis 1 of 1: value 1 of 1 is <nil>, the field is int"},
	} {
		_, err := ParamGrid(tt.pipeline, tt.axes...)
		if err == nil || !strings.HasPrefix(err.Error(), "spark: ParamGrid: ") || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%v, want %s", err, tt.want)
		}
	}
}
