package nn_test

import (
	"fmt"
	"log"

	"gonum.org/v1/gonum/mat"

	"golab/nn"
)

// A deep network with normalized batches and dropout. Both work in a fit only: Predict
// gives the same numbers each time.
func ExampleBatchNormalization() {
	net := nn.NewSequential(2,
		nn.DenseLayer{Units: 16, NoBias: true},
		nn.BatchNormalization(),
		nn.Activate(nn.ReLU),
		nn.Dropout(0.1),
		nn.Dense(1, nn.Sigmoid),
	)
	model := net.Compile(&nn.Adam{LearningRate: 0.05}, nn.BinaryCrossentropy, nn.Accuracy)
	if _, err := model.Fit(xorX, xorY, nn.FitConfig{Epochs: 300}); err != nil {
		log.Fatal(err)
	}
	score, err := model.Evaluate(xorX, xorY)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("accuracy: %.2f\n", score.Accuracy)
	fmt.Println(len(net.NonTrainable()), "moving means and variances")
	// Output:
	// accuracy: 1.00
	// 32 moving means and variances
}

// Training mode drops half of the numbers and doubles the others.
func ExampleDropout() {
	x := mat.NewDense(1, 8, []float64{1, 1, 1, 1, 1, 1, 1, 1})
	net := nn.NewSequential(8, nn.Dropout(0.5))
	fmt.Println(net.Train().Forward(x).RawRowView(0))
	fmt.Println(net.Eval().Forward(x).RawRowView(0))
	// Output:
	// [2 0 0 0 0 2 2 2]
	// [1 1 1 1 1 1 1 1]
}

// Columns of very different size are brought to mean 0 and variance 1 before anything
// else. The means are part of the network and its files.
func ExampleAdapt() {
	x := mat.NewDense(3, 2, []float64{
		1, 1000,
		2, 3000,
		3, 5000,
	})
	norm, err := nn.Adapt(x)
	if err != nil {
		log.Fatal(err)
	}
	out := nn.NewSequential(2, norm).Forward(x)
	fmt.Printf("%.3f\n", mat.Formatted(out))
	// Output:
	// ⎡-1.225  -1.225⎤
	// ⎢ 0.000   0.000⎥
	// ⎣ 1.225   1.225⎦
}

// What a network has learned goes into another one as its first layer and stays as it
// is there.
func ExampleFrozen() {
	hidden := nn.Dense(8, nn.Tanh)
	first := nn.NewSequential(2, hidden, nn.Dense(1, nn.Sigmoid))
	model := first.Compile(&nn.Adam{LearningRate: 0.1}, nn.BinaryCrossentropy)
	if _, err := model.Fit(xorX, xorY, nn.FitConfig{Epochs: 200}); err != nil {
		log.Fatal(err)
	}
	second := nn.NewSequential(2, nn.Frozen(hidden), nn.Dense(3, nn.Softmax))
	for i, v := range second.Variables()[:2] {
		copy(v.Values, first.Variables()[i].Values)
	}
	fmt.Println(len(second.Params()), "weights are learned,", len(second.NonTrainable()), "are not")
	// Output: 27 weights are learned, 24 are not
}

// Class numbers become rows of numbers that are learned.
func ExampleEmbedding() {
	net := nn.NewSequential(2, nn.Embedding(10, 3), nn.Flatten(), nn.Dense(1, nn.Sigmoid))
	fmt.Println(net)
	_, err := net.Compile(nil, nil).Predict(mat.NewDense(1, 2, []float64{4, 12}))
	fmt.Println(err)
	// Output:
	// Sequential(2, Embedding(10, 3), Flatten(), Dense(1, sigmoid))
	// nn: Predict: x[0, 1] = 12 is not one of the classes 0 to 9 of the Embedding
}
