package nn

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
)

// goldenMetricNames are short names of metrics.
var goldenMetricNames = map[string]string{
	"acc": "accuracy", "mse": "mean_squared_error", "mae": "mean_absolute_error",
	"mape": "mean_absolute_percentage_error", "msle": "mean_squared_logarithmic_error",
}

// goldenMetricClasses are metrics whose classes are not those of a type.
var goldenMetricClasses = map[string]Metric{
	"CategoricalCrossentropy":       CategoricalCrossentropy,
	"SparseCategoricalCrossentropy": SparseCategoricalCrossentropy,
	"BinaryCrossentropy":            BinaryCrossentropy,
	"LogCoshError":                  LogCoshError,
}

// goldenMetric makes a metric from its name or from its class and arguments.
func goldenMetric(text json.RawMessage) (Metric, error) {
	var name string
	if json.Unmarshal(text, &name) == nil {
		long, ok := goldenMetricNames[name]
		if !ok {
			long = name
		}
		for _, o := range objects() {
			if m, ok := o.(Metric); ok && m != nil && bare(m) != nil && strings.EqualFold(m.String(), long) {
				return Named(name, m), nil
			}
		}
		return nil, fmt.Errorf("no metric is called %q", name)
	}
	var a goldenArguments
	if err := json.Unmarshal(text, &a); err != nil {
		return nil, err
	}
	class := a.text("name")
	rest := a.without("name")
	if class == "R2Score" && string(a["class_aggregation"]) == "null" {
		rest["class_aggregation"] = json.RawMessage(`"none"`)
	}
	if class == "BinaryAccuracy" && string(a["threshold"]) == "0.0" || string(a["threshold"]) == "0" {
		rest = goldenArguments{"from_logits": json.RawMessage("true")}
	}
	var v reflect.Value
	if m, ok := goldenMetricClasses[class]; ok {
		v = reflect.New(reflect.TypeOf(m))
		v.Elem().Set(reflect.ValueOf(m))
	} else {
		var err error
		if v, err = known(class+"Metric", class+"Loss"); err != nil {
			return nil, err
		}
	}
	if err := rest.fill(v.Interface()); err != nil {
		return nil, err
	}
	return v.Elem().Interface().(Metric), nil
}

// goldenMetricCase is what a metric says after several batches.
type goldenMetricCase struct {
	Metric    json.RawMessage   `json:"metric"`
	Key       string            `json:"key"`
	Arrays    string            `json:"arrays"`
	Results   []json.RawMessage `json:"results"`
	Weighted  []json.RawMessage `json:"weighted"`
	Tolerance float64           `json:"tolerance"`
}

// goldenBatches are batches of labels, outputs and weights.
type goldenBatches struct {
	Y []json.RawMessage `json:"y"`
	P []json.RawMessage `json:"p"`
	W [][]float64       `json:"w"`
}

// goldenMetricsNotHere are classes that this package has not: Accuracy compares
// numbers, Mean and Sum take numbers alone.
var goldenMetricsNotHere = map[string]bool{"Accuracy": true, "Mean": true, "Sum": true}

// Every metric gives Keras's figures after each batch, with and without weights, and
// when the batches were counted apart.
func TestGoldenMetrics(t *testing.T) {
	var file struct {
		MadeBy string                   `json:"made_by"`
		Format string                   `json:"format"`
		Arrays map[string]goldenBatches `json:"arrays"`
		Cases  []goldenMetricCase       `json:"cases"`
	}
	readGoldens(t, "testdata/keras/metrics.json", &file)
	measured := 0
	for _, c := range file.Cases {
		var a goldenArguments
		if err := json.Unmarshal(c.Metric, &a); err != nil {
			t.Fatal(err)
		}
		if goldenMetricsNotHere[a.text("name")] {
			continue
		}
		measured++
		t.Run(string(c.Metric), func(t *testing.T) { c.run(t, file.Arrays[c.Arrays]) })
	}
	if measured < 79 {
		t.Errorf("%d metrics measured", measured)
	}
}

func (c goldenMetricCase) run(t *testing.T, arrays goldenBatches) {
	m, err := goldenMetric(c.Metric)
	if err != nil {
		t.Fatal(err)
	}
	if m.String() != c.Key {
		t.Errorf("key %q, want %q", m, c.Key)
	}
	for _, weighted := range []bool{false, true} {
		total, want := m.start(), c.Results
		if weighted {
			want = c.Weighted
		}
		joined := m.start()
		for i, w := range arrays.W {
			b := metricBatch{out: numbersOf(t, arrays.P[i:i+1]), y: numbersOf(t, arrays.Y[i:i+1])}
			b.k, b.labels = len(b.out)/len(w), len(b.y)/len(w)
			if weighted {
				b.weights = w
			}
			if err := m.fits(b.k, b.labels); err != nil {
				t.Fatal(err)
			}
			total.add(&b)
			compareNumbers(t, fmt.Sprintf("batch %d, weighted=%t", i, weighted), c.Tolerance, figuresOf(total), numbersOf(t, want[i:i+1]))
			part := m.start()
			part.add(&b)
			joined.join(part)
		}
		near(t, "joined", figuresOf(joined), figuresOf(total))
		total.reset()
		if v := figuresOf(total); m.String() != "r2_score" && v[0] != 0 || len(v) == 0 {
			t.Errorf("%v after reset", v)
		}
	}
}

// figuresOf returns the figures of a counter.
func figuresOf(c counter) []float64 {
	if s, ok := c.(several); ok && s.parts() != nil {
		var all []float64
		for i := range s.parts() {
			all = append(all, s.part(i))
		}
		return all
	}
	if v := c.value(); !math.IsNaN(v) {
		return []float64{v}
	}
	return []float64{-1}
}
