package learn

import (
	"encoding"
	"fmt"
	"reflect"
	"strings"

	"gonum.org/v1/gonum/mat"
)

// A Classifier is what fitting gave: it tells the class of rows that it has not
// seen. All its methods may be called from many goroutines at once.
//
// Every fitted classifier of this package is one. To add another, XY:
//
//   - XY is a struct of hyperparameters, by scikit-learn's names in Go's case, whose
//     zero value means scikit-learn's defaults, each said at its field.
//   - XY.Fit(x mat.Matrix, y []float64) (*XYModel, error) checks with checkXY and
//     leaves x, y and the receiver alone.
//   - XY.fitClassifier returns asClassifier(e.Fit(x, y)), which makes it an Estimator;
//     XY.String returns repr(e).
//   - XYModel embeds fitted, which gives it Classes and String. Predict checks x with
//     fitted.check; Score returns accuracy(m, x, y). If it has probabilities, Predict
//     takes the largest by argmaxRows, so that the two agree.
//   - MarshalBinary writes a frame and UnmarshalBinary reads it (frame.go).
//   - XY is a row of the table in conformance_test.go.
type Classifier interface {
	// Predict returns the class of each row of x, m×p. It fails when x is empty, has
	// other than the p columns of the fit, or holds NaN or an infinite value.
	Predict(x mat.Matrix) ([]float64, error)

	// Score returns the share of the rows of x whose class Predict gets right. It
	// fails as Predict does, and when y has not one label for each row.
	Score(x mat.Matrix, y []float64) (float64, error)

	// Classes returns the classes of the fit in ascending order.
	Classes() []float64

	encoding.BinaryMarshaler
	fmt.Stringer
}

// A ProbabilisticClassifier also tells how likely each class is.
type ProbabilisticClassifier interface {
	Classifier

	// PredictProba returns P(class j | row i) in row i, column j, m×k for the k
	// classes of Classes. It fails as Predict does.
	PredictProba(x mat.Matrix) (*mat.Dense, error)
}

// A DecisionClassifier also tells on which side of its boundaries a row lies, and
// how far from them.
type DecisionClassifier interface {
	Classifier

	// DecisionFunction returns m×1 numbers for two classes, above 0 for the second,
	// and else m×k, the largest for the class that is predicted. It fails as Predict
	// does.
	DecisionFunction(x mat.Matrix) (*mat.Dense, error)
}

// An Estimator is a classifier still to be fitted: any of this package's structs with
// a method Fit that returns a [Classifier], or an [EstimatorFunc].
type Estimator interface {
	fitClassifier(x mat.Matrix, y []float64) (Classifier, error)
}

// An EstimatorFunc makes an [Estimator] of a function, for classifiers that are not of
// this package.
type EstimatorFunc func(x mat.Matrix, y []float64) (Classifier, error)

func (f EstimatorFunc) fitClassifier(x mat.Matrix, y []float64) (Classifier, error) { return f(x, y) }

// asClassifier drops the concrete type of a fitted model: Go's interfaces know no
// covariant results.
func asClassifier[M Classifier](m M, err error) (Classifier, error) {
	if err != nil {
		return nil, err
	}
	return m, nil
}

// fitted is what every fitted classifier knows.
type fitted struct {
	name     string // of the estimator
	features int
	classes  []float64 // ascending
}

// newFitted copies what t tells.
func newFitted(name string, t *training) fitted {
	return fitted{name: name, features: t.p, classes: t.classes}
}

// Classes returns the classes of the fit in ascending order.
func (f *fitted) Classes() []float64 { return append([]float64(nil), f.classes...) }

// Features returns the number of columns of the fit.
func (f *fitted) Features() int { return f.features }

// String tells what was fitted.
func (f *fitted) String() string {
	classes := fmt.Sprint(f.classes)
	if len(f.classes) > 10 {
		classes = fmt.Sprintf("%v … %v]", strings.TrimSuffix(fmt.Sprint(f.classes[:9]), "]"), f.classes[len(f.classes)-1])
	}
	return fmt.Sprintf("%sModel{%d features, classes %s}", f.name, f.features, classes)
}

// check returns x as a dense matrix if it can be predicted.
func (f *fitted) check(method string, x mat.Matrix) (*mat.Dense, error) {
	where := f.name + "Model." + method
	if f.features == 0 {
		return nil, fmt.Errorf("learn: %s: the model is not fitted: it is what Fit returns", where)
	}
	d, err := checkX(where, x)
	if err != nil {
		return nil, err
	}
	if _, p := d.Dims(); p != f.features {
		return nil, fmt.Errorf("learn: %s: x has %d columns, the model was fitted to %d", where, p, f.features)
	}
	return d, nil
}

// accuracy is the Score of a classifier.
func accuracy(m Classifier, where string, x mat.Matrix, y []float64) (float64, error) {
	if rows := rowsOf(x); rows != len(y) {
		return 0, fmt.Errorf("learn: %s: x has %d rows, y has %d labels", where, rows, len(y))
	}
	yPred, err := m.Predict(x)
	if err != nil {
		return 0, err
	}
	return AccuracyScore(y, yPred), nil
}

// argmaxRows returns for each row of scores, m×k, the class of its largest number,
// the first of equal ones.
func (f *fitted) argmaxRows(scores *mat.Dense) []float64 {
	rows, _ := scores.Dims()
	y := make([]float64, rows)
	for i := range y {
		best := 0
		row := scores.RawRowView(i)
		for j, v := range row {
			if v > row[best] {
				best = j
			}
		}
		y[i] = f.classes[best]
	}
	return y
}

// repr writes an estimator as scikit-learn does, in Go: its name, and the
// hyperparameters that are not the default.
func repr(e any) string {
	v := reflect.ValueOf(e)
	var set []string
	for i := range v.NumField() {
		if f := v.Type().Field(i); f.IsExported() && !v.Field(i).IsZero() {
			set = append(set, fmt.Sprintf("%s: %#v", f.Name, v.Field(i).Interface()))
		}
	}
	return v.Type().Name() + "{" + strings.Join(set, ", ") + "}"
}
