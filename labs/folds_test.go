package labs

import (
	"math"
	"strconv"
	"testing"
)

func TestFoldsAreSparks(t *testing.T) {
	var want struct {
		Folds []struct {
			N, K              int
			Seed              string
			Train, Validation []rowSet
		}
		Splits []struct {
			N                 int
			Ratio             float64
			Seed              string
			Train, Validation rowSet
		}
	}
	golden(t, "tuning.golden", &want)
	for _, c := range want.Folds {
		seed, _ := strconv.ParseInt(c.Seed, 10, 64)
		folds, err := randomFolds(c.N, c.K, seed)
		if err != nil || len(folds) != len(c.Train) {
			t.Errorf("%d rows, seed %d: %d folds, error %v", c.N, seed, len(folds), err)
			continue
		}
		for i, f := range folds {
			if train, validation := rowSetOf(f.train), rowSetOf(f.validation); train != c.Train[i] || validation != c.Validation[i] {
				t.Errorf("%d rows, seed %d, fold %d: %v and %v, Spark has %v and %v", c.N, seed, i, train, validation, c.Train[i], c.Validation[i])
			}
		}
	}
	for _, c := range want.Splits {
		seed, _ := strconv.ParseInt(c.Seed, 10, 64)
		f, err := ratioFold(c.N, c.Ratio, seed)
		if train, validation := rowSetOf(f.train), rowSetOf(f.validation); err != nil || train != c.Train || validation != c.Validation {
			t.Errorf("%d rows, ratio %v, seed %d: %v and %v, error %v, Spark has %v and %v", c.N, c.Ratio, seed, train, validation, err, c.Train, c.Validation)
		}
	}
	if len(want.Folds) < 5 || len(want.Splits) < 3 {
		t.Errorf("the golden file has %d folds and %d splits", len(want.Folds), len(want.Splits))
	}
}

func TestFoldErrors(t *testing.T) {
	_, err := randomFolds(2, 3, 42)
	wantError(t, "2 rows for 3 folds", err, "the validation data at fold ", "the frame has 2 rows for 3 folds")
	_, err = randomFolds(1, 2, 42)
	wantError(t, "1 row", err, "the ", "at fold", "1 rows for 2 folds")
	for _, tt := range []struct {
		fold []float64
		k    int
		want string
	}{
		{[]float64{0, 1, 3}, 3, "fold number must be a whole number in range [0, 3), but row 2 has f = 3"},
		{[]float64{0, -1, 2}, 3, "fold number must be a whole number in range [0, 3), but row 1 has f = -1"},
		{[]float64{0, 0.5, 2}, 3, "fold number must be a whole number in range [0, 3), but row 1 has f = 0.5"},
		{[]float64{0, math.NaN(), 2}, 3, "fold number must be a whole number in range [0, 3), but row 1 has f = NaN"},
		{[]float64{0, 0, 0}, 3, "the training data at fold 0 are empty"},
		{[]float64{0, 2, 2}, 3, "the validation data at fold 1 are empty"},
	} {
		_, err := columnFolds(frame("f", tt.fold), "f", tt.k)
		wantError(t, "fold column", err, tt.want)
	}
	_, err = columnFolds(frame("f", []string{"a"}), "f", 2)
	wantError(t, "text", err, "data: Column", "text")
	_, err = ratioFold(1, 0.5, 42)
	wantError(t, "1 row", err, "the ", "data are empty: the frame has 1 rows, TrainRatio is 0.5")
}
