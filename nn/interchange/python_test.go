package interchange_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"golab/nn"
	"golab/nn/interchange"
)

// python returns the Python that has the packages of testdata/requirements.txt.
func python(t *testing.T) string {
	t.Helper()
	path := os.Getenv("GOLAB_NN_PYTHON")
	if path == "" {
		t.Skip("GOLAB_NN_PYTHON is not set: there is no Python with testdata/requirements.txt")
	}
	if testing.Short() {
		t.Skip("-short: Python is left alone")
	}
	return path
}

// run runs testdata/networks.py and returns what it prints.
func run(t *testing.T, args ...string) []byte {
	t.Helper()
	cmd := exec.Command(python(t), append([]string{"testdata/networks.py"}, args...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("networks.py %v: %v\n%s", args, err, stderr.Bytes())
	}
	return out
}

// task is a file for networks.py check.
type task struct {
	File   string    `json:"file"`
	Kind   string    `json:"kind"`
	Model  string    `json:"model,omitempty"` // for weights
	Width  int       `json:"width"`
	X      []float64 `json:"x"`
	Labels []float64 `json:"labels,omitempty"` // asks for two more epochs
	Eager  bool      `json:"eager,omitempty"`  // one step more, without compiling
	// Measure asks for the figures alone, without a step.
	Measure bool `json:"measure,omitempty"`
}

// answer is what networks.py check says of a file.
type answer struct {
	Error       string
	Predictions []float64
	Weights     [][]float64
	Iterations  int
	After       [][]float64
	History     map[string][]float64
	Tensors     map[string]struct {
		Dims    []int
		Numbers []float64
	}
}

// trained is a model of ours that has been fitted for a while.
type trained struct {
	name  string
	model *nn.Model
	e     expectation
	table bool // one of many that have little of their own

	measured     bool // Keras measures it, and makes no step
	accumulation int  // steps that make one
}

// rowsOf returns rows for a width that are float32 numbers.
func rowsOf(width int) []float64 {
	x := make([]float64, 6*width)
	for i := range x {
		x[i] = float64(float32(int(1+i*i*7)%13)/13 - 0.4)
	}
	return x
}

// train fits a new network and records what it predicts.
func train(t *testing.T, name string, net *nn.Sequential, opt nn.Optimizer, loss nn.Loss, epochs int) trained {
	t.Helper()
	x := rowsOf(net.Inputs())
	return trainOn(t, name, net.Compile(opt, loss, nn.Accuracy), expectation{Width: net.Inputs(), Outputs: net.Outputs(), X: x}, epochs)
}

// trainOn fits a model with rows and labels of one's own.
func trainOn(t *testing.T, name string, model *nn.Model, e expectation, epochs int) trained {
	t.Helper()
	for range epochs {
		if _, err := model.Fit(mat.NewDense(6, e.Width, e.X), e.y(6),
			nn.FitConfig{BatchSize: 4, NoShuffle: true, Quiet: true}); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	p, err := model.Predict(mat.NewDense(6, e.Width, e.X))
	if err != nil {
		t.Fatal(err)
	}
	e.Predictions = p.RawMatrix().Data
	return trained{name: name, model: model, e: e}
}

// models returns models with every layer, optimizer and loss that is written.
func models(t *testing.T) []trained {
	binary := func() *nn.Sequential {
		return nn.NewSequential(3, nn.Dense(7, nn.ReLU), nn.Dense(4, nn.Tanh), nn.Dense(1, nn.Sigmoid))
	}
	smooth := nn.CategoricalCrossentropyFromLogits
	smooth.LabelSmoothing = 0.2
	lab := nn.NewSequential(57, nn.Dense(20, nn.ReLU), nn.Dense(5, nn.ReLU), nn.Dense(1, nn.Sigmoid))
	return append(kinds(t),
		train(t, "lab", lab, &nn.RMSprop{}, nn.BinaryCrossentropy, 3),
		train(t, "fresh", binary(), &nn.Adam{}, nn.BinaryCrossentropy, 0),
		train(t, "rmsprop", binary(), &nn.RMSprop{LearningRate: 0.02, Rho: 0.7, Momentum: 0.4, Centered: true}, nn.BinaryCrossentropy, 5),
		train(t, "momentum", binary(), &nn.RMSprop{Momentum: 0.4}, nn.BinaryCrossentropy, 5),
		train(t, "sgd", binary(), &nn.SGD{}, nn.MeanSquaredError, 5),
		train(t, "nesterov", binary(), &nn.SGD{LearningRate: 0.1, Momentum: 0.9, Nesterov: true}, nn.MeanSquaredError, 5),
		train(t, "adam", binary(), &nn.Adam{LearningRate: 0.02, Beta1: 0.8, Epsilon: 1e-6}, nn.BinaryCrossentropy, 5),
		train(t, "logits", nn.NewSequential(2, nn.DenseLayer{Units: 6, Activation: nn.Tanh, NoBias: true}, nn.Dense(3, nn.Linear)),
			&nn.Adam{}, smooth, 5),
		train(t, "softmax", nn.NewSequential(2, nn.Dense(6, nn.Sigmoid), nn.DenseLayer{Units: 3, Activation: nn.Softmax, NoBias: true}),
			&nn.SGD{LearningRate: 0.1}, nn.CategoricalCrossentropy, 5),
	)
}

// save saves a model in all forms, and returns the tasks for Python.
func save(t *testing.T, folder string, m trained) []task {
	t.Helper()
	var all []task
	for _, f := range []struct{ suffix, kind string }{
		{".keras", "keras"}, {".weights.h5", "weights"}, {".onnx", "onnx"}, {".safetensors", "safetensors"},
	} {
		name := m.name + f.suffix
		if err := interchange.Save(filepath.Join(folder, name), m.model); err != nil {
			t.Fatal(err)
		}
		if m.table && f.kind != "keras" && f.kind != "onnx" {
			continue
		}
		one := task{Eager: m.table, Measure: m.measured, File: name, Kind: f.kind, Model: m.name + ".keras", Width: m.e.Width, X: m.e.X}
		if f.kind == "keras" {
			one.Labels = m.e.y(6)
		}
		all = append(all, one)
	}
	if m.table {
		return all
	}
	var torch bytes.Buffer
	if err := interchange.WriteTorchSafetensors(&torch, m.model); err != nil {
		t.Fatal(err)
	}
	name := m.name + ".torch.safetensors"
	if err := os.WriteFile(filepath.Join(folder, name), torch.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return append(all, task{File: name, Kind: "safetensors", Width: m.e.Width})
}

func TestRealPackagesReadOurFiles(t *testing.T) {
	python(t)
	folder := t.TempDir()
	all := models(t)
	var tasks []task
	for _, m := range all {
		tasks = append(tasks, save(t, folder, m)...)
	}
	text, err := json.Marshal(tasks)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "tasks.json"), text, 0o644); err != nil {
		t.Fatal(err)
	}
	var answers map[string]answer
	if err := json.Unmarshal(run(t, "check", folder), &answers); err != nil {
		t.Fatal(err)
	}
	for _, m := range all {
		t.Run(m.name, func(t *testing.T) {
			for _, suffix := range []string{".keras", ".weights.h5", ".onnx"} {
				if e := answers[m.name+suffix].Error; e != "" {
					t.Fatalf("%s: %s", suffix, e)
				}
				if m.table && suffix == ".weights.h5" {
					continue
				}
				near(t, suffix, answers[m.name+suffix].Predictions, m.e.Predictions, noise)
			}
			if denseAlone(m.model.Network()) && !m.table {
				checkTensors(t, answers[m.name+".safetensors"], m.model.Network())
				checkTorch(t, answers[m.name+".torch.safetensors"], m)
			}
			checkKeras(t, answers[m.name+".keras"], m)
			back, err := interchange.Load(filepath.Join(folder, "back_"+m.name+".keras"))
			if err != nil {
				t.Fatalf("what Keras saved again: %v", err)
			}
			near(t, "what Keras saved again", weightsOf(back.Network()), slices.Concat(answers[m.name+".keras"].After...), 0)
			if m.measured {
				return
			}
			for _, one := range []*nn.Model{back, m.model} {
				if _, err := one.Fit(mat.NewDense(6, m.e.Width, m.e.X), m.e.y(6), nn.FitConfig{NoShuffle: true, Quiet: true}); err != nil {
					t.Fatal(err)
				}
			}
			near(t, "what goes on from Keras", weightsOf(back.Network()), weightsOf(m.model.Network()), 2e-5)
		})
	}
}

// checkKeras fails the test unless Keras went on with the fit as we do.
func checkKeras(t *testing.T, got answer, m trained) {
	t.Helper()
	near(t, "weights in Keras", slices.Concat(got.Weights...), weightsOf(m.model.Network()), 0)
	n := m.model.OptimizerState().Iterations
	n /= max(m.accumulation, 1) // as Keras counts them
	if got.Iterations != n {
		t.Errorf("Keras counts %d steps, we %d", got.Iterations, n)
	}
	config := nn.FitConfig{Epochs: 2, BatchSize: 4, NoShuffle: true, Quiet: true}
	if m.table {
		config.Epochs, config.BatchSize = 1, 6 // one step, not compiled
	}
	history, err := m.model.Fit(mat.NewDense(6, m.e.Width, m.e.X), m.e.y(6), config)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range history.Metrics {
		near(t, "Keras's "+name, got.History[name], want, 1e-5)
	}
	if len(got.History) != len(history.Metrics) {
		t.Errorf("Keras reports %v", slices.Sorted(maps.Keys(got.History)))
	}
	if m.measured {
		return
	}
	near(t, "weights after two more epochs in Keras", slices.Concat(got.After...), weightsOf(m.model.Network()), 5e-6)
}

// weightsOf returns all weights in the order of Keras's get_weights, which has
// Normalization's too.
func weightsOf(net *nn.Sequential) []float64 {
	var all []float64
	vars := net.Variables()
	for i, l := range net.Layers() {
		if n, ok := l.(nn.NormalizationLayer); ok {
			for _, v := range slices.Concat(n.Mean, n.Variance) {
				all = append(all, float64(float32(v)))
			}
			all = append(all, 0)
		}
		for ; len(vars) > 0 && vars[0].Layer == i; vars = vars[1:] {
			all = append(all, widen(vars[0].Values)...)
		}
	}
	return all
}

// denseAlone reports whether a network has Dense layers only.
func denseAlone(net *nn.Sequential) bool {
	for _, l := range net.Layers() {
		if _, ok := l.(nn.DenseLayer); !ok {
			return false
		}
	}
	return true
}

// checkTensors fails the test unless the tensors are the network's.
func checkTensors(t *testing.T, got answer, net *nn.Sequential) {
	t.Helper()
	rest := net.Params()
	inputs := net.Inputs()
	for i, l := range net.Layers() {
		d := l.(nn.DenseLayer)
		name := "dense"
		if i > 0 {
			name = fmt.Sprintf("dense_%d", i)
		}
		k := got.Tensors[name+"/kernel"]
		if !slices.Equal(k.Dims, []int{inputs, d.Units}) {
			t.Fatalf("%s/kernel has dimensions %v", name, k.Dims)
		}
		near(t, name+"/kernel", k.Numbers, widen(rest[:inputs*d.Units]), 0)
		rest, inputs = rest[inputs*d.Units:], d.Units
		if !d.NoBias {
			near(t, name+"/bias", got.Tensors[name+"/bias"].Numbers, widen(rest[:d.Units]), 0)
			rest = rest[d.Units:]
		}
	}
}

// checkTorch fails the test unless the tensors compute x·weightᵀ + bias as the
// network's first layer does.
func checkTorch(t *testing.T, got answer, m trained) {
	t.Helper()
	first := m.model.Network().Layers()[0].(nn.DenseLayer)
	weight, bias := got.Tensors["0.weight"], got.Tensors["0.bias"]
	if !slices.Equal(weight.Dims, []int{first.Units, m.e.Width}) || len(bias.Numbers) > 0 == first.NoBias {
		t.Fatalf("0.weight has dimensions %v, 0.bias %v", weight.Dims, bias.Dims)
	}
	rows := len(m.e.X) / m.e.Width
	var z mat.Dense
	z.Mul(mat.NewDense(rows, m.e.Width, m.e.X), mat.NewDense(first.Units, m.e.Width, weight.Numbers).T())
	for i := range bias.Numbers {
		for r := range rows {
			z.Set(r, i, z.At(r, i)+bias.Numbers[i])
		}
	}
	linear := nn.NewSequential(m.e.Width, nn.DenseLayer{Units: first.Units, NoBias: first.NoBias})
	copy(linear.Params(), m.model.Network().Params())
	want, err := linear.Compile(nil, nil).Predict(mat.NewDense(rows, m.e.Width, m.e.X))
	if err != nil {
		t.Fatal(err)
	}
	near(t, "PyTorch's first layer", z.RawMatrix().Data, want.RawMatrix().Data, noise)
}

// The golden files can be made anew, and are read as the old ones are.
func TestGoldenFilesCanBeMade(t *testing.T) {
	folder := t.TempDir()
	run(t, "make", folder)
	data, err := os.ReadFile(filepath.Join(folder, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var expected map[string]expectation
	if err := json.Unmarshal(data, &expected); err != nil {
		t.Fatal(err)
	}
	for name, e := range expected {
		if strings.HasSuffix(name, ".weights.h5") || strings.HasSuffix(name, ".safetensors") {
			continue
		}
		data, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		model, err := read(name, data, e.ForPredict)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		predict(t, name, model, e)
	}
}
