package nn

import (
	"math"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

func TestInit(t *testing.T) {
	net := NewSequential(57, Dense(20, ReLU), Dense(5, ReLU), DenseLayer{Units: 3, NoBias: true}, Dense(1, Sigmoid))
	if n := len(net.Params()); n != 1160+105+15+4 || len(net.Grads()) != n {
		t.Fatalf("%d weights, want %d", n, 1160+105+15+4)
	}
	place, width := 0, 57
	for i, l := range net.Layers() {
		d := l.(DenseLayer)
		kernel := toFloat64(net.Params()[place : place+width*d.Units])
		limit := math.Sqrt(6 / float64(width+d.Units))
		if lo, hi := slices.Min(kernel), slices.Max(kernel); lo < -limit || hi > limit {
			t.Errorf("layer %d: weights from %g to %g, limit %g", i, lo, hi, limit)
		}
		if len(kernel) > 1000 { // mean 0, variance limit²/3
			mean, sd := stat.MeanStdDev(kernel, nil)
			if want := limit / math.Sqrt(3); math.Abs(mean) > .1*limit || math.Abs(sd-want) > .05*want {
				t.Errorf("layer %d: mean %g, standard deviation %g, want 0 and %g", i, mean, sd, want)
			}
		}
		place += len(kernel)
		if !d.NoBias {
			for _, b := range net.Params()[place : place+d.Units] {
				if b != 0 {
					t.Errorf("layer %d: bias %g", i, b)
				}
			}
			place += d.Units
		}
		width = d.Units
	}
}

func TestInitSeeds(t *testing.T) {
	build := func() *Sequential { return NewSequential(3, Dense(4, Tanh), Dense(4, Tanh), Dense(4, Tanh)) }
	zero := build()
	if !slices.Equal(zero.Params(), build().Init(0).Params()) {
		t.Error("a new network is not that of Init(0)")
	}
	if slices.Equal(zero.Params(), build().Init(1).Params()) {
		t.Error("seeds 0 and 1 give the same weights")
	}
	if second, third := zero.Params()[16:32], zero.Params()[36:52]; slices.Equal(second, third) {
		t.Error("two layers have the same weights")
	}
	n := build()
	for i := range n.Params() {
		n.Params()[i] = 7 // biases too
	}
	if !slices.Equal(n.Init(5).Params(), build().Init(5).Params()) {
		t.Error("Init(5) depends on what was there before")
	}
}

func TestShuffle(t *testing.T) {
	order, again := make([]int, 100), make([]int, 100)
	shuffle(order, 7)
	shuffle(again, 7)
	if !slices.Equal(order, again) {
		t.Error("a seed gives two orders")
	}
	if shuffle(again, 8); slices.Equal(order, again) {
		t.Error("seeds 7 and 8 give the same order")
	}
	slices.Sort(order)
	for i, v := range order {
		if v != i {
			t.Fatalf("not a permutation: %v", order)
		}
	}
}

func TestDescriptionErrors(t *testing.T) {
	for _, c := range []struct {
		name string
		net  *Sequential
		want string
	}{
		{"no layers", NewSequential(3), "nn: NewSequential: no layers, there must be at least 1"},
		{"no inputs", NewSequential(0, Dense(1, Linear)), "nn: NewSequential: 0 inputs, there must be 1 to"},
		{"negative inputs", NewSequential(-4, Dense(1, Linear)), "-4 inputs"},
		{"no units", NewSequential(3, Dense(2, ReLU), Dense(0, ReLU)), "nn: NewSequential: layer 2: 0 units"},
		{"negative units", NewSequential(3, Dense(-1, ReLU)), "layer 1: -1 units"},
		{"nil layer", NewSequential(3, nil), "layer 1 is nil"},
		{"unknown activation", NewSequential(3, Dense(1, Activation(99))), "layer 1: unknown activation 99"},
		{"softmax of one", NewSequential(3, Dense(1, Softmax)), "softmax over 1 unit is always 1: use Sigmoid"},
		{"too wide", NewSequential(3, Dense(1<<40, ReLU)), "layer 1: 1099511627776 units"},
		{"too many weights", NewSequential(1<<20, Dense(1<<20, ReLU)), "are too many weights"},
		{"too many weights in all", NewSequential(1<<10, Dense(1<<19, ReLU), Dense(1<<10, ReLU)), "more than 1073741824 weights after layer 2"},
		{"zero value", &Sequential{}, "nn: the network is empty: make it with NewSequential"},
		{"fine", NewSequential(3, Dense(1, Linear)), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			wantError(t, "Err", c.net.Err(), c.want)
			_, err := c.net.MIMEBundle()
			wantError(t, "MIMEBundle", err, c.want)
			if c.want == "" {
				return
			}
			c.net.Init(3) // does nothing
			if got := c.net.Summary(); got != c.net.Err().Error() {
				t.Errorf("Summary: %q", got)
			}
			wantPanic(t, "Forward", func() { c.net.Forward(mat.NewDense(1, 3, nil)) }, c.want)
			model := c.net.Compile(&SGD{}, MeanSquaredError)
			_, err = model.Fit(mat.NewDense(1, 3, nil), []float64{1}, FitConfig{})
			wantError(t, "Fit", err, strings.TrimPrefix(c.want, "nn: "))
			wantError(t, "Fit", err, "nn: Fit: ")
			_, err = model.Predict(mat.NewDense(1, 3, nil))
			wantError(t, "Predict", err, "nn: Predict: ")
			_, err = model.MarshalBinary()
			wantError(t, "MarshalBinary", err, "nn: MarshalBinary: ")
		})
	}
}

func TestForwardPanics(t *testing.T) {
	net := NewSequential(3, Dense(2, Linear))
	wantPanic(t, "columns", func() { net.Forward(mat.NewDense(2, 4, nil)) }, "nn: Forward: x is 2×4, the first layer takes 3 columns")
	wantPanic(t, "empty", func() { net.Forward(&mat.Dense{}) }, "nn: Forward: x is 0×0")
	wantPanic(t, "no Forward", func() { net.Backward(mat.NewDense(2, 2, nil)) }, "nn: Backward: there was no Forward")
	net.Forward(mat.NewDense(2, 3, nil))
	wantPanic(t, "rows", func() { net.Backward(mat.NewDense(3, 2, nil)) }, "nn: Backward: grad is 3×2, the outputs were 2×2")
}

// Forward agrees with the formula, and its result is not overwritten by the
// next call, with more rows or fewer.
func TestForward(t *testing.T) {
	net := NewSequential(2, DenseLayer{Units: 2, Activation: ReLU}, Dense(1, Linear))
	copy(net.Params(), []float32{1, -1, 2, 1, 0.5, 0, 3, -2, 0.25})
	x := mat.NewDense(2, 2, []float64{1, 2, 0, -1})
	first := net.Forward(x)
	// row 1: z = (1+4+.5, −1+2) → (5.5, 1) → 16.5 − 2 + .25; row 2: z = (−1.5, −1) → 0 → .25
	want := []float64{14.75, 0.25}
	near(t, "first", first.RawMatrix().Data, want)
	net.Forward(mat.NewDense(5, 2, nil))
	if got := net.Forward(mat.NewDense(1, 2, nil)); got.At(0, 0) != 1.75 {
		t.Errorf("zeros give %g, want 1.75", got.At(0, 0))
	}
	near(t, "first, later", first.RawMatrix().Data, want)
	near(t, "view", net.Forward(mat.DenseCopyOf(x.T()).T()).RawMatrix().Data, want)
}

func TestSequentialString(t *testing.T) {
	net := NewSequential(57, Dense(20, ReLU), DenseLayer{Units: 1, Activation: Sigmoid, NoBias: true})
	if got, want := net.String(), "Sequential(57, Dense(20, relu), Dense(1, sigmoid, no bias))"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if net.Inputs() != 57 || net.Outputs() != 1 {
		t.Errorf("%d inputs, %d outputs", net.Inputs(), net.Outputs())
	}
	if got := Activation(120).String(); got != "Activation(120)" {
		t.Errorf("%q", got)
	}
}
