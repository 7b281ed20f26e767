package plots

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/recorder"
)

// dense is a matrix, row by row.
type dense struct {
	r, c   int
	values []float64
}

func (d dense) Dims() (r, c int)    { return d.r, d.c }
func (d dense) At(i, j int) float64 { return d.values[i*d.c+j] }

func normals(seed uint64, n int, mean, std float64) []float64 {
	r := rand.New(rand.NewPCG(seed, 2))
	v := make([]float64, n)
	for i := range v {
		v[i] = mean + std*r.NormFloat64()
	}
	return v
}

func histograms() *Figure {
	f := New("Ages", "age", "people")
	f.Histogram("women", normals(1, 400, 40, 12))
	f.Histogram("men", append(normals(2, 300, 50, 8), nan))
	return f
}

func groupedBars() *Figure {
	names := []string{"logistic regression", "random forest", "naive Bayes", "k nearest neighbours", "neural network"}
	f := New("Accuracy by model", "", "accuracy")
	f.Bars("train", names, []float64{0.93, 0.99, 0.8, nan, 0.97})
	f.Bars("test", names, []float64{0.92, 0.95, 0.79, 0.89, -0.1})
	return f
}

func boxes() *Figure {
	f := New("Scores by fold", "", "accuracy")
	for i, name := range []string{"tree", "forest", "network"} {
		f.Box(name, normals(uint64(i), 60, 0.8+0.06*float64(i), 0.02))
	}
	return f
}

func rocs() *Figure {
	f := New("ROC", "", "")
	var fpr, tpr []float64
	for i := range 61 {
		x := float64(i) / 60
		fpr, tpr = append(fpr, x), append(tpr, math.Pow(x, 0.2))
	}
	f.ROC("forest", fpr, tpr, 1/1.2)
	f.ROC("guess", []float64{0, 1}, []float64{0, 1}, nan)
	return f
}

func precisionRecall() *Figure {
	f := New("Precision and recall", "", "")
	f.PrecisionRecall("", []float64{0.5, 0.6, 0.8, 1, 1}, []float64{1, 0.9, 0.7, 0.4, 0}, 0.8)
	return f
}

func learningCurve() *Figure {
	xs := []float64{100, 300, 600, 1000, 2000, 3000}
	var training, validation [][]float64
	for i, x := range xs {
		training = append(training, normals(uint64(i), 5, 0.96+x/2e5, 0.005))
		validation = append(validation, normals(uint64(i+9), 5, 0.93-0.2*math.Exp(-x/500), 0.015))
	}
	f := New("Learning curve", "Examples", "Accuracy")
	f.LearningCurve("training", xs, training)
	f.LearningCurve("cross-validation", xs, validation)
	return f
}

var someNames = []string{"age", "income", "height", "visits", "weight", "word_freq_address"}

// wave is an n×n matrix that looks like correlations, with a gap.
func wave(n int) dense {
	d := dense{n, n, make([]float64, n*n)}
	for i := range d.values {
		apart := float64(i/n - i%n)
		d.values[i] = math.Cos(1.1*apart) * math.Exp(-math.Abs(apart)/3)
	}
	d.values[1] = nan
	return d
}

func heatmap() *Figure {
	f := New("Correlations", "", "")
	f.Heatmap(someNames, someNames, wave(6))
	return f
}

func confusion() *Figure {
	f := New("Confusion matrix", "", "")
	f.ConfusionMatrix([]string{"ham", "spam"}, dense{2, 2, []float64{760, 30, 45, 478}})
	return f
}

func scatterMatrix3() *Figure {
	const n, p = 90, 3
	r := rand.New(rand.NewPCG(5, 5))
	d, y := dense{n, p, make([]float64, n*p)}, make([]float64, n)
	for i := range y {
		y[i] = float64(i % 3)
		common := r.NormFloat64()
		for j := range p {
			d.values[i*p+j] = y[i]*float64(j+1) + common + 0.6*r.NormFloat64()
		}
	}
	d.values[4] = nan
	f := New("Iris", "", "")
	f.ScatterMatrix([]string{"sepal length", "sepal width", "petal length"}, d, y, "setosa", "versicolor", "virginica")
	return f
}

// kinds are figures of all kinds, which testdata has a picture of.
func kinds() map[string]*Figure {
	return map[string]*Figure{
		"histograms": histograms(), "bars": groupedBars(), "boxes": boxes(), "roc": rocs(), "precision": precisionRecall(),
		"learning": learningCurve(), "heatmap": heatmap(), "confusion": confusion(), "scatter": scatterMatrix3(),
	}
}

func TestHistogramsAsNumPy(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "numpy-histograms.json"))
	if err != nil {
		t.Fatal(err)
	}
	var results map[string]struct{ Values, Edges, Counts, Density []float64 }
	if err := json.Unmarshal(text, &results); err != nil {
		t.Fatal(err)
	}
	for name, want := range results {
		h, err := newHistogram("", want.Values)
		if err != nil {
			t.Fatal(err)
		}
		edges := binEdges(h.values, 0)
		compareNumbers(t, name+": edges", edges, want.Edges)
		compareNumbers(t, name+": counts", h.heights(edges), want.Counts)
		h.density = true
		compareNumbers(t, name+": density", h.heights(edges), want.Density)
	}
	if got := len(binEdges([]float64{1, 2, 3}, 7)); got != 8 {
		t.Errorf("7 bins have %d edges", got)
	}
}

func compareNumbers(t *testing.T, what string, got, want []float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d, NumPy has %d", what, len(got), len(want))
		return
	}
	for i := range got {
		if math.Abs(got[i]-want[i]) > 1e-14*math.Abs(want[i]) {
			t.Errorf("%s: number %d is %v, NumPy has %v", what, i, got[i], want[i])
		}
	}
}

func TestKindsDescribeThemselves(t *testing.T) {
	wants := map[string]string{
		"histograms": "Figure \"Ages\"\n  x: age 2.975 to 73.13, y: people 0 to 49\n  histogram \"women\", 400 values\n  histogram \"men\", 301 values, 1 not finite",
		"bars":       "Figure \"Accuracy by model\"\n  x: 5 names, y: accuracy -0.1 to 0.99\n  bars \"train\", 5 values\n  bars \"test\", 5 values",
		"roc":        "Figure \"ROC\"\n  x: False positive rate -0.015 to 1.015, y: True positive rate -0.015 to 1.015\n  line \"forest (AUC = 0.833)\", 61 points\n  line \"guess\", 2 points",
		"learning":   "Figure \"Learning curve\"\n  x: Examples 100 to 3000, y: Accuracy",
		"boxes":      "Figure \"Scores by fold\"\n  x: 3 names, y: accuracy",
		"precision":  "Figure \"Precision and recall\"\n  x: Recall -0.015 to 1.015, y: Precision -0.015 to 1.015\n  line \"AP = 0.800\", 9 points",
		"heatmap":    "Figure \"Correlations\"\n  heat map, 6×6, -0.3633 to 1",
		"confusion":  "Figure \"Confusion matrix\"\n  confusion matrix of 2 classes",
		"scatter":    "Figure \"Iris\"\n  scatter matrix of 3 variables, 90 rows, 3 classes",
	}
	for name, f := range kinds() {
		if want, ok := wants[name]; !ok || !strings.HasPrefix(f.String(), want) {
			t.Errorf("%s: %q, want %q", name, f.String(), want)
		}
	}
}

func TestKindsRefuse(t *testing.T) {
	ab := []string{"a", "b"}
	two := []float64{1, 2}
	for _, tt := range []struct {
		draw func(*Figure)
		want string
	}{
		{func(f *Figure) { f.Histogram("h", nil) }, `plots: Histogram: "h" has no values`},
		{func(f *Figure) { f.Density("h", []float64{nan, inf}) }, `plots: Density: "h" has no finite value among 2`},
		{func(f *Figure) { f.Histogram("h", []float64{1, 1e301}) }, `plots: Histogram: "h" has the value 1e+301 at index 1, the largest that can be drawn is 1e+300`},
		{func(f *Figure) { f.Bins = 20000; f.Histogram("h", two) }, `plots: Save: Bins is 20000, it can be 0 to 10000`},
		{func(f *Figure) { f.Bars("b", ab, []float64{1}) }, `plots: Bars: "b" has 2 names and 1 values`},
		{func(f *Figure) { f.Bars("b", nil, nil) }, `plots: Bars: "b" has no values`},
		{func(f *Figure) { f.Bars("b", ab, two); f.Bars("c", []string{"a", "x"}, two) }, `plots: Bars: "c" has other names than the bars before: ["a" "x"], ["a" "b"]`},
		{func(f *Figure) { f.Bars("b", ab, two); f.Box("c", two) }, `plots: Box: the figure has bars, which have other names`},
		{func(f *Figure) { f.Box("b", two); f.Bars("c", ab, two) }, `plots: Bars: "c": the figure has boxes, which have other names`},
		{func(f *Figure) { f.Box("b", []float64{nan}) }, `plots: Box: "b" has no finite value among 1`},
		{func(f *Figure) { f.Band("b", two, two, nil) }, `plots: Band: "b" has 2 x values, 2 low and 0 high ones`},
		{func(f *Figure) { f.Band("b", two, two, []float64{1, nan}) }, `plots: Band: "b" has the value NaN at index 1, which cannot be drawn`},
		{func(f *Figure) { f.LearningCurve("l", two, [][]float64{{1}}) }, `plots: LearningCurve: "l" has 2 x values and 1 lists of scores`},
		{func(f *Figure) { f.LearningCurve("l", two, [][]float64{{1}, nil}) }, `plots: LearningCurve: "l" has no scores at index 1`},
		{func(f *Figure) { f.LearningCurve("l", two, [][]float64{{1}, {nan}}) }, `plots: LearningCurve: "l" has the value NaN at index 1, which cannot be drawn`},
		{func(f *Figure) { f.ROC("r", []float64{0, 1.5}, []float64{0, 1}, 0.5) }, `plots: ROC: "r (AUC = 0.500)" has the value 1.5 at index 1, which is no rate between 0 and 1`},
		{func(f *Figure) { f.ROC("r", two, nil, nan) }, `plots: ROC: "r" has 2 x values and 0 y values`},
		{func(f *Figure) { f.PrecisionRecall("p", []float64{0, nan}, []float64{0, 1}, nan) }, `plots: PrecisionRecall: "p" has the value NaN at index 1, which is no rate between 0 and 1`},
		{func(f *Figure) { f.Heatmap(ab, ab, dense{2, 3, make([]float64, 6)}) }, `plots: Heatmap: 2 and 2 names for a matrix of 2×3`},
		{func(f *Figure) { f.Heatmap(nil, nil, dense{}) }, `plots: Heatmap: the matrix is empty`},
		{func(f *Figure) { f.Heatmap(ab, ab, nil) }, `plots: Heatmap: the matrix is nil`},
		{func(f *Figure) { f.Heatmap(ab, ab[:1], dense{2, 1, []float64{nan, nan}}) }, `plots: Heatmap: "the matrix" has no finite value among 2`},
		{func(f *Figure) { f.ConfusionMatrix(ab, dense{2, 2, []float64{1, 2, -3, 4}}) }, `plots: ConfusionMatrix: the count of row 1, column 0 is -3`},
		{func(f *Figure) { f.Points("p", two, two); f.ConfusionMatrix(ab, wave(2)) }, `plots: ConfusionMatrix: the count of row 0, column 1 is NaN`},
		{func(f *Figure) { f.Points("p", two, two); f.Heatmap(ab, ab, wave(2)) }, `plots: Heatmap: a heat map, a confusion matrix or a scatter matrix has the figure to itself`},
		{func(f *Figure) { f.Heatmap(ab, ab, wave(2)); f.Line("p", two, two) }, `plots: Line: a heat map, a confusion matrix or a scatter matrix has the figure to itself`},
		{func(f *Figure) { f.ScatterMatrix(ab, wave(3), nil) }, `plots: ScatterMatrix: 2 names for a matrix of 3×3`},
		{func(f *Figure) { f.ScatterMatrix(make([]string, 11), wave(11), nil) }, `plots: ScatterMatrix: 11 columns, there can be 2 to 10`},
		{func(f *Figure) { f.ScatterMatrix(ab, wave(2), []float64{1}) }, `plots: ScatterMatrix: 2 rows and 1 classes`},
		{func(f *Figure) { f.ScatterMatrix(ab, wave(2), []float64{1, 0.5}) }, `plots: ScatterMatrix: row 1 is of class 0.5, classes are whole numbers from 0`},
		{func(f *Figure) { f.ScatterMatrix(ab, wave(2), []float64{0, 1}, "ham") }, `plots: ScatterMatrix: row 1 is of class 1, there are names of 1 classes`},
		{func(f *Figure) { f.ScatterMatrix(ab, dense{1, 2, []float64{1, nan}}, nil) }, `plots: ScatterMatrix: "b" has no finite value among 1`},
	} {
		f := New("", "", "")
		tt.draw(f)
		if err := f.Save(filepath.Join(t.TempDir(), "f.png")); err == nil || err.Error() != tt.want {
			t.Errorf("error %v\nwant  %s", err, tt.want)
		}
	}
}

// Whatever the sizes and names: all that is written stays on the page.
func TestTablesStayOnThePage(t *testing.T) {
	long := func(n int) (names []string) {
		for i := range n {
			names = append(names, fmt.Sprintf("a name that is rather long for such a table %d", i))
		}
		return names
	}
	sizes := []int{10, 2, 30}
	if testing.Short() {
		sizes = sizes[:1]
	}
	for _, n := range sizes {
		figures := map[string]*Figure{"heatmap": New("T", "", ""), "confusion": New("", "x", "y"), "bars": New("A title", "x", "y")}
		figures["heatmap"].Heatmap(long(n), long(n), wave(n))
		figures["confusion"].ConfusionMatrix(long(n), dense{n, n, make([]float64, n*n)})
		figures["bars"].Bars("b", long(n), make([]float64, n))
		figures["wide heatmap"] = New("", "", "")
		figures["wide heatmap"].Heatmap([]string{"a"}, make([]string, n), dense{1, n, make([]float64, n)})
		if n <= mostVariables {
			figures["scatter"] = New("", "", "")
			figures["scatter"].ScatterMatrix(long(n), wave(n), nil)
		}
		for name, f := range figures {
			width, height, err := f.size()
			if err != nil || f.Err() != nil {
				t.Fatal(name, err, f.Err())
			}
			r := new(recorder.Canvas)
			if err := f.draw(draw.NewCanvas(r, width, height)); err != nil {
				t.Fatal(err)
			}
			if out := outside(r, width, height); out != "" {
				t.Errorf("%s of %d: %s on a page of %v×%v", name, n, out, width, height)
			}
		}
	}
}

// outside returns something that reaches over the page, or "".
func outside(r *recorder.Canvas, width, height vg.Length) string {
	type state struct {
		at    vg.Point
		angle float64
	}
	var stack []state
	var now state
	for _, a := range r.Actions {
		switch a := a.(type) {
		case *recorder.Push:
			stack = append(stack, now)
		case *recorder.Pop:
			now, stack = stack[len(stack)-1], stack[:len(stack)-1]
		case *recorder.Translate:
			now.at = now.at.Add(a.Point)
		case *recorder.Rotate:
			now.angle += a.Angle
		case *recorder.Fill:
			for _, c := range a.Path {
				sin, cos := math.Sincos(now.angle)
				x := now.at.X + c.Pos.X*vg.Length(cos) - c.Pos.Y*vg.Length(sin)
				y := now.at.Y + c.Pos.X*vg.Length(sin) + c.Pos.Y*vg.Length(cos)
				if x < -0.01 || y < -0.01 || x > width+0.01 || y > height+0.01 {
					return fmt.Sprintf("an outline at %.1f, %.1f", x, y)
				}
			}
		}
	}
	return ""
}

// The ends of the colours are told apart by all kinds of eyes, and 0 is white.
func TestDivergingColours(t *testing.T) {
	if c := diverging.at(0.5); c.R < 0xf0 || c.G < 0xf0 || c.B < 0xf0 {
		t.Errorf("the middle is %v, want nearly white", c)
	}
	for i := range 50 {
		t1, t2 := float64(i)/100, 1-float64(i)/100
		a, b := oklab(diverging.at(t1)), oklab(diverging.at(t2))
		if d := math.Abs(a[0] - b[0]); d > 0.06 {
			t.Errorf("%v and %v differ by %.2f in lightness", t1, t2, d)
		}
		if next := oklab(diverging.at(t1 + 0.01)); next[0] <= a[0] {
			t.Errorf("the colour at %v is darker than that at %v", t1+0.01, t1)
		}
		if blue, brown := a[2], b[2]; i < 45 && brown-blue < 0.02 {
			t.Errorf("%v and %v differ by %.3f from blue to yellow", t1, t2, brown-blue)
		}
	}
	for _, c := range []struct{ r, g, b uint8 }{{0, 0, 0}, {255, 255, 255}, {1, 2, 3}, {200, 100, 50}} {
		in := diverging[0]
		in.R, in.G, in.B = c.r, c.g, c.b
		if out := fromOklab(oklab(in)); out != in {
			t.Errorf("%v becomes %v", in, out)
		}
	}
}
