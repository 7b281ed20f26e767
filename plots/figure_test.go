package plots

import (
	"errors"
	"math"
	"strings"
	"testing"
)

var nan, inf = math.NaN(), math.Inf(1)

func TestFirstErrorStays(t *testing.T) {
	one := []float64{1}
	tests := []struct {
		name string
		draw func(*Figure)
		want string
	}{
		{"lengths", func(f *Figure) { f.Points("Training acc", []float64{1, 2, 3}, []float64{1, 2}) },
			`plots: Points: "Training acc" has 3 x values and 2 y values`},
		{"no values", func(f *Figure) { f.Line("loss", nil, nil) },
			`plots: Line: "loss" has no values`},
		{"only NaN", func(f *Figure) { f.Line("loss", []float64{1, 2}, []float64{nan, nan}) },
			`plots: Line: "loss" has no finite point among 2`},
		{"never both finite", func(f *Figure) { f.Points("p", []float64{1, nan, inf}, []float64{nan, 1, 1}) },
			`plots: Points: "p" has no finite point among 3`},
		{"too large", func(f *Figure) { f.Points("p", []float64{1, 2}, []float64{0, -1e307}) },
			`plots: Points: "p" has the value 1e+307 at index 1, the largest that can be drawn is 1e+300`},
		{"the first of two", func(f *Figure) { f.Points("first", one, nil); f.Line("second", nil, one) },
			`plots: Points: "first" has 1 x values and 0 y values`},
		{"good after bad", func(f *Figure) { f.Line("bad", nil, nil); f.Line("good", one, one) },
			`plots: Line: "bad" has no values`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := New("", "", "")
			tt.draw(f)
			_, bundleErr := f.MIMEBundle()
			for what, err := range map[string]error{"Err": f.Err(), "Save": f.Save(t.TempDir() + "/f.png"), "MIMEBundle": bundleErr} {
				if err == nil || err.Error() != tt.want {
					t.Errorf("%s: error %v, want %s", what, err, tt.want)
				}
			}
			if !strings.Contains(f.String(), tt.want) {
				t.Errorf("String() = %q does not tell the error", f.String())
			}
		})
	}
}

func TestEmptyFigure(t *testing.T) {
	f := New("Nothing", "x", "y")
	if err := f.Err(); err != nil {
		t.Errorf("Err before anything is drawn: %v", err)
	}
	if err := f.Save(t.TempDir() + "/f.png"); !errors.Is(err, errNoSeries) || !strings.HasPrefix(err.Error(), "plots: Save: ") {
		t.Errorf("Save: error %v", err)
	}
	if _, err := f.MIMEBundle(); !errors.Is(err, errNoSeries) || !strings.HasPrefix(err.Error(), "plots: MIMEBundle: ") {
		t.Errorf("MIMEBundle: error %v", err)
	}
	if got := f.String(); got != "Figure \"Nothing\"\n  no series" {
		t.Errorf("String() = %q", got)
	}
}

func TestFigureCopiesItsNumbers(t *testing.T) {
	xs, ys := []float64{1, 2}, []float64{3, 4}
	f := New("", "", "")
	f.Line("", xs, ys)
	xs[0], ys[1] = 100, nan
	if x, y := f.spans(); x.interval != (interval{1, 2}) || y.interval != (interval{3, 4}) {
		t.Errorf("ranges are %v and %v after the slices changed", x, y)
	}
}

func TestStringTellsWhatIsDrawn(t *testing.T) {
	f := New("Loss\nby epoch", "Epochs", "")
	f.Line("training", []float64{1, 2, 3, 4}, []float64{0.5, nan, 0.25, inf})
	want := "Figure \"Loss by epoch\"\n  x: Epochs 1 to 3, y: 0.25 to 0.5\n  line \"training\", 4 points, 2 not finite"
	if got := f.String(); got != want {
		t.Errorf("String() = %q, want %q", got, want)
	}
}

func TestRunsStopAtGaps(t *testing.T) {
	tests := []struct {
		ys   []float64
		want [][2]int
	}{
		{[]float64{1, 2, 3}, [][2]int{{0, 3}}},
		{[]float64{nan, 2, 3}, [][2]int{{1, 3}}},
		{[]float64{1, 2, nan, 4, inf, -inf, 7}, [][2]int{{0, 2}, {3, 4}, {6, 7}}},
		{[]float64{1, nan}, [][2]int{{0, 1}}},
	}
	for _, tt := range tests {
		s := &series{xs: make([]float64, len(tt.ys)), ys: tt.ys}
		got := s.runs()
		if len(got) != len(tt.want) {
			t.Errorf("runs of %v = %v, want %v", tt.ys, got, tt.want)
			continue
		}
		for i := range got {
			if got[i] != tt.want[i] {
				t.Errorf("runs of %v = %v, want %v", tt.ys, got, tt.want)
			}
		}
	}
}
