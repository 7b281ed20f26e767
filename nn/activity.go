package nn

// ActivityRegularizationLayer adds to the loss a penalty on what passes through it, and
// changes nothing else:
//
//	(L1·Σ|a| + L2·Σa²) / rows of the batch
//
// Evaluate counts it, too. [Sequential.Backward] adds its gradient by itself.
//
// Source: Keras 3.15 (keras/src/layers/regularization/activity_regularization.py and
// keras/src/layers/layer.py).
type ActivityRegularizationLayer struct {
	L1, L2 float64
}

func (l ActivityRegularizationLayer) check(shape) error { return l.regularizer().check() }

func (ActivityRegularizationLayer) kind() (name, class string) {
	return "activity_regularization", "ActivityRegularization"
}

func (ActivityRegularizationLayer) output(in shape) shape      { return in }
func (ActivityRegularizationLayer) variables(shape) []variable { return nil }

// String describes the layer as it is written in code.
func (l ActivityRegularizationLayer) String() string { return literal(l) }

func (l ActivityRegularizationLayer) regularizer() Regularizer { return Regularizer(l) }

func (l ActivityRegularizationLayer) stage32(shape) stage[float32] {
	return activityStage[float32]{l.regularizer()}
}

func (l ActivityRegularizationLayer) stage64(shape) stage[float64] {
	return activityStage[float64]{l.regularizer()}
}

// activityStage computes an ActivityRegularizationLayer.
type activityStage[T float] struct{ Regularizer }

func (s activityStage[T]) Forward(c *call[T], in, out matrix[T]) {
	copyRows(out, in)
	c.penalty = activityPenalty(s.Regularizer, in)
}

func (s activityStage[T]) Backward(_ *call[T], p pass[T]) {
	activityGrad(s.Regularizer, p.d, p.in)
	copyGrad(p)
}

// activityPenalty returns the penalty of what passes, divided by the rows.
func activityPenalty[T float](r Regularizer, a matrix[T]) float64 {
	var sum float64
	for i := range a.rows {
		sum += penalty(r, a.row(i))
	}
	return sum / float64(a.rows)
}

// activityGrad adds the gradient of activityPenalty to d.
func activityGrad[T float](r Regularizer, d, a matrix[T]) {
	n := float64(a.rows)
	share := Regularizer{r.L1 / n, r.L2 / n}
	for i := range a.rows {
		penaltyGrad(share, d.row(i), a.row(i))
	}
}
