package plots_test

import (
	"fmt"
	"os"
	"path/filepath"

	"golab/plots"
)

func Example() {
	folder, err := os.MkdirTemp("", "plots")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(folder)

	epochs := []float64{1, 2, 3, 4}
	fig := plots.New("Training and validation accuracy", "Epochs", "Accuracy")
	fig.Points("Training acc", epochs, []float64{0.71, 0.80, 0.86, 0.90})
	fig.Line("Validation acc", epochs, []float64{0.69, 0.81, 0.79, 0.84})
	if err := fig.Save(filepath.Join(folder, "Output", "history.png")); err != nil {
		fmt.Println(err)
	}
	fmt.Println(fig)
	// Output:
	// Figure "Training and validation accuracy"
	//   x: Epochs 1 to 4, y: Accuracy 0.69 to 0.9
	//   points "Training acc", 4 points
	//   line "Validation acc", 4 points
}

// The first mistake is kept until the figure is saved.
func ExampleFigure_Save() {
	fig := plots.New("Loss", "Epochs", "Loss")
	fig.Line("Training loss", []float64{1, 2, 3}, []float64{0.5, 0.4})
	fmt.Println(fig.Save("loss.png"))
	// Output: plots: Line: "Training loss" has 3 x values and 2 y values
}

func ExampleFigure_MIMEBundle() {
	fig := plots.New("Squares", "n", "n²")
	fig.Points("", []float64{1, 2, 3}, []float64{1, 4, 9})
	bundle, err := fig.MIMEBundle()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, mime := range []string{"image/png", "text/plain"} {
		fmt.Printf("%s as %T\n", mime, bundle[mime])
	}
	// Output:
	// image/png as []uint8
	// text/plain as string
}
