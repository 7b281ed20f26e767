package spark

import (
	"errors"
	"fmt"
	"reflect"
)

// A Transformer makes a frame of another, usually by adding columns.
type Transformer interface {
	Transform(df *DataFrame) *DataFrame
}

// A Stage is what a [Pipeline] is made of: an estimator such as
// [MultilayerPerceptronClassifier], which is fitted, or a transformer such as
// [VectorAssembler], which is used as it is. The types of this package meet it by an
// unexported method.
type Stage interface {
	fitStage(df *DataFrame) (Transformer, error)
}

// A Pipeline is a sequence of stages that is fitted as one. It is itself a stage.
type Pipeline []Stage

// Fit fits the stages in order. Each sees the frame as the ones before it have
// transformed it. A pipeline without stages is fitted to a model that changes
// nothing. Fit returns the error of the first stage that fails.
func (p Pipeline) Fit(df *DataFrame) (*PipelineModel, error) {
	if err := p.check(); err != nil {
		return nil, fmt.Errorf("spark: Pipeline: %w", err)
	}
	model := &PipelineModel{}
	for _, stage := range p {
		fitted, err := stage.fitStage(df)
		if err != nil {
			_ = model.Delete() // a server that cannot be reached is what err says
			return nil, err
		}
		model.Stages = append(model.Stages, fitted)
		df = fitted.Transform(df) // a plan, which costs nothing
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

func (p Pipeline) fitStage(df *DataFrame) (Transformer, error) { return asTransformer(p.Fit(df)) }

// A PipelineModel is a fitted [Pipeline]: its transformers and fitted stages in order.
// A stage's own model is reached by its type:
//
//	network := model.Stages[1].(*spark.MultilayerPerceptronClassificationModel)
type PipelineModel struct {
	Stages []Transformer
}

// Transform sends df through all stages and returns what the last one makes of it.
func (m *PipelineModel) Transform(df *DataFrame) *DataFrame {
	if m == nil {
		return df.fail("spark: PipelineModel: the model is nil")
	}
	for _, stage := range m.Stages {
		df = stage.Transform(df)
	}
	return df
}

func (m *PipelineModel) fitStage(*DataFrame) (Transformer, error) { return m, nil }

// Delete makes the server forget the models of the stages.
func (m *PipelineModel) Delete() error {
	if m == nil {
		return nil
	}
	var errs []error
	for _, stage := range m.Stages {
		if held, ok := stage.(interface{ Delete() error }); ok {
			errs = append(errs, held.Delete())
		}
	}
	return errors.Join(errs...)
}

// asTransformer turns the results of a Fit method into those of fitStage.
func asTransformer[M Transformer](model M, err error) (Transformer, error) {
	if err != nil {
		return nil, err
	}
	return model, nil
}
