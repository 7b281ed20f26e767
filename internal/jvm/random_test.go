package jvm

import "testing"

// The states and draws are those that a JVM prints for the same seeds.
func TestXORShiftRandomNextDouble(t *testing.T) {
	tests := []struct {
		seed  int64
		state uint64
		want  []float64
	}{
		{42, 0x38078a854d18b285, []float64{0.61918937022530096, 0.50960188424464814, 0.83252593888715243, 0.26322809041172357, 0.67028676962641354}},
		{1500, 0x8aefa3e0cfe071cf, []float64{0.30185345590437929, 0.34406092692223234, 0.72501083726083604, 0.67381190224420096, 0.6244655278948229}},
	}
	for _, tt := range tests {
		r := NewXORShiftRandom(tt.seed)
		if r.state != tt.state {
			t.Errorf("seed %d: state %#x, want %#x", tt.seed, r.state, tt.state)
		}
		for i, want := range tt.want {
			if got := r.NextDouble(); got != want {
				t.Errorf("seed %d: draw %d = %v, want %v", tt.seed, i, got, want)
			}
		}
	}
}
