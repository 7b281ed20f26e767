package learn

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// A treeCase is what scikit-learn gives for a synthetic matrix: see make_goldens.py.
type treeCase struct {
	Name        string
	Data        [4]int // rows, columns, classes, seed
	Digest      string
	Trees       []treeNodes
	Importances []float64
	Predict     []float64
	Proba       []float64
	Decision    []float64
	Score       float64
	Text        string
	TextOptions string    `json:"text_options"`
	OOBScore    float64   `json:"oob_score"`
	OOBGain     []float64 `json:"oob_improvement"`
	TrainScore  []float64 `json:"train_score"`
	Weights     []float64 `json:"estimator_weights"`
	Errors      []float64 `json:"estimator_errors"`
	StagedScore []float64 `json:"staged_score"`
}

// A treeNodes is a tree in preorder.
type treeNodes struct {
	Feature   []int32
	Threshold []float64
	Rows      []int
	Impurity  []float64
	Weight    []float64
	Value     []float64
}

// readGolden reads a file of testdata/trees.
func readGolden(t testing.TB, name string, v any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "trees", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, v); err != nil {
		t.Fatal(err)
	}
}

// treeCaseNamed returns the case of that name.
func treeCaseNamed(t testing.TB, name string) treeCase {
	t.Helper()
	var cases []treeCase
	readGolden(t, "synthetic.golden", &cases)
	for _, c := range cases {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("no case %q", name)
	return treeCase{}
}

// synthetic returns the matrix and labels that synthetic of make_goldens.py does.
func synthetic(n, p, k, seed int) (*mat.Dense, []float64) {
	state := uint64(seed)
	uniform := func() float64 {
		state = state*6364136223846793005 + 1442695040888963407
		return float64(state>>11) * 0x1p-53
	}
	x, y := mat.NewDense(n, p, nil), make([]float64, n)
	for i := range n {
		row := x.RawRowView(i)
		for j := range row {
			row[j] = 2*uniform() - 1
		}
		score := row[0] + float64(row[1]*row[2]) + float64(0.5*uniform())
		y[i] = min(float64(k-1), max(0, math.Floor((score+1)/2.5*float64(k))))
	}
	return x, y
}

// train and test are the rows that a case was fitted to, and others.
func (c treeCase) train() (*mat.Dense, []float64) {
	return synthetic(c.Data[0], c.Data[1], c.Data[2], c.Data[3])
}

func (c treeCase) test() *mat.Dense {
	x, _ := c.labelled()
	return x
}

func (c treeCase) labelled() (*mat.Dense, []float64) {
	return synthetic(60, c.Data[1], c.Data[2], c.Data[3]+1000)
}

// question returns the feature of a node, -1 in a leaf.
func (t *decisionTree) question(id int) int32 {
	if t.isLeaf(id) {
		return -1
	}
	return t.nodes[id].feature
}

// treeDigest is that of make_goldens.py.
func treeDigest(trees []*decisionTree) string {
	h := sha256.New()
	for _, t := range trees {
		for id := range t.nodes {
			binary.Write(h, binary.LittleEndian, t.question(id))
		}
		for _, v := range t.thresholds {
			binary.Write(h, binary.LittleEndian, v)
		}
		for _, n := range t.rows {
			binary.Write(h, binary.LittleEndian, int32(n))
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// checkTrees compares trees with those of the case: which questions they ask and of how
// many rows exactly, impurities and values to the last bits.
func (c treeCase) checkTrees(t *testing.T, trees []*decisionTree) {
	t.Helper()
	if c.Trees != nil && len(c.Trees) != len(trees) {
		t.Fatalf("%d trees, scikit-learn grows %d", len(trees), len(c.Trees))
	}
	for i, want := range c.Trees {
		got := trees[i]
		if len(got.nodes) != len(want.Feature) {
			t.Fatalf("tree %d has %d nodes, scikit-learn's %d", i, len(got.nodes), len(want.Feature))
		}
		for id := range got.nodes {
			feature := got.question(id)
			if feature != want.Feature[id] || got.thresholds[id] != want.Threshold[id] || got.rows[id] != want.Rows[id] {
				t.Fatalf("tree %d, node %d: feature %d ≤ %v of %d rows, scikit-learn's %d ≤ %v of %d", i, id,
					feature, got.thresholds[id], got.rows[id], want.Feature[id], want.Threshold[id], want.Rows[id])
			}
		}
		close12(t, "impurity", got.impurities, want.Impurity)
		close12(t, "weight", got.weights, want.Weight)
		close12(t, "value", got.values, want.Value)
	}
	if got := treeDigest(trees); got != c.Digest {
		t.Errorf("the trees have the digest %s, scikit-learn's %s", got, c.Digest)
	}
}

// close12 allows for the order in which sums are added.
func close12(t *testing.T, what string, got, want []float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s has %d numbers, want %d", what, len(got), len(want))
	}
	for i, w := range want {
		if !(math.Abs(got[i]-w) <= 1e-12*math.Max(1, math.Abs(w))) {
			t.Fatalf("%s[%d] = %v, scikit-learn gives %v", what, i, got[i], w)
		}
	}
}

// checkClassifier compares what a fitted model predicts.
func (c treeCase) checkClassifier(t *testing.T, m ProbabilisticClassifier) {
	t.Helper()
	x := c.test()
	if got := must[[]float64](t)(m.Predict(x)); !slices.Equal(got, c.Predict) {
		t.Errorf("Predict = %v, scikit-learn gives %v", got, c.Predict)
	}
	proba := must[*mat.Dense](t)(m.PredictProba(x.Slice(0, 20, 0, c.Data[1])))
	close12(t, "PredictProba", mat.DenseCopyOf(proba).RawMatrix().Data, c.Proba)
	if i, ok := m.(interface{ FeatureImportances() []float64 }); ok {
		close12(t, "FeatureImportances", i.FeatureImportances(), c.Importances)
	}
	if s, ok := m.(interface {
		StagedScore(mat.Matrix, []float64) ([]float64, error)
	}); ok {
		x, y := c.labelled()
		got := must[[]float64](t)(s.StagedScore(x, y))
		close12(t, "StagedScore", got, c.StagedScore)
		if score := must[float64](t)(m.Score(x, y)); score != got[len(got)-1] {
			t.Errorf("the last of StagedScore is %v, Score %v", got[len(got)-1], score)
		}
		if _, err := s.StagedScore(x, y[1:]); err == nil || !strings.Contains(err.Error(), "x has 60 rows, y has 59 labels") {
			t.Errorf("StagedScore of too few labels: error %v", err)
		}
	}
	if d, ok := m.(DecisionClassifier); ok {
		decision := must[*mat.Dense](t)(d.DecisionFunction(x.Slice(0, 20, 0, c.Data[1])))
		close12(t, "DecisionFunction", mat.DenseCopyOf(decision).RawMatrix().Data, c.Decision)
	}
}
