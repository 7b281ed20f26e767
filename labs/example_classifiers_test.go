package labs_test

import (
	"fmt"

	"golab/data"
	"golab/labs"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
	"gonum.org/v1/gonum/mat"
)

// mails are counts of three words, and whether the mail is spam.
func mails() dataframe.DataFrame {
	counts := mat.NewDense(8, 3, []float64{ // free, meeting, money
		3, 0, 2,
		2, 0, 4,
		0, 2, 0,
		1, 0, 3,
		0, 3, 1,
		0, 1, 0,
		4, 1, 2,
		1, 4, 0,
	})
	labels := dataframe.New(series.New([]float64{1, 1, 0, 1, 0, 0, 1, 0}, series.Float, "label"))
	df, err := data.WithVector(labels, "features", counts)
	if err != nil {
		panic(err)
	}
	return df
}

func ExampleLogisticRegression() {
	model, err := labs.LogisticRegression{RegParam: 0.1}.Fit(mails())
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := model.PredictProbability([]float64{2, 1, 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(model)
	fmt.Printf("coefficients %.3f, intercept %.3f\n", model.Coefficients(), model.Intercept())
	fmt.Printf("P(spam) = %.3f\n", p[1])
	// Output:
	// LogisticRegressionModel: numClasses=2, numFeatures=3
	// coefficients [0.582 -0.524 0.635], intercept -1.021
	// P(spam) = 0.563
}

func ExampleLinearSVC() {
	model, err := labs.LinearSVC{RegParam: 0.1}.Fit(mails())
	if err != nil {
		fmt.Println(err)
		return
	}
	class, err := model.Predict([]float64{2, 1, 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(model)
	fmt.Println("class", class)
	// Output:
	// LinearSVCModel: numClasses=2, numFeatures=3
	// class 1
}

func ExampleNaiveBayes() {
	model, err := labs.NaiveBayes{Smoothing: 0.5}.Fit(mails())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(model)
	fmt.Printf("log P(word | spam) = %.3f\n", model.Theta().RawRowView(1))
	// Output:
	// NaiveBayesModel: modelType=multinomial, numClasses=2, numFeatures=3
	// log P(word | spam) = [-0.806 -2.752 -0.715]
}

func ExampleDecisionTreeClassifier() {
	model, err := labs.DecisionTreeClassifier{MaxDepth: 3}.Fit(mails())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(model.ToDebugString())
	fmt.Println("importances", model.FeatureImportances())
	// Output:
	// DecisionTreeClassificationModel: depth=1, numNodes=3, numClasses=2, numFeatures=3
	//   If (feature 2 <= 1.5)
	//    Predict: 0.0
	//   Else (feature 2 > 1.5)
	//    Predict: 1.0
	// importances [0 0 1]
}

// A forest in a pipeline whose depth a cross-validation chooses.
func ExampleRandomForestClassifier() {
	forest := labs.RandomForestClassifier{NumTrees: 5, Seed: 42}
	grid, err := labs.ParamGrid(labs.Pipeline{&forest}, labs.Vary(&forest.MaxDepth, 1, 3))
	if err != nil {
		fmt.Println(err)
		return
	}
	model, err := labs.CrossValidator{
		Grid: grid, Evaluator: labs.MulticlassClassificationEvaluator{MetricName: "accuracy"}, NumFolds: 2, Seed: 42, Quiet: true,
	}.Fit(mails())
	if err != nil {
		fmt.Println(err)
		return
	}
	best := model.BestModel.Stages[0].(*labs.RandomForestClassificationModel)
	fmt.Println(best)
	fmt.Println("candidate", model.Best)
	// Output:
	// RandomForestClassificationModel: numTrees=5, numClasses=2, numFeatures=3
	// candidate 0
}

func ExampleGBTClassifier() {
	model, err := labs.GBTClassifier{MaxIter: 3, MaxDepth: 1}.Fit(mails())
	if err != nil {
		fmt.Println(err)
		return
	}
	out, err := model.Transform(mails())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(model)
	fmt.Println("factors", model.TreeWeights())
	fmt.Println(out.Col("prediction").Float())
	// Output:
	// GBTClassificationModel: numTrees=3, numClasses=2, numFeatures=3
	// factors [1 0.1 0.1]
	// [1 1 0 1 0 0 1 0]
}

func ExampleOneVsRest() {
	df, err := data.WithVector(
		dataframe.New(series.New([]float64{0, 0, 1, 1, 2, 2}, series.Float, "label")), "features",
		mat.NewDense(6, 2, []float64{0, 0, 1, 0, 5, 0, 6, 1, 0, 5, 1, 6}))
	if err != nil {
		fmt.Println(err)
		return
	}
	model, err := labs.OneVsRest{Classifier: labs.LogisticRegression{RegParam: 0.01}}.Fit(df)
	if err != nil {
		fmt.Println(err)
		return
	}
	out, err := model.Transform(df)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(model)
	fmt.Println(out.Col("prediction").Float())
	// Output:
	// OneVsRestModel: classifier=LogisticRegressionModel, numClasses=3, numFeatures=2
	// [0 0 1 1 2 2]
}
