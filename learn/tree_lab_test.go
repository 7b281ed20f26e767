package learn_test

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"golab/learn"
)

// A treeLabCase is what scikit-learn gives on the lab's split for the seeds 0 to 9.
type treeLabCase struct {
	Name    string
	Scores  []float64 // accuracies on the test rows
	Mean    float64
	Digests []string // of the trees
}

func readTreeLabCases(t *testing.T) map[string]treeLabCase {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "trees", "spambase.golden"))
	if err != nil {
		t.Fatal(err)
	}
	var cases []treeLabCase
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	byName := map[string]treeLabCase{}
	for _, c := range cases {
		byName[c.Name] = c
	}
	return byName
}

// On the lab's split the trees of a seed are scikit-learn's, node for node. Only those
// of gradient boosting differ: there the rounding of sums decides between equal
// questions. Its accuracy is within half a point.
func TestTreesOfTheLab(t *testing.T) {
	l, cases := readLab(t), readTreeLabCases(t)
	for _, tt := range []struct {
		name  string
		fit   func(seed int64) (learn.Classifier, error)
		seeds int // how many are tried
		slow  bool
		near  float64 // how far the accuracy may be off where the trees differ
	}{
		{name: "DecisionTreeClassifier", seeds: 3, fit: func(seed int64) (learn.Classifier, error) {
			return learn.DecisionTreeClassifier{Seed: seed}.Fit(l.xTrain, l.yTrain)
		}},
		{name: "RandomForestClassifier", seeds: 2, slow: true, fit: func(seed int64) (learn.Classifier, error) {
			return learn.RandomForestClassifier{Seed: seed}.Fit(l.xTrain, l.yTrain)
		}},
		{name: "AdaBoostClassifier", seeds: 1, fit: func(seed int64) (learn.Classifier, error) {
			return learn.AdaBoostClassifier{Seed: seed}.Fit(l.xTrain, l.yTrain)
		}},
		{name: "GradientBoostingClassifier", seeds: 1, slow: true, near: 0.005, fit: func(seed int64) (learn.Classifier, error) {
			return learn.GradientBoostingClassifier{Seed: seed}.Fit(l.xTrain, l.yTrain)
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.slow && testing.Short() {
				t.Skip("grows a hundred trees")
			}
			c := cases[tt.name]
			for seed := range tt.seeds {
				m, err := tt.fit(int64(seed))
				if err != nil {
					t.Fatal(err)
				}
				score, err := m.Score(l.xTest, l.yTest)
				if err != nil {
					t.Fatal(err)
				}
				if math.Abs(score-c.Scores[seed]) > tt.near {
					t.Errorf("seed %d: accuracy %v, scikit-learn's is %v", seed, score, c.Scores[seed])
				}
				if got := learn.TreeDigest(m); tt.near == 0 && got != c.Digests[seed] {
					t.Errorf("seed %d: the trees have the digest %s, scikit-learn's %s", seed, got, c.Digests[seed])
				}
			}
		})
	}
}
