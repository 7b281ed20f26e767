package labs

import (
	"fmt"
	"math"
	"slices"

	"golab/data"

	"github.com/go-gota/gota/dataframe"
)

// A BinaryClassificationEvaluator computes how well scores tell two classes apart, whatever
// the threshold above which a score means class 1: the area under one of two curves. With
// TP and FP the weight of the rows of class 1 and 0 whose score reaches the threshold,
// and P and N the weight of all rows of class 1 and 0, the curves are
//
//	areaUnderROC   TP/P over FP/N, from (0, 0) to (1, 1)
//	areaUnderPR    TP/(TP+FP) over TP/P, from recall 0 with the precision of the first point
//
// and the areas are sums of trapezoids. A rate of no rows is 0, as in Spark. The numbers
// are Spark's to the last digit, where the rows are one partition.
//
// Source: BinaryClassificationEvaluator of Spark 4.1.4,
// mllib/src/main/scala/org/apache/spark/ml/evaluation/BinaryClassificationEvaluator.scala.
type BinaryClassificationEvaluator struct {
	// MetricName is "areaUnderROC", the default, or "areaUnderPR".
	MetricName string

	// RawPredictionCol is a vector column, of which the number at index 1 is the
	// score, or a column of scores; the default is "rawPrediction".
	RawPredictionCol string

	LabelCol  string // the true classes; above 0.5 is class 1; the default is "label"
	WeightCol string // weight of each row; the default is none: all weigh 1

	// NumBins makes the curve coarser when there are twice as many scores or more: the
	// scores are taken in groups, of a size that makes about NumBins groups. The
	// default is 1000, -1 means a point for each score.
	NumBins int
}

const (
	areaUnderROC = "areaUnderROC"
	areaUnderPR  = "areaUnderPR"
)

// Evaluate returns the metric for the predictions in df.
//
// It fails when the metric's name is not known, when NumBins is below -1, when a column
// is missing or holds text, when the vectors have fewer than 2 numbers, when a score or
// label is NaN, when a weight is negative, and when df has no rows.
func (e BinaryClassificationEvaluator) Evaluate(df dataframe.DataFrame) (float64, error) {
	value, err := e.withDefaults().evaluate(df)
	if err != nil {
		return 0, fmt.Errorf("labs: BinaryClassificationEvaluator: %w", err)
	}
	return value, nil
}

// IsLargerBetter returns true.
func (e BinaryClassificationEvaluator) IsLargerBetter() bool { return true }

func (e BinaryClassificationEvaluator) metricName() string { return e.withDefaults().MetricName }

func (e BinaryClassificationEvaluator) withDefaults() BinaryClassificationEvaluator {
	e.MetricName = named(e.MetricName, areaUnderROC)
	e.RawPredictionCol = named(e.RawPredictionCol, "rawPrediction")
	e.LabelCol = named(e.LabelCol, "label")
	if e.NumBins == 0 {
		e.NumBins = 1000
	}
	return e
}

func (e BinaryClassificationEvaluator) evaluate(df dataframe.DataFrame) (float64, error) {
	if e.MetricName != areaUnderROC && e.MetricName != areaUnderPR {
		return 0, fmt.Errorf("parameter MetricName is %q, the choices are %s, %s", e.MetricName, areaUnderPR, areaUnderROC)
	}
	if e.NumBins < -1 {
		return 0, fmt.Errorf("parameter NumBins is %d, the least is 1, or -1 for a point for each score", e.NumBins)
	}
	labels, weights, err := labelsAndWeights(df, e.LabelCol, e.WeightCol)
	if err != nil {
		return 0, err
	}
	scores, err := e.scores(df)
	if err != nil {
		return 0, err
	}
	for i := range scores {
		if math.IsNaN(scores[i]) || math.IsNaN(labels[i]) {
			return 0, fmt.Errorf("row %d has %s = %v and %s = %v", i, e.RawPredictionCol, scores[i], e.LabelCol, labels[i])
		}
	}
	points := curve(scores, labels, weights, e.NumBins)
	if e.MetricName == areaUnderPR {
		return areaPR(points), nil
	}
	return areaROC(points), nil
}

// scores reads the numbers that speak for class 1.
func (e BinaryClassificationEvaluator) scores(df dataframe.DataFrame) ([]float64, error) {
	x, err := data.Vector(df, e.RawPredictionCol)
	if err != nil {
		return data.Column(df, e.RawPredictionCol)
	}
	n, k := x.Dims()
	if k < 2 {
		return nil, fmt.Errorf("%s has %d numbers a row, two classes have 2", e.RawPredictionCol, k)
	}
	scores := make([]float64, n)
	for i := range scores {
		scores[i] = x.At(i, 1)
	}
	return scores, nil
}

// A point is the weight of the rows of either class that reach a threshold.
type point struct{ positive, negative float64 }

// curve returns the points from the highest threshold to the lowest.
func curve(scores, labels, weights []float64, bins int) []point {
	type group struct {
		score float64
		point
	}
	byScore := map[float64]int{}
	var groups []group
	for i, score := range scores {
		at, ok := byScore[score]
		if !ok {
			at = len(groups)
			byScore[score] = at
			groups = append(groups, group{score: score})
		}
		w := 1.0
		if weights != nil {
			w = weights[i]
		}
		if labels[i] > 0.5 {
			groups[at].positive += w
		} else {
			groups[at].negative += w
		}
	}
	slices.SortFunc(groups, func(a, b group) int { return nanLast(b.score, a.score) })
	size := 1
	if bins > 0 && len(groups)/bins >= 2 {
		size = len(groups) / bins
	}
	var points []point
	var all point
	for chunk := range slices.Chunk(groups, size) {
		var here point
		for _, g := range chunk {
			here.positive += g.positive
			here.negative += g.negative
		}
		all.positive += here.positive
		all.negative += here.negative
		points = append(points, all)
	}
	return points
}

// rate returns part/whole, and 0 for no whole.
func rate(part, whole float64) float64 {
	if whole == 0 {
		return 0
	}
	return part / whole
}

func areaROC(points []point) float64 {
	all := points[len(points)-1]
	area, x, y := 0.0, 0.0, 0.0
	for _, p := range points {
		area, x, y = trapezoid(area, x, y, rate(p.negative, all.negative), rate(p.positive, all.positive))
	}
	area, _, _ = trapezoid(area, x, y, 1, 1)
	return area
}

func areaPR(points []point) float64 {
	all := points[len(points)-1]
	precision := func(p point) float64 {
		if p.positive+p.negative == 0 {
			return 1
		}
		return p.positive / (p.positive + p.negative)
	}
	area, x, y := 0.0, 0.0, precision(points[0])
	for _, p := range points {
		area, x, y = trapezoid(area, x, y, rate(p.positive, all.positive), precision(p))
	}
	return area
}

// trapezoid adds the area between two points, and returns the second.
func trapezoid(area, x, y, nextX, nextY float64) (float64, float64, float64) {
	return area + float64((nextX-x)*(nextY+y))/2, nextX, nextY
}
