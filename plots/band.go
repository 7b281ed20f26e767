package plots

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
)

// A band is the area between two lines.
type band struct {
	look
	label     string
	xs        []float64
	low, high []float64
}

// bandAlpha is how little is seen through a band, of 255.
const bandAlpha = 0x38

// Band fills the area between the points (xs[i], low[i]) and (xs[i], high[i]), such
// as what a quantity may be within its error. The label names it in the legend; an
// empty label leaves it out there. It fails, at Save or MIMEBundle, when the three
// differ in length, are empty, or hold a number that is not finite.
func (f *Figure) Band(label string, xs, low, high []float64) {
	b, err := newBand(oneLine(label), xs, low, high)
	f.put("Band", b, err)
}

func newBand(label string, xs, low, high []float64) (*band, error) {
	if len(xs) != len(low) || len(xs) != len(high) {
		return nil, fmt.Errorf("%q has %d x values, %d low and %d high ones", label, len(xs), len(low), len(high))
	}
	if len(xs) == 0 {
		return nil, fmt.Errorf("%q has no values", label)
	}
	for i := range xs {
		for _, v := range []float64{xs[i], low[i], high[i]} {
			if !finite(v) || math.Abs(v) > maxMagnitude {
				return nil, fmt.Errorf("%q has the value %g at index %d, which cannot be drawn", label, v, i)
			}
		}
	}
	return &band{label: label, xs: slices.Clone(xs), low: slices.Clone(low), high: slices.Clone(high)}, nil
}

// LearningCurve draws how well something learns: a line with dots through the means
// of the scores at each of the xs, such as numbers of examples, and around it a band
// of one standard deviation, √(Σ(s-mean)²/k) of the k scores there. The label names
// the series in the legend; an empty label leaves it out there.
//
// It fails, at Save or MIMEBundle, when there is not one list of scores for each x,
// when a list is empty, or when a number is not finite.
//
// Source: LearningCurveDisplay, scikit-learn 1.9.
func (f *Figure) LearningCurve(label string, xs []float64, scores [][]float64) {
	label = oneLine(label)
	means, low, high, err := meanAndBand(label, xs, scores)
	var b *band
	if err == nil {
		b, err = newBand(label, xs, low, high)
	}
	var s *series
	if err == nil {
		b.label = ""
		s, err = newSeries(dottedLine, label, xs, means)
	}
	look := f.looks
	f.putAs("LearningCurve", look, b, err)
	f.put("LearningCurve", s, err)
}

func meanAndBand(label string, xs []float64, scores [][]float64) (means, low, high []float64, err error) {
	if len(xs) != len(scores) {
		return nil, nil, nil, fmt.Errorf("%q has %d x values and %d lists of scores", label, len(xs), len(scores))
	}
	for i, list := range scores {
		if len(list) == 0 {
			return nil, nil, nil, fmt.Errorf("%q has no scores at index %d", label, i)
		}
		mean := 0.0
		for _, s := range list {
			mean += s / float64(len(list))
		}
		squares := 0.0
		for _, s := range list {
			squares += (s - mean) * (s - mean)
		}
		std := math.Sqrt(squares / float64(len(list)))
		means, low, high = append(means, mean), append(low, mean-std), append(high, mean+std)
	}
	return means, low, high, nil
}

func (b *band) name() string { return b.label }

func (b *band) describe() string {
	if b.label == "" {
		return ""
	}
	return fmt.Sprintf("band %q, %d points", b.label, len(b.xs))
}

func (b *band) extent(*Figure) (x, y span) {
	x, y = emptySpan(), emptySpan()
	for i := range b.xs {
		x.interval, y.interval = x.with(b.xs[i]), y.with(b.low[i]).with(b.high[i])
	}
	return x, y
}

func (b *band) draw(p *page) {
	var outline []vg.Point
	for i := range b.xs {
		outline = append(outline, p.point(b.xs[i], b.high[i]))
	}
	for i := len(b.xs) - 1; i >= 0; i-- {
		outline = append(outline, p.point(b.xs[i], b.low[i]))
	}
	p.canvas.FillPolygon(b.faint(bandAlpha), outline)
}

func (b *band) thumb(p *page, at vg.Point) { fillThumb(p.canvas, at, b.faint(bandAlpha)) }

func (b *band) samples(p *page) []vg.Point {
	var shown []vg.Point
	for i := range b.xs {
		low, high := p.point(b.xs[i], b.low[i]), p.point(b.xs[i], b.high[i])
		shown = append(append(shown, low, high), between(low, high)...)
	}
	return shown
}
