package main

import (
	"fmt"
	"runtime"
	"syscall"
	"time"

	"gonum.org/v1/gonum/mat"

	"golab/learn"
)

// A fitting fits an estimator and returns what is done with the test rows.
type fitting func(x mat.Matrix, y []float64) (predicting, error)

// A predicting is Predict of a classifier, or Transform of a scaler.
type predicting func(x mat.Matrix) ([]float64, error)

// of makes a fitting of a classifier's Fit.
func of[M learn.Classifier](fit func(x mat.Matrix, y []float64) (M, error)) fitting {
	return func(x mat.Matrix, y []float64) (predicting, error) {
		m, err := fit(x, y)
		return m.Predict, err
	}
}

// scaling makes a fitting of a scaler's Fit.
func scaling[S interface {
	Transform(x mat.Matrix) (*mat.Dense, error)
}](fit func(x mat.Matrix) (S, error)) fitting {
	return func(x mat.Matrix, _ []float64) (predicting, error) {
		s, err := fit(x)
		return func(x mat.Matrix) ([]float64, error) {
			_, err := s.Transform(x)
			return nil, err
		}, err
	}
}

// estimator returns the one called name, as peer.py does.
func estimator(name string, seed int64) (fitting, error) {
	f, ok := map[string]fitting{
		"LogisticRegression":              of(learn.LogisticRegression{}.Fit),
		"LogisticRegression, tight":       of(learn.LogisticRegression{Tol: 1e-10, MaxIter: 100000}.Fit),
		"LinearSVC":                       of(learn.LinearSVC{}.Fit),
		"LinearSVC, tight":                of(learn.LinearSVC{Tol: 1e-10, MaxIter: 100000}.Fit),
		"GaussianNB":                      of(learn.GaussianNB{}.Fit),
		"MultinomialNB":                   of(learn.MultinomialNB{}.Fit),
		"BernoulliNB":                     of(learn.BernoulliNB{}.Fit),
		"KNeighborsClassifier":            of(learn.KNeighborsClassifier{}.Fit),
		"KNeighborsClassifier, Manhattan": of(learn.KNeighborsClassifier{P: 1}.Fit),
		"DecisionTreeClassifier":          of(learn.DecisionTreeClassifier{Seed: seed}.Fit),
		"RandomForestClassifier":          of(learn.RandomForestClassifier{Seed: seed}.Fit),
		"GradientBoostingClassifier":      of(learn.GradientBoostingClassifier{Seed: seed}.Fit),
		"AdaBoostClassifier":              of(learn.AdaBoostClassifier{Seed: seed}.Fit),
		"MLPClassifier":                   of(learn.MLPClassifier{Seed: seed}.Fit),
		"MLPClassifier, lbfgs":            of(learn.MLPClassifier{Solver: "lbfgs", Seed: seed}.Fit),
		"StandardScaler":                  scaling(learn.StandardScaler{}.Fit),
		"MinMaxScaler":                    scaling(learn.MinMaxScaler{}.Fit),
	}[name]
	if !ok {
		return nil, fmt.Errorf("there is no estimator %q", name)
	}
	return f, nil
}

// score fits to the training rows and answers with the accuracy on the test rows.
func (w *worker) score(r request) (answer, error) {
	l, err := w.lab(r.Data)
	if err != nil {
		return nil, err
	}
	fit, err := estimator(r.Name, r.Seed)
	if err != nil {
		return nil, err
	}
	predict, err := fit(l.xTrain, l.yTrain)
	if err != nil {
		return nil, err
	}
	yPred, err := predict(l.xTest)
	if err != nil {
		return nil, err
	}
	return answer{"accuracy": learn.AccuracyScore(l.yTest, yPred)}, nil
}

// time answers with the processor time of a fit to the training rows, and of a
// prediction of the test rows.
func (w *worker) time(r request) (answer, error) {
	l, err := w.lab(r.Data)
	if err != nil {
		return nil, err
	}
	fit, err := estimator(r.Name, r.Seed)
	if err != nil {
		return nil, err
	}
	var predict predicting
	a := answer{}
	if a["fit"], err = perCall(func() error {
		predict, err = fit(l.xTrain, l.yTrain)
		return err
	}); err != nil {
		return nil, err
	}
	a["predict"], err = perCall(func() error {
		_, err := predict(l.xTest)
		return err
	})
	return a, err
}

// perCall returns the processor time of a call in seconds, on the average of so many
// calls that they take a while together.
func perCall(work func() error) (float64, error) {
	const while = 0.02
	runtime.GC()
	for calls := 1; ; calls *= 2 {
		start := cpuSeconds()
		for range calls {
			if err := work(); err != nil {
				return 0, err
			}
		}
		if spent := cpuSeconds() - start; spent >= while {
			return spent / float64(calls), nil
		}
	}
}

// cpuSeconds returns the processor time that this process has used.
func cpuSeconds() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()).Seconds()
}
