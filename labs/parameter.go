package labs

import (
	"fmt"
	"math"
)

// iterations returns the parameter MaxIter, where 0 is the default and -1 is 0.
func iterations(maxIter, byDefault int) (int, error) {
	switch {
	case maxIter < -1:
		return 0, fmt.Errorf("parameter MaxIter is %d, the least is 1, or -1 for none", maxIter)
	case maxIter == -1:
		return 0, nil
	case maxIter == 0:
		return byDefault, nil
	}
	return maxIter, nil
}

// orMinus returns a parameter of which 0 is the default and -1 is 0, and which must be
// from low to high.
func orMinus(name string, v, byDefault, low, high float64) (float64, error) {
	switch {
	case v == 0:
		return byDefault, nil
	case v == -1:
		v = 0
	}
	return v, between(name, v, low, high)
}

// between reports a parameter that is not from low to high, or not finite.
func between(name string, v, low, high float64) error {
	if v >= low && v <= high && !math.IsInf(v, 0) {
		return nil
	}
	if math.IsInf(high, 1) {
		return fmt.Errorf("parameter %s is %v, the least is %v", name, v, low)
	}
	return fmt.Errorf("parameter %s is %v, it must be from %v to %v", name, v, low, high)
}

// wholeBetween is between for whole numbers.
func wholeBetween(name string, v, low, high int) error {
	if v >= low && v <= high {
		return nil
	}
	if high == math.MaxInt {
		return fmt.Errorf("parameter %s is %d, the least is %d", name, v, low)
	}
	return fmt.Errorf("parameter %s is %d, it must be from %d to %d", name, v, low, high)
}

// orElse returns v, or the default where it is 0.
func orElse[T int | int64 | float64](v, byDefault T) T {
	if v == 0 {
		return byDefault
	}
	return v
}

// firstError returns the first error that there is.
func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
