package learn_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"

	"golab/learn"
)

// overlapping draws classes that no plane separates.
func overlapping(n, p, classes int) (x *mat.Dense, y []float64) {
	random := rand.New(rand.NewPCG(uint64(p), uint64(classes)))
	x, y = mat.NewDense(n, p, nil), make([]float64, n)
	for i := range n {
		y[i] = float64(random.IntN(classes))
		for j := range p {
			x.Set(i, j, random.NormFloat64()+0.3*float64((int(y[i])+j)%classes))
		}
	}
	return x, y
}

// Both solvers find the one minimum, with every number of classes.
func TestLogisticSolversAgree(t *testing.T) {
	for classes := 2; classes <= 6; classes++ {
		x, y := overlapping(300, 5, classes)
		for _, noIntercept := range []bool{false, true} {
			newton, err := learn.LogisticRegression{Solver: "newton-cholesky", Tol: 1e-10, NoIntercept: noIntercept}.Fit(x, y)
			value(t, newton, err)
			lbfgs, err := learn.LogisticRegression{Solver: "lbfgs", Tol: 1e-7, MaxIter: 1000, NoIntercept: noIntercept}.Fit(x, y)
			value(t, lbfgs, err)
			if !newton.Converged || !lbfgs.Converged {
				t.Errorf("%d classes: converged: %v and %v", classes, newton.Converged, lbfgs.Converged)
			}
			close(t, "Coef", lbfgs.Coef.RawMatrix().Data, newton.Coef.RawMatrix().Data, 1e-4)
			close(t, "Intercept", lbfgs.Intercept, newton.Intercept, 1e-4)
		}
	}
}

// What does not reach the minimum says so: there is none without a penalty where a plane
// separates the classes.
func TestLogisticRegressionSaysThatItDidNotConverge(t *testing.T) {
	x, y := mat.NewDense(4, 1, []float64{1, 2, 3, 4}), []float64{0, 0, 1, 1}
	for _, solver := range []string{"newton-cholesky", "lbfgs"} {
		m, err := learn.LogisticRegression{NoPenalty: true, Solver: solver, MaxIter: 3, Tol: 1e-9}.Fit(x, y)
		value(t, m, err)
		if m.Converged || m.NIter != 3 {
			t.Errorf("%s: %d iterations, converged: %v", solver, m.NIter, m.Converged)
		}
		if w := m.Coef.At(0, 0); !(w > 0) || math.IsInf(w, 0) {
			t.Errorf("%s: Coef is %v", solver, w)
		}
	}
	x, y = overlapping(300, 5, 2)
	svc, err := learn.LinearSVC{MaxIter: 1, Tol: 1e-12}.Fit(x, y)
	if value(t, svc, err); svc.Converged || svc.NIter != 1 {
		t.Errorf("LinearSVC: %d iterations, converged: %v", svc.NIter, svc.Converged)
	}
}
