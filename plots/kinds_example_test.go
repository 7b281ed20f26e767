package plots_test

import (
	"fmt"

	"golab/plots"
)

// A table is any matrix with Dims and At, as gonum's mat.Dense.
type table [][]float64

func (t table) Dims() (r, c int)    { return len(t), len(t[0]) }
func (t table) At(i, j int) float64 { return t[i][j] }

func ExampleFigure_Histogram() {
	fig := plots.New("How old they are", "age", "people")
	fig.Bins = 5
	fig.Histogram("women", []float64{21, 25, 31, 38, 42, 47, 59})
	fig.Histogram("men", []float64{19, 33, 34, 41, 66})
	fmt.Println(fig)
	// Output:
	// Figure "How old they are"
	//   x: age 19 to 66, y: people 0 to 3
	//   histogram "women", 7 values
	//   histogram "men", 5 values
}

func ExampleFigure_Bars() {
	models := []string{"tree", "forest", "network"}
	fig := plots.New("Accuracy by model", "", "accuracy")
	fig.Bars("training", models, []float64{1, 0.99, 0.95})
	fig.Bars("test", models, []float64{0.9, 0.95, 0.94})
	fmt.Println(fig)
	// Output:
	// Figure "Accuracy by model"
	//   x: 3 names, y: accuracy 0 to 1
	//   bars "training", 3 values
	//   bars "test", 3 values
}

func ExampleFigure_ROC() {
	fig := plots.New("ROC", "False positive rate", "True positive rate")
	fig.ROC("forest", []float64{0, 0, 0.1, 1}, []float64{0, 0.7, 0.9, 1}, 0.935)
	fmt.Println(fig)
	// Output:
	// Figure "ROC"
	//   x: False positive rate -0.015 to 1.015, y: True positive rate -0.015 to 1.015
	//   line "forest (AUC = 0.935)", 4 points
}

// With a frame: data.Corr gives the numbers, data.Matrix takes them out.
func ExampleFigure_Heatmap() {
	names := []string{"age", "height", "weight"}
	fig := plots.New("Correlations", "", "")
	fig.Heatmap(names, names, table{{1, 0.1, 0.3}, {0.1, 1, 0.8}, {0.3, 0.8, 1}})
	fmt.Println(fig)
	// Output:
	// Figure "Correlations"
	//   heat map, 3×3, 0.1 to 1
}

func ExampleFigure_ConfusionMatrix() {
	fig := plots.New("Test set", "", "")
	fig.ConfusionMatrix([]string{"ham", "spam"}, table{{760, 30}, {45, 478}})
	fmt.Println(fig)
	// Output:
	// Figure "Test set"
	//   confusion matrix of 2 classes
}

func ExampleFigure_LearningCurve() {
	fig := plots.New("Learning curve", "Examples", "Accuracy")
	fig.LearningCurve("5 folds", []float64{100, 1000}, [][]float64{
		{0.81, 0.84, 0.79, 0.82, 0.85},
		{0.92, 0.93, 0.91, 0.92, 0.94},
	})
	fmt.Println(fig)
	// Output:
	// Figure "Learning curve"
	//   x: Examples 100 to 1000, y: Accuracy 0.8006 to 0.9342
	//   line "5 folds", 2 points
}

// In a notebook, what shows the figure is
//
//	func(figure any) error { return display.Update("training", figure) }
//
// and Add is called once an epoch, from the loop or from a callback of the fit.
func ExampleLive() {
	var last any
	live := plots.NewLive("Training", "Epoch", "Loss", func(figure any) error {
		last = figure
		return nil
	})
	for epoch, loss := range []float64{0.7, 0.4, 0.3, 0.25} {
		live.Add("training", float64(epoch+1), loss)
		live.Add("validation", float64(epoch+1), loss+0.05)
	}
	if err := live.Close(); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(last)
	// Output:
	// Figure "Training"
	//   x: Epoch 1 to 4, y: Loss 0.25 to 0.75
	//   line "training", 4 points
	//   line "validation", 4 points
}
