package learn_test

import (
	"fmt"

	"gonum.org/v1/gonum/mat"

	"golab/learn"
)

// flowers are six rows of two classes.
func flowers() (x *mat.Dense, y []float64) {
	return mat.NewDense(6, 2, []float64{
		1.4, 0.2,
		1.5, 0.2,
		1.3, 0.3,
		4.7, 1.4,
		4.5, 1.5,
		4.9, 1.5,
	}), []float64{0, 0, 0, 1, 1, 1}
}

func ExampleLogisticRegression() {
	x, y := flowers()
	clf, err := learn.LogisticRegression{C: 10}.Fit(x, y)
	if err != nil {
		fmt.Println(err)
		return
	}
	proba, err := clf.PredictProba(mat.NewDense(2, 2, []float64{1.6, 0.4, 3.6, 1.2}))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(clf)
	fmt.Printf("w = %.3f, b = %.3f\n", mat.Formatted(clf.Coef), clf.Intercept[0])
	fmt.Printf("%.3f\n", mat.Formatted(proba))
	// Output:
	// LogisticRegressionModel{2 features, classes [0 1]}
	// w = [2.051  0.784], b = -6.899
	// ⎡0.965  0.035⎤
	// ⎣0.194  0.806⎦
}

func ExampleMLPClassifier() {
	x, y := flowers()
	clf, err := learn.MLPClassifier{HiddenLayerSizes: []int{4}, Solver: "lbfgs", Seed: 1}.Fit(x, y)
	if err != nil {
		fmt.Println(err)
		return
	}
	yPred, err := clf.Predict(mat.NewDense(2, 2, []float64{1.6, 0.4, 3.6, 1.2}))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(clf, clf.Converged)
	fmt.Println(yPred)
	// Output:
	// MLPClassifierModel{2 features, classes [0 1]} true
	// [0 1]
}

// A model travels as bytes; whoever reads it need not know what it is.
func ExampleUnmarshalModel() {
	x, y := flowers()
	clf, err := learn.RandomForestClassifier{NEstimators: 10}.Fit(x, y)
	if err != nil {
		fmt.Println(err)
		return
	}
	bytes, err := clf.MarshalBinary()
	if err != nil {
		fmt.Println(err)
		return
	}
	model, err := learn.UnmarshalModel(bytes)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(model)
	// Output:
	// RandomForestClassifierModel{2 features, classes [0 1]}
}

func ExampleGaussianNB() {
	x, y := flowers()
	clf, err := learn.GaussianNB{}.Fit(x, y)
	if err != nil {
		fmt.Println(err)
		return
	}
	yPred, err := clf.Predict(mat.NewDense(2, 2, []float64{1.6, 0.4, 3.6, 1.2}))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("means\n%.2f\n", mat.Formatted(clf.Theta))
	fmt.Println(yPred)
	// Output:
	// means
	// ⎡1.40  0.23⎤
	// ⎣4.70  1.47⎦
	// [0 1]
}

func ExampleKNeighborsClassifier() {
	x, y := flowers()
	clf, err := learn.KNeighborsClassifier{NNeighbors: 3}.Fit(x, y)
	if err != nil {
		fmt.Println(err)
		return
	}
	row := mat.NewDense(1, 2, []float64{3.0, 0.9})
	yPred, err := clf.Predict(row)
	if err != nil {
		fmt.Println(err)
		return
	}
	distances, rows, err := clf.KNeighbors(row, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(yPred)
	fmt.Printf("rows %v at %.2f\n", rows[0], distances.RawRowView(0))
	// Output:
	// [0]
	// rows [4 1 0] at [1.62 1.66 1.75]
}

func ExampleClassificationReport() {
	yTest := []float64{0, 0, 0, 0, 1, 1, 1, 0, 1, 0}
	yPred := []float64{0, 0, 1, 0, 1, 1, 0, 0, 1, 0}
	report, err := learn.NewClassificationReport(yTest, yPred, "ham", "spam")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(report)
	// Output:
	//               precision    recall  f1-score   support
	//
	//          ham       0.83      0.83      0.83         6
	//         spam       0.75      0.75      0.75         4
	//
	//     accuracy                           0.80        10
	//    macro avg       0.79      0.79      0.79        10
	// weighted avg       0.80      0.80      0.80        10
}

func ExampleCrossValScore() {
	x, y := flowers()
	scores, err := learn.CrossValScore(learn.KNeighborsClassifier{NNeighbors: 1}, x, y, learn.StratifiedKFold{NSplits: 3})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(scores)
	// Output: [1 1 1]
}

func ExampleLabelEncoder() {
	labels, err := learn.LabelEncoder{}.Fit([]string{"spam", "ham", "ham"})
	if err != nil {
		fmt.Println(err)
		return
	}
	y, err := labels.Transform([]string{"ham", "spam"})
	fmt.Println(labels.Classes, y, err)
	// Output: [ham spam] [0 1] <nil>
}
