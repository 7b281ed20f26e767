package plots

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/recorder"
)

func laidOut(t testing.TB, f *Figure) *page {
	t.Helper()
	fonts, err := loadTypefaces()
	if err != nil {
		t.Fatal(err)
	}
	return layOut(f, fonts, draw.NewCanvas(new(recorder.Canvas), pageWidth, pageHeight))
}

// curve is a figure with one line of a hundred points of y over 0 to 1.
func curve(y func(x float64) float64) *Figure {
	f := New("Title", "x", "y")
	var xs, ys []float64
	for i := range 100 {
		xs = append(xs, float64(i)/99)
		ys = append(ys, y(xs[i]))
	}
	f.Line("curve", xs, ys)
	return f
}

func TestLegendAvoidsTheData(t *testing.T) {
	tests := []struct {
		name string
		y    func(x float64) float64
		want string
	}{
		{"falling", func(x float64) float64 { return -x }, "upper right"},
		{"rising", func(x float64) float64 { return x }, "upper left"},
		{"a hill", func(x float64) float64 { return -(x - 0.5) * (x - 0.5) }, "upper right"},
		{"a valley that fills both upper corners", func(x float64) float64 { return math.Abs(x - 0.5) }, "lower left"},
		{"a step up", func(x float64) float64 { return math.Round(x) }, "upper left"},
		{"a wave over everything but the right", func(x float64) float64 {
			if x > 0.7 {
				return 1
			}
			return 0.5 + 0.5*math.Sin(60*x)
		}, "lower right"},
	}
	for _, tt := range tests {
		p := laidOut(t, curve(tt.y))
		box := p.placeLegend(vg.Point{X: 110, Y: 30})
		if got := place(p, box); got != tt.want {
			t.Errorf("%s: the legend is %s, want %s", tt.name, got, tt.want)
		}
		if n := covered(p.samples(), box); n != 0 {
			t.Errorf("%s: the legend hides %d places of the curve", tt.name, n)
		}
	}
}

func place(p *page, box vg.Rectangle) string {
	at, middle := "upper", p.data.Center()
	if (box.Min.Y+box.Max.Y)/2 < middle.Y {
		at = "lower"
	}
	if (box.Min.X+box.Max.X)/2 < middle.X {
		return at + " left"
	}
	return at + " right"
}

// Where no place is free, the one that hides least is taken.
func TestLegendHidesTheLeast(t *testing.T) {
	f := New("", "", "")
	for i := range 40 {
		for j := range 40 {
			if i < 30 || j > 10 || (i+j)%4 == 0 { // thinner at the lower right
				f.Points("", []float64{float64(i)}, []float64{float64(j)})
			}
		}
	}
	p := laidOut(t, f)
	if got := place(p, p.placeLegend(vg.Point{X: 100, Y: 60})); got != "lower right" {
		t.Errorf("the legend is %s, want lower right", got)
	}
}

func TestEverythingStaysOnThePage(t *testing.T) {
	figures := map[string]*Figure{"history": history(), "gaps": gaps(), "many": many(), "huge": New("", "", "")}
	figures["huge"].Line("line", []float64{1e9, 1e9 + 1e-3}, []float64{-maxMagnitude, maxMagnitude})
	for name, f := range figures {
		p := laidOut(t, f)
		c, d := p.canvas, p.data
		if d.Min.X < pageMargin || d.Min.Y < pageMargin || d.Max.X > c.Max.X-pageMargin || d.Max.Y > c.Max.Y-pageMargin || d.Size().X < c.Max.X/3 || d.Size().Y < c.Max.Y/2 {
			t.Errorf("%s: the data fill %v of %v", name, d.Rectangle, c.Rectangle)
		}
		for i, k := range p.x.ticks {
			half := p.fonts.regular.run(k.label, tickSize).width / 2
			x := d.X(p.x.at(k.value))
			if x-half < 0 || x+half > c.Max.X {
				t.Errorf("%s: tick %s reaches over the page", name, k.label)
			}
			if i > 0 {
				before := p.x.ticks[i-1]
				end := d.X(p.x.at(before.value)) + p.fonts.regular.run(before.label, tickSize).width/2
				if x-half < end+2 {
					t.Errorf("%s: ticks %s and %s touch", name, before.label, k.label)
				}
			}
		}
	}
}

func TestTextIsAsWideAsItsFont(t *testing.T) {
	fonts, err := loadTypefaces()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"", "Epochs", "AVATAR To", "0.95", "λ ∂ é Ж ²"} {
		for _, face := range []typeface{fonts.regular, fonts.bold} {
			known := face.Face
			known.Font.Size = 13
			if got, want := face.run(s, 13).width, known.Width(s); math.Abs(float64(got-want)) > 1e-9 {
				t.Errorf("%q is %v wide, gonum/plot says %v", s, got, want)
			}
		}
	}
	if int(fonts.regular.Face.Face.UnitsPerEm()) != unitsPerEm {
		t.Errorf("the typeface has %d units to the em, not %d", fonts.regular.Face.Face.UnitsPerEm(), unitsPerEm)
	}
	top := vg.Length(0)
	for _, c := range fonts.regular.run("H", unitsPerEm).outline {
		top = max(top, c.Pos.Y)
	}
	if top != capHeight {
		t.Errorf("H is %v high, capHeight is %d", top, capHeight)
	}
}

func TestFittedTextEndsInEllipsis(t *testing.T) {
	fonts, err := loadTypefaces()
	if err != nil {
		t.Fatal(err)
	}
	whole := fonts.regular.run("Validation accuracy", 10)
	for _, width := range []vg.Length{whole.width, whole.width / 2, 20} {
		got := fonts.regular.fitted("Validation accuracy", 10, width)
		if got.width > width || got.width < width-15 {
			t.Errorf("fitted to %v it is %v wide", width, got.width)
		}
	}
	if got := fonts.regular.fitted("W", 10, 1); len(got.outline) == 0 {
		t.Error("a single letter that does not fit has vanished")
	}
}

// With any kind of eyes, the colours of the first four series differ as much as two
// greys a sixth of the way from black to white apart, all others a twentieth.
func TestPaletteForColourBlindEyes(t *testing.T) {
	// Linear RGB as protanopes, deuteranopes and tritanopes see it: Machado, Oliveira
	// and Fernandes, "A Physiologically-based Model for Simulation of Color Vision
	// Deficiency", 2009, severity 1.
	eyes := map[string][9]float64{
		"normal":       {1, 0, 0, 0, 1, 0, 0, 0, 1},
		"protanopia":   {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
		"deuteranopia": {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
		"tritanopia":   {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900},
	}
	for eye, m := range eyes {
		for i := range palette {
			least := 0.05
			if i < 4 {
				least = 1.0 / 6
			}
			for j := range i {
				if d := distance(seen(i, m), seen(j, m)); d < least {
					t.Errorf("%s: colours %d and %d differ by %.3f", eye, j, i, d)
				}
			}
		}
	}
}

func seen(i int, m [9]float64) (rgb [3]float64) {
	linear := func(v uint8) float64 { return math.Pow(float64(v)/255, 2.2) }
	c := palette[i]
	in := [3]float64{linear(c.R), linear(c.G), linear(c.B)}
	for k := range rgb {
		v := m[3*k]*in[0] + m[3*k+1]*in[1] + m[3*k+2]*in[2]
		rgb[k] = math.Pow(math.Min(1, math.Max(0, v)), 1/2.2)
	}
	return rgb
}

func distance(a, b [3]float64) float64 {
	return math.Sqrt(((a[0]-b[0])*(a[0]-b[0]) + (a[1]-b[1])*(a[1]-b[1]) + (a[2]-b[2])*(a[2]-b[2])) / 3)
}

func TestSeriesLookDifferent(t *testing.T) {
	seen := map[string]int{}
	for i := range len(palette) * len(dashes) {
		s := look(i).line()
		key := fmt.Sprint(s.Color, s.Dashes)
		if j, ok := seen[key]; ok {
			t.Errorf("lines %d and %d look the same", j, i)
		}
		seen[key] = i
	}
}

// Whatever is given: an error or a picture, never a panic.
func FuzzFigure(f *testing.F) {
	f.Add("title", "label", 1.0, 2.0, 3.0, 4.0)
	f.Add("", "", nan, inf, -inf, 0.0)
	f.Add("\xff\x00", "𝔘\n", 1e300, -1e300, 5e-324, 1e-310)
	f.Fuzz(func(t *testing.T, title, label string, a, b, c, d float64) {
		fig := New(title, label, title)
		fig.Line(label, []float64{a, b, c}, []float64{b, c, d})
		fig.Points(title, []float64{d}, []float64{a})
		if fig.Err() != nil {
			return
		}
		if err := fig.draw(draw.NewCanvas(new(recorder.Canvas), pageWidth, pageHeight)); err != nil {
			t.Error(err)
		}
	})
}
