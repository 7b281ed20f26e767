package nn

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// object is a value of this package in a file: a layer, an optimizer, a loss, a
// metric, or what is in a field of one.
type object struct {
	Class  string                     `json:"class"`
	Fields map[string]json.RawMessage `json:"fields,omitempty"`
}

// objects returns a value of every type that files may name. Pointers stand for types
// that are used as such.
func objects() []any {
	return []any{
		DenseLayer{}, ActivationLayer{}, SoftmaxLayer{}, FlattenLayer{}, ReshapeLayer{}, FrozenLayer{},
		ReLULayer{}, LeakyReLULayer{}, PReLULayer{}, ELULayer{}, DropoutLayer{}, GaussianNoiseLayer{},
		BatchNormalizationLayer{}, LayerNormalizationLayer{}, NormalizationLayer{}, RescalingLayer{},
		EmbeddingLayer{}, ActivityRegularizationLayer{},

		&RMSprop{}, &SGD{}, &Adam{}, &AdamW{}, &Nadam{}, &Adamax{}, &Adagrad{}, &Adadelta{}, &Lion{}, &Ftrl{},
		ExponentialDecay{}, InverseTimeDecay{}, PolynomialDecay{}, PiecewiseConstantDecay{}, CosineDecay{}, CosineDecayRestarts{},

		CrossentropyLoss{}, BinaryFocalCrossentropyLoss{}, CategoricalFocalCrossentropyLoss{},
		MeanSquaredErrorLoss{}, MeanAbsoluteErrorLoss{}, MeanAbsolutePercentageErrorLoss{}, MeanSquaredLogarithmicErrorLoss{},
		HuberLoss{}, LogCoshLoss{}, PoissonLoss{}, KLDivergenceLoss{}, CosineSimilarityLoss{},
		HingeLoss{}, SquaredHingeLoss{}, CategoricalHingeLoss{},

		AccuracyMetric{}, weightedMetric{}, namedMetric{},
		BinaryAccuracyMetric{}, CategoricalAccuracyMetric{}, SparseCategoricalAccuracyMetric{},
		TopKCategoricalAccuracyMetric{}, SparseTopKCategoricalAccuracyMetric{},
		AUCMetric{}, PrecisionMetric{}, RecallMetric{},
		TruePositivesMetric{}, TrueNegativesMetric{}, FalsePositivesMetric{}, FalseNegativesMetric{},
		SensitivityAtSpecificityMetric{}, SpecificityAtSensitivityMetric{}, PrecisionAtRecallMetric{}, RecallAtPrecisionMetric{},
		F1ScoreMetric{}, FBetaScoreMetric{}, R2ScoreMetric{}, RootMeanSquaredErrorMetric{},

		GlorotUniform{}, Zeros{}, Ones{}, Constant{}, Identity{}, Orthogonal{},
		RandomNormal{}, RandomUniform{}, TruncatedNormal{}, VarianceScaling{},
		GlorotNormal{}, HeNormal{}, HeUniform{}, LecunNormal{}, LecunUniform{},
		NonNeg{}, MaxNorm{}, UnitNorm{}, MinMaxNorm{},
	}
}

// encodeObject returns v as an object. It fails for types that are not in objects.
func encodeObject(v any) (json.RawMessage, error) {
	for _, known := range objects() {
		t := reflect.TypeOf(known)
		if t != reflect.TypeOf(v) {
			continue
		}
		value := reflect.Indirect(reflect.ValueOf(v))
		if !value.IsValid() {
			return nil, fmt.Errorf("a nil %T", v)
		}
		o := object{Class: value.Type().Name()}
		var err error
		if o.Fields, err = encodeFields(value); err != nil {
			return nil, fmt.Errorf("%s: %w", o.Class, err)
		}
		return json.Marshal(o)
	}
	if u, ok := v.(interface{ unwritable() error }); ok {
		return nil, u.unwritable()
	}
	return nil, fmt.Errorf("%T is not a type of this package that goes into files", v)
}

// encodeFields returns the exported fields of a struct that are not zero.
func encodeFields(v reflect.Value) (map[string]json.RawMessage, error) {
	fields := map[string]json.RawMessage{}
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if !f.IsExported() || v.Field(i).IsZero() {
			continue
		}
		text, err := encodeField(v.Field(i))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		fields[f.Name] = text
	}
	return fields, nil
}

func encodeField(v reflect.Value) (json.RawMessage, error) {
	switch v.Kind() {
	case reflect.Interface:
		return encodeObject(v.Interface())
	case reflect.Struct:
		fields, err := encodeFields(v)
		if err != nil {
			return nil, err
		}
		return json.Marshal(fields)
	}
	return json.Marshal(v.Interface())
}

// decodeObject returns the object in text as a T. It fails for classes, fields and
// values that this package has not.
func decodeObject[T any](text json.RawMessage) (T, error) {
	var none T
	v, err := decodeAny(text, reflect.TypeFor[T](), 0)
	if err != nil {
		return none, err
	}
	return v.Interface().(T), nil
}

// maxNesting bounds objects in objects.
const maxNesting = 8

// decodeAny returns the object in text, whose type implements want.
func decodeAny(text json.RawMessage, want reflect.Type, depth int) (reflect.Value, error) {
	var o object
	if depth > maxNesting {
		return reflect.Value{}, fmt.Errorf("objects in objects, more than %d deep", maxNesting)
	}
	if err := decodeStrictly(text, &o); err != nil {
		return reflect.Value{}, err
	}
	for _, known := range objects() {
		t := reflect.TypeOf(known)
		if !t.Implements(want) {
			continue
		}
		pointer := t.Kind() == reflect.Pointer
		if pointer {
			t = t.Elem()
		}
		if t.Name() != o.Class {
			continue
		}
		v := reflect.New(t)
		if err := decodeFields(o.Fields, v.Elem(), depth); err != nil {
			return v, fmt.Errorf("%s: %w", o.Class, err)
		}
		if pointer {
			return v, nil
		}
		return v.Elem(), nil
	}
	return reflect.Value{}, fmt.Errorf("unknown class %q of %v", o.Class, want)
}

// decodeFields sets the fields of a struct.
func decodeFields(fields map[string]json.RawMessage, v reflect.Value, depth int) error {
	for name, text := range fields {
		f, ok := v.Type().FieldByName(name)
		if !ok || !f.IsExported() || len(f.Index) != 1 {
			return fmt.Errorf("unknown field %q", name)
		}
		if err := decodeField(text, v.FieldByIndex(f.Index), depth); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func decodeField(text json.RawMessage, v reflect.Value, depth int) error {
	switch v.Kind() {
	case reflect.Interface:
		o, err := decodeAny(text, v.Type(), depth+1)
		if err != nil {
			return err
		}
		v.Set(o)
		return nil
	case reflect.Struct:
		var fields map[string]json.RawMessage
		if err := decodeStrictly(text, &fields); err != nil {
			return err
		}
		return decodeFields(fields, v, depth)
	}
	return decodeStrictly(text, v.Addr().Interface())
}
