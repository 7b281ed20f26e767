package plots

import (
	"fmt"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// ROC draws the receiver operating characteristic of a classifier: the rate of true
// positives over that of false positives, by threshold. The label stands in the
// legend with the area under the curve behind it, unless auc is NaN. A dashed
// diagonal is what guessing gives. The axes show 0 to 1 and are as long as each
// other; where New was given no labels they are False positive rate and True
// positive rate.
//
// It fails, at Save or MIMEBundle, when the two differ in length, are empty, or hold
// a number that is not between 0 and 1.
func (f *Figure) ROC(label string, fpr, tpr []float64, auc float64) {
	s, err := newRates(withScore(label, "AUC", auc), fpr, tpr)
	chance := true
	for _, m := range f.marks {
		if _, ok := m.(*diagonal); ok {
			chance = false
		}
	}
	if chance && err == nil {
		f.putAs("ROC", 0, &diagonal{}, nil)
	}
	f.square = true
	f.put("ROC", s, err)
	f.callAxes("False positive rate", "True positive rate")
}

// PrecisionRecall draws the precision of a classifier over its recall, by threshold,
// as steps: a precision holds from its own recall on to that of the next threshold. The label stands
// in the legend with the average precision behind it, unless that is NaN. The axes
// show 0 to 1 and are as long as each other; where New was given no labels they are
// Recall and Precision.
//
// It fails, at Save or MIMEBundle, when the two differ in length, are empty, or hold
// a number that is not between 0 and 1.
func (f *Figure) PrecisionRecall(label string, precision, recall []float64, average float64) {
	s, err := newRates(withScore(label, "AP", average), recall, precision)
	if err == nil {
		s.xs, s.ys = steps(s.xs, s.ys)
	}
	f.square = true
	f.put("PrecisionRecall", s, err)
	f.callAxes("Recall", "Precision")
}

// callAxes labels the axes of a figure that was given no labels.
func (f *Figure) callAxes(x, y string) {
	if f.xLabel == "" && f.yLabel == "" {
		f.xLabel, f.yLabel = x, y
	}
}

// withScore returns the text of the legend.
func withScore(label, what string, score float64) string {
	label = oneLine(label)
	switch {
	case math.IsNaN(score):
		return label
	case label == "":
		return fmt.Sprintf("%s = %.3f", what, score)
	default:
		return fmt.Sprintf("%s (%s = %.3f)", label, what, score)
	}
}

// newRates returns a line of numbers between 0 and 1.
func newRates(label string, xs, ys []float64) (*series, error) {
	s, err := newSeries(line, label, xs, ys)
	if err != nil {
		return nil, err
	}
	s.square = true
	for i := range xs {
		for _, v := range []float64{xs[i], ys[i]} {
			if !(v >= 0 && v <= 1) {
				return nil, fmt.Errorf("%q has the value %g at index %d, which is no rate between 0 and 1", label, v, i)
			}
		}
	}
	return s, nil
}

// steps returns the points of a line that keeps its height until the next x.
func steps(xs, ys []float64) (sx, sy []float64) {
	for i := range xs {
		if i > 0 {
			sx, sy = append(sx, xs[i]), append(sy, ys[i-1])
		}
		sx, sy = append(sx, xs[i]), append(sy, ys[i])
	}
	return sx, sy
}

// A diagonal is the line of a classifier that guesses.
type diagonal struct{}

func (*diagonal) setLook(int)                {}
func (*diagonal) name() string               { return "chance" }
func (*diagonal) describe() string           { return "" }
func (*diagonal) extent(*Figure) (x, y span) { return unitSpan, unitSpan }
func (*diagonal) samples(p *page) []vg.Point { return between(p.point(0, 0), p.point(1, 1)) }

// chanceLine is drawn in grey, so as not to take a colour from a series.
var chanceLine = draw.LineStyle{Color: midInk, Width: 1.2, Dashes: []vg.Length{4, 3}}

func (*diagonal) draw(p *page) {
	a, b := p.point(0, 0), p.point(1, 1)
	p.canvas.StrokeLine2(chanceLine, a.X, a.Y, b.X, b.Y)
}

func (*diagonal) thumb(p *page, at vg.Point) {
	p.canvas.StrokeLine2(chanceLine, at.X, at.Y, at.X+thumbWidth, at.Y)
}
