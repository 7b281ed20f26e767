package nn

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// goldenStepsFile holds fits by real Keras; testdata/keras_steps.py makes it again.
const goldenStepsFile = "testdata/keras-steps.json"

// goldenFit is a fit by real Keras: what was fitted how, and what came of it.
type goldenFit struct {
	Name            string            `json:"name"`
	About           string            `json:"about"`
	InputDim        int               `json:"input_dim"`
	Layers          []goldenArguments `json:"layers"`
	Optimizer       goldenArguments   `json:"optimizer"`
	Loss            goldenArguments   `json:"loss"`
	Metrics         []json.RawMessage `json:"metrics"`
	WeightedMetrics []json.RawMessage `json:"weighted_metrics"`
	Fits            []goldenFitConfig `json:"fits"`
	X               [][]float64       `json:"x"`
	Y               json.RawMessage   `json:"y"` // numbers, or rows of numbers
	XPredict        [][]float64       `json:"x_predict"`
	InitialWeights  []json.RawMessage `json:"initial_weights"`
	Expected        struct {
		History      []map[string][]float64 `json:"history"`
		FinalWeights []json.RawMessage      `json:"final_weights"`
		Evaluate     map[string]float64     `json:"evaluate"`
		Predictions  [][]float64            `json:"predictions"`
		Epoch        [][]int                `json:"epoch"`
		Printed      []string               `json:"printed"`
		CSV          []string               `json:"csv"`
		Stopped      json.RawMessage        `json:"stopped"`
		LearningRate float64                `json:"learning_rate"`
		Iterations   int                    `json:"iterations"`
	} `json:"expected"`
	Tolerance map[string]float64 `json:"tolerance"`
	Noise     json.RawMessage    `json:"noise"`
}

// goldenFitConfig are the arguments of one call of Keras's fit.
type goldenFitConfig struct {
	Epochs          int                `json:"epochs"`
	BatchSize       int                `json:"batch_size"`
	Shuffle         bool               `json:"shuffle"`
	ValidationSplit float64            `json:"validation_split"`
	SampleWeight    []float64          `json:"sample_weight"`
	ClassWeight     map[string]float64 `json:"class_weight"`

	Verbose             int               `json:"verbose"`
	InitialEpoch        int               `json:"initial_epoch"`
	ValidationFreq      int               `json:"validation_freq"`
	ValidationBatchSize int               `json:"validation_batch_size"`
	Callbacks           []goldenCallback  `json:"callbacks"`
	ValidationData      *goldenValidation `json:"validation_data"`
}

// config returns the arguments as Fit takes them.
func (c goldenFitConfig) config(t *testing.T) FitConfig {
	t.Helper()
	config := FitConfig{
		Epochs: c.Epochs, BatchSize: c.BatchSize, ValidationSplit: c.ValidationSplit,
		SampleWeight: c.SampleWeight, NoShuffle: !c.Shuffle, Quiet: true,
	}
	for class, w := range c.ClassWeight {
		if config.ClassWeight == nil {
			config.ClassWeight = map[int]float64{}
		}
		n, err := strconv.Atoi(class)
		if err != nil {
			t.Fatal(err)
		}
		config.ClassWeight[n] = w
	}
	return config
}

// readGoldens decodes a file of goldens into v, which has to name all its fields.
func readGoldens(t *testing.T, file string, v any) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

// TestGoldenSteps holds fits to those of the model's specification.
func TestGoldenSteps(t *testing.T) {
	var file struct {
		MadeBy    string      `json:"made_by"`
		Format    string      `json:"format"`
		NoiseNote string      `json:"noise_note"`
		Cases     []goldenFit `json:"cases"`
	}
	readGoldens(t, goldenStepsFile, &file)
	runGoldenFits(t, file.Cases, 4)
}

// runGoldenFits fits all cases, of which there are n.
func runGoldenFits(t *testing.T, cases []goldenFit, n int) {
	t.Helper()
	if len(cases) != n {
		t.Errorf("%d cases, want %d", len(cases), n)
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			m, err := c.model()
			if err != nil {
				t.Fatal(err)
			}
			c.run(t, m)
		})
	}
}

// run fits m, which model has made, and compares.
func (c *goldenFit) run(t *testing.T, m *Model) {
	t.Helper()
	x, y := matrixOf(c.X), c.labels(t)
	for i, fit := range c.Fits {
		config := fit.config(t)
		watched := c.watch(t, i, &config)
		h, err := m.Fit(x, y, config)
		if err != nil {
			t.Fatal(err)
		}
		watched(h)
		want := c.Expected.History[i]
		for name, values := range want {
			c.compare(t, name, figureGroup(name), h.Metrics[name], values)
		}
		if len(h.Metrics) != len(want) {
			t.Errorf("history has %q, want %q", h.Names(), figureNames(want))
		}
	}
	c.compare(t, "weights", "weights", weightsOf(m.net), numbersOf(t, c.Expected.FinalWeights))
	score, err := m.Evaluate(x, y)
	if err != nil {
		t.Fatal(err)
	}
	for name, v := range c.Expected.Evaluate {
		c.compare(t, "evaluate "+name, "evaluate", []float64{score.Metrics[name]}, []float64{v})
	}
	p, err := m.Predict(matrixOf(c.XPredict))
	if err != nil {
		t.Fatal(err)
	}
	c.compare(t, "predictions", "predictions", p.RawMatrix().Data, matrixOf(c.Expected.Predictions).RawMatrix().Data)
}

// figureGroup returns the group of a figure's tolerance.
func figureGroup(name string) string {
	if strings.Contains(name, "acc") {
		return "metric"
	}
	return "loss"
}

// compare holds got to want within the case's tolerance for a group of figures.
func (c *goldenFit) compare(t *testing.T, what, group string, got, want []float64) {
	t.Helper()
	tol, ok := c.Tolerance[group]
	if !ok || tol <= 0 || tol > 5e-4 {
		t.Fatalf("%s: tolerance %g", group, tol)
	}
	compareNumbers(t, what, tol, got, want)
}

// compareNumbers holds |got−want| to tol·max(1, |want|).
func compareNumbers(t *testing.T, what string, tol float64, got, want []float64) {
	t.Helper()
	if len(got) != len(want) || len(want) == 0 {
		t.Fatalf("%s: %d numbers, want %d", what, len(got), len(want))
	}
	for i := range got {
		if e := math.Abs(got[i]-want[i]) / max(1, math.Abs(want[i])); !(e <= tol) {
			t.Errorf("%s[%d] = %g, want %g: off by %.1e, tolerance %.1e", what, i, got[i], want[i], e, tol)
		}
	}
}

// labels returns y as one vector.
func (c *goldenFit) labels(t *testing.T) []float64 {
	t.Helper()
	return numbersOf(t, []json.RawMessage{c.Y})
}

// numbersOf returns the numbers of arrays of any depth, one after the other.
func numbersOf(t *testing.T, arrays []json.RawMessage) []float64 {
	t.Helper()
	var all []float64
	var add func(v any)
	add = func(v any) {
		switch v := v.(type) {
		case float64:
			all = append(all, v)
		case []any:
			for _, e := range v {
				add(e)
			}
		default:
			t.Fatalf("%T in an array", v)
		}
	}
	for _, text := range arrays {
		var v any
		if err := json.Unmarshal(text, &v); err != nil {
			t.Fatal(err)
		}
		add(v)
	}
	return all
}

// weightsOf returns all weights as Keras's get_weights does, one after the other.
func weightsOf(s *Sequential) []float64 {
	var all []float64
	for _, v := range s.Variables() {
		all = append(all, toFloat64(v.Values)...)
	}
	return all
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
