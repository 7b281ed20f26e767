package forest

import (
	"math"

	"golab/internal/jvm"
)

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

// binSample returns the rows whose values tell the thresholds of bins, and what Spark
// takes for their number: the mean one.
//
// Source: RandomForest.samplesFractionForFindSplits of Spark 4.1.4 and RDD.sample,
// core/src/main/scala/org/apache/spark/rdd/PartitionwiseSampledRDD.scala, partition 0.
func binSample(n, maxBins int, seed int64) (rows []int32, weight float64) {
	needed, share := max(maxBins*maxBins, 10000), 1.0
	if needed < n {
		share = float64(needed) / float64(n)
		seed = int64(jvm.NewXORShiftRandom(seed).NextInt())
		rows = bernoulli(n, share, newJavaRandom(seed).long())
	} else {
		rows = seen(n, nil)
	}
	return rows, share * float64(n)
}

// bernoulli draws each of n rows with the probability share: one by one, or, for a share
// of up to 0.4, the numbers of rows that are left out in between.
//
// Source: BernoulliSampler and GapSampling of Spark 4.1.4,
// core/src/main/scala/org/apache/spark/util/random/RandomSampler.scala.
func bernoulli(n int, share float64, seed int64) []int32 {
	const mostGaps, least = 0.4, 5e-11
	var rows []int32
	random := jvm.NewXORShiftRandom(seed)
	if share > mostGaps {
		for i := range n {
			if random.NextDouble() <= share {
				rows = append(rows, int32(i))
			}
		}
		return rows
	}
	unit, log := math.Log1p(-share), jvm.IntelLibm.Log()
	for i := 0; ; i++ {
		i += int(log(max(random.NextDouble(), least)) / unit)
		if i >= n {
			return rows
		}
		rows = append(rows, int32(i))
	}
}
