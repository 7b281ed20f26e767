package display_test

import (
	"fmt"

	"golab/kernel/display"

	"gonum.org/v1/gonum/mat"
)

func ExampleText() {
	type layer struct {
		Units      int
		Activation string
	}
	fmt.Println(display.Text([]layer{{20, "relu"}, {1, "sigmoid"}}))
	fmt.Println(display.Text(map[string]float64{"spam": 0.394, "ham": 0.606}))
	fmt.Println(display.Text(make([]float64, 3288)))
	// Output:
	// [
	//   display_test.layer{Units:20 Activation:"relu"}
	//   display_test.layer{Units:1 Activation:"sigmoid"}
	// ]
	// map["ham":0.606 "spam":0.394]
	// [0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 … 3268 more]
}

func ExampleBundle() {
	d, err := display.Bundle([]any{mat.NewDense(2, 3, []float64{1, 2, 3, 4, 5.5, 6})})
	if err != nil {
		fmt.Println(err)
	}
	fmt.Println(d.Data[display.MIMETypeText])
	// Output:
	// 1    2  3
	// 4  5.5  6
	// 2×3 matrix
}
