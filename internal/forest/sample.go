package forest

import "golab/internal/jvm"

// A Sampling says which rows a tree sees.
type Sampling struct {
	Rate      float64 // the mean share of the rows
	Bootstrap bool    // drawn with replacement
	Seed      int64
}

// weights returns how often each tree sees each of n rows, tree by tree; nil for once.
//
// Source: BaggedPoint of Spark 4.1.4,
// mllib/src/main/scala/org/apache/spark/ml/tree/impl/BaggedPoint.scala, in partition 0.
func (s Sampling) weights(n, trees int) [][]uint16 {
	out := make([][]uint16, trees)
	if !s.Bootstrap && s.Rate == 1 {
		return out
	}
	for t := range out {
		out[t] = make([]uint16, n)
	}
	seed := s.Seed + 1
	well, xorshift := newWell19937c(seed), jvm.NewXORShiftRandom(seed)
	for i := range n {
		for t := range out {
			switch {
			case s.Bootstrap:
				out[t][i] = uint16(well.poisson(s.Rate))
			case xorshift.NextDouble() < s.Rate:
				out[t][i] = 1
			}
		}
	}
	return out
}

// subset draws k of p features for a node; all are in order.
//
// Source: SamplingUtils.reservoirSampleAndCount of Spark 4.1.4,
// core/src/main/scala/org/apache/spark/util/random/SamplingUtils.scala.
func subset(p, k int, seed int64) []int {
	out := make([]int, k)
	for i := range out {
		out[i] = i
	}
	random := jvm.NewXORShiftRandom(seed)
	for i := k; i < p; i++ {
		if at := int(random.NextDouble() * float64(i+1)); at < k {
			out[at] = i
		}
	}
	return out
}
