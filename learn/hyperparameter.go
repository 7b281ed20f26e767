package learn

import (
	"fmt"
	"math"
)

// nonNegative returns the value of a hyperparameter that may be 0: 0 stands for
// its default, -1 for 0.
func nonNegative(where, name string, v, byDefault float64) (float64, error) {
	switch {
	case v == 0:
		return byDefault, nil
	case v == -1:
		return 0, nil
	case !(v > 0) || math.IsInf(v, 1):
		return 0, fmt.Errorf("learn: %s: %s is %v, it must be finite and not negative (-1 for 0)", where, name, v)
	}
	return v, nil
}

// positive returns the value of a hyperparameter above 0, for which 0 stands for the
// default.
func positive(where, name string, v, byDefault float64) (float64, error) {
	if v == 0 {
		return byDefault, nil
	}
	if !(v > 0) || math.IsInf(v, 1) {
		return 0, fmt.Errorf("learn: %s: %s is %v, it must be finite and above 0", where, name, v)
	}
	return v, nil
}

// atLeastOne returns the value of a count, for which 0 stands for the default.
func atLeastOne(where, name string, n, byDefault int) (int, error) {
	if n == 0 {
		return byDefault, nil
	}
	if n < 0 {
		return 0, fmt.Errorf("learn: %s: %s is %d, it must be at least 1", where, name, n)
	}
	return n, nil
}

// oneOf returns the value of a choice, for which "" stands for the first of values.
func oneOf(where, name, v string, values ...string) (string, error) {
	if v == "" {
		return values[0], nil
	}
	for _, w := range values {
		if v == w {
			return v, nil
		}
	}
	return "", fmt.Errorf("learn: %s: %s is %q, it must be one of %q", where, name, v, values)
}
