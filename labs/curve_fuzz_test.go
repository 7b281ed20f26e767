package labs

import (
	"math"
	"testing"
)

// FuzzAreaUnderROC compares the area with the probability that a row of class 1 has a
// higher score than one of class 0, ties counting half, which it is (Hanley and McNeil,
// Radiology 143, 1982).
func FuzzAreaUnderROC(f *testing.F) {
	f.Add([]byte{0, 1, 2, 3})
	f.Add([]byte{255, 254, 253, 255, 1, 0, 17, 17, 16})
	f.Add([]byte("two classes of many ties"))
	f.Fuzz(func(t *testing.T, rows []byte) {
		var scores, labels []float64
		for _, row := range rows {
			scores, labels = append(scores, float64(row>>1%16)), append(labels, float64(row&1))
		}
		wins, pairs := 0.0, 0.0
		for i := range labels {
			for j := range labels {
				if labels[i] != 1 || labels[j] != 0 {
					continue
				}
				pairs++
				switch {
				case scores[i] > scores[j]:
					wins++
				case scores[i] == scores[j]:
					wins += 0.5
				}
			}
		}
		if pairs == 0 {
			return
		}
		got, err := BinaryClassificationEvaluator{RawPredictionCol: "s"}.Evaluate(frame("s", scores, "label", labels))
		if err != nil || math.Abs(got-wins/pairs) > 1e-12 {
			t.Errorf("the area of %v and %v is %v, error %v, want %v", scores, labels, got, err, wins/pairs)
		}
	})
}
