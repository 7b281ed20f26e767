package half_test

import (
	"math"
	"testing"

	"golab/nn/interchange/internal/half"
)

func TestFloat(t *testing.T) {
	for bits, want := range map[uint16]float64{
		0x0000: 0, 0x3C00: 1, 0xC000: -2, 0x7BFF: 65504, 0x0400: 0x1p-14, 0x0001: 0x1p-24, 0x03FF: 1023 * 0x1p-24,
		0x3555: 0.333251953125, 0x7C00: math.Inf(1), 0xFC00: math.Inf(-1),
	} {
		if got := half.Float(bits); got != want {
			t.Errorf("%#04x = %v, want %v", bits, got, want)
		}
	}
	if v := half.Float(0x7E00); v == v {
		t.Errorf("NaN = %v", v)
	}
	if v := half.Float(0x8000); v != 0 || !math.Signbit(v) {
		t.Errorf("minus zero = %v", v)
	}
}

func TestBrain(t *testing.T) {
	for bits, want := range map[uint16]float64{0: 0, 0x3F80: 1, 0xC040: -3, 0x7F80: math.Inf(1), 0x0001: 0x1p-133} {
		if got := half.Brain(bits); got != want {
			t.Errorf("%#04x = %v, want %v", bits, got, want)
		}
	}
}
