package interchange_test

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"golab/nn"
	"golab/nn/interchange"
)

// What Save writes, Load reads: weights, optimizer, loss, metrics and memory.
func TestSaveThenLoad(t *testing.T) {
	for _, m := range models(t) {
		path := filepath.Join(t.TempDir(), m.name+".keras")
		if err := interchange.Save(path, m.model); err != nil {
			t.Fatal(err)
		}
		back, err := interchange.Load(path)
		if err != nil {
			t.Fatalf("%s: %v", m.name, err)
		}
		if got, want := back.Network().String(), m.model.Network().String(); got != want {
			t.Errorf("%s: %v, want %v", m.name, got, want)
		}
		if !slices.Equal(back.Network().Params(), m.model.Network().Params()) {
			t.Errorf("%s: other weights", m.name)
		}
		if back.Loss() != m.model.Loss() || !reflect.DeepEqual(back.Metrics(), m.model.Metrics()) {
			t.Errorf("%s: %v %v, want %v %v", m.name, back.Loss(), back.Metrics(), m.model.Loss(), m.model.Metrics())
		}
		fitOn(t, back, m.e)
		fitOn(t, m.model, m.e)
		if !slices.Equal(weightsOf(back.Network()), weightsOf(m.model.Network())) {
			t.Errorf("%s: the fits part", m.name)
		}
	}
}

// Zero fields mean the default, negative ones zero: both come back.
func TestHyperparameters(t *testing.T) {
	for _, c := range []struct{ opt, want nn.Optimizer }{
		{&nn.RMSprop{}, &nn.RMSprop{LearningRate: 0.001, Rho: 0.9, Epsilon: 1e-7}},
		{&nn.RMSprop{LearningRate: 1, Rho: -1, Momentum: 1, Epsilon: -1, Centered: true},
			&nn.RMSprop{LearningRate: 1, Rho: -1, Momentum: 1, Epsilon: -1, Centered: true}},
		{&nn.SGD{}, &nn.SGD{LearningRate: 0.01}},
		{&nn.SGD{LearningRate: 0.25, Momentum: 0.5, Nesterov: true}, &nn.SGD{LearningRate: 0.25, Momentum: 0.5, Nesterov: true}},
		{&nn.Adam{Beta1: -1}, &nn.Adam{LearningRate: 0.001, Beta1: -1, Beta2: 0.999, Epsilon: 1e-7}},
	} {
		model := nn.NewSequential(2, nn.Dense(1, nn.Sigmoid)).Compile(c.opt, nn.BinaryCrossentropy)
		var b bytes.Buffer
		if err := interchange.WriteKeras(&b, model); err != nil {
			t.Fatal(err)
		}
		back, err := interchange.ReadKeras(&b)
		if err != nil {
			t.Fatal(err)
		}
		if got := back.Optimizer(); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%+v became %+v, want %+v", c.opt, got, c.want)
		}
	}
}

func TestSameModelSameBytes(t *testing.T) {
	net := count(2, nn.Dense(3, nn.ReLU), nn.Dense(2, nn.Softmax))
	write := map[string]func(b *bytes.Buffer) error{
		"keras":       func(b *bytes.Buffer) error { return interchange.WriteKeras(b, net) },
		"weights":     func(b *bytes.Buffer) error { return interchange.WriteKerasWeights(b, net) },
		"onnx":        func(b *bytes.Buffer) error { return interchange.WriteONNX(b, net) },
		"safetensors": func(b *bytes.Buffer) error { return interchange.WriteSafetensors(b, net) },
	}
	for name, w := range write {
		var a, b bytes.Buffer
		if err := w(&a); err != nil {
			t.Fatal(err)
		}
		if err := w(&b); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Errorf("%s: two files of one network differ", name)
		}
	}
}

// Every form comes back, from a bare network too.
func TestEveryForm(t *testing.T) {
	net := count(3, nn.Dense(2, nn.Tanh), nn.DenseLayer{Units: 2, Activation: nn.Softmax, NoBias: true})
	folder := t.TempDir()
	for _, suffix := range []string{".keras", ".onnx", ".ONNX"} {
		path := filepath.Join(folder, "net"+suffix)
		if err := interchange.Save(path, net); err != nil {
			t.Fatal(err)
		}
		for _, load := range []func(string) (*nn.Model, error){interchange.Load, interchange.LoadForPredict} {
			model, err := load(path)
			if err != nil {
				t.Fatal(err)
			}
			if got := model.Network(); got.String() != net.String() || !slices.Equal(got.Params(), net.Params()) {
				t.Errorf("%s: %v", suffix, got)
			}
			if _, err := model.Fit(mat.NewDense(1, 3, nil), []float64{0, 1}, nn.FitConfig{}); err == nil {
				t.Errorf("%s: a model without a loss is fitted", suffix)
			}
		}
	}
	for _, suffix := range []string{".weights.h5", ".safetensors"} {
		path := filepath.Join(folder, "net"+suffix)
		if err := interchange.Save(path, net); err != nil {
			t.Fatal(err)
		}
		back := nn.NewSequential(3, net.Layers()...)
		if err := interchange.LoadWeights(path, back); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(back.Params(), net.Params()) {
			t.Errorf("%s: %v", suffix, back.Params())
		}
		other := halves(3, nn.Dense(2, nn.Tanh))
		err := interchange.LoadWeights(path, other)
		if err == nil || !strings.Contains(err.Error(), "2") {
			t.Errorf("%s: weights for another network: %v", suffix, err)
		}
		unchanged(t, other, err)
	}
}

// strange is an optimizer that Keras has not.
type strange struct{}

func (strange) Update(*nn.State, []float32, []float32) {}

func TestSaveRefuses(t *testing.T) {
	net := count(2, nn.Dense(1, nn.Sigmoid))
	folder := t.TempDir()
	for words, save := range map[string]func() error{
		"net.pt: the name must end in one of .keras, .weights.h5": func() error { return interchange.Save(filepath.Join(folder, "net.pt"), net) },
		".h5 files are read, not written":                         func() error { return interchange.Save(filepath.Join(folder, "net.h5"), net) },
		"optimizer interchange_test.strange has no name in Keras": func() error {
			return interchange.Save(filepath.Join(folder, "net.keras"), net.Compile(strange{}, nn.MeanSquaredError))
		},
		"there is no network":       func() error { return interchange.Save(filepath.Join(folder, "net.onnx"), (*nn.Model)(nil)) },
		"there is no network  ":     func() error { return interchange.WriteKeras(&bytes.Buffer{}, nil) },
		"there is no network ":      func() error { return interchange.WriteSafetensors(&bytes.Buffer{}, (*nn.Sequential)(nil)) },
		"the network is empty":      func() error { return interchange.WriteONNX(&bytes.Buffer{}, &nn.Sequential{}) },
		"no such file or directory": func() error { return interchange.Save(filepath.Join(folder, "none", "net.onnx"), net) },
		"unsupported value: NaN": func() error {
			return interchange.WriteKeras(&bytes.Buffer{}, net.Compile(&nn.SGD{LearningRate: nan()}, nn.MeanSquaredError))
		},
		"json: unsupported value: +Inf": func() error {
			return interchange.WriteKeras(&bytes.Buffer{}, net.Compile(&nn.SGD{LearningRate: 1 / zero()}, nn.MeanSquaredError))
		},
	} {
		if err := save(); err == nil || !strings.Contains(err.Error(), strings.TrimSpace(words)) {
			t.Errorf("%s: %v", words, err)
		}
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) > 0 {
		t.Errorf("files are left: %v, %v", entries, err)
	}
	// Weights alone need no word for the optimizer.
	if err := interchange.Save(filepath.Join(folder, "net.weights.h5"), net.Compile(strange{}, nn.MeanSquaredError)); err != nil {
		t.Error(err)
	}
}

// zero and nan are not constants, so that the compiler lets them be divided.
func zero() float64 { return 0 }
func nan() float64  { return zero() / zero() }

func TestLoadRefuses(t *testing.T) {
	folder := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	net := count(2, nn.Dense(1, nn.Sigmoid))
	weights := filepath.Join(folder, "a.weights.h5")
	if err := interchange.Save(weights, net); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(weights)
	if err != nil {
		t.Fatal(err)
	}
	for words, load := range map[string]func() error{
		"no such file or directory":                                 func() error { _, err := interchange.Load(filepath.Join(folder, "none.keras")); return err },
		"the name must end in":                                      func() error { _, err := interchange.Load(file("a.txt", "")); return err },
		"files hold weights alone: use LoadWeights":                 func() error { _, err := interchange.Load(weights); return err },
		"it holds weights alone, use LoadWeights":                   func() error { _, err := interchange.Load(file("b.h5", string(data))); return err },
		"files hold a whole network: use Load":                      func() error { return interchange.LoadWeights(file("a.keras", ""), net) },
		"not a file":                                                func() error { _, err := interchange.Load(dir(t, folder, "d.keras")); return err },
		"neither a .keras file nor: hdf5: this is not an HDF5 file": func() error { _, err := interchange.LoadForPredict(file("c.keras", "x")); return err },
		"zip: not a valid zip file":                                 func() error { _, err := interchange.Load(file("d2.keras", "PK\x03\x04")); return err },
		"layer 2: 0 variables in the file, wanted are 2": func() error {
			return interchange.LoadWeights(weights, nn.NewSequential(2, nn.Dense(1, nn.Linear), nn.Dense(1, nn.Linear)))
		},
		"layer 1: kernel: dimensions [2 1] in the file, wanted are [3 1]": func() error {
			return interchange.LoadWeights(weights, nn.NewSequential(3, nn.Dense(1, nn.Linear)))
		},
		"layer 1: 2 variables in the file, wanted are 1": func() error {
			return interchange.LoadWeights(weights, nn.NewSequential(2, nn.DenseLayer{Units: 1, NoBias: true}))
		},
		"there is no network": func() error { return interchange.LoadWeights(weights, (*nn.Sequential)(nil)) },
	} {
		if err := load(); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v", words, err)
		}
	}
}

// dir makes a folder.
func dir(t *testing.T, folder, name string) string {
	t.Helper()
	path := filepath.Join(folder, name)
	if err := os.Mkdir(path, 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}
