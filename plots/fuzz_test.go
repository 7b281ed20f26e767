package plots

import (
	"testing"

	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/recorder"
)

// FuzzKinds: whatever is given to the kinds of figures, there is an error or a
// picture, never a panic or an endless loop.
func FuzzKinds(f *testing.F) {
	f.Add("a", "b", 1.0, 2.0, 3.0, 0)
	f.Add("", "\n", nan, -1e300, 1e300, 3)
	f.Add("\xff", "x", 5e-324, 1e-310, 0.0, 1000)
	f.Add("same", "same", 1e9, 1e9, 1e9+1e-7, -1)
	f.Fuzz(func(t *testing.T, a, b string, x, y, z float64, bins int) {
		values, names := []float64{x, y, z, x}, []string{a, b}
		grid := dense{2, 2, values}
		for i, fill := range []func(*Figure){
			func(f *Figure) { f.Histogram(a, values); f.Density(b, []float64{z, y}) },
			func(f *Figure) { f.Bars(a, names, values[:2]); f.Bars(b, names, values[2:]) },
			func(f *Figure) { f.Box(a, values); f.Box(b, []float64{y}) },
			func(f *Figure) {
				f.LearningCurve(a, values[:2], [][]float64{{z}, {y, x}})
				f.Band(b, values, values, values)
			},
			func(f *Figure) { f.ROC(a, values, values, x); f.PrecisionRecall(b, values, values, y) },
			func(f *Figure) { f.Heatmap(names, names, grid) },
			func(f *Figure) { f.ConfusionMatrix(names, grid) },
			func(f *Figure) { f.ScatterMatrix(names, grid, []float64{0, 1}, a, b) },
		} {
			fig := New(a, b, a)
			fig.Bins = min(bins, 1000)
			fill(fig)
			if fig.Err() != nil {
				continue
			}
			width, height, err := fig.size()
			if err != nil {
				t.Fatal(i, err)
			}
			if err := fig.draw(draw.NewCanvas(new(recorder.Canvas), width, height)); err != nil {
				t.Error(i, err)
			}
		}
	})
}
