package interchange_test

import (
	"archive/zip"
	"encoding/json"
	"io"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"golab/nn"
	"golab/nn/interchange"
)

// expectation is what testdata/networks.py says of a file.
type expectation struct {
	Width       int         `json:"width"`
	Outputs     int         `json:"outputs"`
	X           []float64   `json:"x"`
	Predictions []float64   `json:"predictions"`
	Weights     [][]float64 `json:"weights"` // get_weights
	After       [][]float64 `json:"after"`   // two epochs later
	ForPredict  bool        `json:"for_predict"`
	labels      []float64   // where they are others than those of labels
}

// y returns the labels of some rows.
func (e expectation) y(rows int) []float64 {
	if e.labels != nil {
		return e.labels
	}
	return labels(rows, e.Outputs)
}

// golden returns the files that the real packages made, by name, and what they say
// of them.
func golden(t testing.TB) (files map[string][]byte, expected map[string]expectation) {
	t.Helper()
	z, err := zip.OpenReader("testdata/networks.golden.zip")
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	files = map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := json.Unmarshal(files["expected.json"], &expected); err != nil {
		t.Fatal(err)
	}
	delete(files, "expected.json")
	return files, expected
}

// near fails the test unless two vectors agree as float32 computations do.
func near(t *testing.T, what string, got, want []float64, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d numbers, want %d", what, len(got), len(want))
	}
	for i := range got {
		if !(math.Abs(got[i]-want[i]) <= tolerance*max(1, math.Abs(want[i]))) {
			t.Fatalf("%s: number %d is %v, want %v", what, i, got[i], want[i])
		}
	}
}

// noise is how far float32 computations of these nets may be apart.
const noise = 2e-6

// widen returns numbers in float64.
func widen(v []float32) []float64 {
	out := make([]float64, len(v))
	for i := range v {
		out[i] = float64(v[i])
	}
	return out
}

// predict fails the test unless the model predicts what is expected.
func predict(t *testing.T, what string, model *nn.Model, e expectation) {
	t.Helper()
	p, err := model.Predict(mat.NewDense(len(e.X)/e.Width, e.Width, e.X))
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	near(t, what, p.RawMatrix().Data, e.Predictions, noise)
}

// fitOn makes the two epochs that networks.py makes of a model that it has saved.
func fitOn(t *testing.T, model *nn.Model, e expectation) {
	t.Helper()
	rows := len(e.X) / e.Width
	if _, err := model.Fit(mat.NewDense(rows, e.Width, e.X), e.y(rows),
		nn.FitConfig{Epochs: 2, BatchSize: 4, NoShuffle: true, Quiet: true}); err != nil {
		t.Fatal(err)
	}
}

// labels returns the labels of networks.py: row numbers modulo 2, or one-hot.
func labels(rows, outputs int) []float64 {
	y := make([]float64, rows*outputs)
	for i := range rows {
		if outputs == 1 {
			y[i] = float64(i % 2)
		} else {
			y[i*outputs+i%outputs] = 1
		}
	}
	return y
}

// read reads a file of the golden folder as a model.
func read(name string, data []byte, forPredict bool) (*nn.Model, error) {
	r := strings.NewReader(string(data))
	switch {
	case filepath.Ext(name) == ".onnx":
		return interchange.ReadONNX(r)
	case forPredict:
		return interchange.ReadKerasForPredict(r)
	}
	return interchange.ReadKeras(r)
}

func TestReadsModelsOfTheRealPackages(t *testing.T) {
	files, expected := golden(t)
	for name, e := range expected {
		if strings.HasSuffix(name, ".weights.h5") || strings.HasSuffix(name, ".safetensors") {
			continue
		}
		t.Run(name, func(t *testing.T) {
			model, err := read(name, files[name], e.ForPredict)
			if err != nil {
				t.Fatal(err)
			}
			if err := model.Network().Err(); err != nil {
				t.Fatal(err)
			}
			predict(t, "predictions", model, e)
			if e.Weights != nil {
				near(t, "weights", widen(model.Network().Params()), slices.Concat(e.Weights...), 0)
			}
			if e.After != nil {
				fitOn(t, model, e)
				near(t, "weights after two more epochs", widen(model.Network().Params()), slices.Concat(e.After...), noise)
			}
			if strings.HasSuffix(name, ".onnx") {
				return
			}
			model, err = read(name, files[name], true)
			if err != nil {
				t.Fatal(err)
			}
			predict(t, "predictions alone", model, e)
		})
	}
}

func TestReadsWeightsOfTheRealPackages(t *testing.T) {
	files, expected := golden(t)
	two := func() *nn.Sequential { return nn.NewSequential(3, nn.Dense(4, nn.ReLU), nn.Dense(2, nn.Sigmoid)) }
	for name, net := range map[string]*nn.Sequential{
		"latest.weights.h5": nn.NewSequential(3, nn.Dense(4, nn.ReLU), nn.Dense(2, nn.Tanh), nn.Dense(1, nn.Sigmoid)),
		"adam.weights.h5":   nn.NewSequential(3, nn.Dense(4, nn.ReLU), nn.Dense(2, nn.Tanh), nn.Dense(1, nn.Sigmoid)),
		"torch.safetensors": two(),
		"keras.safetensors": two(),
	} {
		r := strings.NewReader(string(files[name]))
		var err error
		if strings.HasSuffix(name, ".h5") {
			err = interchange.ReadKerasWeights(r, net)
		} else {
			err = interchange.ReadSafetensors(r, net)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		predict(t, name, net.Compile(nil, nil), expected[name])
	}
}

// A network of many kinds of layers is read for a fit too.
func TestReadsLayersForAFit(t *testing.T) {
	files, expected := golden(t)
	e := expected["wild.keras"]
	model, err := read("wild.keras", files["wild.keras"], false)
	if err != nil {
		t.Fatal(err)
	}
	predict(t, "wild.keras", model, e)
	fitOn(t, model, e)
}
