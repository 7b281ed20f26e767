package jvm

import (
	"math"
	"testing"
)

func TestDoubleText(t *testing.T) {
	for _, tt := range []struct {
		x    float64
		want string
	}{
		{0, "0.0"},
		{math.Copysign(0, -1), "-0.0"},
		{2, "2.0"},
		{-0.1, "-0.1"},
		{1e-3, "0.001"},
		{0.00099, "9.9E-4"},
		{1e7, "1.0E7"},
		{9999999, "9999999.0"},
		{12345678, "1.2345678E7"},
		{math.MaxFloat64, "1.7976931348623157E308"},
		{math.NaN(), "NaN"},
		{math.Inf(1), "Infinity"},
		{math.Inf(-1), "-Infinity"},
	} {
		if got := DoubleText(tt.x); got != tt.want {
			t.Errorf("the text of %v is %s, Java has %s", tt.x, got, tt.want)
		}
	}
}
