package learn

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// featureThreshold is the distance within which two values of a feature are taken
// for one (FEATURE_THRESHOLD of scikit-learn 1.9, sklearn/tree/_partitioner.pxd).
const featureThreshold = float32(1e-7)

// A treeColumns is x as trees see it: every number rounded to float32 and then
// replaced by its rank among the distinct numbers of its column. Ranks are made once
// for all trees of an ensemble; no node has to sort after that.
type treeColumns struct {
	n, p   int
	rank   []uint32    // column j is rank[j*n : (j+1)*n]
	values [][]float32 // the distinct numbers of each column, ascending
	near   []bool      // whether a column has neighbours within featureThreshold
}

// newTreeColumns takes x apart. It fails on numbers that float32 cannot hold.
func newTreeColumns(where string, x *mat.Dense) (*treeColumns, error) {
	n, p := x.Dims()
	c := &treeColumns{
		n: n, p: p,
		rank:   make([]uint32, n*p),
		values: make([][]float32, p),
		near:   make([]bool, p),
	}
	keys, spare := make([]uint64, n), make([]uint64, n)
	data := x.RawMatrix()
	for j := range p {
		for i := range n {
			v := float32(data.Data[i*data.Stride+j])
			if math.IsInf(float64(v), 0) {
				return nil, fmt.Errorf("learn: %s: x[%d,%d] is %v, more than a float32 holds", where, i, j, data.Data[i*data.Stride+j])
			}
			keys[i] = uint64(orderedBits(v))<<32 | uint64(i)
		}
		c.rankColumn(j, sortKeys(keys, spare))
	}
	return c, nil
}

// rankColumn stores the ranks of column j, whose keys are sorted.
func (c *treeColumns) rankColumn(j int, keys []uint64) {
	distinct := 1
	for i := 1; i < len(keys); i++ {
		if keys[i]>>32 != keys[i-1]>>32 {
			distinct++
		}
	}
	values := make([]float32, 0, distinct)
	rank := c.rank[j*c.n : (j+1)*c.n]
	for i, k := range keys {
		if i == 0 || k>>32 != keys[i-1]>>32 {
			v := fromOrderedBits(uint32(k >> 32))
			if len(values) > 0 && v <= values[len(values)-1]+featureThreshold {
				c.near[j] = true
			}
			values = append(values, v)
		}
		rank[uint32(k)] = uint32(len(values) - 1)
	}
	c.values[j] = values
}

// orderedBits maps float32 numbers to integers in the same order, -0 to 0.
func orderedBits(v float32) uint32 {
	b := math.Float32bits(v + 0)
	return b ^ (uint32(int32(b)>>31) | 1<<31)
}

func fromOrderedBits(b uint32) float32 {
	return math.Float32frombits(b ^ (uint32(int32(^b)>>31) | 1<<31))
}

// sortKeys sorts keys, which are in order of their lower halves, by their upper
// halves: a radix sort in three rounds of 11 bits. The result is in keys or in spare,
// which are both overwritten.
func sortKeys(keys, spare []uint64) []uint64 {
	const bits, rounds = 11, 3
	if len(keys) < 1<<bits/8 {
		slices.Sort(keys)
		return keys
	}
	var counts [rounds][1 << bits]uint32
	for _, k := range keys {
		h := uint32(k >> 32)
		counts[0][h%(1<<bits)]++
		counts[1][h>>bits%(1<<bits)]++
		counts[2][h>>(2*bits)]++
	}
	for round := range rounds {
		count, shift := &counts[round], 32+round*bits
		if count[keys[0]>>shift%(1<<bits)] == uint32(len(keys)) {
			continue // all are equal here
		}
		at := uint32(0)
		for d, c := range count {
			count[d] = at
			at += c
		}
		for _, k := range keys {
			d := k >> shift % (1 << bits)
			spare[count[d]] = k
			count[d]++
		}
		keys, spare = spare, keys
	}
	return keys
}

// column returns the ranks of column j.
func (c *treeColumns) column(j int) []uint32 { return c.rank[j*c.n : (j+1)*c.n] }

// threshold is the middle of the two values between which s cuts.
func (c *treeColumns) threshold(s *splitSearch) float64 {
	v := c.values[s.feature]
	return float64(v[s.lastLeft])/2 + float64(v[s.next])/2
}

// constant reports whether the values of column j from rank lo to rank hi count as one.
func (c *treeColumns) constantFrom(j int, lo, hi uint32) bool {
	return lo == hi || c.values[j][hi] <= c.values[j][lo]+featureThreshold
}

// apart reports whether a column may be cut between two of its values that follow
// each other in a node.
func (c *treeColumns) apart(j int, lo, hi uint32) bool {
	return c.values[j][hi] > c.values[j][lo]+featureThreshold
}
