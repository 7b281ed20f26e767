package learn_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"golab/learn"
)

// A classifierGolden is what scikit-learn learned and predicts in one case;
// testdata/make_goldens.py makes the file.
type classifierGolden struct {
	Name, Data  string
	Accuracy    float64
	Predictions string    // SHA-256 of the classes of the test rows, with blanks between
	Probed      []float64 // classes of the rows of probe
	Proba       []float64 `json:"predict_proba"`
	Decision    []float64 `json:"decision_function"`

	Coef           []float64 `json:"coef_"`
	Intercept      []float64 `json:"intercept_"`
	Theta          []float64 `json:"theta_"`
	Var            []float64 `json:"var_"`
	ClassPrior     []float64 `json:"class_prior_"`
	Epsilon        []float64 `json:"epsilon_"`
	FeatureLogProb []float64 `json:"feature_log_prob_"`
	ClassLogPrior  []float64 `json:"class_log_prior_"`
}

// goldenEstimators are the cases' estimators.
var goldenEstimators = map[string]func(x mat.Matrix, y []float64) (learn.Classifier, error){
	"LogisticRegression":              of(learn.LogisticRegression{Tol: 1e-10}.Fit),
	"LogisticRegression C=0.01":       of(learn.LogisticRegression{Tol: 1e-10, C: 0.01}.Fit),
	"LogisticRegression no intercept": of(learn.LogisticRegression{Tol: 1e-10, NoIntercept: true}.Fit),
	"LogisticRegression no penalty":   of(learn.LogisticRegression{Tol: 1e-10, NoPenalty: true}.Fit),
	"LogisticRegression balanced":     of(learn.LogisticRegression{Tol: 1e-10, ClassWeight: "balanced"}.Fit),
	"LinearSVC":                       of(learn.LinearSVC{Tol: 1e-10}.Fit),
	"LinearSVC C=0.1 scaling 10":      of(learn.LinearSVC{Tol: 1e-10, C: 0.1, InterceptScaling: 10}.Fit),
	"LinearSVC no intercept":          of(learn.LinearSVC{Tol: 1e-10, NoIntercept: true}.Fit),
	"GaussianNB":                      of(learn.GaussianNB{}.Fit),
	"GaussianNB priors smoothing 0.1": of(learn.GaussianNB{Priors: []float64{0.2, 0.5, 0.3}, VarSmoothing: 0.1}.Fit),
	"MultinomialNB":                   of(learn.MultinomialNB{}.Fit),
	"MultinomialNB alpha 0.1 uniform": of(learn.MultinomialNB{Alpha: 0.1, UniformPrior: true}.Fit),
	"BernoulliNB":                     of(learn.BernoulliNB{}.Fit),
	"BernoulliNB binarize 1":          of(learn.BernoulliNB{Binarize: 1, Alpha: 0.5, ClassPrior: []float64{0.2, 0.5, 0.3}}.Fit),
	"KNeighborsClassifier":            of(learn.KNeighborsClassifier{}.Fit),
	"KNeighborsClassifier distance":   of(learn.KNeighborsClassifier{Weights: "distance"}.Fit),
	"KNeighborsClassifier 1":          of(learn.KNeighborsClassifier{NNeighbors: 1}.Fit),
	"KNeighborsClassifier 9":          of(learn.KNeighborsClassifier{NNeighbors: 9}.Fit),
	"KNeighborsClassifier manhattan":  of(learn.KNeighborsClassifier{P: 1}.Fit),
}

// TestClassifiersAgainstScikitLearn: the same numbers, and the same class for every
// test row.
func TestClassifiersAgainstScikitLearn(t *testing.T) {
	three, cases := readGoldens(t)
	seen := map[string]bool{}
	for _, c := range cases {
		seen[c.Name] = true
		t.Run(c.Name+" "+c.Data, func(t *testing.T) {
			l := three
			switch c.Data {
			case "three":
			case "few":
				l = three.few(t)
			default:
				l = readLab(t)
			}
			if testing.Short() && strings.Contains(c.Name, "manhattan") {
				t.Skip("slow")
			}
			if c.Data == "scaled" {
				l = l.standardised(t)
			}
			c.compare(t, l)
		})
	}
	for name := range goldenEstimators {
		if !seen[name] {
			t.Errorf("no golden case is named %s", name)
		}
	}
}

// readGoldens reads the rows of three classes that goldens are about, and those of the
// classifiers.
func readGoldens(t *testing.T) (three lab, cases []classifierGolden) {
	t.Helper()
	text, err := os.ReadFile("testdata/classifiers.golden")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Three struct {
			X, Y  []float64
			XTest []float64 `json:"x_test"`
			YTest []float64 `json:"y_test"`
		}
		Cases []classifierGolden
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	return lab{
		mat.NewDense(100, 4, file.Three.X), mat.NewDense(50, 4, file.Three.XTest),
		file.Three.Y, file.Three.YTest,
	}, file.Cases
}

// few leaves two thirds of the rows of class 7 out, as make_goldens.py does.
func (l lab) few(t *testing.T) lab {
	var y, data []float64
	for i, label := range l.yTrain {
		if label != 7 || i%9 == 2 {
			y = append(y, label)
			data = append(data, l.xTrain.RawRowView(i)...)
		}
	}
	if len(y) == len(l.yTrain) {
		t.Fatal("no row is left out")
	}
	l.xTrain, l.yTrain = mat.NewDense(len(y), 4, data), y
	return l
}

func (c classifierGolden) compare(t *testing.T, l lab) {
	fit, ok := goldenEstimators[c.Name]
	if !ok {
		t.Fatal("there is no such estimator")
	}
	m, err := fit(l.xTrain, l.yTrain)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := m.Score(l.xTest, l.yTest); err != nil || got != c.Accuracy {
		t.Errorf("accuracy %.6f, %v, scikit-learn has %.6f", got, err, c.Accuracy)
	}
	yPred, err := m.Predict(l.xTest)
	if err != nil {
		t.Fatal(err)
	}
	words := make([]string, len(yPred))
	for i, v := range yPred {
		words[i] = strconv.Itoa(int(v))
	}
	if sum := sha256.Sum256([]byte(strings.Join(words, " "))); hex.EncodeToString(sum[:]) != c.Predictions {
		t.Error("the predictions of the test rows differ from scikit-learn's")
	}
	_, p := l.xTrain.Dims()
	if yPred, err = m.Predict(probe(p)); err != nil {
		t.Fatal(err)
	}
	close(t, "Predict", yPred, c.Probed, 0)
	c.compareNumbers(t, m, probe(p))
}

// compareNumbers allows what the two sums of as many terms may differ by, and 6 digits
// to what is found by iteration.
func (c classifierGolden) compareNumbers(t *testing.T, m learn.Classifier, x *mat.Dense) {
	const rounding, digits = 1e-12, 1e-6
	const liblinear = 3e-6 // it also ends when a step lowers the objective by less than 1e-12 of itself
	tolerance := rounding
	switch m := m.(type) {
	case *learn.LogisticRegressionModel:
		tolerance = digits
		close(t, "Coef", m.Coef.RawMatrix().Data, c.Coef, digits)
		close(t, "Intercept", m.Intercept, c.Intercept, digits)
		if !m.Converged {
			t.Error("did not converge")
		}
	case *learn.LinearSVCModel:
		tolerance = liblinear
		close(t, "Coef", m.Coef.RawMatrix().Data, c.Coef, liblinear)
		close(t, "Intercept", m.Intercept, c.Intercept, liblinear)
		if !m.Converged {
			t.Error("did not converge")
		}
	case *learn.GaussianNBModel:
		tolerance = 1e-9 // probabilities of logarithms near -1000
		close(t, "Theta", m.Theta.RawMatrix().Data, c.Theta, rounding)
		close(t, "Var", m.Var.RawMatrix().Data, c.Var, rounding)
		close(t, "ClassPrior", m.ClassPrior, c.ClassPrior, rounding)
		close(t, "Epsilon", []float64{m.Epsilon}, c.Epsilon, rounding)
	case *learn.MultinomialNBModel:
		close(t, "FeatureLogProb", m.FeatureLogProb.RawMatrix().Data, c.FeatureLogProb, rounding)
		close(t, "ClassLogPrior", m.ClassLogPrior, c.ClassLogPrior, rounding)
	case *learn.BernoulliNBModel:
		close(t, "FeatureLogProb", m.FeatureLogProb.RawMatrix().Data, c.FeatureLogProb, rounding)
		close(t, "ClassLogPrior", m.ClassLogPrior, c.ClassLogPrior, rounding)
	}
	if p, ok := m.(learn.ProbabilisticClassifier); ok {
		proba, err := p.PredictProba(x)
		if err != nil {
			t.Fatal(err)
		}
		close(t, "PredictProba", proba.RawMatrix().Data, c.Proba, tolerance)
	} else {
		decision, err := m.(learn.DecisionClassifier).DecisionFunction(x)
		if err != nil {
			t.Fatal(err)
		}
		close(t, "DecisionFunction", decision.RawMatrix().Data, c.Decision, tolerance)
	}
}

// close compares within a share of the number, or of 1e-3 for smaller ones.
func close(t *testing.T, what string, got, want []float64, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s has %d numbers, scikit-learn's %d", what, len(got), len(want))
	}
	for i, w := range want {
		if !(math.Abs(got[i]-w) <= tolerance*math.Max(math.Abs(w), 1e-3)) {
			t.Errorf("%s[%d] = %v, scikit-learn has %v", what, i, got[i], w)
			return
		}
	}
}

// probe makes the rows that make_goldens.py makes, too.
func probe(p int) *mat.Dense {
	x := mat.NewDense(5, p, nil)
	x.Apply(func(i, j int, _ float64) float64 { return float64((i*31+j*17)%23) / 10 }, x)
	return x
}
