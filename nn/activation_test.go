package nn

import (
	"encoding/json"
	"math"
	"slices"
	"testing"
)

// allActivations returns the activations.
func allActivations() []Activation {
	all := make([]Activation, len(activationNames))
	for i := range all {
		all[i] = Activation(i)
	}
	return all
}

// Names, in text and back.
func TestActivationNames(t *testing.T) {
	for _, a := range allActivations() {
		text, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		var back Activation
		if err := json.Unmarshal(text, &back); err != nil || back != a {
			t.Errorf("%s read back as %v: %v", text, back, err)
		}
	}
	if HardSiLU.String() != "hard_silu" || GELU.String() != "gelu" || LogSoftmax.String() != "log_softmax" {
		t.Error("names are not in the order of the constants")
	}
}

// Every activation has the gradient that differences give, in the middle of a
// network and at its end.
func TestActivationGradients(t *testing.T) {
	for _, a := range allActivations() {
		t.Run(a.String(), func(t *testing.T) {
			checkLayers(t, 4, Dense(7, a), Dense(3, Linear))
			checkLayers(t, 4, Activate(a), Dense(5, Tanh), Dense(3, a))
			checkLayers(t, 4, Dense(5, Tanh), Activate(a))
			checkLayers(t, 4, Dense(6, Linear), Reshape(2, 3), Activate(a), Flatten())
		})
	}
}

// Huge and tiny numbers give what the formula tends to, and finite gradients.
func TestActivationLimits(t *testing.T) {
	for _, c := range []struct {
		activation Activation
		low, high  float64 // at ∓1e4; NaN: as far as a float32 goes
	}{
		{ELU, -1, 1e4}, {CELU, -1, 1e4}, {SELU, -1.7580993408473766, 10507.009873554805}, {GELU, 0, 1e4},
		{LeakyReLU, -2e3, 1e4}, {ReLU6, 0, 6}, {Softplus, 0, 1e4}, {Softsign, -1e4 / 10001.0, 1e4 / 10001.0},
		{SiLU, 0, 1e4}, {Mish, 0, 1e4}, {HardSigmoid, 0, 1}, {HardTanh, -1, 1}, {HardSiLU, 0, 1e4},
	} {
		for i, want := range []float64{c.low, c.high} {
			z := []float32{float32(1e4 * float64(2*i-1))}
			out := slices.Clone(z)
			activate(c.activation, packedRows(out, 1))
			if math.Abs(float64(out[0])-want) > 1e-6*max(1, math.Abs(want)) {
				t.Errorf("%v(%g) = %g, want %g", c.activation, z[0], out[0], want)
			}
			d := []float32{1}
			activateGrad(c.activation, packedRows(d, 1), packedRows(out, 1), packedRows(z, 1))
			if !(d[0] >= -1e-6 && d[0] < 1.1) {
				t.Errorf("%v′(%g) = %g", c.activation, z[0], d[0])
			}
		}
	}
	row := []float32{-1e30, 0, 1e30}
	activate(LogSoftmax, packedRows(row, 3))
	if row[2] != 0 || row[0] != -2e30 {
		t.Errorf("log_softmax gives %v", row)
	}
}
