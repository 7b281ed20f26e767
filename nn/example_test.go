package nn_test

import (
	"fmt"
	"log"

	"gonum.org/v1/gonum/mat"

	"golab/nn"
)

// A network says 1 when exactly one of its two inputs is 1.
var (
	xorX = mat.NewDense(4, 2, []float64{
		0, 0,
		0, 1,
		1, 0,
		1, 1,
	})
	xorY = []float64{0, 1, 1, 0}
)

func ExampleNewSequential() {
	net := nn.NewSequential(57,
		nn.Dense(20, nn.ReLU),
		nn.Dense(5, nn.ReLU),
		nn.Dense(1, nn.Sigmoid),
	)
	fmt.Println(net)
	fmt.Println(len(net.Params()), "weights")
	// Output:
	// Sequential(57, Dense(20, relu), Dense(5, relu), Dense(1, sigmoid))
	// 1271 weights
}

func ExampleSequential_Summary() {
	fmt.Print(nn.NewSequential(57, nn.Dense(20, nn.ReLU), nn.Dense(1, nn.Sigmoid)).Summary())
	// Output:
	// Model: "sequential"
	// ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━┓
	// ┃ Layer (type)                    ┃ Output Shape           ┃       Param # ┃
	// ┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━┩
	// │ dense (Dense)                   │ (None, 20)             │         1,160 │
	// ├─────────────────────────────────┼────────────────────────┼───────────────┤
	// │ dense_1 (Dense)                 │ (None, 1)              │            21 │
	// └─────────────────────────────────┴────────────────────────┴───────────────┘
	//  Total params: 1,181 (4.61 KB)
	//  Trainable params: 1,181 (4.61 KB)
	//  Non-trainable params: 0 (0.00 B)
}

func ExampleModel_Fit() {
	net := nn.NewSequential(2, nn.Dense(8, nn.Tanh), nn.Dense(1, nn.Sigmoid))
	model := net.Compile(&nn.Adam{LearningRate: 0.1}, nn.BinaryCrossentropy, nn.Accuracy)
	history, err := model.Fit(xorX, xorY, nn.FitConfig{Epochs: 200})
	if err != nil {
		log.Fatal(err)
	}
	last := len(history.Loss) - 1
	fmt.Printf("accuracy after epoch %g: %.2f\n", history.Epochs()[last], history.Accuracy[last])
	// Output: accuracy after epoch 200: 1.00
}

func ExampleModel_Predict() {
	net := nn.NewSequential(2, nn.Dense(8, nn.Tanh), nn.Dense(1, nn.Sigmoid))
	model := net.Compile(&nn.Adam{LearningRate: 0.1}, nn.BinaryCrossentropy)
	if _, err := model.Fit(xorX, xorY, nn.FitConfig{Epochs: 200}); err != nil {
		log.Fatal(err)
	}
	p, err := model.Predict(xorX)
	if err != nil {
		log.Fatal(err)
	}
	for i := range xorY {
		fmt.Printf("%v: %.0f\n", xorX.RawRowView(i), p.At(i, 0))
	}
	// Output:
	// [0 0]: 0
	// [0 1]: 1
	// [1 0]: 1
	// [1 1]: 0
}

// The steps of Fit, written out. The last layer is linear and the loss takes
// logits.
func ExampleBatches() {
	net := nn.NewSequential(2, nn.Dense(8, nn.Tanh), nn.Dense(1, nn.Linear)).Init(1)
	loss := nn.BinaryCrossentropyFromLogits
	opt := &nn.RMSprop{LearningRate: 0.05}

	for epoch := range 200 {
		for _, batch := range nn.Batches(xorX, xorY, 2, int64(epoch)) {
			logits := net.Forward(batch.X)
			_, grad := loss.Eval(logits, batch.Y)
			net.ZeroGrad()
			net.Backward(grad)
			opt.Step(net.Params(), net.Grads())
		}
	}
	value, _ := loss.Eval(net.Forward(xorX), xorY)
	fmt.Println("loss below 0.01:", value < 0.01)
	// Output: loss below 0.01: true
}

// A loss that was mistaken for another is caught before anything is trained.
func ExampleModel_Fit_error() {
	net := nn.NewSequential(2, nn.Dense(1, nn.Linear))
	_, err := net.Compile(&nn.SGD{}, nn.BinaryCrossentropy).Fit(xorX, xorY, nn.FitConfig{})
	fmt.Println(err)
	// Output: nn: Fit: binary_crossentropy takes probabilities, the last layer is linear: use Sigmoid, or BinaryCrossentropyFromLogits
}

// A model travels as bytes and goes on where it was.
func ExampleModel_MarshalBinary() {
	model := nn.NewSequential(2, nn.Dense(1, nn.Sigmoid)).Compile(&nn.SGD{}, nn.BinaryCrossentropy)
	data, err := model.MarshalBinary()
	if err != nil {
		log.Fatal(err)
	}
	var copied nn.Model
	if err := copied.UnmarshalBinary(data); err != nil {
		log.Fatal(err)
	}
	fmt.Println(copied.Network())
	// Output: Sequential(2, Dense(1, sigmoid))
}
