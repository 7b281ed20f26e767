package nn

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
)

// History is what a Fit reported, one number per epoch.
//
// Loss and Accuracy are means over the training rows as they were seen, with
// the weights of that moment; ValLoss and ValAccuracy are those of the
// validation rows with the weights at the end of the epoch. A figure that was
// not asked for is nil: Accuracy without that metric, ValLoss and ValAccuracy
// without validation.
type History struct {
	Loss, Accuracy       []float64
	ValLoss, ValAccuracy []float64

	// Metrics holds all figures by Keras's names, those above too: "loss",
	// "val_auc", "learning_rate".
	Metrics map[string][]float64
	// Epoch holds the numbers of the epochs, from 0.
	Epoch []int
}

// newHistory returns a history of no epochs.
func newHistory() *History { return &History{Metrics: map[string][]float64{}} }

// Epochs returns 1, 2, … for the epochs of the fit: the x of a plot.
func (h *History) Epochs() []float64 {
	epochs := make([]float64, len(h.Epoch))
	for i, e := range h.Epoch {
		epochs[i] = float64(e + 1)
	}
	return epochs
}

// Names returns the names of Metrics in Keras's order: those of training, those of
// validation, then the learning rate.
func (h *History) Names() []string { return figureNames(h.Metrics) }

// figureNames sorts names as Keras does.
func figureNames[V any](figures map[string]V) []string {
	rank := func(name string) int {
		switch {
		case name == "learning_rate":
			return 2
		case strings.HasPrefix(name, "val_"):
			return 1
		}
		return 0
	}
	return slices.SortedFunc(maps.Keys(figures), func(a, b string) int {
		if d := rank(a) - rank(b); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
}

// String says how many epochs there were and what the last one reported.
func (h *History) String() string {
	n := len(h.Epoch)
	if n == 0 {
		return "0 epochs"
	}
	return fmt.Sprintf("%d epochs - %s", n, h.last())
}

// last returns the figures of the last epoch, as Keras prints them.
func (h *History) last() string {
	var figures []string
	for _, name := range h.Names() {
		values := h.Metrics[name]
		figures = append(figures, name+": "+formatFigure(values[len(values)-1]))
	}
	return strings.Join(figures, " - ")
}

// formatFigure prints a number as Keras's progress line does.
func formatFigure(v float64) string {
	if math.Abs(v) > 1e-3 {
		return fmt.Sprintf("%.4f", v)
	}
	return fmt.Sprintf("%.4e", v)
}

// append adds an epoch's figures.
func (h *History) append(epoch int, figures map[string]float64) {
	h.Epoch = append(h.Epoch, epoch)
	for name, value := range figures {
		h.Metrics[name] = append(h.Metrics[name], value)
	}
	h.Loss, h.ValLoss = h.Metrics["loss"], h.Metrics["val_loss"]
	h.Accuracy, h.ValAccuracy = h.Metrics["accuracy"], h.Metrics["val_accuracy"]
}
