package learn

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// discreteNB is what both have learned, of k classes and p columns.
type discreteNB struct {
	FeatureCount   *mat.Dense // N(c,j), k×p
	FeatureLogProb *mat.Dense // log θ, k×p
	ClassCount     []float64  // rows of each class, k
	ClassLogPrior  []float64  // k

	fitted
}

func newDiscreteNB(name string, t *training) discreteNB {
	k := len(t.classes)
	m := discreteNB{
		fitted:         newFitted(name, t),
		FeatureCount:   mat.NewDense(k, t.p, nil),
		FeatureLogProb: mat.NewDense(k, t.p, nil),
		ClassCount:     make([]float64, k),
	}
	for c, n := range t.counts {
		m.ClassCount[c] = float64(n)
	}
	return m
}

// setPrior sets ClassLogPrior.
func (m *discreteNB) setPrior(where string, given []float64, uniform bool) error {
	counts := m.ClassCount
	if uniform {
		counts = make([]float64, len(counts))
		for c := range counts {
			counts[c] = 1
		}
	}
	p, err := priors(where, "ClassPrior", given, counts)
	for c := range p {
		p[c] = math.Log(p[c])
	}
	m.ClassLogPrior = p
	return err
}

// write adds the model to its frame.
func (m *discreteNB) write(w *frameWriter) {
	w.vector(m.FeatureCount.RawMatrix().Data)
	w.vector(m.FeatureLogProb.RawMatrix().Data)
	w.vector(m.ClassCount)
	w.vector(m.ClassLogPrior)
}

// readDiscreteNB reads what write wrote.
func readDiscreteNB(r *frameReader, f fitted) discreteNB {
	k := len(f.classes)
	m := discreteNB{fitted: f}
	m.FeatureCount = r.matrix(k, f.features, "FeatureCount")
	m.FeatureLogProb = r.matrix(k, f.features, "FeatureLogProb")
	m.ClassCount = r.vectorOf(k, "ClassCount")
	m.ClassLogPrior = r.vector() // -Inf is the logarithm of a probability of 0
	r.require(len(m.ClassLogPrior) == k, "%d priors of %d classes", len(m.ClassLogPrior), k)
	return m
}
