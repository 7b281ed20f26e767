package nn_test

import (
	"fmt"
	"log"

	"gonum.org/v1/gonum/mat"

	"golab/nn"
)

// A learning rate that rises for ten steps and then falls along half a cosine.
func ExampleCosineDecay() {
	schedule := nn.CosineDecay{InitialLearningRate: 0.001, WarmupTarget: 0.01, WarmupSteps: 10, DecaySteps: 90}
	for _, step := range []int{0, 5, 10, 55, 100} {
		fmt.Printf("step %3d: %.4f\n", step, schedule.Rate(step))
	}
	optimizer := &nn.Adam{OptimizerOptions: nn.OptimizerOptions{Schedule: schedule, ClipNorm: 1}}
	net := nn.NewSequential(2, nn.Dense(8, nn.Tanh), nn.Dense(1, nn.Sigmoid))
	if _, err := net.Compile(optimizer, nn.BinaryCrossentropy).Fit(xorX, xorY, nn.FitConfig{Epochs: 100}); err != nil {
		log.Fatal(err)
	}
	// Output:
	// step   0: 0.0010
	// step   5: 0.0055
	// step  10: 0.0100
	// step  55: 0.0050
	// step 100: 0.0000
}

// Two areas, one of them under a name of its own, and a loss as a metric.
func ExampleAUCMetric() {
	net := nn.NewSequential(2, nn.Dense(8, nn.Tanh), nn.Dense(1, nn.Sigmoid))
	model := net.Compile(&nn.Adam{LearningRate: 0.1}, nn.BinaryCrossentropy,
		nn.AUC, nn.Named("pr_auc", nn.AUCMetric{Curve: nn.PR}), nn.MeanSquaredError)
	history, err := model.Fit(xorX, xorY, nn.FitConfig{Epochs: 200})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(history.Names())
	score, err := model.Evaluate(xorX, xorY)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("auc %.2f, pr_auc %.2f\n", score.Metrics["auc"], score.Metrics["pr_auc"])
	// Output:
	// [auc loss mean_squared_error pr_auc]
	// auc 1.00, pr_auc 1.00
}

// Rows of a rare class count more. The plain metric does not heed that, the weighted
// one does.
func ExampleFitConfig_classWeight() {
	x := mat.NewDense(6, 1, []float64{0, 0, 0, 0, 0, 0})
	y := []float64{1, 0, 0, 0, 0, 0}
	for _, weights := range []map[int]float64{nil, {1: 10}} {
		model := nn.NewSequential(1, nn.Dense(1, nn.Sigmoid)).Compile(&nn.SGD{LearningRate: 0.5}, nn.BinaryCrossentropy,
			nn.Accuracy, nn.Weighted(nn.Accuracy))
		history, err := model.Fit(x, y, nn.FitConfig{Epochs: 300, ClassWeight: weights})
		if err != nil {
			log.Fatal(err)
		}
		p, err := model.Predict(x)
		if err != nil {
			log.Fatal(err)
		}
		last := len(history.Loss) - 1
		fmt.Printf("p = %.2f, accuracy %.2f, weighted_accuracy %.2f\n",
			p.At(0, 0), history.Accuracy[last], history.Metrics["weighted_accuracy"][last])
	}
	// Output:
	// p = 0.17, accuracy 0.83, weighted_accuracy 0.83
	// p = 0.67, accuracy 0.17, weighted_accuracy 0.67
}

// The loss of the 90th percentile: too low costs nine times as much as too high.
func ExampleLossFunc() {
	pinball := nn.LossFunc("pinball", func(yTrue, yPred, grad []float64) float64 {
		e := yTrue[0] - yPred[0]
		grad[0] = 0.1
		if e > 0 {
			grad[0] = -0.9
		}
		return -grad[0] * e
	})
	x, y := mat.NewDense(101, 1, nil), make([]float64, 101)
	for i := range y {
		y[i] = float64(i)
	}
	model := nn.NewSequential(1, nn.Dense(1, nn.Linear)).Compile(&nn.Adam{LearningRate: 1}, pinball)
	if _, err := model.Fit(x, y, nn.FitConfig{Epochs: 500, BatchSize: 101}); err != nil {
		log.Fatal(err)
	}
	p, err := model.Predict(x)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.0f\n", p.At(0, 0))
	// Output: 90
}

// A loop of one's own over batches, with what Fit does for each.
func ExampleModel_TrainOnBatch() {
	net := nn.NewSequential(2, nn.Dense(8, nn.Tanh), nn.Dense(1, nn.Sigmoid))
	model := net.Compile(&nn.Adam{LearningRate: 0.1}, nn.BinaryCrossentropy, nn.Accuracy)
	var score nn.Score
	var err error
	for range 200 {
		if score, err = model.TrainOnBatch(xorX, xorY); err != nil {
			log.Fatal(err)
		}
	}
	fmt.Printf("accuracy %.2f\n", score.Accuracy)
	// Output: accuracy 1.00
}
