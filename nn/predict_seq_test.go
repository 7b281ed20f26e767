package nn

import (
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
)

func TestPredictSeq(t *testing.T) {
	x, _ := ring(1000)
	m := ringModel()
	want, err := m.Predict(x)
	if err != nil {
		t.Fatal(err)
	}
	parts := func(yield func(mat.Matrix) bool) {
		for at := 0; at < 1000; at += 300 {
			if !yield(x.Slice(at, min(at+300, 1000), 0, 2)) {
				return
			}
		}
		yield(mat.NewDense(1, 3, nil))
	}
	var got []float64
	for p, err := range m.PredictSeq(parts) {
		if err != nil {
			wantError(t, "PredictSeq", err, "part 5: nn: Predict: x has 3 columns, the first layer takes 2")
			break
		}
		got = append(got, p.RawMatrix().Data...)
	}
	if !slices.Equal(got, want.RawMatrix().Data) {
		t.Error("PredictSeq and Predict differ")
	}
	for range m.PredictSeq(parts) { // a caller may stop
		break
	}
}
