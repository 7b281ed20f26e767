package learn_test

import (
	"fmt"

	"golab/learn"

	"gonum.org/v1/gonum/mat"
)

// mails are six mails: how often "free" and "!" come up in a hundred words, and whether the
// mail is spam.
func mails() (*mat.Dense, []float64) {
	return mat.NewDense(6, 2, []float64{
		0.0, 0.1,
		0.2, 0.0,
		0.1, 0.9,
		1.5, 0.8,
		2.0, 0.2,
		1.2, 1.1,
	}), []float64{0, 0, 0, 1, 1, 1}
}

func ExampleDecisionTreeClassifier() {
	x, y := mails()
	tree, err := learn.DecisionTreeClassifier{MaxDepth: 2}.Fit(x, y)
	if err != nil {
		fmt.Println(err)
		return
	}
	yPred, err := tree.Predict(mat.NewDense(2, 2, []float64{0.3, 2, 3, 0}))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(yPred, tree.NLeaves(), "leaves")
	// Output: [0 1] 2 leaves
}

func ExampleDecisionTreeClassifierModel_ExportText() {
	x, y := mails()
	tree, err := learn.DecisionTreeClassifier{}.Fit(x, y)
	if err != nil {
		fmt.Println(err)
		return
	}
	text, err := tree.ExportText(learn.ExportTextOptions{
		FeatureNames: []string{"word_freq_free", "char_freq_!"},
		ClassNames:   []string{"ham", "spam"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(text)
	// Output:
	// |--- word_freq_free <= 0.70
	// |   |--- class: ham
	// |--- word_freq_free >  0.70
	// |   |--- class: spam
}

func ExampleDecisionTreeRegressor() {
	x := mat.NewDense(4, 1, []float64{1, 2, 3, 4})
	tree, err := learn.DecisionTreeRegressor{MaxDepth: 1}.Fit(x, []float64{10, 12, 20, 22})
	if err != nil {
		fmt.Println(err)
		return
	}
	yPred, err := tree.Predict(mat.NewDense(2, 1, []float64{0, 9}))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(yPred)
	// Output: [11 21]
}

func ExampleRandomForestClassifier() {
	x, y := mails()
	forest, err := learn.RandomForestClassifier{NEstimators: 50, Seed: 1}.Fit(x, y)
	if err != nil {
		fmt.Println(err)
		return
	}
	proba, err := forest.PredictProba(mat.NewDense(2, 2, []float64{0.1, 0.1, 1.5, 1}))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.2f\n", mat.Formatted(proba))
	// Output:
	// ⎡0.98  0.02⎤
	// ⎣0.18  0.82⎦
}

func ExampleGradientBoostingClassifier() {
	x, y := mails()
	boosting, err := learn.GradientBoostingClassifier{NEstimators: 20}.Fit(x, y)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("loss after stage 1 %.3f, after stage 20 %.3f\n", boosting.TrainScore[0], boosting.TrainScore[19])
	fmt.Println("importances", boosting.FeatureImportances())
	// Output:
	// loss after stage 1 1.196, after stage 20 0.136
	// importances [1 0]
}

func ExampleAdaBoostClassifier() {
	x, y := mails()
	y[4] = 0 // now one question is not enough
	ada, err := learn.AdaBoostClassifier{NEstimators: 3}.Fit(x, y)
	if err != nil {
		fmt.Println(err)
		return
	}
	score, err := ada.Score(x, y)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("votes %.2f, accuracy %.2f\n", ada.EstimatorWeights, score)
	// Output: votes [1.61 2.20 2.83], accuracy 1.00
}
