package widgets_test

import (
	"fmt"

	"golab/kernel/display"
	"golab/widgets"
)

// In a program without a front end a widget is its value, and sliders are moved
// by SetValue.
func ExampleInteract() {
	rate := &widgets.FloatLogSlider{Description: "learning rate", Min: -4, Initial: 0.01}
	steps, err := widgets.Interact(func(rate float64) string {
		return fmt.Sprintf("%.0f steps", 1/rate)
	}, rate)
	if err != nil {
		fmt.Println(err)
		return
	}
	display.Display(steps)
	rate.SetValue(0.1)
	display.Display(steps)
	// Output:
	// learning rate: 0.01
	// 100 steps
	// learning rate: 0.1
	// 10 steps
}

func ExampleIntSlider_Observe() {
	epochs := &widgets.IntSlider{Description: "epochs", Min: 1, Max: 200, Initial: 100}
	epochs.Observe(func(n int) { fmt.Println("now", n) })
	epochs.SetValue(50)
	epochs.SetValue(500)
	// Output:
	// now 50
	// now 200
}

func ExampleVBox() {
	activation := &widgets.Dropdown{Description: "activation", Options: []string{"relu", "tanh"}}
	bias := &widgets.Checkbox{Description: "bias", Initial: true}
	train := &widgets.Button{Description: "Train"}
	train.OnClick(func() { fmt.Println("training with", activation.Value()) })
	display.Display(widgets.VBox(activation, bias, train))
	train.Click()
	// Output:
	// activation: relu
	// bias: true
	// [Train]
	// training with relu
}
