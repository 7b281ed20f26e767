package nn

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// kerasInitializer is what Keras drew.
type kerasInitializer struct {
	Initializer kerasArgs
	Shape       []int
	Draws       int
	Mean, SD    float64
	Quantiles   []float64 // 5, 25, 75 and 95 %
	ExpectedSD  float64   `json:"expected_sd"`
	Limit       float64
	Orthogonal  float64
	Exact       []any
}

// Initializers draw from the distributions that Keras's draw from.
func TestKerasInitializers(t *testing.T) {
	var all struct{ Cases []kerasInitializer }
	readKeras(t, "initializers.json", &all)
	for n, c := range all.Cases {
		i := c.Initializer.initializer(t)
		t.Run(i.String(), func(t *testing.T) {
			if err := i.check(c.Shape); err != nil {
				t.Fatal(err)
			}
			size := shape(c.Shape).size()
			if c.Exact != nil {
				w := make([]float32, size)
				i.fill(w, c.Shape, nil)
				near(t, "exact", toFloat64(w), flatNumbers(c.Exact))
				return
			}
			w := make([]float32, 100_000/size*size)
			r := newStream(int64(n), 99)
			for part := range slices.Chunk(w, size) {
				i.fill(part, c.Shape, r)
				if c.Orthogonal != 0 {
					checkOrthogonal(t, part, c.Shape, c.ExpectedSD*math.Sqrt(float64(slices.Max(c.Shape))))
				}
			}
			c.compare(t, toFloat64(w))
		})
	}
}

// compare holds numbers to the distribution, with 6 standard errors of both sides.
func (c *kerasInitializer) compare(t *testing.T, w []float64) {
	mean, sd := stat.MeanStdDev(w, nil)
	err := c.SD * (1/math.Sqrt(float64(len(w))) + 1/math.Sqrt(float64(c.Draws*shape(c.Shape).size())))
	if math.Abs(mean-c.Mean) > 6*err {
		t.Errorf("mean %g, Keras has %g", mean, c.Mean)
	}
	if math.Abs(sd-c.ExpectedSD) > 6*err {
		t.Errorf("standard deviation %g, it must be %g", sd, c.ExpectedSD)
	}
	slices.Sort(w)
	if c.Limit > 0 && (w[0] < -c.Limit*(1+1e-6) || w[len(w)-1] > c.Limit*(1+1e-6)) {
		t.Errorf("numbers from %g to %g, the limit is %g", w[0], w[len(w)-1], c.Limit)
	}
	for i, p := range []float64{.05, .25, .75, .95} {
		if got := stat.Quantile(p, stat.Empirical, w, nil); math.Abs(got-c.Quantiles[i]) > 15*err {
			t.Errorf("quantile %g is %g, Keras has %g", p, got, c.Quantiles[i])
		}
	}
}

// checkOrthogonal holds the columns, or the rows when they are fewer, to right angles
// and a length.
func checkOrthogonal(t *testing.T, w []float32, dims []int, length float64) {
	t.Helper()
	m := mat.NewDense(dims[0], dims[1], toFloat64(w))
	var squares mat.Dense
	if dims[0] < dims[1] {
		squares.Mul(m, m.T())
	} else {
		squares.Mul(m.T(), m)
	}
	n, _ := squares.Dims()
	for i := range n {
		for j := range n {
			want := 0.0
			if i == j {
				want = length * length
			}
			if math.Abs(squares.At(i, j)-want) > 1e-5 {
				t.Fatalf("vectors %d and %d have the product %g, want %g", i, j, squares.At(i, j), want)
			}
		}
	}
}

// Every initializer draws the weights of a network, the same for the same seed.
func TestInitializersInNetworks(t *testing.T) {
	for _, v := range objects() {
		i, ok := v.(Initializer)
		if !ok {
			continue
		}
		net := func() *Sequential { return NewSequential(3, DenseLayer{Units: 4, KernelInitializer: i}) }
		first := net().Init(5).Params()
		if !slices.Equal(first, net().Init(5).Params()) {
			t.Errorf("%v: two draws of a seed differ", i)
		}
		var back Sequential
		if err := back.UnmarshalBinary(marshal(t, net())); err != nil || !slices.Equal(back.Init(5).Params(), first) {
			t.Errorf("%v: other numbers after a round trip: %v", i, err)
		}
	}
}

func TestInitializerErrors(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		initializer Initializer
		want        string
	}{
		{RandomNormal{StdDev: -1}, "layer 1: bias: RandomNormal: StdDev is -1, it must be at least 0 and finite"},
		{RandomNormal{Mean: inf}, "RandomNormal: Mean is +Inf"},
		{TruncatedNormal{StdDev: inf}, "TruncatedNormal: StdDev is +Inf"},
		{RandomUniform{MinVal: 2, MaxVal: 1}, "RandomUniform: MinVal is 2, it must be at most 1"},
		{VarianceScaling{Scale: -2}, "VarianceScaling: Scale is -2"},
		{VarianceScaling{Mode: 3}, "VarianceScaling: unknown Mode 3"},
		{VarianceScaling{Distribution: -1}, "VarianceScaling: unknown Distribution -1"},
		{Constant{Value: math.NaN()}, "Constant: Value is NaN"},
		{Identity{}, "Identity: the tensor has 1 axes, there must be 2"},
		{Orthogonal{}, "Orthogonal: the tensor has 1 axes, there must be 2 or more"},
	} {
		err := NewSequential(2, DenseLayer{Units: 3, BiasInitializer: c.initializer}).Err()
		wantError(t, c.initializer.String(), err, c.want)
	}
}
