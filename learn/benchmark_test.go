package learn_test

import (
	"testing"

	"gonum.org/v1/gonum/mat"

	"golab/learn"
)

// A benchCase is one estimator on the lab's rows, raw or standardised.
type benchCase struct {
	name string
	lab  lab
	fit  func(x mat.Matrix, y []float64) (learn.Classifier, error)
}

// of drops the type of a fitted model.
func of[M learn.Classifier](fit func(x mat.Matrix, y []float64) (M, error)) func(x mat.Matrix, y []float64) (learn.Classifier, error) {
	return func(x mat.Matrix, y []float64) (learn.Classifier, error) { return fit(x, y) }
}

func benchCases(raw, scaled lab) []benchCase {
	return []benchCase{
		{"LogisticRegression/raw", raw, of(learn.LogisticRegression{}.Fit)},
		{"LogisticRegression/scaled", scaled, of(learn.LogisticRegression{}.Fit)},
		{"LogisticRegression/scaled,lbfgs", scaled, of(learn.LogisticRegression{Solver: "lbfgs"}.Fit)},
		{"LinearSVC/raw", raw, of(learn.LinearSVC{}.Fit)},
		{"LinearSVC/raw,1e-10", raw, of(learn.LinearSVC{Tol: 1e-10}.Fit)},
		{"LinearSVC/scaled", scaled, of(learn.LinearSVC{}.Fit)},
		{"KNeighborsClassifier/raw", raw, of(learn.KNeighborsClassifier{}.Fit)},
		{"KNeighborsClassifier/scaled", scaled, of(learn.KNeighborsClassifier{}.Fit)},
		{"KNeighborsClassifier/manhattan", scaled, of(learn.KNeighborsClassifier{P: 1}.Fit)},
		{"GaussianNB", raw, of(learn.GaussianNB{}.Fit)},
		{"MultinomialNB", raw, of(learn.MultinomialNB{}.Fit)},
		{"BernoulliNB", raw, of(learn.BernoulliNB{}.Fit)},
		{"MLPClassifier/scaled", scaled, of(learn.MLPClassifier{MaxIter: 20}.Fit)},
	}
}

// The benchmarks fit the lab's training rows and predict its test rows, as
// testdata/make_goldens.py times scikit-learn. Run them on one core: -cpu 1.
func BenchmarkClassifiers(b *testing.B) {
	raw := madeLab(b)
	for _, c := range benchCases(raw, raw.standardised(b)) {
		b.Run("Fit/"+c.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := c.fit(c.lab.xTrain, c.lab.yTrain); err != nil {
					b.Fatal(err)
				}
			}
		})
		m, err := c.fit(c.lab.xTrain, c.lab.yTrain)
		if err != nil {
			b.Fatal(err)
		}
		b.Run("Predict/"+c.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := m.Predict(c.lab.xTest); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
