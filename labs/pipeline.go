package labs

import (
	"errors"
	"fmt"
	"reflect"

	"github.com/go-gota/gota/dataframe"
)

// A Transformer makes a frame of another, usually by adding columns. The frame
// given is not changed.
type Transformer interface {
	Transform(df dataframe.DataFrame) (dataframe.DataFrame, error)
}

// A Stage is what a [Pipeline] is made of: an estimator such as
// [MultilayerPerceptronClassifier], which is fitted, or a transformer such as
// [VectorAssembler], which is used as it is.
//
// The concrete Fit methods return concrete types, which no interface could say; so
// the types of this package meet Stage by an unexported method.
type Stage interface {
	fitStage(df dataframe.DataFrame) (Transformer, error)
}

// A Pipeline is a sequence of stages that is fitted as one. It is itself a stage.
//
// Source: Pipeline of Spark 3.0.1, mllib/src/main/scala/org/apache/spark/ml/Pipeline.scala.
type Pipeline []Stage

// Fit fits the stages in order. Each sees the frame as the ones before it have
// transformed it; nothing is transformed after the last estimator. A pipeline
// without stages is fitted to a model that changes nothing.
//
// Fit returns the error of the first stage that fails.
func (p Pipeline) Fit(df dataframe.DataFrame) (*PipelineModel, error) {
	if err := frameError(df); err != nil {
		return nil, fmt.Errorf("labs: Pipeline: %w", err)
	}
	if err := p.check(); err != nil {
		return nil, fmt.Errorf("labs: Pipeline: %w", err)
	}
	last := p.lastEstimator()
	model := &PipelineModel{}
	for i, stage := range p {
		fitted, err := stage.fitStage(df)
		if err != nil {
			return nil, err
		}
		model.Stages = append(model.Stages, fitted)
		if i < last {
			if df, err = fitted.Transform(df); err != nil {
				return nil, err
			}
		}
	}
	return model, nil
}

// check reports a stage that is nil.
func (p Pipeline) check() error {
	for i, stage := range p {
		if v := reflect.ValueOf(stage); stage == nil || v.Kind() == reflect.Pointer && v.IsNil() {
			return fmt.Errorf("stage %d of %d is nil", i+1, len(p))
		}
		if inner, ok := stage.(Pipeline); ok {
			if err := inner.check(); err != nil {
				return fmt.Errorf("stage %d of %d: %w", i+1, len(p), err)
			}
		}
	}
	return nil
}

// A quieter is a stage that can be kept from showing its progress.
type quieter interface{ quieted() Stage }

func (p Pipeline) quieted() Stage {
	out := make(Pipeline, len(p))
	for i, stage := range p {
		out[i] = stage
		if q, ok := stage.(quieter); ok {
			out[i] = q.quieted()
		}
	}
	return out
}

// lastEstimator returns the index of the last stage that is no transformer, or -1.
func (p Pipeline) lastEstimator() int {
	for i := len(p) - 1; i >= 0; i-- {
		if _, ok := p[i].(Transformer); !ok {
			return i
		}
	}
	return -1
}

func (p Pipeline) fitStage(df dataframe.DataFrame) (Transformer, error) {
	return asTransformer(p.Fit(df))
}

// A PipelineModel is a fitted [Pipeline]: its transformers and fitted stages in order.
// A stage's own model is reached by its type:
//
//	network := model.Stages[1].(*labs.MultilayerPerceptronClassificationModel)
type PipelineModel struct {
	Stages []Transformer
}

// Transform sends df through all stages and returns what the last one makes of it.
// It returns the error of the first stage that fails.
func (m *PipelineModel) Transform(df dataframe.DataFrame) (dataframe.DataFrame, error) {
	if err := frameError(df); err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("labs: PipelineModel: %w", err)
	}
	for i, stage := range m.Stages {
		if stage == nil {
			return dataframe.DataFrame{}, fmt.Errorf("labs: PipelineModel: stage %d of %d is nil", i+1, len(m.Stages))
		}
		var err error
		if df, err = stage.Transform(df); err != nil {
			return dataframe.DataFrame{}, err
		}
	}
	return df, nil
}

func (m *PipelineModel) fitStage(dataframe.DataFrame) (Transformer, error) { return m, nil }

// asTransformer turns the results of a Fit method into those of fitStage.
func asTransformer[M Transformer](model M, err error) (Transformer, error) {
	if err != nil {
		return nil, err
	}
	return model, nil
}

// frameError returns the error that gota has left in a frame, or says that the frame
// has no columns.
func frameError(df dataframe.DataFrame) error {
	if df.Err != nil {
		return fmt.Errorf("the frame is unusable: %w", df.Err)
	}
	if df.Ncol() == 0 {
		return errors.New("the frame has no columns")
	}
	return nil
}
