package nn

import (
	"math"

	"golab/internal/simd"
)

// softmaxRows replaces the logits of each row by their probabilities.
func softmaxRows[T float](m matrix[T]) {
	if m.padded() {
		simd.Softmax(m.v, m.rows, m.cols, m.stride, nil, nil)
		return
	}
	for r := range m.rows {
		softmax(m.row(r))
	}
}

// softmaxGradRows is activateGrad of Softmax.
func softmaxGradRows[T float](d, out matrix[T]) {
	if d.padded() && out.padded() {
		simd.SoftmaxGrad(d.v, d.stride, out.v, out.stride, d.rows, d.cols)
		return
	}
	for r := range d.rows {
		softmaxGrad(d.row(r), out.row(r))
	}
}

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

// softmaxGrad is softmaxGradRows of one row.
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

// logSoftmaxGrad is activateGrad of one row of LogSoftmax.
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
