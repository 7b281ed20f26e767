package nn

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// onesMatrix returns a matrix of ones.
func onesMatrix(rows, cols int) *mat.Dense {
	v := make([]float64, rows*cols)
	for i := range v {
		v[i] = 1
	}
	return matrixFrom(rows, v)
}

// Dropout drops its part of the numbers, another one each time, and keeps the mean; it
// changes nothing but in training.
func TestDropout(t *testing.T) {
	const rows, cols = 500, 40
	x := onesMatrix(rows, cols)
	for _, rate := range []float64{0, .1, .5, .9, 1} {
		net := NewSequential(cols, Dropout(rate))
		out := net.Forward(x).RawMatrix().Data
		dropped := 0
		for _, v := range out {
			switch {
			case v == 0:
				dropped++
			case math.Abs(v-1/(1-rate)) > 1e-6:
				t.Fatalf("rate %g: kept number %g, want %g", rate, v, 1/(1-rate))
			}
		}
		n := float64(len(out))
		if math.Abs(float64(dropped)/n-rate) > 6*math.Sqrt(rate*(1-rate)/n) {
			t.Errorf("rate %g: %d of %g numbers are dropped", rate, dropped, n)
		}
		if again := net.Forward(x).RawMatrix().Data; rate > 0 && rate < 1 && slices.Equal(out, again) {
			t.Errorf("rate %g: the same numbers are dropped again", rate)
		}
		if other := NewSequential(cols, Dropout(rate)).Forward(x).RawMatrix().Data; !slices.Equal(out, other) {
			t.Errorf("rate %g: two networks drop other numbers at first", rate)
		}
		p, err := net.Compile(nil, nil).Predict(x)
		if err != nil || !mat.Equal(p, x) || !mat.Equal(net.Eval().Forward(x), x) {
			t.Errorf("rate %g: Predict changes numbers: %v", rate, err)
		}
	}
}

// Two dropouts in one network have streams of their own.
func TestDropoutStreams(t *testing.T) {
	x := onesMatrix(1, 1000)
	out := NewSequential(1000, Dropout(.5), Dropout(.5)).Forward(x).RawMatrix().Data
	kept := 0
	for _, v := range out {
		if v != 0 {
			kept++
		}
	}
	if kept < 170 || kept > 330 {
		t.Errorf("%d of 1000 numbers pass two dropouts of .5, want about 250", kept)
	}
}

func TestGaussianNoise(t *testing.T) {
	x := onesMatrix(300, 50)
	net := NewSequential(50, GaussianNoise(.3))
	mean, sd := stat.MeanStdDev(net.Forward(x).RawMatrix().Data, nil)
	if math.Abs(mean-1) > .016 || math.Abs(sd-.3) > .011 {
		t.Errorf("mean %g, standard deviation %g, want 1 and 0.3", mean, sd)
	}
	if p, err := net.Compile(nil, nil).Predict(x); err != nil || !mat.Equal(p, x) {
		t.Errorf("Predict adds noise: %v", err)
	}
}

// noisyModel is a network with all that is random in a fit.
func noisyModel() *Model {
	return NewSequential(2, GaussianNoise(.1), Dense(8, SiLU), Dropout(.3), BatchNormalization(), Dense(1, Sigmoid)).
		Compile(&Adam{LearningRate: .02}, BinaryCrossentropy, Accuracy)
}

// The seed decides about dropout and noise; two fits are as one, and the weights with
// moving means make the round trip through bytes between them.
func TestNoisyFit(t *testing.T) {
	x, y := ring(100)
	fit := func(seed int64) *Model {
		m := noisyModel()
		mustFit(t, m, x, y, FitConfig{Epochs: 4, Seed: seed, ValidationSplit: .2})
		return m
	}
	a, b, c := fit(1), fit(1), fit(2)
	if !slices.Equal(a.net.Params(), b.net.Params()) || !slices.Equal(a.net.NonTrainable(), b.net.NonTrainable()) {
		t.Error("two fits with the same seed differ")
	}
	if slices.Equal(a.net.Params(), c.net.Params()) {
		t.Error("two seeds give the same fit")
	}
	m := noisyModel()
	for range 2 {
		mustFit(t, m, x, y, FitConfig{Epochs: 2, Seed: 1, ValidationSplit: .2})
		var read Model
		if err := read.UnmarshalBinary(marshal(t, m)); err != nil {
			t.Fatal(err)
		}
		m = &read
	}
	if !slices.Equal(a.net.Params(), m.net.Params()) || !slices.Equal(a.net.NonTrainable(), m.net.NonTrainable()) {
		t.Error("two fits of 2 epochs are not one of 4")
	}
}

// A network in which no weight is learned can be fitted, saved and fitted again.
func TestNothingToLearn(t *testing.T) {
	x, y := ring(20)
	options := OptimizerOptions{EMAMomentum: .9, GlobalClipNorm: 1}
	for _, o := range []Optimizer{&SGD{Momentum: .9}, &RMSprop{}, &Adam{OptimizerOptions: options}} {
		m := NewSequential(2, Dropout(.5), Frozen(Dense(1, Sigmoid))).Compile(o, BinaryCrossentropy)
		before := slices.Clone(m.net.state)
		mustFit(t, m, x, y, FitConfig{Epochs: 2})
		var read Model
		if err := read.UnmarshalBinary(marshal(t, m)); err != nil {
			t.Fatal(err)
		}
		mustFit(t, &read, x, y, FitConfig{Epochs: 2, Float64: true})
		if !slices.Equal(read.net.state, before) || len(read.net.params) != 0 {
			t.Errorf("%T: weights %v, were %v", o, read.net.state, before)
		}
	}
}

// A frozen layer of a caller's own does not learn, hands gradients on and may fail.
func TestFrozenCustomLayer(t *testing.T) {
	x, y := ring(30)
	m := NewSequential(2, Dense(2, Tanh), Frozen(doublingLayer(2)), Dense(1, Sigmoid)).Compile(&SGD{}, BinaryCrossentropy)
	before := slices.Clone(m.net.params)
	mustFit(t, m, x, y, FitConfig{})
	if m.net.state[0] != 1 || m.net.params[0] == before[0] {
		t.Errorf("factor %g, first weight %g, was %g", m.net.state[0], m.net.params[0], before[0])
	}
	m = NewSequential(2, Frozen(doublingLayer(2)), Dense(1, Sigmoid)).Compile(&SGD{}, BinaryCrossentropy)
	x.Set(3, 1, 99)
	_, err := m.Fit(x, y, FitConfig{})
	wantError(t, "Fit", err, "nn: Fit: layer 1: 99 is too much")
}
