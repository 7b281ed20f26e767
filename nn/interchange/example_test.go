package interchange_test

import (
	"bytes"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"gonum.org/v1/gonum/mat"

	"golab/nn"
	"golab/nn/interchange"
)

func Example() {
	folder, err := os.MkdirTemp("", "networks")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)

	net := nn.NewSequential(2, nn.Dense(3, nn.ReLU), nn.Dense(1, nn.Sigmoid))
	model := net.Compile(&nn.Adam{}, nn.BinaryCrossentropy, nn.Accuracy)

	path := filepath.Join(folder, "net.keras") // keras.models.load_model opens it
	if err := interchange.Save(path, model); err != nil {
		log.Fatal(err)
	}
	again, err := interchange.Load(path)
	if err != nil {
		log.Fatal(err)
	}
	x := mat.NewDense(1, 2, []float64{1, 2})
	p, err := model.Predict(x)
	if err != nil {
		log.Fatal(err)
	}
	q, err := again.Predict(x)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(again.Network(), mat.Equal(p, q))
	// Output: Sequential(2, Dense(3, relu), Dense(1, sigmoid)) true
}

func ExampleReadSafetensors() {
	net := nn.NewSequential(1, nn.Dense(2, nn.ReLU), nn.Dense(1, nn.Linear))
	var file bytes.Buffer
	// torch.nn.Sequential(Linear(1, 2), ReLU(), Linear(2, 1)) loads this state_dict.
	if err := interchange.WriteTorchSafetensors(&file, net); err != nil {
		log.Fatal(err)
	}
	other := nn.NewSequential(1, nn.Dense(2, nn.ReLU), nn.Dense(1, nn.Linear)).Init(7)
	if err := interchange.ReadSafetensors(&file, other); err != nil {
		log.Fatal(err)
	}
	fmt.Println(other.Params()[0] == net.Params()[0])
	// Output: true
}
