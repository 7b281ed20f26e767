package forest

import (
	"math"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
)

func TestJavaRandom(t *testing.T) {
	r := newJavaRandom(42)
	for _, want := range []int64{-5025562857975149833, -5843495416241995736} {
		if got := r.long(); got != want {
			t.Errorf("nextLong() = %d, Java gives %d", got, want)
		}
	}
}

func TestPoissonHasItsMean(t *testing.T) {
	for _, mean := range []float64{0.3, 1} {
		w, sum, zeros := newWell19937c(7), 0.0, 0.0
		const n = 20000
		for range n {
			v := w.poisson(mean)
			sum += v
			if v == 0 {
				zeros++
			}
		}
		if math.Abs(sum/n-mean) > 0.03 || math.Abs(zeros/n-math.Exp(-mean)) > 0.02 {
			t.Errorf("mean %v with %v zeros, want %v with %v", sum/n, zeros/n, mean, math.Exp(-mean))
		}
	}
}

func TestThresholds(t *testing.T) {
	tests := []struct {
		name   string
		values []float64 // but zeros
		weight float64
		bins   int
		want   []float64
	}{
		{"constant", []float64{2, 2, 2}, 3, 32, nil},
		{"zeros", nil, 3, 32, nil},
		{"few values", []float64{1, 1, 2, 5}, 4, 32, []float64{1.5, 3.5}},
		{"zeros between", []float64{-1, 1}, 4, 32, []float64{-0.5, 0.5}},
		{"as many bins as values", []float64{1, 2, 4}, 3, 3, []float64{1.5, 3}},
		{"two bins", []float64{1, 2, 3, 4}, 4, 2, []float64{2.5}},
		{"one value of most rows", []float64{1, 2, 3, 4}, 10, 3, []float64{0.5, 1.5}},
		{"a sample too large", []float64{1, 2, 3}, 2.5, 32, []float64{1.5, 2.5}},
		{"a sample too small", []float64{1, 2, 3}, 3.5, 32, []float64{0.5, 1.5, 2.5}},
	}
	for _, tt := range tests {
		if got := thresholds(tt.values, tt.weight, tt.bins); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestBinSampleHasItsSize(t *testing.T) {
	for _, n := range []int{9, 10000, 12000, 30000, 1000000} {
		rows, weight := binSample(n, 32, 5)
		want := min(float64(n), 10000)
		if math.Abs(weight-want) > 1e-9 || math.Abs(float64(len(rows))-want) > 400 {
			t.Errorf("of %d rows %d are drawn, whose weight is %v", n, len(rows), weight)
		}
		if !slices.IsSorted(rows) || len(slices.Compact(rows)) != len(rows) || int(rows[len(rows)-1]) >= n {
			t.Errorf("of %d rows some are drawn twice, or others", n)
		}
	}
}

func TestSubsetHoldsDifferentFeatures(t *testing.T) {
	for seed := range int64(50) {
		got := subset(10, 4, seed)
		slices.Sort(got)
		if len(slices.Compact(got)) != 4 || got[0] < 0 || got[3] > 9 {
			t.Fatalf("seed %d: %v", seed, got)
		}
	}
	if got := subset(3, 3, 1); !slices.Equal(got, []int{0, 1, 2}) {
		t.Errorf("all features are %v", got)
	}
}

func TestScalaOrderKeepsAllTrees(t *testing.T) {
	for _, n := range []int{1, 4, 5, 20, 300} {
		trees := make([]int, n)
		for i := range trees {
			trees[i] = 3 * i
		}
		got := scalaOrder(trees)
		slices.Sort(got)
		if !slices.Equal(got, trees) {
			t.Errorf("of %d trees %d are left, or others", n, len(got))
		}
	}
	if got := scalaOrder([]int{1, 5, 17}); !slices.Equal(got, []int{1, 17, 5}) {
		t.Errorf("a table of 16 has the order %v", got)
	}
}

// striped is a grid of points in two classes, which one question parts.
func striped() (*mat.Dense, []float64) {
	x, y := mat.NewDense(40, 2, nil), make([]float64, 40)
	for i := range 40 {
		x.SetRow(i, []float64{float64(i % 4), float64(i / 4)})
		if i/4 >= 6 {
			y[i] = 1
		}
	}
	return x, y
}

func TestOneQuestionPartsStripes(t *testing.T) {
	x, y := striped()
	p := Params{Classes: 2, MaxDepth: 5, MinInstances: 1, Features: 2}
	trees, err := NewBins(x, 32, 0).Forest(y, Sampling{Rate: 1}, 1, p)
	if err != nil {
		t.Fatal(err)
	}
	tree := trees[0]
	want := "  If (feature 1 <= 5.5)\n   Predict: 0.0\n  Else (feature 1 > 5.5)\n   Predict: 1.0\n"
	if got := tree.Text(2); got != want {
		t.Errorf("the tree is\n%s\nwant\n%s", got, want)
	}
	if got := Importances([]*Tree{tree}, 2, Gini, true); !slices.Equal(got, []float64{0, 1}) {
		t.Errorf("importances %v", got)
	}
	if err = tree.Check(2, 2); err != nil || tree.Depth() != 1 {
		t.Errorf("depth %d: %v", tree.Depth(), err)
	}
}

// TestWorkersMakeNoDifference grows on one goroutine and on eight.
func TestWorkersMakeNoDifference(t *testing.T) {
	x, y := striped()
	for i := range y {
		if i%7 == 0 {
			y[i] = 1 - y[i]
		}
	}
	p := Params{Classes: 2, MaxDepth: 8, MinInstances: 1, Features: 1, Seed: 3}
	var texts []string
	for _, p.Workers = range []int{1, 8} {
		var b strings.Builder
		trees, err := NewBins(x, 8, 0).Forest(y, Sampling{Rate: 1, Bootstrap: true, Seed: 3}, 9, p)
		if err != nil {
			t.Fatal(err)
		}
		for _, tree := range trees {
			b.WriteString(tree.Text(0))
		}
		texts = append(texts, b.String())
	}
	if texts[0] != texts[1] {
		t.Error("the trees of eight goroutines are others than those of one")
	}
}

func TestCheckRefuses(t *testing.T) {
	leaf := Node{Stats: []float64{1, 0}}
	root := func(right int) Node { return Node{Right: right, Stats: []float64{1, 1}} }
	deep := &Tree{}
	for range deepest + 2 {
		deep.Nodes = append(deep.Nodes, Node{Stats: leaf.Stats})
	}
	for i := range deepest + 1 {
		deep.Nodes[i].Right = 2*(deepest+1) - i
	}
	for range deepest + 1 {
		deep.Nodes = append(deep.Nodes, leaf)
	}
	tests := []struct {
		name string
		tree *Tree
		want string
	}{
		{"empty", &Tree{}, "no nodes"},
		{"statistics", &Tree{[]Node{{Stats: []float64{1}}}}, "has 1 statistics"},
		{"nodes below a leaf", &Tree{[]Node{leaf, leaf}}, "a leaf with nodes below"},
		{"backwards", &Tree{[]Node{root(1), leaf, leaf}}, "must be from 2 to 2"},
		{"outside", &Tree{[]Node{root(3), leaf, leaf}}, "must be from 2 to 2"},
		{"feature", &Tree{[]Node{{Feature: 2, Right: 2, Stats: leaf.Stats}, leaf, leaf}}, "feature 2 of 2"},
		{"deep", deep, "deeper than 30"},
	}
	for _, tt := range tests {
		if err := tt.tree.Check(2, 2); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
}

func BenchmarkForest(b *testing.B) {
	x, y := mat.NewDense(3000, 50, nil), make([]float64, 3000)
	r := newJavaRandom(1)
	for i := range y {
		for j := range 50 {
			x.Set(i, j, float64(r.next()))
		}
		y[i] = float64(r.next() & 1)
	}
	bins := NewBins(x, 32, 0)
	for b.Loop() {
		if _, err := bins.Forest(y, Sampling{Rate: 1, Bootstrap: true}, 20, Params{Classes: 2, MaxDepth: 5, MinInstances: 1, Features: 8}); err != nil {
			b.Fatal(err)
		}
	}
}
