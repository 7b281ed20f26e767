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

func ExampleDisplay() {
	display.Display([]int{1, 2, 3})
	display.Display(display.Markdown("* one\n* two"))
	if err := display.Display(display.File("image/png", "no-such-file.png")); err != nil {
		fmt.Println(err)
	}
	// Output:
	// [1 2 3]
	// * one
	// * two
	// display: File: open no-such-file.png: no such file or directory
}

func ExampleHTML() {
	d := display.HTML(`<h1 style="color: green">Hello</h1>`)
	fmt.Println(d.Data[display.MIMETypeHTML])
	// Output: <h1 style="color: green">Hello</h1>
}

// A program shows the bar on its terminal; here, where there is none, only the
// last state is printed.
func ExampleProgress() {
	sum := 0
	for i := range display.Progress(1000) {
		sum += i
	}
	fmt.Println(sum)
}

func ExampleNewBar() {
	losses := []float64{0.69, 0.41, 0.33}
	bar := display.NewBar(len(losses), "epochs")
	defer bar.Close()
	for _, loss := range losses {
		bar.Note(fmt.Sprintf("loss %.2f", loss))
		bar.Add(1)
	}
}
