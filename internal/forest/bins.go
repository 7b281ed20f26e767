package forest

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Bins are rows of features of which only the bins are known that their values are in.
// Bin b of a feature holds the values up to threshold b, and above threshold b-1.
type Bins struct {
	N, P       int
	Thresholds [][]float64 // of each feature, ascending
	index      []uint16    // n×p
	first      []int       // where the bins of each feature begin, and their number
}

// NewBins puts the values of x, n×p, into at most maxBins bins a feature, of about as
// many rows each, with thresholds half-way between values. Where there are more than
// max(10000, maxBins²) rows, it is a sample of about so many that tells the thresholds,
// drawn by the seed.
//
// Source: findSplits of Spark 4.1.4,
// mllib/src/main/scala/org/apache/spark/ml/tree/impl/RandomForest.scala.
func NewBins(x *mat.Dense, maxBins int, seed int64) *Bins {
	n, p := x.Dims()
	b := &Bins{N: n, P: p, Thresholds: make([][]float64, p), index: make([]uint16, n*p), first: make([]int, p+1)}
	maxBins = min(maxBins, n)
	rows, weight := binSample(n, maxBins, seed)
	column := make([]float64, 0, len(rows))
	for j := range p {
		column = column[:0]
		for _, i := range rows {
			if v := x.At(int(i), j); v != 0 {
				column = append(column, v)
			}
		}
		slices.Sort(column)
		b.Thresholds[j] = thresholds(column, weight, maxBins)
		b.first[j+1] = b.first[j] + len(b.Thresholds[j]) + 1
	}
	for i := range n {
		for j, v := range x.RawRowView(i) {
			bin, _ := slices.BinarySearch(b.Thresholds[j], v)
			b.index[i*p+j] = uint16(bin)
		}
	}
	return b
}

// thresholds parts ascending values that are not 0, and as many zeros as make up the
// weight, into at most bins parts. As in Spark there are none where all are 0.
func thresholds(sorted []float64, weight float64, bins int) []float64 {
	if len(sorted) == 0 {
		return nil
	}
	values, counts := distinct(sorted, weight)
	var out []float64
	if len(values) <= bins {
		for i := 1; i < len(values); i++ {
			out = append(out, (values[i-1]+values[i])/2)
		}
		return out
	}
	stride := weight / float64(bins)
	target, seen := stride, counts[0]
	for i := 1; i < len(values); i++ {
		before := seen
		seen += counts[i]
		if math.Abs(before-target) < math.Abs(seen-target) {
			out = append(out, (values[i-1]+values[i])/2)
			target += stride
		}
	}
	return out
}

// distinct returns the different values and how many there are of each. Of a sample that
// is smaller than its weight says, some zeros are none.
func distinct(sorted []float64, weight float64) (values, counts []float64) {
	for _, v := range sorted {
		if len(values) == 0 || v != values[len(values)-1] {
			values, counts = append(values, v), append(counts, 0)
		}
		counts[len(counts)-1]++
	}
	n := float64(len(sorted))
	if zeros := weight - n; zeros > n*0x1p-52*100 {
		at, _ := slices.BinarySearch(values, 0)
		values, counts = slices.Insert(values, at, 0), slices.Insert(counts, at, zeros)
	}
	return values, counts
}

// row returns the bins of a row.
func (b *Bins) row(i int32) []uint16 { return b.index[int(i)*b.P : (int(i)+1)*b.P] }

// sizeOf returns the number of bins of some features.
func (b *Bins) sizeOf(features []int) int {
	size := 0
	for _, j := range features {
		size += b.first[j+1] - b.first[j]
	}
	return size
}
