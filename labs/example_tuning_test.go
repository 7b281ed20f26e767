package labs_test

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"golab/labs"
	"golab/nn"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
)

// rings is a frame of points in the plane: those within a circle are 1, others 0.
func rings() dataframe.DataFrame {
	var x1, x2, label []float64
	for i := range 12 {
		for j := range 12 {
			a, b := float64(i)/5.5-1, float64(j)/5.5-1
			inside := 0.0
			if a*a+b*b < 0.6 {
				inside = 1
			}
			x1, x2, label = append(x1, a), append(x2, b), append(label, inside)
		}
	}
	return dataframe.New(series.New(x1, series.Float, "x1"), series.New(x2, series.Float, "x2"), series.New(label, series.Float, "label"))
}

func ExampleCrossValidator() {
	assembler := labs.VectorAssembler{InputCols: []string{"x1", "x2"}}
	mlp := labs.MultilayerPerceptronClassifier{MaxIter: 60, Seed: 1, Numerics: nn.SparkFdlibm}

	grid, err := labs.ParamGrid(labs.Pipeline{assembler, &mlp},
		labs.Vary(&mlp.Layers, []int{2, 2}, []int{2, 3, 2}, []int{2, 8, 2}))
	if err != nil {
		fmt.Println(err)
		return
	}
	evaluator := labs.MulticlassClassificationEvaluator{MetricName: "accuracy"}
	cv := labs.CrossValidator{Grid: grid, Evaluator: evaluator, NumFolds: 3, Seed: 42}
	model, err := cv.Fit(rings())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(model)
	predictions, err := model.Transform(rings())
	if err != nil {
		fmt.Println(err)
		return
	}
	accuracy, err := evaluator.Evaluate(predictions)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("accuracy of candidate %d, fitted on all rows: %.3f\n", model.Best, accuracy)
	// Output:
	// CrossValidatorModel: candidates=3, numFolds=3
	//    candidate              avg accuracy       std    fold 0    fold 1    fold 2
	// 0  layers=[2 2]               0.626792  0.041239  0.659574  0.652174  0.568627
	// 1  layers=[2 3 2]             0.887622  0.128510  0.978723  0.978261  0.705882
	// 2  layers=[2 8 2] (best)      0.901051  0.045320  0.851064  0.891304  0.960784
	// accuracy of candidate 2, fitted on all rows: 1.000
}

// The context ends a search between two fits.
func ExampleCrossValidator_context() {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	cv := labs.CrossValidator{
		Grid: labs.Grid{
			{labs.VectorAssembler{InputCols: []string{"x1", "x2"}}, labs.MultilayerPerceptronClassifier{Layers: []int{2, 2}}},
		},
		Evaluator: labs.MulticlassClassificationEvaluator{},
		Context:   ctx,
	}
	_, err := cv.Fit(rings())
	fmt.Println(err)
	fmt.Println(errors.Is(err, context.Canceled))
	// Output:
	// labs: CrossValidator: candidate 0 (as given), fold 0: interrupted: context canceled
	// true
}

func ExampleParamGrid() {
	assembler := labs.VectorAssembler{InputCols: []string{"x1", "x2"}, OutputCol: "raw"}
	scaler := labs.StandardScaler{InputCol: "raw", OutputCol: "features"}
	mlp := labs.MultilayerPerceptronClassifier{Seed: 1}
	grid, err := labs.ParamGrid(labs.Pipeline{assembler, &scaler, &mlp},
		labs.Vary(&mlp.Layers, []int{2, 3, 2}, []int{2, 8, 2}),
		labs.Vary(&scaler.WithMean, false, true),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(grid)
	// Output:
	// 0  withMean=false, layers=[2 3 2]
	// 1  withMean=true, layers=[2 3 2]
	// 2  withMean=false, layers=[2 8 2]
	// 3  withMean=true, layers=[2 8 2]
}

// Whole stages vary by their address in the pipeline.
func ExampleParamGrid_stage() {
	mlp := labs.MultilayerPerceptronClassifier{Layers: []int{2, 3, 2}}
	pipeline := labs.Pipeline{
		labs.VectorAssembler{InputCols: []string{"x1", "x2"}, OutputCol: "raw"},
		labs.StandardScaler{InputCol: "raw", OutputCol: "features"},
		&mlp,
	}
	grid, err := labs.ParamGrid(pipeline,
		labs.Vary[labs.Stage](&pipeline[1], pipeline[1], labs.MinMaxScaler{InputCol: "raw", OutputCol: "features"}),
		labs.Vary(&mlp.MaxIter, 50, 100),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(grid)
	// Output:
	// 0  StandardScaler, maxIter=50
	// 1  StandardScaler, maxIter=100
	// 2  MinMaxScaler, maxIter=50
	// 3  MinMaxScaler, maxIter=100
}

func ExampleTrainValidationSplit() {
	mlp := labs.MultilayerPerceptronClassifier{Layers: []int{2, 8, 2}, Seed: 1, Numerics: nn.SparkFdlibm}
	grid, err := labs.ParamGrid(labs.Pipeline{labs.VectorAssembler{InputCols: []string{"x1", "x2"}}, &mlp},
		labs.Vary(&mlp.MaxIter, 5, 60))
	if err != nil {
		fmt.Println(err)
		return
	}
	split := labs.TrainValidationSplit{Grid: grid, Evaluator: labs.BinaryClassificationEvaluator{}, Seed: 42}
	model, err := split.Fit(rings())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(model)
	// Output:
	// TrainValidationSplitModel: candidates=2
	//    candidate          areaUnderROC
	// 0  maxIter=5              0.209486
	// 1  maxIter=60 (best)      1.000000
}

// Texts become numbers, the network learns, and its predictions become texts again.
func ExampleStringIndexer() {
	fruit := dataframe.New(
		series.New(strings.Fields("red green blue red green blue red"), series.String, "colour"),
		series.New([]float64{7, 5, 3, 8, 5, 4, 8}, series.Float, "size"),
		series.New(strings.Fields("apple lime plum apple lime plum apple"), series.String, "fruit"),
	)
	labels, err := labs.StringIndexer{InputCol: "fruit", OutputCol: "label"}.Fit(fruit)
	if err != nil {
		fmt.Println(err)
		return
	}
	pipeline := labs.Pipeline{
		labels,
		labs.StringIndexer{InputCol: "colour", OutputCol: "number"},
		labs.OneHotEncoder{InputCol: "number", OutputCol: "code"},
		labs.VectorAssembler{InputCols: []string{"code", "size"}, OutputCol: "raw"},
		labs.StandardScaler{InputCol: "raw", OutputCol: "features", WithMean: true},
		labs.MultilayerPerceptronClassifier{Layers: []int{3, 3}, Seed: 1},
		labs.IndexToString{InputCol: "prediction", OutputCol: "guess", Labels: labels.Labels()},
	}
	model, err := pipeline.Fit(fruit)
	if err != nil {
		fmt.Println(err)
		return
	}
	unknown := dataframe.New(
		series.New([]string{"green", "red"}, series.String, "colour"),
		series.New([]float64{6, 9}, series.Float, "size"),
	)
	guesses, err := model.Transform(unknown)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(labels.Labels())
	fmt.Println(guesses.Col("guess"))
	// Output:
	// [apple lime plum]
	// [lime apple]
}

func ExampleBinaryClassificationEvaluator() {
	predictions := dataframe.New(
		series.New([]float64{0.1, 0.4, 0.35, 0.8}, series.Float, "score"),
		series.New([]float64{0, 0, 1, 1}, series.Float, "label"),
	)
	evaluator := labs.BinaryClassificationEvaluator{RawPredictionCol: "score"}
	area, err := evaluator.Evaluate(predictions)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("area under ROC", area)
	// Output: area under ROC 0.75
}

func ExampleRegressionEvaluator() {
	predictions := dataframe.New(
		series.New([]float64{1, 2, 3}, series.Float, "label"),
		series.New([]float64{1, 2, 5}, series.Float, "prediction"),
	)
	for _, name := range []string{"mse", "mae", "r2"} {
		value, err := labs.RegressionEvaluator{MetricName: name}.Evaluate(predictions)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s %.4g\n", name, value)
	}
	// Output:
	// mse 1.333
	// mae 0.6667
	// r2 -1
}
