package labs_test

import (
	"fmt"

	"golab/data"
	"golab/labs"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
)

func ExampleVectorAssembler() {
	df := dataframe.New(
		series.New([]float64{0, 0.21}, series.Float, "make"),
		series.New([]float64{0.64, 0.28}, series.Float, "free"),
		series.New([]float64{1, 0}, series.Float, "labels"),
	)
	assembler := labs.VectorAssembler{InputCols: []string{"make", "free"}, OutputCol: "features"}
	out, err := assembler.Transform(df)
	if err != nil {
		fmt.Println(err)
		return
	}
	x, err := data.Vector(out, "features")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(data.Columns(out))
	fmt.Println(x.RawRowView(0), x.RawRowView(1))
	// Output:
	// [make free labels features]
	// [0 0.64] [0.21 0.28]
}

func ExamplePipeline() {
	train := dataframe.New(
		series.New([]float64{0, 0, 1, 1}, series.Float, "x1"),
		series.New([]float64{0, 1, 0, 1}, series.Float, "x2"),
		series.New([]float64{0, 1, 1, 0}, series.Float, "labels"),
	)
	assembler := labs.VectorAssembler{InputCols: []string{"x1", "x2"}, OutputCol: "features"}
	mlp := labs.MultilayerPerceptronClassifier{Layers: []int{2, 2, 2}, Seed: 123, LabelCol: "labels"}

	pipeline := labs.Pipeline{assembler, mlp}
	pipelineModel, err := pipeline.Fit(train)
	if err != nil {
		fmt.Println(err)
		return
	}
	predictions, err := pipelineModel.Transform(train)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(data.Columns(predictions))
	fmt.Println(predictions.Col("prediction").Float())
	network := pipelineModel.Stages[1].(*labs.MultilayerPerceptronClassificationModel)
	fmt.Println(len(network.Weights()), "weights")
	// Output:
	// [x1 x2 labels features rawPrediction probability prediction]
	// [0 1 1 0]
	// 12 weights
}

// The example of PySpark's documentation: two classes that no straight line divides.
func ExampleMultilayerPerceptronClassifier() {
	df := dataframe.New(
		series.New([]float64{0, 0, 1, 1}, series.Float, "x1"),
		series.New([]float64{0, 1, 0, 1}, series.Float, "x2"),
		series.New([]float64{0, 1, 1, 0}, series.Float, "label"),
	)
	df, err := labs.VectorAssembler{InputCols: []string{"x1", "x2"}}.Transform(df)
	if err != nil {
		fmt.Println(err)
		return
	}
	mlp := labs.MultilayerPerceptronClassifier{Layers: []int{2, 2, 2}, MaxIter: 100, BlockSize: 1, Seed: 123}
	model, err := mlp.Fit(df)
	if err != nil {
		fmt.Println(err)
		return
	}
	raw, err := model.PredictRaw([]float64{1, 0})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(model)
	fmt.Println(model.Summary())
	fmt.Printf("raw prediction of (1, 0): %.3f\n", raw)
	// Output:
	// MultilayerPerceptronClassificationModel: numLayers=3, numClasses=2, numFeatures=2
	// 37 iterations, loss 0.723498 to 6.97446e-09
	// training accuracy 1
	// raw prediction of (1, 0): [-16.208 16.344]
}

func ExampleMulticlassClassificationEvaluator() {
	predictions := dataframe.New(
		series.New([]float64{0, 0, 1, 1}, series.Float, "labels"),
		series.New([]float64{0, 1, 1, 1}, series.Float, "prediction"),
	)
	evaluator := labs.MulticlassClassificationEvaluator{LabelCol: "labels", MetricName: "accuracy"}
	accuracy, err := evaluator.Evaluate(predictions)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("Accuracy = %.6g\n", accuracy)

	evaluator.MetricName = "hammingLoss"
	loss, err := evaluator.Evaluate(predictions)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("Hamming loss = %.6g, larger is better: %t\n", loss, evaluator.IsLargerBetter())
	// Output:
	// Accuracy = 0.75
	// Hamming loss = 0.25, larger is better: false
}

func ExampleMapBatches() {
	df := dataframe.New(series.New([]float64{0, 1, 2, 3, 4}, series.Float, "x"))
	scored, err := labs.MapBatches(df, 2, func(batch dataframe.DataFrame) dataframe.DataFrame {
		x := batch.Col("x").Float()
		for i := range x {
			x[i] *= x[i]
		}
		return batch.Mutate(series.New(x, series.Float, "square"))
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(scored.Col("square").Float())
	// Output: [0 1 4 9 16]
}

// A panic with an error, as must makes of it, comes back as that error.
func ExampleMapBatches_error() {
	df := dataframe.New(series.New([]float64{0, 1, 2, 3, 4}, series.Float, "x"))
	_, err := labs.MapBatches(df, 2, func(batch dataframe.DataFrame) dataframe.DataFrame {
		if batch.Col("x").Max() > 2 {
			panic(fmt.Errorf("x is more than 2"))
		}
		return batch
	})
	fmt.Println(err)
	// Output: labs: MapBatches: rows 2 to 3: x is more than 2
}
