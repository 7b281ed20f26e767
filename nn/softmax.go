package nn

import "math"

// softmax replaces the logits of one row by their probabilities.
func softmax[T float](z []T) {
	top := greatestOf(z)
	var sum float64
	for i, v := range z {
		e := math.Exp(float64(v - top))
		z[i] = T(e)
		sum += e
	}
	for i := range z {
		z[i] = T(float64(z[i]) / sum)
	}
}

// softmaxGrad is activateGrad of one row.
func softmaxGrad[T float](d, out []T) {
	var dot T
	for i, v := range d {
		dot += v * out[i]
	}
	for i, o := range out {
		d[i] = o * (d[i] - dot)
	}
}

// logSoftmax replaces the logits of one row by the logarithms of their
// probabilities.
func logSoftmax[T float](z []T) {
	top := greatestOf(z)
	var sum float64
	for _, v := range z {
		sum += math.Exp(float64(v - top))
	}
	log := math.Log(sum)
	for i, v := range z {
		z[i] = T(float64(v-top) - log)
	}
}

// logSoftmaxGrad is activateGrad of one row.
func logSoftmaxGrad[T float](d, out []T) {
	var sum T
	for _, v := range d {
		sum += v
	}
	for i, o := range out {
		d[i] -= T(math.Exp(float64(o))) * sum
	}
}

// greatestOf returns the greatest number of v.
func greatestOf[T float](v []T) T {
	top := v[0]
	for _, f := range v[1:] {
		top = max(top, f)
	}
	return top
}
