package data

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/go-gota/gota/dataframe"

	"golab/internal/jvm"
)

// RandomSplit cuts df into as many frames as there are weights, with the same
// rows in the same order as Spark's DataFrame.randomSplit gives.
//
// The rows are sorted by all columns, from the first to the last; missing values
// come first, NaN last, -0 equals 0, and rows that are equal stay in order. Then
// each row draws one uniform number u from XORShift, seeded with seed, and goes
// to split i if b(i) ≤ u < b(i+1), where b(0) = 0 and b(i+1) = b(i) + w(i)/Σw. A
// split thus comes out sorted, and its size is near its share but seldom equal to
// it. Spark sorts and draws by partition, with seed plus the partition's number;
// one partition is assumed here, for Spark reads a file below 4 MiB as one.
//
// It fails if a weight is negative or not finite, or if their sum is 0.
//
// Source: Dataset.randomSplit, BernoulliCellSampler and XORShiftRandom, Spark 3.0
// to 4.1.
func RandomSplit(df dataframe.DataFrame, weights []float64, seed int64) ([]dataframe.DataFrame, error) {
	if err := usable(df); err != nil {
		return nil, fmt.Errorf("data: RandomSplit: %w", err)
	}
	bounds, err := cumulate(weights)
	if err != nil {
		return nil, fmt.Errorf("data: RandomSplit: %w", err)
	}
	parts := make([][]int, len(weights))
	random := jvm.NewXORShiftRandom(seed)
	for _, row := range sortedRows(df) {
		u := random.NextDouble()
		for i := range parts {
			if bounds[i] <= u && u < bounds[i+1] {
				parts[i] = append(parts[i], row)
			}
		}
	}
	splits := make([]dataframe.DataFrame, len(parts))
	for i, rows := range parts {
		splits[i] = df.Subset(append([]int{}, rows...))
		if splits[i].Err != nil {
			return nil, fmt.Errorf("data: RandomSplit: %w", splits[i].Err)
		}
	}
	return splits, nil
}

// cumulate returns the bounds between the splits, one more than the weights.
func cumulate(weights []float64) ([]float64, error) {
	sum := 0.0
	for i, w := range weights {
		if !(w >= 0) || math.IsInf(w, 1) {
			return nil, fmt.Errorf("weight %d of %d is %v, which is not a number of at least 0", i, len(weights), w)
		}
		sum += w
	}
	if !(sum > 0) || math.IsInf(sum, 1) {
		return nil, fmt.Errorf("the %d weights sum to %v, which must be above 0 and finite", len(weights), sum)
	}
	bounds := make([]float64, len(weights)+1)
	for i, w := range weights {
		bounds[i+1] = bounds[i] + w/sum
	}
	return bounds, nil
}

// sortedRows returns the rows of df in Spark's order.
func sortedRows(df dataframe.DataFrame) []int {
	var orders []func(i, j int) int
	for _, f := range fields(df) {
		orders = append(orders, orderOf(df, f))
	}
	rows := make([]int, df.Nrow())
	for i := range rows {
		rows[i] = i
	}
	slices.SortFunc(rows, func(i, j int) int {
		for _, order := range orders {
			if c := order(i, j); c != 0 {
				return c
			}
		}
		return cmp.Compare(i, j)
	})
	return rows
}
