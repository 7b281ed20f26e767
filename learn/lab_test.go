package learn_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"gonum.org/v1/gonum/mat"

	"golab/data"
	"golab/learn"
)

// lab is the split of the lab sheet: 3288 training and 1313 test rows.
type lab struct {
	xTrain, xTest *mat.Dense
	yTrain, yTest []float64
}

// standardised scales both parts by the training rows.
func (l lab) standardised(tb testing.TB) lab {
	tb.Helper()
	scaler, err := learn.StandardScaler{}.Fit(l.xTrain)
	if err != nil {
		tb.Fatal(err)
	}
	if l.xTrain, err = scaler.Transform(l.xTrain); err != nil {
		tb.Fatal(err)
	}
	if l.xTest, err = scaler.Transform(l.xTest); err != nil {
		tb.Fatal(err)
	}
	return l
}

// labOnce reads the real Spambase, once for all tests.
var labOnce = sync.OnceValues(loadLab)

// readLab returns the lab's split of the real Spambase.
func readLab(tb testing.TB) lab {
	tb.Helper()
	l, err := labOnce()
	if os.IsNotExist(err) {
		tb.Skip("the real spambase.data is missing: set GOLAB_DATA to its folder")
	}
	if err != nil {
		tb.Fatal(err)
	}
	return l
}

func loadLab() (lab, error) {
	var l lab
	path := filepath.Join("..", "..", "shared", "data", "spambase.data")
	if folder := os.Getenv("GOLAB_DATA"); folder != "" {
		path = filepath.Join(folder, "spambase.data")
	}
	if _, err := os.Stat(path); err != nil {
		return l, err
	}
	df, err := data.ReadCSV(path)
	if err != nil {
		return l, err
	}
	parts, err := data.RandomSplit(df, []float64{0.7, 0.3}, 42)
	if err != nil {
		return l, err
	}
	names := df.Names()
	for i, part := range parts {
		x, err := data.Matrix(part, names[:57]...)
		if err != nil {
			return l, err
		}
		y, err := data.Column(part, names[57])
		if err != nil {
			return l, err
		}
		if i == 0 {
			l.xTrain, l.yTrain = x, y
		} else {
			l.xTest, l.yTest = x, y
		}
	}
	return l, nil
}

// madeLab is of the lab's shape, for benchmarks where the real rows are missing.
func madeLab(tb testing.TB) lab {
	if l, err := labOnce(); err == nil {
		return l
	}
	tb.Log("the rows are synthetic")
	random := rand.New(rand.NewPCG(1, 1))
	rows := func(n int) (*mat.Dense, []float64) {
		x, y := mat.NewDense(n, 57, nil), make([]float64, n)
		for i := range n {
			y[i] = float64(i % 5 / 3)
			for j := range 57 {
				if random.Float64() < 0.3 {
					x.Set(i, j, random.ExpFloat64()*(1+y[i]*float64(j%3)))
				}
			}
		}
		return x, y
	}
	var l lab
	l.xTrain, l.yTrain = rows(3288)
	l.xTest, l.yTest = rows(1313)
	return l
}
