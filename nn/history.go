package nn

import (
	"fmt"
	"math"
)

// History is what a Fit reported, one number per epoch.
//
// Loss and Accuracy are means over the training rows as they were seen, with
// the weights of that moment; ValLoss and ValAccuracy are those of the
// validation rows with the weights at the end of the epoch. A figure that was
// not asked for is nil: Accuracy without that metric, ValLoss and ValAccuracy
// without a ValidationSplit.
type History struct {
	Loss, Accuracy       []float64
	ValLoss, ValAccuracy []float64
}

// Epochs returns 1, 2, … for the epochs of the fit: the x of a plot.
func (h *History) Epochs() []float64 {
	epochs := make([]float64, len(h.Loss))
	for i := range epochs {
		epochs[i] = float64(i + 1)
	}
	return epochs
}

// String says how many epochs there were and what the last one reported.
func (h *History) String() string {
	n := len(h.Loss)
	if n == 0 {
		return "0 epochs"
	}
	return fmt.Sprintf("%d epochs - %s", n, h.last())
}

// last returns the figures of the last epoch, as Keras prints them.
func (h *History) last() string {
	text := ""
	for _, figure := range []struct {
		name   string
		values []float64
	}{
		{"accuracy", h.Accuracy}, {"loss", h.Loss},
		{"val_accuracy", h.ValAccuracy}, {"val_loss", h.ValLoss},
	} {
		if n := len(figure.values); n > 0 {
			if text != "" {
				text += " - "
			}
			text += figure.name + ": " + formatFigure(figure.values[n-1])
		}
	}
	return text
}

// formatFigure prints a number as Keras's progress line does.
func formatFigure(v float64) string {
	if math.Abs(v) > 1e-3 {
		return fmt.Sprintf("%.4f", v)
	}
	return fmt.Sprintf("%.4e", v)
}

// append adds an epoch's figures.
func (h *History) append(train, val *tally) {
	score := train.score()
	h.Loss = append(h.Loss, score.Loss)
	if train.metric != nil {
		h.Accuracy = append(h.Accuracy, score.Accuracy)
	}
	if val == nil {
		return
	}
	score = val.score()
	h.ValLoss = append(h.ValLoss, score.Loss)
	if val.metric != nil {
		h.ValAccuracy = append(h.ValAccuracy, score.Accuracy)
	}
}
