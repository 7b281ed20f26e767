package widgets

import (
	"cmp"
	"math"
)

// clamp brings v into the range; NaN to its lower end.
func clamp[T cmp.Ordered](v, lo, hi T) T {
	if !(v >= lo) {
		return lo
	}
	return min(v, hi)
}

// positive returns v, or the default where v is none.
func positive[T int | float64](v, otherwise T) T {
	if v > 0 && !math.IsInf(float64(v), 0) {
		return v
	}
	return otherwise
}

// or returns s, or the default where s is empty.
func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// intRange returns the range of an int control.
func intRange(lo, hi int) (int, int) {
	if lo == 0 && hi == 0 {
		return 0, 100
	}
	return lo, max(lo, hi)
}

// floatRange returns the range of a float control. What JSON does not know is
// replaced by the default.
func floatRange(lo, hi, otherwise float64) (float64, float64) {
	if lo == 0 && hi == 0 || math.IsNaN(hi-lo) || math.IsInf(hi-lo, 0) {
		return 0, otherwise
	}
	return lo, max(lo, hi)
}

// intWithin returns an accept for ints in a range.
func intWithin(lo, hi int) func(any) (any, bool) {
	return func(v any) (any, bool) {
		switch v := v.(type) {
		case int:
			return clamp(v, lo, hi), true
		case float64:
			// Floats beyond the range of int are brought into the slider's before
			// they become ints.
			return int(math.Round(clamp(v, float64(lo), float64(hi)))), true
		}
		return nil, false
	}
}

// floatWithin returns an accept for floats in a range.
func floatWithin(lo, hi float64) func(any) (any, bool) {
	return func(v any) (any, bool) {
		f, ok := v.(float64)
		if !ok || math.IsNaN(f) {
			return nil, false
		}
		return clamp(f, lo, hi), true
	}
}
