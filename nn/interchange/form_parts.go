package interchange

import (
	"encoding/json"
	"fmt"
	"reflect"

	"golab/nn"
)

// initializers returns the forms of the initializers.
func initializers() []form {
	skip := []string{"seed", "dtype"}
	return []form{
		{class: "GlorotUniform", zero: nn.GlorotUniform{}, skip: skip, none: axes()},
		{class: "GlorotNormal", zero: nn.GlorotNormal{}, skip: skip, none: axes()},
		{class: "HeUniform", zero: nn.HeUniform{}, skip: skip, none: axes()},
		{class: "HeNormal", zero: nn.HeNormal{}, skip: skip, none: axes()},
		{class: "LecunUniform", zero: nn.LecunUniform{}, skip: skip, none: axes()},
		{class: "LecunNormal", zero: nn.LecunNormal{}, skip: skip, none: axes()},
		{class: "VarianceScaling", zero: nn.VarianceScaling{}, skip: skip, none: axes(), fields: []field{
			number("scale", "Scale", 1, false), choice("mode", "Mode", "fan_in", "fan_out", "fan_avg"),
			choice("distribution", "Distribution", "truncated_normal", "untruncated_normal", "uniform"),
		}},
		{class: "Zeros", zero: nn.Zeros{}, skip: skip},
		{class: "Ones", zero: nn.Ones{}, skip: skip},
		{class: "Constant", zero: nn.Constant{}, skip: skip, fields: []field{plain("value", "Value", 0)}},
		{class: "Identity", zero: nn.Identity{}, skip: skip, fields: []field{signed("gain", "Gain", 1)}},
		{class: "Orthogonal", zero: nn.Orthogonal{}, skip: skip, fields: []field{signed("gain", "Gain", 1)}},
		{class: "RandomNormal", zero: nn.RandomNormal{}, skip: skip, fields: []field{
			plain("mean", "Mean", 0), number("stddev", "StdDev", 0.05, false)}},
		{class: "TruncatedNormal", zero: nn.TruncatedNormal{}, skip: skip, fields: []field{
			plain("mean", "Mean", 0), number("stddev", "StdDev", 0.05, false)}},
		{class: "RandomUniform", zero: nn.RandomUniform{}, skip: skip, fields: []field{
			plain("minval", "MinVal", -0.05), plain("maxval", "MaxVal", 0.05)}},
	}
}

// axes are settings of initializers for other layers.
func axes() []string { return []string{"input_axes", "output_axes"} }

// constraints returns the forms of the constraints.
func constraints() []form {
	return []form{
		{class: "NonNeg", zero: nn.NonNeg{}},
		{class: "MaxNorm", zero: nn.MaxNorm{}, fields: []field{number("max_value", "MaxValue", 2, false), count("axis", "Axis")}},
		{class: "UnitNorm", zero: nn.UnitNorm{}, fields: []field{count("axis", "Axis")}},
		{class: "MinMaxNorm", zero: nn.MinMaxNorm{}, fields: []field{plain("min_value", "MinValue", 0),
			number("max_value", "MaxValue", 1, false), number("rate", "Rate", 1, false), count("axis", "Axis")}},
	}
}

// initializer is a field whose nil stands for initial.
func initializer(keras, name string, initial nn.Initializer) field {
	return field{keras, name,
		func(v reflect.Value) (any, error) {
			i := initial
			if !v.IsNil() {
				i = v.Interface().(nn.Initializer)
			}
			if i == (nn.RandomUniform{}) {
				i = uniform()
			}
			return writePart("keras.initializers", initializers(), i)
		},
		func(text json.RawMessage, s *settings, _ bool, v reflect.Value) error {
			if s.forPredict || isNull(text) {
				return nil
			}
			read, err := readObject(initializers(), text)
			if err != nil {
				return err
			}
			if read == any(uniform()) {
				read = nn.RandomUniform{}
			}
			if read != nil && read != any(initial) {
				v.Set(reflect.ValueOf(read))
			}
			return nil
		}}
}

// uniform is what nn.RandomUniform{} stands for.
func uniform() nn.RandomUniform { return nn.RandomUniform{MinVal: -0.05, MaxVal: 0.05} }

// constraint is a field whose nil stands for none.
func constraint(keras, name string) field {
	return field{keras, name,
		func(v reflect.Value) (any, error) {
			if v.IsNil() {
				return nil, nil
			}
			return writePart("keras.constraints", constraints(), v.Interface())
		},
		func(text json.RawMessage, s *settings, _ bool, v reflect.Value) error {
			if s.forPredict {
				return nil
			}
			read, err := readObject(constraints(), text)
			if err == nil && read != nil {
				v.Set(reflect.ValueOf(read))
			}
			return err
		}}
}

// writePart returns an object that is a setting of another.
func writePart(module string, all []form, v any) (any, error) {
	f := formOfValue(all, v)
	if f == nil {
		return nil, fmt.Errorf("%v has no name in Keras", v)
	}
	return f.object(module, v)
}

// penalty is Keras's form of a regularizer.
type penalty struct{ L1, L2 float64 }

// penalties returns the forms of the regularizers.
func penalties() []form {
	l1, l2 := plain("l1", "L1", 0.01), plain("l2", "L2", 0.01)
	return []form{
		{class: "L1", zero: penalty{}, fields: []field{l1}},
		{class: "L2", zero: penalty{}, fields: []field{l2}},
		{class: "L1L2", zero: penalty{}, fields: []field{plain("l1", "L1", 0), plain("l2", "L2", 0)}},
	}
}

// regularizer is a field whose zero stands for none.
func regularizer(keras, name string) field {
	return field{keras, name,
		func(v reflect.Value) (any, error) {
			r := v.Interface().(nn.Regularizer)
			class := 2
			switch {
			case r == nn.Regularizer{}:
				return nil, nil
			case r.L2 == 0:
				class = 0
			case r.L1 == 0:
				class = 1
			}
			return penalties()[class].object("keras.regularizers", penalty(r))
		},
		func(text json.RawMessage, s *settings, _ bool, v reflect.Value) error {
			if s.forPredict {
				return nil
			}
			read, err := readObject(penalties(), text)
			if err == nil && read != nil {
				v.Set(reflect.ValueOf(nn.Regularizer(read.(penalty))))
			}
			return err
		}}
}
