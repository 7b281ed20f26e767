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
