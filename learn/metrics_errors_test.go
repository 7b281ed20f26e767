package learn_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"golab/learn"
)

// errorOf drops the value.
func errorOf[T any](_ T, err error) error { return err }

func TestMetricsReject(t *testing.T) {
	y, short, three, one := []float64{0, 1, 1}, []float64{0, 1}, []float64{0, 1, 2}, []float64{1, 1, 1}
	nan, half := []float64{0, math.NaN(), 1}, []float64{0, 0.5, 1}
	proba := mat.NewDense(3, 2, []float64{0.5, 0.5, 0.1, 0.9, 1, 0})
	for _, tt := range []struct {
		err  error
		want string
	}{
		{errorOf(learn.NewConfusionMatrix(nil, nil)), "learn: NewConfusionMatrix: yTrue is empty"},
		{errorOf(learn.NewConfusionMatrix(y, short)), "learn: NewConfusionMatrix: yTrue has 3 labels, yPred has 2 numbers"},
		{errorOf(learn.NewConfusionMatrix(nan, y)), "learn: NewConfusionMatrix: yTrue[1] is NaN: a class is a whole number"},
		{errorOf(learn.NewConfusionMatrix(y, half)), "learn: NewConfusionMatrix: yPred[1] is 0.5: a class is a whole number"},
		{errorOf(learn.NewClassificationReport(y, y, "a")), "learn: NewClassificationReport: there are 1 names for 2 classes"},
		{errorOf(learn.F1Score(three, three, learn.Binary)), `learn: F1Score: the number of classes is 3, the average "binary" is of 2`},
		{errorOf(learn.RecallScore(one, one, "")), `learn: RecallScore: the number of classes is 1, the average "binary" is of 2`},
		{errorOf(learn.PrecisionScore(y, y, "mean")), `learn: PrecisionScore: the average is "mean", it must be one of ["binary" "macro" "weighted" "micro"]`},
		{errorOf(learn.NewROCCurve(one, half)), "learn: NewROCCurve: yTrue has 1 classes, it must have 2"},
		{errorOf(learn.NewROCCurve(three, half)), "learn: NewROCCurve: yTrue has 3 classes, it must have 2"},
		{errorOf(learn.NewROCCurve(y, nan)), "learn: NewROCCurve: yScore[1] is NaN"},
		{errorOf(learn.ROCAUCScore(y, short)), "learn: ROCAUCScore: yTrue has 3 labels, yScore has 2 numbers"},
		{errorOf(learn.ROCAUCScore(half, y)), "learn: ROCAUCScore: yTrue[1] is 0.5: a class is a whole number"},
		{errorOf(learn.NewPrecisionRecallCurve(nil, nil)), "learn: NewPrecisionRecallCurve: yTrue is empty"},
		{errorOf(learn.AveragePrecisionScore(one, half)), "learn: AveragePrecisionScore: yTrue has 1 classes, it must have 2"},
		{errorOf(learn.ROCAUCScoreOVR(y, proba, learn.Binary)), `learn: ROCAUCScoreOVR: the average is "binary", it must be one of ["macro" "weighted"]`},
		{errorOf(learn.ROCAUCScoreOVR(three, proba, "")), "learn: ROCAUCScoreOVR: proba has 2 columns for 3 classes"},
		{errorOf(learn.LogLoss(nil, proba, nil)), "learn: LogLoss: yTrue is empty"},
		{errorOf(learn.LogLoss(short, proba, nil)), "learn: LogLoss: yTrue has 2 labels, proba has 3 rows"},
		{errorOf(learn.LogLoss(short, nil, nil)), "learn: LogLoss: yTrue has 2 labels, proba has 0 rows"},
		{errorOf(learn.LogLoss(one, proba, nil)), "learn: LogLoss: there is 1 class: name all classes"},
		{errorOf(learn.LogLoss(y, proba, []float64{1, 2})), "learn: LogLoss: yTrue has class 0, the classes are [1 2]"},
		{errorOf(learn.LogLoss(short, mat.NewDense(2, 2, []float64{0.5, 0.5, 0.5, 0.6}), nil)), "learn: LogLoss: row 1 of proba sums to 1.1, not to 1"},
		{errorOf(learn.LogLoss(short, mat.NewDense(2, 1, []float64{0.5, 1.5}), nil)), "learn: LogLoss: proba[1,0] is -0.5, a probability is from 0 to 1"},
		{errorOf(learn.BrierScoreLoss(y, []float64{0, 1, 2})), "learn: BrierScoreLoss: proba[2] is 2, a probability is from 0 to 1"},
		{errorOf(learn.BrierScoreLoss(three, half)), "learn: BrierScoreLoss: yTrue has 3 classes, it must have 2"},
	} {
		if tt.err == nil || tt.err.Error() != tt.want {
			t.Errorf("error %v, want %q", tt.err, tt.want)
		}
	}
}

func TestSplitsReject(t *testing.T) {
	x, y := mat.NewDense(4, 1, []float64{1, 2, 3, 4}), []float64{0, 0, 1, 1}
	for _, tt := range []struct {
		err  error
		want string
	}{
		{errorOf(learn.KFold{NSplits: 1}.Split(y)), "learn: KFold.Split: NSplits is 1, it must be at least 2"},
		{errorOf(learn.KFold{}.Split(y)), "learn: KFold.Split: NSplits is 5, there are 4 rows"},
		{errorOf(learn.StratifiedKFold{NSplits: 3}.Split(y)), "learn: StratifiedKFold.Split: NSplits is 3, the largest class has 2 rows"},
		{errorOf(learn.StratifiedKFold{NSplits: 2}.Split([]float64{0.5, 1})), "learn: StratifiedKFold.Split: y[0] is 0.5: a class is a whole number"},
		{errorOf(learn.TrainTestSplit{}.Split(nil, nil)), "learn: TrainTestSplit.Split: x is empty"},
		{errorOf(learn.TrainTestSplit{}.Split(x, y[:3])), "learn: TrainTestSplit.Split: x has 4 rows, y has 3 labels"},
		{errorOf(learn.TrainTestSplit{TestSize: 1.5}.Split(x, y)), "learn: TrainTestSplit.Split: TestSize is 1.5, it must be between 0 and 1"},
		{errorOf(learn.TrainTestSplit{TestSize: 0.9}.Split(x, y)), "learn: TrainTestSplit.Split: TestSize is 0.9, of 4 rows that leaves none to train on"},
		{errorOf(learn.TrainTestSplit{Stratify: true}.Split(x, []float64{0, 0, 0, 1})), "learn: TrainTestSplit.Split: class 1 has 1 row, both parts need one"},
		{errorOf(learn.CrossValScore(nil, x, y, nil)), "learn: CrossValScore: there is no estimator"},
		{errorOf(learn.CrossValScore(learn.GaussianNB{}, x, y[:2], nil)), "learn: CrossValScore: x has 4 rows, y has 2 labels"},
		{errorOf(learn.CrossValScore(learn.GaussianNB{}, x, y, nil)), "learn: StratifiedKFold.Split: NSplits is 5, there are 4 rows"},
		{errorOf(learn.CrossValScore(learn.LogisticRegression{}, x, y, learn.KFold{NSplits: 2})), "learn: CrossValScore: fold 0: learn: LogisticRegression.Fit: y has 1 class, 1, at least 2 are needed"},
	} {
		if tt.err == nil || tt.err.Error() != tt.want {
			t.Errorf("error %v, want %q", tt.err, tt.want)
		}
	}
}

func TestHyperparametersReject(t *testing.T) {
	x, y := mat.NewDense(4, 1, []float64{1, 2, 3, 4}), []float64{0, 0, 1, 1}
	for _, tt := range []struct {
		err  error
		want string
	}{
		{errorOf(learn.LogisticRegression{C: -1}.Fit(x, y)), "learn: LogisticRegression.Fit: C is -1, it must be finite and above 0"},
		{errorOf(learn.LogisticRegression{Tol: math.NaN()}.Fit(x, y)), "learn: LogisticRegression.Fit: Tol is NaN, it must be finite and above 0"},
		{errorOf(learn.LogisticRegression{MaxIter: -1}.Fit(x, y)), "learn: LogisticRegression.Fit: MaxIter is -1, it must be at least 1"},
		{errorOf(learn.LogisticRegression{Solver: "sag"}.Fit(x, y)), `learn: LogisticRegression.Fit: Solver is "sag", it must be one of ["auto" "newton-cholesky" "lbfgs"]`},
		{errorOf(learn.LinearSVC{C: math.Inf(1)}.Fit(x, y)), "learn: LinearSVC.Fit: C is +Inf, it must be finite and above 0"},
		{errorOf(learn.LinearSVC{InterceptScaling: -2}.Fit(x, y)), "learn: LinearSVC.Fit: InterceptScaling is -2, it must be finite and above 0"},
		{errorOf(learn.LinearSVC{MaxIter: -1}.Fit(x, y)), "learn: LinearSVC.Fit: MaxIter is -1, it must be at least 1"},
		{errorOf(learn.LinearSVC{Tol: -1}.Fit(x, y)), "learn: LinearSVC.Fit: Tol is -1, it must be finite and above 0"},
		{errorOf(learn.GaussianNB{VarSmoothing: -2}.Fit(x, y)), "learn: GaussianNB.Fit: VarSmoothing is -2, it must be finite and not negative (-1 for 0)"},
		{errorOf(learn.GaussianNB{Priors: []float64{1}}.Fit(x, y)), "learn: GaussianNB.Fit: there are 1 Priors for 2 classes"},
		{errorOf(learn.GaussianNB{Priors: []float64{0.5, 0.6}}.Fit(x, y)), "learn: GaussianNB.Fit: Priors sum to 1.1, they must sum to 1"},
		{errorOf(learn.GaussianNB{Priors: []float64{-1, 2}}.Fit(x, y)), "learn: GaussianNB.Fit: Priors[0] is -1, it must not be negative"},
		{errorOf(learn.MultinomialNB{Alpha: -1}.Fit(x, y)), "learn: MultinomialNB.Fit: Alpha is -1, it must be finite and above 0"},
		{errorOf(learn.MultinomialNB{ClassPrior: []float64{1}}.Fit(x, y)), "learn: MultinomialNB.Fit: there are 1 ClassPrior for 2 classes"},
		{errorOf(learn.MultinomialNB{}.Fit(mat.NewDense(4, 1, []float64{1, -2, 3, 4}), y)), "learn: MultinomialNB.Fit: x[1,0] is -2, counts are not negative"},
		{errorOf(learn.BernoulliNB{Alpha: -1}.Fit(x, y)), "learn: BernoulliNB.Fit: Alpha is -1, it must be finite and above 0"},
		{errorOf(learn.BernoulliNB{Binarize: math.NaN()}.Fit(x, y)), "learn: BernoulliNB.Fit: Binarize is NaN"},
		{errorOf(learn.BernoulliNB{ClassPrior: []float64{1}}.Fit(x, y)), "learn: BernoulliNB.Fit: there are 1 ClassPrior for 2 classes"},
		{errorOf(learn.KNeighborsClassifier{}.Fit(x, y)), "learn: KNeighborsClassifier.Fit: NNeighbors is 5, x has 4 rows"},
		{errorOf(learn.KNeighborsClassifier{NNeighbors: -1}.Fit(x, y)), "learn: KNeighborsClassifier.Fit: NNeighbors is -1, it must be at least 1"},
		{errorOf(learn.KNeighborsClassifier{P: 3}.Fit(x, y)), "learn: KNeighborsClassifier.Fit: P is 3, it must be 1 or 2"},
		{errorOf(learn.KNeighborsClassifier{Weights: "x"}.Fit(x, y)), `learn: KNeighborsClassifier.Fit: Weights is "x", it must be one of ["uniform" "distance"]`},
		{errorOf(learn.KNeighborsClassifier{Algorithm: "x"}.Fit(x, y)), `learn: KNeighborsClassifier.Fit: Algorithm is "x", it must be one of ["auto" "brute" "kd_tree"]`},
		{errorOf(learn.MinMaxScaler{}.Fit(nil)), "learn: MinMaxScaler.Fit: x is empty"},
		{errorOf(learn.MinMaxScaler{FeatureRange: [2]float64{1, 0}}.Fit(x)), "learn: MinMaxScaler.Fit: FeatureRange is from 1 to 0"},
		{errorOf(learn.MinMaxScaler{}.Fit(mat.NewDense(1, 1, []float64{math.NaN()}))), "learn: MinMaxScaler.Fit: column 0 of x: none of the 1 values is a number"},
		{errorOf(learn.MinMaxScaler{}.Fit(mat.NewDense(1, 1, []float64{math.Inf(1)}))), "learn: MinMaxScaler.Fit: column 0 of x: row 0 is +Inf"},
		{errorOf(learn.LabelEncoder{}.Fit(nil)), "learn: LabelEncoder.Fit: there are 0 labels"},
	} {
		if tt.err == nil || tt.err.Error() != tt.want {
			t.Errorf("error %v, want %q", tt.err, tt.want)
		}
	}
}

func TestFittedTransformersReject(t *testing.T) {
	scaler, err := learn.MinMaxScaler{}.Fit(mat.NewDense(2, 1, []float64{1, 2}))
	value(t, scaler, err)
	labels, err := learn.LabelEncoder{}.Fit([]string{"spam", "ham"})
	value(t, labels, err)
	for _, tt := range []struct {
		err  error
		want string
	}{
		{errorOf(scaler.Transform(nil)), "learn: MinMaxScaler.Transform: x is empty"},
		{errorOf(scaler.InverseTransform(mat.NewDense(1, 2, nil))), "learn: MinMaxScaler.InverseTransform: x has 2 columns, the scaler was fitted to 1"},
		{errorOf(labels.Transform([]string{"ham", "eggs"})), `learn: LabelEncoder.Transform: label 1 is "eggs", which was not fitted`},
		{errorOf(labels.InverseTransform([]float64{0, 2})), "learn: LabelEncoder.InverseTransform: y[1] is 2, there are 2 classes"},
		{errorOf(labels.InverseTransform([]float64{math.NaN()})), "learn: LabelEncoder.InverseTransform: y[0] is NaN, there are 2 classes"},
	} {
		if tt.err == nil || tt.err.Error() != tt.want {
			t.Errorf("error %v, want %q", tt.err, tt.want)
		}
	}
}

// An estimator made of a function is fitted fold by fold, and its error is told.
func TestEstimatorFunc(t *testing.T) {
	x, y := mat.NewDense(6, 1, []float64{1, 2, 3, 11, 12, 13}), []float64{0, 0, 0, 1, 1, 1}
	fits := 0
	pipeline := learn.EstimatorFunc(func(x mat.Matrix, y []float64) (learn.Classifier, error) {
		fits++
		return learn.KNeighborsClassifier{NNeighbors: 1}.Fit(x, y)
	})
	scores, err := learn.CrossValScore(pipeline, x, y, learn.StratifiedKFold{NSplits: 3})
	if value(t, scores, err); fits != 3 || len(scores) != 3 || scores[0] != 1 {
		t.Errorf("%d fits, scores %v", fits, scores)
	}
	failing := learn.EstimatorFunc(func(mat.Matrix, []float64) (learn.Classifier, error) { return nil, errors.New("no") })
	if _, err := learn.CrossValScore(failing, x, y, learn.KFold{NSplits: 2}); err == nil || !strings.HasSuffix(err.Error(), "fold 0: no") {
		t.Errorf("error %v", err)
	}
}
