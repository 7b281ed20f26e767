package learn

import (
	"encoding"
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
		data := (&frameWriter{data: append([]byte(nil), body...)}).bytes()
		for _, c := range conformance() {
			m := c.empty()
			if m.(encoding.BinaryUnmarshaler).UnmarshalBinary(data) != nil {
				continue
			}
			if len(m.Classes()) == 0 {
				t.Error("a model without classes was read")
			}
			m.Predict(mat.NewDense(1, 2, []float64{1, 2}))
		}
	})
}
