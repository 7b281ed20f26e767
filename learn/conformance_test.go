package learn

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// An estimatorCase is an estimator and what it does not do as the others.
type estimatorCase struct {
	estimator Estimator

	counts   bool // x must not be negative
	oneClass bool // one class is enough, as in scikit-learn
	ordered  bool // the order of the rows matters to the last bits, or to random numbers
	noScale  bool // at least one column must vary within each class
}

// conformance is every estimator of this package.
func conformance() []estimatorCase {
	return []estimatorCase{
		{estimator: GaussianNB{}, oneClass: true, noScale: true},
		{estimator: LogisticRegression{}},
		{estimator: LogisticRegression{Solver: "lbfgs", Tol: 1e-8}},
		{estimator: KNeighborsClassifier{}, oneClass: true},
		{estimator: KNeighborsClassifier{Algorithm: "brute", Weights: "distance", NNeighbors: 4}, oneClass: true},
		{estimator: KNeighborsClassifier{P: 1, Algorithm: "brute"}, oneClass: true},
		{estimator: MultinomialNB{}, oneClass: true, counts: true},
		{estimator: BernoulliNB{Binarize: 1.5}, oneClass: true},
		{estimator: LinearSVC{}},
		{estimator: DecisionTreeClassifier{}, oneClass: true},
		{estimator: RandomForestClassifier{NEstimators: 5}, oneClass: true, ordered: true},
		{estimator: GradientBoostingClassifier{NEstimators: 5, LearningRate: 0.5}, ordered: true},
		{estimator: MLPClassifier{HiddenLayerSizes: []int{5}, LearningRateInit: 0.02, MaxIter: 60}, oneClass: true, ordered: true},
		{estimator: MLPClassifier{HiddenLayerSizes: []int{8, 4}, Solver: "lbfgs", Activation: "tanh"}, oneClass: true, ordered: true},
		{estimator: AdaBoostClassifier{NEstimators: 10}, oneClass: true, ordered: true},
	}
}

// name is the type of the estimator.
func (c estimatorCase) name() string { return reflect.TypeOf(c.estimator).Name() }

// empty is a model to unmarshal into.
func (c estimatorCase) empty() readableClassifier { return emptyModel(c.name()) }

// blobs draws n rows around one centre for each of the classes.
func (c estimatorCase) blobs(n, p int, classes ...float64) (*mat.Dense, []float64) {
	random := rand.New(rand.NewPCG(1, uint64(p)))
	x, y := mat.NewDense(n, p, nil), make([]float64, n)
	for i := range n {
		k := i % len(classes)
		y[i] = classes[k]
		for j := range p {
			v := random.NormFloat64() + 3*float64((k+j)%len(classes))
			if c.counts {
				v = math.Floor(math.Abs(v) * 2)
			}
			x.Set(i, j, v)
		}
	}
	return x, y
}

func (c estimatorCase) fit(t *testing.T, x mat.Matrix, y []float64) Classifier {
	t.Helper()
	m, err := c.estimator.fitClassifier(x, y)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// must is for what a fitted model does with good input.
func must[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// outputs are all numbers that the model gives for x.
func outputs(t *testing.T, m Classifier, x mat.Matrix) []float64 {
	t.Helper()
	out := must[[]float64](t)(m.Predict(x))
	if p, ok := m.(ProbabilisticClassifier); ok {
		out = append(out, mat.DenseCopyOf(must[*mat.Dense](t)(p.PredictProba(x))).RawMatrix().Data...)
	}
	if d, ok := m.(DecisionClassifier); ok {
		out = append(out, mat.DenseCopyOf(must[*mat.Dense](t)(d.DecisionFunction(x))).RawMatrix().Data...)
	}
	return out
}

func TestConformance(t *testing.T) {
	checks := []struct {
		name  string
		check func(*testing.T, estimatorCase)
	}{
		{"learns", checkLearns},
		{"leaves its input alone", checkImmutable},
		{"classes", checkClasses},
		{"probabilities", checkProbabilities},
		{"decisions", checkDecisions},
		{"one feature", checkOneFeature},
		{"one class", checkOneClass},
		{"constant columns", checkConstantColumns},
		{"order of rows", checkOrder},
		{"views", checkViews},
		{"bytes", checkBytes},
		{"damaged bytes", checkDamage},
		{"many goroutines", checkConcurrent},
		{"rejects", checkRejects},
		{"text", checkText},
	}
	for _, c := range conformance() {
		for _, ch := range checks {
			t.Run(c.name()+"/"+ch.name, func(t *testing.T) { ch.check(t, c) })
		}
	}
}
