package interchange

import (
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"golab/nn"
)

// number is a number whose zero stands for initial. Where zero is allowed, a negative
// number stands for it, unless initial is 0.
func number(keras, name string, initial float64, zero bool) field {
	return field{keras, name,
		func(v reflect.Value) (any, error) {
			switch f := v.Float(); {
			case f == 0:
				return float(initial), nil
			case f < 0 && zero:
				return float(0), nil
			default:
				return float(f), nil
			}
		},
		func(text json.RawMessage, _ *settings, explicit bool, v reflect.Value) error {
			f, err := decoded(text, initial)
			if err != nil {
				return err
			}
			if keras == "learning_rate" {
				f = shortest(f)
			}
			switch {
			case f-f != 0 || f < 0 || f == 0 && !zero:
				return fmt.Errorf("it is %v", f)
			case f == 0 && initial != 0:
				f = -1
			case f == initial && !explicit:
				f = 0
			}
			v.SetFloat(f)
			return nil
		}}
}

// signed is a number of any sign whose zero stands for initial.
func signed(keras, name string, initial float64) field {
	return field{keras, name,
		func(v reflect.Value) (any, error) {
			if f := v.Float(); f != 0 {
				return float(f), nil
			}
			return float(initial), nil
		},
		func(text json.RawMessage, _ *settings, explicit bool, v reflect.Value) error {
			f, err := decoded(text, initial)
			if err != nil {
				return err
			}
			if f-f != 0 || f == 0 && initial != 0 {
				return fmt.Errorf("it is %v, which golab/nn has not", f)
			}
			if f == initial && !explicit {
				f = 0
			}
			v.SetFloat(f)
			return nil
		}}
}

// plain is a number that is what it is. Missing, it is initial.
func plain(keras, name string, initial float64) field {
	return field{keras, name,
		func(v reflect.Value) (any, error) { return float(v.Float()), nil },
		func(text json.RawMessage, _ *settings, _ bool, v reflect.Value) error {
			f, err := decoded(text, initial)
			v.SetFloat(f)
			return err
		}}
}

// optional is a number whose zero stands for none, null.
func optional(keras, name string) field {
	return field{keras, name,
		func(v reflect.Value) (any, error) {
			if v.IsZero() {
				return nil, nil
			}
			if v.CanInt() {
				return v.Int(), nil
			}
			return float(v.Float()), nil
		},
		func(text json.RawMessage, _ *settings, _ bool, v reflect.Value) error {
			if isNull(text) {
				return nil
			}
			return json.Unmarshal(text, v.Addr().Interface())
		}}
}

// whole is an integer whose zero stands for initial.
func whole(keras, name string, initial int64) field {
	return field{keras, name,
		func(v reflect.Value) (any, error) {
			if n := v.Int(); n != 0 {
				return n, nil
			}
			return initial, nil
		},
		func(text json.RawMessage, _ *settings, _ bool, v reflect.Value) error {
			n, err := decoded(text, initial)
			switch {
			case err != nil:
				return err
			case n == 0 && initial != 0:
				return errors.New("it is 0")
			case n == initial:
				n = 0
			}
			v.SetInt(n)
			return nil
		}}
}

// count is an integer that is what it is.
func count(keras, name string) field {
	return field{keras, name,
		func(v reflect.Value) (any, error) { return v.Int(), nil },
		func(text json.RawMessage, _ *settings, _ bool, v reflect.Value) error {
			n, err := decoded(text, int64(0))
			v.SetInt(n)
			return err
		}}
}

// flag is a switch that is off unless Keras says otherwise.
func flag(keras, name string) field { return toggle(keras, name, false) }

// notFlag is a switch that stands for the contrary of Keras's, which is on unless it
// says otherwise.
func notFlag(keras, name string) field { return toggle(keras, name, true) }

func toggle(keras, name string, not bool) field {
	return field{keras, name,
		func(v reflect.Value) (any, error) { return v.Bool() != not, nil },
		func(text json.RawMessage, _ *settings, _ bool, v reflect.Value) error {
			on, err := decoded(text, not)
			v.SetBool(on != not)
			return err
		}}
}

// decoded returns what is in text, or initial when it is missing or null.
func decoded[T any](text json.RawMessage, initial T) (T, error) {
	if isNull(text) {
		return initial, nil
	}
	err := json.Unmarshal(text, &initial)
	return initial, err
}

// list is a list of numbers, which Keras may write as one number, or as null for none.
func list(keras, name string) field {
	return field{keras, name,
		func(v reflect.Value) (any, error) {
			switch all := v.Interface().(type) {
			case []float64:
				if all == nil {
					return nil, nil
				}
				out := make([]float, len(all))
				for i, f := range all {
					out[i] = float(f)
				}
				return out, nil
			case []int:
				if all == nil {
					return nil, nil
				}
			}
			return v.Interface(), nil
		},
		func(text json.RawMessage, _ *settings, _ bool, v reflect.Value) error {
			if isNull(text) {
				return nil
			}
			if text[0] != '[' {
				text = slices.Concat([]byte{'['}, text, []byte{']'})
			}
			return json.Unmarshal(text, v.Addr().Interface())
		}}
}

// pointer is a number that may be missing.
func pointer(keras, name string) field {
	return field{keras, name,
		func(v reflect.Value) (any, error) { return v.Interface(), nil },
		func(text json.RawMessage, _ *settings, _ bool, v reflect.Value) error {
			if isNull(text) {
				return nil
			}
			return json.Unmarshal(text, v.Addr().Interface())
		}}
}

// word is one of the names of a type; null is "none".
func word(keras, name string) field {
	return field{keras, name,
		func(v reflect.Value) (any, error) {
			text, err := v.Interface().(encoding.TextMarshaler).MarshalText()
			if err != nil || string(text) == "none" {
				return nil, err
			}
			return string(text), nil
		},
		func(text json.RawMessage, _ *settings, _ bool, v reflect.Value) error {
			u := v.Addr().Interface().(encoding.TextUnmarshaler)
			if text != nil && isNull(text) {
				return u.UnmarshalText([]byte("none"))
			}
			if text == nil {
				return nil
			}
			var name string
			if err := json.Unmarshal(text, &name); err != nil {
				return err
			}
			return u.UnmarshalText([]byte(name))
		}}
}

// choice is an integer that Keras has a name for.
func choice(keras, name string, names ...string) field {
	return field{keras, name,
		func(v reflect.Value) (any, error) {
			if i := v.Int(); i >= 0 && i < int64(len(names)) {
				return names[i], nil
			}
			return nil, fmt.Errorf("it is %d", v.Int())
		},
		func(text json.RawMessage, _ *settings, _ bool, v reflect.Value) error {
			got, err := decoded(text, names[0])
			if err != nil {
				return err
			}
			i := slices.Index(names, got)
			if i < 0 {
				return fmt.Errorf("it is %q, which golab/nn has not", short([]byte(got)))
			}
			v.SetInt(int64(i))
			return nil
		}}
}

// activation is the function of a layer.
func activation() field {
	return field{"activation", "Activation",
		func(v reflect.Value) (any, error) { return v.Interface().(nn.Activation).String(), nil },
		func(text json.RawMessage, _ *settings, _ bool, v reflect.Value) error {
			a, err := readFunction(text)
			v.SetInt(int64(a))
			return err
		}}
}
