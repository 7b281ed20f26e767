package scorer

import (
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"golab/labs"
	"golab/learn"
	"golab/nn"

	"gonum.org/v1/gonum/mat"
)

// A portable is a pointer to a model that goes into bytes and comes out of them.
type portable interface {
	encoding.BinaryMarshaler
	encoding.BinaryUnmarshaler
}

// A kind is a type of models that travel.
type kind struct {
	name string
	make func() portable // an empty model
	// predict gives what the model says of the rows of x, the same number of values for
	// each; nil for models that transform frames.
	predict func(model portable, x *mat.Dense) ([]float64, error)
}

// kinds returns all kinds of models that travel. A row more is all that another kind
// with MarshalBinary and UnmarshalBinary needs.
func kinds() []kind {
	return []kind{
		{"nn.Sequential", func() portable { return new(nn.Sequential) }, predictNetwork},
		{"nn.MLP", func() portable { return new(nn.MLP) }, predictMLP},
		predictor[learn.LogisticRegressionModel](),
		predictor[learn.LinearSVCModel](),
		predictor[learn.GaussianNBModel](),
		predictor[learn.MultinomialNBModel](),
		predictor[learn.BernoulliNBModel](),
		predictor[learn.KNeighborsClassifierModel](),
		predictor[learn.DecisionTreeClassifierModel](),
		predictor[learn.DecisionTreeRegressorModel](),
		predictor[learn.RandomForestClassifierModel](),
		predictor[learn.AdaBoostClassifierModel](),
		predictor[learn.GradientBoostingClassifierModel](),
		predictor[learn.MLPClassifierModel](),
		{"labs.PipelineModel", func() portable { return new(labs.PipelineModel) }, nil},
	}
}

// predictor is the kind of a model of package learn that has Predict.
func predictor[T any, P interface {
	*T
	portable
	Predict(x mat.Matrix) ([]float64, error)
}]() kind {
	return kind{
		reflect.TypeFor[T]().String(),
		func() portable { return P(new(T)) },
		func(model portable, x *mat.Dense) ([]float64, error) { return model.(P).Predict(x) },
	}
}

func predictNetwork(model portable, x *mat.Dense) ([]float64, error) {
	out, err := model.(*nn.Sequential).Compile(nil, nil).Predict(x)
	if err != nil {
		return nil, err
	}
	return out.RawMatrix().Data, nil
}

func predictMLP(model portable, x *mat.Dense) ([]float64, error) { return model.(*nn.MLP).Predict(x) }

// reduced returns the part of a model that predicts, which is of one of the kinds: the
// network of an nn.Model, the best model of a search, a pipeline around a stage.
func reduced(model any) (any, error) {
	if v := reflect.ValueOf(model); model == nil || v.Kind() == reflect.Pointer && v.IsNil() {
		return nil, errors.New("the model is nil")
	}
	switch m := model.(type) {
	case *nn.Model:
		if m.Network() == nil {
			return nil, errors.New("the model is empty: make it with Compile")
		}
		return m.Network(), nil
	case *labs.PipelineModel:
		return m, nil
	case *labs.CrossValidatorModel:
		return best(m.BestModel)
	case *labs.TrainValidationSplitModel:
		return best(m.BestModel)
	case labs.Transformer:
		return &labs.PipelineModel{Stages: []labs.Transformer{m}}, nil
	}
	return model, nil
}

func best(m *labs.PipelineModel) (any, error) {
	if m == nil {
		return nil, errors.New("the model is not fitted: BestModel is nil")
	}
	return m, nil
}

// kindOf returns the kind of a reduced model.
func kindOf(model any) (kind, portable, error) {
	for _, k := range kinds() {
		if reflect.TypeOf(k.make()) == reflect.TypeOf(model) {
			return k, model.(portable), nil
		}
	}
	t := reflect.TypeOf(model)
	what := fmt.Sprintf("a %v", t)
	switch {
	case t.Kind() == reflect.Func:
		what = "a function, " + what + ","
	case t.Implements(reflect.TypeFor[learn.Estimator]()):
		what += ", which is not fitted yet,"
	}
	return kind{}, nil, fmt.Errorf("%s does not travel: Go's functions and types of one's own stay on this machine; what travels is a fitted model: %s", what, kindNames())
}

// kindNames lists the kinds for an error.
func kindNames() string {
	names := []string{"nn.Model"}
	for _, k := range kinds() {
		names = append(names, k.name)
	}
	return strings.Join(names, ", ") + ", and fitted stages and searches of labs"
}
