package plots

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"gonum.org/v1/plot/vg/vgimg"
)

var regen = flag.Bool("regen", false, "write the golden pictures anew")

// history is a figure like the lab's: a hundred epochs of bumpy accuracies, made
// of a formula and a fixed random stream.
func history() *Figure {
	r := rand.New(rand.NewPCG(9, 1))
	var epochs, training, validation []float64
	for i := range 100 {
		x := float64(i)
		epochs = append(epochs, x+1)
		training = append(training, 0.93-0.3*math.Exp(-x/18)+0.02*(r.Float64()-0.5))
		validation = append(validation, 0.9-0.35*math.Exp(-x/14)+0.09*(r.Float64()-0.5))
	}
	f := New("Training and validation accuracy", "Epochs", "Accuracy")
	f.Points("Training acc", epochs, training)
	f.Line("Validation acc", epochs, validation)
	return f
}

// gaps has lines with holes, a point alone, negative and small numbers, no title, an
// unlabelled series and Greek letters.
func gaps() *Figure {
	f := New("", "λ", "∂loss/∂w, ×10⁻⁶")
	f.Line("with a gap", []float64{-3, -2, -1, 0, 1, 2, 3}, []float64{1e-6, 2e-6, nan, 4e-6, nan, 5e-6, -1e-6})
	f.Points("dots", []float64{-3, 0, 3}, []float64{-2e-6, -2e-6, inf})
	f.Line("", []float64{-3, 3}, []float64{0, 0})
	return f
}

// many has more series than colours, and texts too long for their places.
func many() *Figure {
	f := New("A title that is much too long for the page on which it stands, so that it must end in an ellipsis", "steps", "value")
	for i := range 24 {
		x, y := []float64{0, 5e6, 1e7}, []float64{0, float64(i), float64(2 * i)}
		if i%2 == 0 {
			f.Line(fmt.Sprintf("series %d with a label that takes more than half of the width of the axes", i), x, y)
		} else {
			f.Points(fmt.Sprintf("series %d", i), x, y)
		}
	}
	return f
}

func TestGoldenPictures(t *testing.T) {
	figures := kinds()
	figures["history"], figures["gaps"], figures["many"] = history(), gaps(), many()
	for name, f := range figures {
		t.Run(name, func(t *testing.T) {
			got := picture(t, f, name)
			path := filepath.Join("testdata", name+".png")
			if *regen {
				if err := os.WriteFile(path, got, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatalf("%v; go test -regen writes it", err)
			}
			if err := same(decode(t, got), decode(t, want)); err != nil {
				out := filepath.Join(t.ArtifactDir(), name+".png")
				if err := os.WriteFile(out, got, 0o644); err != nil {
					t.Fatal(err)
				}
				t.Errorf("%v; what was drawn is in %s, go test -regen accepts it", err, out)
			}
		})
	}
}

// picture draws lines and points as they are shown, and the other kinds half as
// large.
func picture(t *testing.T, f *Figure, name string) []byte {
	t.Helper()
	if err := f.Err(); err != nil {
		t.Fatal(err)
	}
	dpi := screenDPI
	if name == "history" || name == "gaps" || name == "many" {
		dpi = fileDPI
	}
	width, height, err := f.size()
	if err != nil {
		t.Fatal(err)
	}
	content, err := f.render(vgimg.PngCanvas{Canvas: vgimg.NewWith(vgimg.UseWH(width, height), vgimg.UseDPI(dpi))})
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func decode(t *testing.T, content []byte) image.Image {
	t.Helper()
	picture, err := png.Decode(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

// same allows what another processor's rounding may do to the edges of lines: 20
// pixels that differ by more than 8 of 255 in some channel.
func same(got, want image.Image) error {
	if got.Bounds() != want.Bounds() {
		return fmt.Errorf("the picture is %v, want %v", got.Bounds(), want.Bounds())
	}
	different, where := 0, image.Point{}
	b := got.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			r, g, u, _ := got.At(x, y).RGBA()
			r2, g2, u2, _ := want.At(x, y).RGBA()
			if far(r, r2) || far(g, g2) || far(u, u2) {
				different, where = different+1, image.Pt(x, y)
			}
		}
	}
	if different > 20 {
		return fmt.Errorf("%d pixels differ, the last at %v; 20 may", different, where)
	}
	return nil
}

func far(a, b uint32) bool { return max(a, b)-min(a, b) > 8<<8 }

// The comparison must see a line of another colour, a moved legend, a lost dot.
func TestSameSeesChanges(t *testing.T) {
	render := func(f *Figure) image.Image {
		bundle, err := f.MIMEBundle()
		if err != nil {
			t.Fatal(err)
		}
		return decode(t, bundle["image/png"].([]byte))
	}
	original := render(history())
	if err := same(original, render(history())); err != nil {
		t.Errorf("two drawings of one figure: %v", err)
	}
	changes := map[string]func(*Figure){
		"a dot lost":      func(f *Figure) { f.marks[0].(*series).ys[50] = nan },
		"a label changed": func(f *Figure) { f.marks[1].(*series).label = "validation acc" },
		"kinds swapped":   func(f *Figure) { f.marks[0].(*series).kind, f.marks[1].(*series).kind = line, points },
		"no axis label":   func(f *Figure) { f.xLabel = "" },
	}
	for name, change := range changes {
		f := history()
		change(f)
		if same(original, render(f)) == nil {
			t.Errorf("%s: not noticed", name)
		}
	}
}
