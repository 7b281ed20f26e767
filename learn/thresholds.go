package learn

import (
	"fmt"
	"math"
	"slices"
)

// thresholdCounts are the rows that score at least as much as each threshold, of which
// the largest comes first.
type thresholdCounts struct {
	thresholds []float64
	fps, tps   []float64 // of the smaller class and of the larger one
}

// countThresholds checks and counts.
func countThresholds(where string, yTrue, yScore []float64) (thresholdCounts, error) {
	var c thresholdCounts
	positive, err := binaryLabels(where, yTrue, yScore, "yScore")
	if err != nil {
		return c, err
	}
	order := make([]int, len(yScore))
	for i, v := range yScore {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return c, fmt.Errorf("learn: %s: yScore[%d] is %v", where, i, v)
		}
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		switch {
		case yScore[i] > yScore[j]:
			return -1
		case yScore[i] < yScore[j]:
			return 1
		}
		return 0
	})
	fps, tps := 0.0, 0.0
	for at, i := range order {
		if positive[i] {
			tps++
		} else {
			fps++
		}
		if at+1 == len(order) || yScore[order[at+1]] != yScore[i] {
			c.thresholds = append(c.thresholds, yScore[i])
			c.fps, c.tps = append(c.fps, fps), append(c.tps, tps)
		}
	}
	return c, nil
}

// binaryLabels returns which labels are the larger of two classes.
func binaryLabels(where string, yTrue, other []float64, name string) ([]bool, error) {
	if err := checkPair(where, name, yTrue, other); err != nil {
		return nil, err
	}
	if err := checkLabels(where, "yTrue", yTrue); err != nil {
		return nil, err
	}
	classes, index := classIndex(yTrue)
	if len(classes) != 2 {
		return nil, fmt.Errorf("learn: %s: yTrue has %d classes, it must have 2", where, len(classes))
	}
	positive := make([]bool, len(index))
	for i, c := range index {
		positive[i] = c == 1
	}
	return positive, nil
}
