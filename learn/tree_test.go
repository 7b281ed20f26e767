package learn

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
)

func TestTreesAreScikitLearns(t *testing.T) {
	for name, e := range map[string]DecisionTreeClassifier{
		"tree":                           {},
		"tree of entropy":                {Criterion: "entropy", Seed: 7},
		"tree of three classes":          {Seed: 2},
		"tree of three classes, entropy": {Criterion: "entropy", Seed: 3, MaxFeatures: SqrtFeatures},
		"small tree":                     {MaxDepth: 3, MinSamplesLeaf: 4, Seed: math.MaxUint32},
		"rarely cut tree":                {MinSamplesSplit: 20, MinImpurityDecrease: 0.01, Seed: 1},
		"best first":                     {MaxLeafNodes: 9, MaxFeatures: Log2Features, Seed: 5},
		"pruned":                         {CCPAlpha: 0.008, Seed: 5},
		"large tree":                     {Seed: 11},
		"one class":                      {},
		"values next to each other":      {Seed: 12},
		"few values":                     {Seed: 13},
		"balanced tree":                  {ClassWeight: "balanced", MaxDepth: 6, MinSamplesLeaf: 5, Seed: 16},
		"balanced tree of three classes": {ClassWeight: "balanced", MaxLeafNodes: 15, Seed: 17},
		"large values":                   {Seed: 14, MaxLeafNodes: 20},
	} {
		t.Run(name, func(t *testing.T) {
			c := treeCaseNamed(t, name)
			m := must[*DecisionTreeClassifierModel](t)(e.Fit(c.train()))
			c.checkTrees(t, []*decisionTree{m.tree})
			c.checkClassifier(t, m)
			if c.Text == "" {
				return
			}
			o := ExportTextOptions{MaxDepth: 1, Spacing: 1, Decimals: 4, ShowWeights: true}
			for j := range c.Data[1] {
				o.FeatureNames = append(o.FeatureNames, fmt.Sprintf("f%d", j))
			}
			for k := range m.Classes() {
				o.ClassNames = append(o.ClassNames, fmt.Sprintf("c%d", k))
			}
			if got := must[string](t)(m.ExportText(ExportTextOptions{})); got != c.Text {
				t.Errorf("ExportText gives\n%s\nscikit-learn\n%s", got, c.Text)
			}
			if got := must[string](t)(m.ExportText(o)); c.TextOptions != "" && got != c.TextOptions {
				t.Errorf("ExportText gives\n%s\nscikit-learn\n%s", got, c.TextOptions)
			}
		})
	}
}

func TestTreeShape(t *testing.T) {
	x, y := synthetic(100, 4, 2, 1)
	m := must[*DecisionTreeClassifierModel](t)(DecisionTreeClassifier{MaxDepth: 3}.Fit(x, y))
	leaves, depth := 0, 0
	for id := range m.tree.nodes {
		if m.tree.isLeaf(id) {
			leaves++
			d := 0
			for up := m.tree.parents()[id]; up >= 0; up = m.tree.parents()[up] {
				d++
			}
			depth = max(depth, d)
		}
	}
	if m.NLeaves() != leaves || m.Depth() != depth || depth != 3 {
		t.Errorf("%d leaves, depth %d, want %d and %d", m.NLeaves(), m.Depth(), leaves, depth)
	}
	read := &DecisionTreeClassifierModel{}
	if err := read.UnmarshalBinary(must[[]byte](t)(m.MarshalBinary())); err != nil || read.Depth() != 3 {
		t.Errorf("a tree of depth %d was read: %v", read.Depth(), err)
	}
}

// Numbers are rounded to float32 before they are compared, in Fit and in Predict.
func TestTreeRoundsToFloat32(t *testing.T) {
	const a, b = 1, 1 + 0x1p-23 // neighbours in float32
	x := mat.NewDense(2, 1, []float64{100 * a, 100 * b})
	m := must[*DecisionTreeClassifierModel](t)(DecisionTreeClassifier{}.Fit(x, []float64{0, 1}))
	threshold := m.tree.thresholds[0]
	if want := float64(float32(100*a))/2 + float64(float32(100*b))/2; threshold != want {
		t.Errorf("the threshold is %v, want %v", threshold, want)
	}
	for _, v := range []float64{threshold, math.Nextafter(threshold, 0), math.Nextafter(threshold, 200), 100, 100 * b, -1e300, 1e300} {
		want := 1.0
		if float64(float32(v)) <= threshold {
			want = 0
		}
		if got := must[[]float64](t)(m.Predict(mat.NewDense(1, 1, []float64{v}))); got[0] != want {
			t.Errorf("%v is of class %v, want %v: rounded it is %v", v, got[0], want, float32(v))
		}
	}
}

func TestRoundingCut(t *testing.T) {
	for _, threshold := range []float64{0, 1, -1, 0.1, -0.1, 1e-45, -1e-45, 3.5e-46, 1e38, -1e38, 0x1p-149, 1.5 * 0x1p-149, 1 + 0x1p-24, math.Pi} {
		cut := roundingCut(threshold)
		if up := math.Nextafter(cut, math.Inf(1)); float64(float32(cut)) > threshold || float64(float32(up)) <= threshold {
			t.Errorf("of %v: %v rounds to %v, the next to %v", threshold, cut, float32(cut), float32(up))
		}
	}
}

// Values closer than 1e-7 are not told apart.
func TestTreeTakesNeighboursForOne(t *testing.T) {
	x := mat.NewDense(4, 2, []float64{0, 1e-8, 0, 2e-8, 0, 3e-8, 5e-8, 4e-8})
	m := must[*DecisionTreeClassifierModel](t)(DecisionTreeClassifier{}.Fit(x, []float64{0, 1, 0, 1}))
	if m.NLeaves() != 1 {
		t.Errorf("%d leaves, want 1", m.NLeaves())
	}
}

func TestTreeRejects(t *testing.T) {
	x, y := synthetic(20, 3, 2, 1)
	for want, e := range map[string]DecisionTreeClassifier{
		"MaxDepth is -2, it must be at least 1":                                                            {MaxDepth: -2},
		"MinSamplesSplit is 1, it must be at least 2":                                                      {MinSamplesSplit: 1},
		"MinSamplesLeaf is -1, it must be at least 1":                                                      {MinSamplesLeaf: -1},
		"MaxLeafNodes is 1, it must be at least 2":                                                         {MaxLeafNodes: 1},
		"MaxFeatures is -4, it must be a number of features, or AllFeatures, SqrtFeatures or Log2Features": {MaxFeatures: -4},
		"MinImpurityDecrease is -1, it must not be negative":                                               {MinImpurityDecrease: -1},
		"CCPAlpha is NaN, it must not be negative":                                                         {CCPAlpha: math.NaN()},
		`Criterion is "mse", it must be one of ["gini" "entropy" "log_loss"]`:                              {Criterion: "mse"},
		"Seed is -1, it must be from 0 to 4294967295":                                                      {Seed: -1},
		"Seed is 4294967296, it must be from 0 to 4294967295":                                              {Seed: 1 << 32},
	} {
		if _, err := e.Fit(x, y); err == nil || err.Error() != "learn: DecisionTreeClassifier.Fit: "+want {
			t.Errorf("error %v, want %q", err, want)
		}
	}
	x.Set(2, 1, 1e39)
	const want = "learn: DecisionTreeClassifier.Fit: x[2,1] is 1e+39, more than a float32 holds"
	if _, err := (DecisionTreeClassifier{}).Fit(x, y); err == nil || err.Error() != want {
		t.Errorf("error %v, want %q", err, want)
	}
}

func TestExportTextRejects(t *testing.T) {
	m := must[*DecisionTreeClassifierModel](t)(DecisionTreeClassifier{}.Fit(synthetic(20, 3, 2, 1)))
	for want, o := range map[string]ExportTextOptions{
		"there are 2 FeatureNames, the model was fitted to 3 features": {FeatureNames: []string{"a", "b"}},
		"there are 1 ClassNames, the model was fitted to 2 classes":    {ClassNames: []string{"a"}},
		"MaxDepth is -1, Spacing 3, Decimals 2":                        {MaxDepth: -1},
	} {
		if _, err := m.ExportText(o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
	if _, err := (&DecisionTreeClassifierModel{}).ExportText(ExportTextOptions{}); err == nil || !strings.Contains(err.Error(), "not fitted") {
		t.Errorf("a model that was not fitted: error %v", err)
	}
	if got := must[string](t)(m.ExportText(ExportTextOptions{Decimals: -1})); strings.Contains(got, ".") {
		t.Errorf("no decimals:\n%s", got)
	}
}

func TestNumpyRandom(t *testing.T) {
	// np.random.RandomState(5): randint(1000) thrice, randint(2**32, dtype=int64),
	// random_sample(); RandomState(0).randint(2**31-1) after 700 draws.
	r := newNumpyRandom(5)
	if a, b, c, d := r.below(1000), r.below(1000), r.below(1000), r.below(1<<32); a != 867 || b != 206 || c != 701 || d != 887852006 {
		t.Errorf("%d %d %d %d", a, b, c, d)
	}
	if got := r.float64(); got != 0.36373689710058943 {
		t.Errorf("%v", got)
	}
	r = newNumpyRandom(0)
	for range 700 {
		r.uint32()
	}
	if got := r.below(maxSeed); got != 625219425 {
		t.Errorf("%d", got)
	}
	if got := r.below(1); got != 0 {
		t.Errorf("below 1: %d", got)
	}
}
