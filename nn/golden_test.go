package nn

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// goldenFile holds fits by real Keras; testdata/keras_steps.py makes such a
// file.
const goldenFile = "testdata/keras-steps.json"

// goldenCases are the cases of the file that this package can express. The
// others need regularizers, elu, class weights and AdamW.
var goldenCases = []string{"rmsprop-bce", "adam-softmax"}

// goldenCase is one case of the file.
type goldenCase struct {
	Name     string `json:"name"`
	InputDim int    `json:"input_dim"`
	Layers   []struct {
		Layer      string `json:"layer"`
		Units      int    `json:"units"`
		Activation string `json:"activation"`
	} `json:"layers"`
	Optimizer struct {
		Name         string  `json:"name"`
		LearningRate float64 `json:"learning_rate"`
	} `json:"optimizer"`
	Loss struct {
		Name string `json:"name"`
	} `json:"loss"`
	Fits []struct {
		Epochs          int     `json:"epochs"`
		BatchSize       int     `json:"batch_size"`
		ValidationSplit float64 `json:"validation_split"`
	} `json:"fits"`
	X              [][]float64       `json:"x"`
	Y              []float64         `json:"y"`
	XPredict       [][]float64       `json:"x_predict"`
	InitialWeights []json.RawMessage `json:"initial_weights"`
	Expected       struct {
		History      []map[string][]float64 `json:"history"`
		FinalWeights []json.RawMessage      `json:"final_weights"`
		Evaluate     map[string]float64     `json:"evaluate"`
		Predictions  [][]float64            `json:"predictions"`
	} `json:"expected"`
	Tolerance map[string]float64 `json:"tolerance"`
}

// readGolden returns the named case.
func readGolden(t *testing.T, name string) goldenCase {
	t.Helper()
	text, err := os.ReadFile(goldenFile)
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []json.RawMessage `json:"cases"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	for _, raw := range file.Cases {
		var head struct {
			Name string `json:"name"`
		}
		if err := json.Unmarshal(raw, &head); err != nil {
			t.Fatal(err)
		}
		if head.Name != name {
			continue
		}
		var c goldenCase
		if err := json.Unmarshal(raw, &c); err != nil {
			t.Fatal(err)
		}
		return c
	}
	t.Fatalf("%s has no case %q", goldenFile, name)
	return goldenCase{}
}

// model builds the case's model with its initial weights.
func (c goldenCase) model(t *testing.T) *Model {
	t.Helper()
	var layers []Layer
	for _, l := range c.Layers {
		if l.Layer != "Dense" {
			t.Fatalf("layer %q", l.Layer)
		}
		a, err := activationNamed(l.Activation)
		if err != nil {
			t.Fatal(err)
		}
		layers = append(layers, Dense(l.Units, a))
	}
	net := NewSequential(c.InputDim, layers...)
	if n := copy(net.Params(), flatWeights(t, c.InitialWeights)); n != len(net.Params()) {
		t.Fatalf("%d weights, want %d", n, len(net.Params()))
	}
	var optimizer Optimizer
	switch c.Optimizer.Name {
	case "RMSprop":
		optimizer = &RMSprop{LearningRate: c.Optimizer.LearningRate}
	case "Adam":
		optimizer = &Adam{LearningRate: c.Optimizer.LearningRate}
	default:
		t.Fatalf("optimizer %q", c.Optimizer.Name)
	}
	for _, l := range []Loss{BinaryCrossentropy, SparseCategoricalCrossentropy} {
		if l.String() == c.Loss.Name {
			return net.Compile(optimizer, l, Accuracy)
		}
	}
	t.Fatalf("loss %q", c.Loss.Name)
	return nil
}

func TestGolden(t *testing.T) {
	for _, name := range goldenCases {
		t.Run(name, func(t *testing.T) {
			c := readGolden(t, name)
			model := c.model(t)
			x := matrixOf(c.X)
			for i, fit := range c.Fits {
				h, err := model.Fit(x, c.Y, FitConfig{
					Epochs: fit.Epochs, BatchSize: fit.BatchSize,
					ValidationSplit: fit.ValidationSplit, NoShuffle: true,
				})
				if err != nil {
					t.Fatal(err)
				}
				want := c.Expected.History[i]
				c.compare(t, "loss", "loss", h.Loss, want["loss"])
				c.compare(t, "val_loss", "loss", h.ValLoss, want["val_loss"])
				c.compare(t, "accuracy", "metric", h.Accuracy, want["accuracy"])
				c.compare(t, "val_accuracy", "metric", h.ValAccuracy, want["val_accuracy"])
			}
			c.compare(t, "weights", "weights", toFloat64(model.Network().Params()), toFloat64(flatWeights(t, c.Expected.FinalWeights)))
			score, err := model.Evaluate(x, c.Y)
			if err != nil {
				t.Fatal(err)
			}
			want := c.Expected.Evaluate
			c.compare(t, "evaluate", "evaluate", []float64{score.Loss, score.Accuracy}, []float64{want["loss"], want["accuracy"]})
			p, err := model.Predict(matrixOf(c.XPredict))
			if err != nil {
				t.Fatal(err)
			}
			c.compare(t, "predictions", "predictions", p.RawMatrix().Data, matrixOf(c.Expected.Predictions).RawMatrix().Data)
		})
	}
}

// compare holds got to want within the case's tolerance for a group of figures.
func (c goldenCase) compare(t *testing.T, what, group string, got, want []float64) {
	t.Helper()
	tol, ok := c.Tolerance[group]
	if !ok || tol <= 0 || tol > 1e-4 {
		t.Fatalf("%s: tolerance %g", group, tol)
	}
	if len(got) != len(want) || len(want) == 0 {
		t.Fatalf("%s: %d numbers, want %d", what, len(got), len(want))
	}
	worst := 0.0
	for i := range got {
		e := math.Abs(got[i]-want[i]) / max(1, math.Abs(want[i]))
		if worst = max(worst, e); !(e <= tol) {
			t.Errorf("%s[%d] = %g, want %g: off by %.1e, tolerance %.1e", what, i, got[i], want[i], e, tol)
		}
	}
	t.Logf("%s: %d numbers, worst %.1e of %.1e", what, len(got), worst, tol)
}

// flatWeights flattens Keras's get_weights into our vector.
func flatWeights(t *testing.T, arrays []json.RawMessage) []float32 {
	t.Helper()
	var flat []float32
	for _, raw := range arrays {
		var rows [][]float32
		if err := json.Unmarshal(raw, &rows); err != nil {
			rows = make([][]float32, 1)
			if err := json.Unmarshal(raw, &rows[0]); err != nil {
				t.Fatal(err)
			}
		}
		for _, r := range rows {
			flat = append(flat, r...)
		}
	}
	return flat
}

// matrixOf returns rows as a matrix.
func matrixOf(rows [][]float64) *mat.Dense {
	m := mat.NewDense(len(rows), len(rows[0]), nil)
	for i, r := range rows {
		if len(r) != len(rows[0]) {
			panic(fmt.Sprintf("row %d has %d numbers", i, len(r)))
		}
		m.SetRow(i, r)
	}
	return m
}

// toFloat64 widens v.
func toFloat64(v []float32) []float64 {
	wide := make([]float64, len(v))
	for i, f := range v {
		wide[i] = float64(f)
	}
	return wide
}
