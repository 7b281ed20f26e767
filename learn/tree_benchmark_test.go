package learn_test

import (
	"testing"

	"golab/learn"
)

// The benchmarks fit the lab's training rows and predict its test rows, as
// testdata/trees/time_peers.py has scikit-learn do. Run them on one core: -cpu 1.
func BenchmarkTrees(b *testing.B) {
	l := madeLab(b)
	for _, c := range []benchCase{
		{"DecisionTreeClassifier", l, of(learn.DecisionTreeClassifier{}.Fit)},
		{"RandomForestClassifier", l, of(learn.RandomForestClassifier{}.Fit)},
		{"GradientBoostingClassifier", l, of(learn.GradientBoostingClassifier{}.Fit)},
		{"AdaBoostClassifier", l, of(learn.AdaBoostClassifier{}.Fit)},
	} {
		b.Run("Fit/"+c.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := c.fit(l.xTrain, l.yTrain); err != nil {
					b.Fatal(err)
				}
			}
		})
		m, err := c.fit(l.xTrain, l.yTrain)
		if err != nil {
			b.Fatal(err)
		}
		b.Run("Predict/"+c.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := m.Predict(l.xTest); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
