package learn_test

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"

	"golab/learn"
)

// numbered makes rows that tell their number, of classes 0, 0, 1, 2, 2, 2, …
func numbered(n int) (x *mat.Dense, y []float64) {
	x, y = mat.NewDense(n, 2, nil), make([]float64, n)
	for i := range n {
		y[i] = []float64{0, 0, 1, 2, 2, 2}[i%6]
		x.SetRow(i, []float64{float64(i), y[i]})
	}
	return x, y
}

// Shuffled folds test on every row once, are the same for a seed and others for
// another, and stratified ones have the classes' shares.
func TestShuffledFolds(t *testing.T) {
	_, y := numbered(60)
	for name, split := range map[string]func(seed int64) learn.Splitter{
		"KFold":           func(seed int64) learn.Splitter { return learn.KFold{Shuffle: true, Seed: seed} },
		"StratifiedKFold": func(seed int64) learn.Splitter { return learn.StratifiedKFold{Shuffle: true, Seed: seed} },
	} {
		a, err := split(1).Split(y)
		value(t, a, err)
		again, err := split(1).Split(y)
		value(t, again, err)
		other, err := split(2).Split(y)
		value(t, other, err)
		same := func(f, g learn.Fold) bool { return slices.Equal(f.Test, g.Test) && slices.Equal(f.Train, g.Train) }
		if !slices.EqualFunc(a, again, same) || slices.EqualFunc(a, other, same) {
			t.Errorf("%s: the folds of a seed differ, or those of two do not", name)
		}
		var all []int
		for _, f := range a {
			all = append(all, f.Test...)
			if len(f.Test) != 12 || len(f.Train) != 48 || !slices.IsSorted(f.Test) || !slices.IsSorted(f.Train) {
				t.Errorf("%s: %d rows to train on and %d to test on, want 48 and 12, in order", name, len(f.Train), len(f.Test))
			}
			counts := map[float64]int{}
			for _, i := range f.Test {
				counts[y[i]]++
			}
			if name == "StratifiedKFold" && (counts[0] != 4 || counts[1] != 2 || counts[2] != 6) {
				t.Errorf("the test rows' classes are %v", counts)
			}
		}
		slices.Sort(all)
		if len(all) != 60 || len(slices.Compact(all)) != 60 {
			t.Errorf("%s tests on %v", name, all)
		}
	}
}

func TestTrainTestSplit(t *testing.T) {
	x, y := numbered(61)
	for _, stratify := range []bool{false, true} {
		s, err := learn.TrainTestSplit{Stratify: stratify, Seed: 3}.Split(x, y)
		value(t, s, err)
		again, err := learn.TrainTestSplit{Stratify: stratify, Seed: 3}.Split(x, y)
		value(t, again, err)
		other, err := learn.TrainTestSplit{Stratify: stratify, Seed: 4}.Split(x, y)
		value(t, other, err)
		if !mat.Equal(s.XTest, again.XTest) || mat.Equal(s.XTest, other.XTest) {
			t.Error("the parts of a seed differ, or those of two do not")
		}
		var rows []float64
		counts := map[float64]int{}
		for _, part := range []struct {
			x *mat.Dense
			y []float64
		}{{s.XTrain, s.YTrain}, {s.XTest, s.YTest}} {
			for i, label := range part.y {
				rows = append(rows, part.x.At(i, 0))
				if part.x.At(i, 1) != label {
					t.Fatalf("row %v lost its label", part.x.At(i, 0))
				}
			}
		}
		for _, label := range s.YTest {
			counts[label]++
		}
		slices.Sort(rows)
		if len(rows) != 61 || len(slices.Compact(rows)) != 61 || len(s.YTest) != 16 {
			t.Errorf("the parts have %d rows, %d of them to test on", len(rows), len(s.YTest))
		}
		// 21, 10 and 30 rows of the classes, 16/61 of which are 5.5, 2.6 and 7.9
		if stratify && (counts[0] != 5 || counts[1] != 3 || counts[2] != 8) {
			t.Errorf("the test rows' classes are %v", counts)
		}
	}
}

// A splitGolden is how scikit-learn parts rows; testdata/make_splits.py makes the file.
type splitGolden struct {
	Name, Labels string
	Rows, Splits int
	Size         float64
	Stratify     bool
	Seed         int64
	Train        []int
	Test         [][]int
}

// Seeds part rows as scikit-learn's random_state does, row for row.
func TestSplitsAgainstScikitLearn(t *testing.T) {
	text, err := os.ReadFile("testdata/splits.golden")
	if err != nil {
		t.Fatal(err)
	}
	var goldens []splitGolden
	if err := json.Unmarshal(text, &goldens); err != nil {
		t.Fatal(err)
	}
	kinds := map[string][]float64{"six": {0, 0, 1, 2, 2, 2}, "down": {7, 3, 3, -1}}
	for _, g := range goldens {
		x, y := mat.NewDense(g.Rows, 1, nil), make([]float64, g.Rows)
		for i := range y {
			x.Set(i, 0, float64(i))
			y[i] = kinds[g.Labels][i%len(kinds[g.Labels])]
		}
		if g.Name == "train_test_split" {
			s, err := learn.TrainTestSplit{TestSize: g.Size, Stratify: g.Stratify, Seed: g.Seed}.Split(x, y)
			value(t, s, err)
			if !slices.Equal(numbersOf(s.XTrain), g.Train) || !slices.Equal(numbersOf(s.XTest), g.Test[0]) {
				t.Errorf("%d rows, stratified %v, seed %d: other rows than scikit-learn's", g.Rows, g.Stratify, g.Seed)
			}
			continue
		}
		var splitter learn.Splitter = learn.KFold{NSplits: g.Splits, Shuffle: true, Seed: g.Seed}
		if g.Name == "StratifiedKFold" {
			splitter = learn.StratifiedKFold{NSplits: g.Splits, Shuffle: true, Seed: g.Seed}
		}
		folds, err := splitter.Split(y)
		value(t, folds, err)
		for i, f := range folds {
			if !slices.Equal(f.Test, g.Test[i]) {
				t.Errorf("%s of %d rows, seed %d: fold %d tests on %v, scikit-learn on %v", g.Name, g.Rows, g.Seed, i, f.Test, g.Test[i])
			}
		}
	}
}

// numbersOf reads the numbers of rows, which are their first column.
func numbersOf(x *mat.Dense) []int {
	var out []int
	for i := range x.RawMatrix().Rows {
		out = append(out, int(x.At(i, 0)))
	}
	return out
}

func TestSplitSeeds(t *testing.T) {
	x, y := numbered(12)
	const want = ": Seed is -1, it must be from 0 to 4294967295"
	_, kfold := learn.KFold{Shuffle: true, Seed: -1}.Split(y)
	_, stratified := learn.StratifiedKFold{NSplits: 2, Shuffle: true, Seed: -1}.Split(y)
	_, parts := learn.TrainTestSplit{Seed: -1}.Split(x, y)
	for where, err := range map[string]error{"KFold": kfold, "StratifiedKFold": stratified, "TrainTestSplit": parts} {
		if err == nil || err.Error() != "learn: "+where+".Split"+want {
			t.Errorf("error %v", err)
		}
	}
}
