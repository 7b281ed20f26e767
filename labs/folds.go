package labs

import (
	"fmt"

	"golab/data"
	"golab/internal/jvm"

	"github.com/go-gota/gota/dataframe"
)

// uniform draws what Spark's rand(seed) gives the rows of one partition.
func uniform(n int, seed int64) []float64 {
	random := jvm.NewXORShiftRandom(seed)
	u := make([]float64, n)
	for i := range u {
		u[i] = random.NextDouble()
	}
	return u
}

// randomFolds divides n rows into k folds as PySpark does.
func randomFolds(n, k int, seed int64) ([]fold, error) {
	u := uniform(n, seed)
	folds := make([]fold, k)
	h := 1 / float64(k)
	for i := range folds {
		low, high := float64(i)*h, float64(i+1)*h
		folds[i] = divide(n, func(row int) bool { return low <= u[row] && u[row] < high })
		if err := folds[i].check(i); err != nil {
			return nil, fmt.Errorf("%w: the frame has %d rows for %d folds", err, n, k)
		}
	}
	return folds, nil
}

// columnFolds reads the number of each row's fold from a column.
func columnFolds(df dataframe.DataFrame, name string, k int) ([]fold, error) {
	numbers, err := data.Column(df, name)
	if err != nil {
		return nil, err
	}
	for row, number := range numbers {
		if !(number >= 0 && number < float64(k)) || number != float64(int(number)) {
			return nil, fmt.Errorf("fold number must be a whole number in range [0, %d), but row %d has %s = %v", k, row, name, number)
		}
	}
	folds := make([]fold, k)
	for i := range folds {
		folds[i] = divide(len(numbers), func(row int) bool { return int(numbers[row]) == i })
		if err := folds[i].check(i); err != nil {
			return nil, fmt.Errorf("%w: column %s", err, name)
		}
	}
	return folds, nil
}

// ratioFold keeps about the given part of n rows for training, as PySpark does.
func ratioFold(n int, ratio float64, seed int64) (fold, error) {
	u := uniform(n, seed)
	f := divide(n, func(row int) bool { return u[row] >= ratio })
	switch {
	case len(f.train) == 0:
		return f, fmt.Errorf("the training data are empty: the frame has %d rows, TrainRatio is %v", n, ratio)
	case len(f.validation) == 0:
		return f, fmt.Errorf("the validation data are empty: the frame has %d rows, TrainRatio is %v", n, ratio)
	}
	return f, nil
}

// divide sorts n rows into those for validation and the others.
func divide(n int, validates func(row int) bool) fold {
	f := fold{train: []int{}, validation: []int{}}
	for row := range n {
		if validates(row) {
			f.validation = append(f.validation, row)
		} else {
			f.train = append(f.train, row)
		}
	}
	return f
}

func (f fold) check(i int) error {
	switch {
	case len(f.train) == 0:
		return fmt.Errorf("the training data at fold %d are empty", i)
	case len(f.validation) == 0:
		return fmt.Errorf("the validation data at fold %d are empty", i)
	}
	return nil
}
