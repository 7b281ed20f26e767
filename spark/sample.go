package spark

import (
	"math"

	"golab/spark/internal/wire"
)

// Sample returns about a fraction of the rows, each kept by a draw of its own.
func (df *DataFrame) Sample(fraction float64, seed int64) *DataFrame {
	if !(fraction >= 0 && fraction <= 1) {
		return df.fail("spark: Sample: the fraction is %v, want 0 to 1", fraction)
	}
	return df.sample(0, fraction, seed, false)
}

// RandomSplit cuts df into as many frames as there are weights, with the rows that
// PySpark's randomSplit gives for the seed: split i keeps the rows whose draw is in
// [b(i), b(i+1)), where b(i+1) = b(i) + w(i)/Σw, and the server sorts the rows of each
// partition before it draws. [golab/data.RandomSplit] gives the same rows of a local
// frame, as long as Spark has them in one partition.
//
// Source: DataFrame.randomSplit, pyspark/sql/connect/dataframe.py, Spark 4.1.
func (df *DataFrame) RandomSplit(weights []float64, seed int64) []*DataFrame {
	total := 0.0
	for i, w := range weights {
		if !(w >= 0) || math.IsInf(w, 1) {
			df = df.fail("spark: RandomSplit: weight %d of %d is %v, which is not a number of at least 0", i, len(weights), w)
		}
		total += w
	}
	if !(total > 0) || math.IsInf(total, 1) {
		df = df.fail("spark: RandomSplit: the %d weights sum to %v, which must be above 0 and finite", len(weights), total)
	}
	splits := make([]*DataFrame, len(weights))
	lower := 0.0
	for i, w := range weights {
		upper := lower + w/total
		splits[i] = df.sample(lower, upper, seed, true)
		lower = upper
	}
	return splits
}

func (df *DataFrame) sample(lower, upper float64, seed int64, ordered bool) *DataFrame {
	replacement := false
	return df.with(&wire.Relation{RelType: &wire.Relation_Sample{Sample: &wire.Sample{
		Input: df.input(), LowerBound: lower, UpperBound: upper, WithReplacement: &replacement,
		Seed: &seed, DeterministicOrder: ordered,
	}}})
}
