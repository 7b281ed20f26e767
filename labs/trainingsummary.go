package labs

import (
	"fmt"
	"strings"

	"golab/internal/breeze"
)

// A TrainingSummary tells how the training of a linear classifier went and how well the
// model does on what it was trained with.
type TrainingSummary struct {
	// MulticlassMetrics compare the predictions for the training data with its labels.
	MulticlassMetrics

	// ObjectiveHistory is the objective at the start and after each iteration.
	ObjectiveHistory []float64

	// TotalIterations is the number of iterations.
	TotalIterations int

	// Converged says whether it was Tol that ended the training, not MaxIter, and not that
	// rounding hid the way down, as at the kinks of a LinearSVC.
	Converged bool
}

func newTrainingSummary(s *trainingSet, p predictions, r *breeze.Result) *TrainingSummary {
	return &TrainingSummary{
		MulticlassMetrics: newMetrics(s.labels, p.prediction, nil),
		ObjectiveHistory:  r.History,
		TotalIterations:   len(r.History) - 1,
		Converged:         r.Reason == breeze.FunctionValuesConverged || r.Reason == breeze.GradientConverged,
	}
}

// String gives the iterations, the first and last objective and the accuracy in two lines.
func (s *TrainingSummary) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d iterations", s.TotalIterations)
	if h := s.ObjectiveHistory; len(h) > 0 {
		fmt.Fprintf(&b, ", objective %.6g to %.6g", h[0], h[len(h)-1])
	}
	if !s.Converged {
		b.WriteString(", not converged")
	}
	fmt.Fprintf(&b, "\ntraining accuracy %.6g", s.Accuracy())
	return b.String()
}
