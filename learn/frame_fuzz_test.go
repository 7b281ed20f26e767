package learn

import (
	"testing"

	"gonum.org/v1/gonum/mat"
)

// FuzzUnmarshalBinary reads any bytes, under a right checksum, as each kind of model:
// an error or a model that predicts, but no panic.
func FuzzUnmarshalBinary(f *testing.F) {
	for _, c := range conformance() {
		x, y := c.blobs(20, 2, 0, 1)
		m, err := c.estimator.fitClassifier(x, y)
		if err != nil {
			f.Fatal(err)
		}
		data, err := m.MarshalBinary()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data[:len(data)-frameCheck])
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		data := framed(body)
		if m, err := UnmarshalModel(data); err == nil {
			m.Predict(mat.NewDense(1, 2, []float64{1, 2}))
		}
		for _, c := range conformance() {
			m := c.empty()
			if m.UnmarshalBinary(data) != nil {
				continue
			}
			if len(m.Classes()) == 0 {
				t.Error("a model without classes was read")
			}
			m.Predict(mat.NewDense(1, 2, []float64{1, 2}))
			if p, ok := m.(ProbabilisticClassifier); ok {
				p.PredictProba(mat.NewDense(1, 2, []float64{1, 2}))
			}
			if trees, ok := m.(interface{ FeatureImportances() []float64 }); ok {
				trees.FeatureImportances()
			}
		}
	})
}

// framed puts a right checksum behind a copy of body.
func framed(body []byte) []byte { return (&frameWriter{data: append([]byte(nil), body...)}).bytes() }

// FuzzUnmarshalScalers does the same with scalers and encoders: what is read transforms,
// or refuses, but does not panic.
func FuzzUnmarshalScalers(f *testing.F) {
	for _, s := range fittedScalers(f) {
		data, err := s.MarshalBinary()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data[:len(data)-frameCheck])
	}
	many := newFrame("StandardScaler") // with no vector that their number must fit
	many.data = append(many.data, 0, 0, 0, 0, 1, 0, 0, 0)
	for range 3 {
		many.vector(nil)
	}
	f.Add(many.data)
	f.Fuzz(func(t *testing.T, body []byte) {
		data, x := framed(body), mat.NewDense(1, 2, []float64{1, 2})
		for _, s := range []scalerBytes{&FittedStandardScaler{}, &FittedMinMaxScaler{}} {
			if s.UnmarshalBinary(data) == nil {
				s.(interface {
					Transform(mat.Matrix) (*mat.Dense, error)
				}).Transform(x)
			}
		}
		var e FittedLabelEncoder
		if e.UnmarshalBinary(data) != nil {
			return
		}
		if y, err := e.Transform(e.Classes); err != nil || len(y) == 0 {
			t.Errorf("labels %q of an encoder that was read become %v, %v", e.Classes, y, err)
		}
	})
}
