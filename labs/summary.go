package labs

import (
	"fmt"
	"strings"
)

// A MultilayerPerceptronClassificationTrainingSummary tells how a training went and
// how well the model does on what it was trained with.
type MultilayerPerceptronClassificationTrainingSummary struct {
	// MulticlassMetrics compare the predictions for the training data with its labels.
	MulticlassMetrics

	// ObjectiveHistory is the loss at the start and after each iteration.
	ObjectiveHistory []float64

	// TotalIterations is the number of iterations.
	TotalIterations int
}

// String gives the iterations, the first and last loss and the accuracy in two lines.
func (s *MultilayerPerceptronClassificationTrainingSummary) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d iterations", s.TotalIterations)
	if h := s.ObjectiveHistory; len(h) > 0 {
		fmt.Fprintf(&b, ", loss %.6g to %.6g", h[0], h[len(h)-1])
	}
	fmt.Fprintf(&b, "\ntraining accuracy %.6g", s.Accuracy())
	return b.String()
}
