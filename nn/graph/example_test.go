package graph_test

import (
	"fmt"

	"gonum.org/v1/gonum/mat"

	"golab/nn"
	"golab/nn/graph"
)

// A fit by Gorgonia gives the numbers of a fit by golab/nn.
func ExampleBackend() {
	x := mat.NewDense(4, 2, []float64{0, 0, 0, 1, 1, 0, 1, 1})
	y := []float64{0, 1, 1, 0}
	for _, backend := range []nn.Backend{nil, graph.Backend{}} {
		net := nn.NewSequential(2, nn.Dense(4, nn.Tanh), nn.Dense(1, nn.Sigmoid))
		model := net.Compile(&nn.Adam{LearningRate: 0.1}, nn.BinaryCrossentropy)
		history, err := model.Fit(x, y, nn.FitConfig{Epochs: 50, Float64: true, Backend: backend})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%.6f\n", history.Loss[49])
	}
	// Output:
	// 0.036761
	// 0.036761
}

// The graph of a network shows itself as a picture in a notebook.
func ExampleNew() {
	net := nn.NewSequential(57, nn.Dense(20, nn.ReLU), nn.Dense(1, nn.Sigmoid))
	g, err := graph.New(net, nn.BinaryCrossentropy, 100)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(g)
	// Output: graph of Sequential(57, Dense(20, relu), Dense(1, sigmoid)) for 100 rows: 18 nodes
}
