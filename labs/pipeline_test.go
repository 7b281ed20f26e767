package labs

import (
	"errors"
	"fmt"
	"testing"

	"golab/data"

	"github.com/go-gota/gota/dataframe"
)

// A recorder is a stage that writes down what is done with it. As an estimator it has no
// Transform of its own; its fitted form has.
type recorder struct {
	name string
	log  *[]string
	fail string // the step that fails
}

type recorderModel struct{ recorder }

var errRecorder = errors.New("stage failed")

func (r recorder) step(what string) error {
	*r.log = append(*r.log, what+" "+r.name)
	if what == r.fail {
		return errRecorder
	}
	return nil
}

func (r recorder) fitStage(dataframe.DataFrame) (Transformer, error) {
	return recorderModel{r}, r.step("fit")
}

func (m recorderModel) Transform(df dataframe.DataFrame) (dataframe.DataFrame, error) {
	if err := m.step("transform"); err != nil {
		return df, err
	}
	return data.WithColumn(df, m.name, make([]float64, df.Nrow()))
}

func (m recorderModel) fitStage(dataframe.DataFrame) (Transformer, error) { return m, nil }

func TestPipelineOrder(t *testing.T) {
	df := frame("x", []float64{1, 2})
	var log []string
	estimator := func(name string) Stage { return recorder{name: name, log: &log} }
	transformer := func(name string) Stage { return recorderModel{recorder{name: name, log: &log}} }
	tests := []struct {
		name     string
		pipeline Pipeline
		fit      string
		columns  string
	}{
		{"nothing is transformed after the last estimator", Pipeline{transformer("a"), estimator("b"), estimator("c"), transformer("d")},
			"[transform a fit b transform b fit c]", "[x a b c d]"},
		{"transformers alone", Pipeline{transformer("a"), transformer("b")}, "[]", "[x a b]"},
		{"no stages", Pipeline{}, "[]", "[x]"},
		{"a pipeline within", Pipeline{transformer("a"), Pipeline{estimator("b"), transformer("c")}, estimator("d")},
			"[transform a fit b transform b transform c fit d]", "[x a b c d]"},
	}
	for _, tt := range tests {
		log = nil
		model, err := tt.pipeline.Fit(df)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if got := fmt.Sprint(log); got != tt.fit {
			t.Errorf("%s: Fit did %v, want %v", tt.name, got, tt.fit)
		}
		out, err := model.Transform(df)
		if err != nil || fmt.Sprint(out.Names()) != tt.columns {
			t.Errorf("%s: Transform gave %v and error %v, want %v", tt.name, out.Names(), err, tt.columns)
		}
		if len(model.Stages) != len(tt.pipeline) {
			t.Errorf("%s: %d fitted stages of %d", tt.name, len(model.Stages), len(tt.pipeline))
		}
	}
}

func TestPipelineErrors(t *testing.T) {
	df := frame("x", []float64{1})
	var log []string
	broken := func(step string) Pipeline {
		return Pipeline{recorder{"a", &log, step}, recorder{"b", &log, ""}}
	}
	for _, step := range []string{"fit", "transform"} {
		if _, err := broken(step).Fit(df); !errors.Is(err, errRecorder) {
			t.Errorf("Fit with a stage that cannot %s: error %v", step, err)
		}
	}
	model := &PipelineModel{Stages: []Transformer{recorderModel{recorder{"a", &log, "transform"}}}}
	if _, err := model.Transform(df); !errors.Is(err, errRecorder) {
		t.Errorf("Transform: error %v", err)
	}
	_, err := Pipeline{VectorAssembler{}, nil}.Fit(df)
	wantError(t, "nil stage", err, "labs: Pipeline: stage 2 of 2 is nil")
	_, err = (&PipelineModel{Stages: []Transformer{nil}}).Transform(df)
	wantError(t, "nil fitted stage", err, "labs: PipelineModel: stage 1 of 1 is nil")
	_, err = Pipeline{}.Fit(dataframe.DataFrame{})
	wantError(t, "no frame", err, "labs: Pipeline: the frame has no columns")
	_, err = (&PipelineModel{}).Transform(df.Select("nope"))
	wantError(t, "frame with error", err, "labs: PipelineModel: the frame is unusable")
}
