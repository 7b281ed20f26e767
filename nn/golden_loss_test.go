package nn

import (
	"encoding/json"
	"fmt"
	"testing"
)

// goldenDirect is a loss called with arrays by real Keras.
type goldenDirect struct {
	Loss             goldenArguments `json:"loss"`
	Y                json.RawMessage `json:"y"`
	P                [][]float64     `json:"p"`
	Values           []float64       `json:"values"`
	Mean             float64         `json:"mean"`
	Gradient         [][]float64     `json:"gradient"`
	SampleWeight     []float64       `json:"sample_weight"`
	Weighted         float64         `json:"weighted"`
	WeightedGradient [][]float64     `json:"weighted_gradient"`
}

// The losses are Keras's, in fits and called with arrays.
func TestGoldenLosses(t *testing.T) {
	var file struct {
		MadeBy    string         `json:"made_by"`
		Format    string         `json:"format"`
		NoiseNote string         `json:"noise_note"`
		Cases     []goldenFit    `json:"cases"`
		Direct    []goldenDirect `json:"direct"`
	}
	readGoldens(t, "testdata/keras/losses.json", &file)
	runGoldenFits(t, file.Cases, 32)
	called := 0
	for i, d := range file.Direct {
		if _, ok := d.Loss["ignore_class"]; ok {
			continue // this package has no such option
		}
		called++
		t.Run(fmt.Sprintf("direct/%d-%s", i, d.Loss.text("name")), d.run)
	}
	if called != 33 {
		t.Errorf("%d losses called with arrays", called)
	}
}

func (d goldenDirect) run(t *testing.T) {
	l, err := d.Loss.loss()
	if err != nil {
		t.Fatal(err)
	}
	p, y := matrixOf(d.P), numbersOf(t, []json.RawMessage{d.Y})
	mean, grad := l.Eval(p, y)
	compareNumbers(t, "mean", 1e-6, []float64{mean}, []float64{d.Mean})
	compareNumbers(t, "gradient", 1e-5, grad.RawMatrix().Data, matrixOf(d.Gradient).RawMatrix().Data)
	rows, k := p.Dims()
	labels := len(y) / rows
	var values []float64
	for i := range rows {
		v, _ := l.Eval(p.Slice(i, i+1, 0, k), y[i*labels:(i+1)*labels])
		values = append(values, v)
	}
	compareNumbers(t, "values", 1e-6, values, d.Values)
	b := lossBatch{out: p.RawMatrix().Data, grad: make([]float64, rows*k), y: y, k: k, weights: d.SampleWeight}
	compareNumbers(t, "weighted", 1e-6, []float64{l.batch(&b)}, []float64{d.Weighted})
	compareNumbers(t, "weighted gradient", 1e-5, b.grad, matrixOf(d.WeightedGradient).RawMatrix().Data)
}
