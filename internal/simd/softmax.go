package simd

import "math"

// The functions of rows take rows rows of cols numbers, which begin stride apart and have
// room for Padded(cols); what is beyond cols is spoilt.

// Softmax replaces the numbers z of each row by e^z / Σ e^z. If sums is not nil, it
// becomes log Σ e^z of the rows, and room for as many numbers is needed in scratch.
func Softmax[T Float](v []T, rows, cols, stride int, sums, scratch []T) {
	if sums == nil && softmaxVectors(v, rows, cols, stride, true, nil, nil) {
		return
	}
	if sums != nil && softmaxVectors(v, rows, cols, stride, true, scratch, sums) {
		addLogs(sums[:rows], scratch)
		return
	}
	for r := range rows {
		row := v[r*stride:][:cols]
		top, sum := exponentials(row, row)
		for j := range row {
			row[j] = T(float64(row[j]) / sum)
		}
		if sums != nil {
			sums[r] = T(top + math.Log(sum))
		}
	}
}

// LogSumExp sets sums to log Σ e^z over the numbers z of each row. scratch has room for
// Padded(max(rows, cols)) numbers.
func LogSumExp[T Float](sums, v []T, rows, cols, stride int, scratch []T) {
	if softmaxVectors(v, rows, cols, stride, false, scratch, sums) {
		addLogs(sums[:rows], scratch)
		return
	}
	for r := range rows {
		top, sum := exponentials(scratch[:cols], v[r*stride:][:cols])
		sums[r] = T(top + math.Log(sum))
	}
}

// LogSoftmax subtracts log Σ e^z from the numbers z of each row. sums and scratch are
// LogSumExp's.
func LogSoftmax[T Float](v []T, rows, cols, stride int, sums, scratch []T) {
	LogSumExp(sums, v, rows, cols, stride, scratch)
	for r, s := range sums[:rows] {
		row := v[r*stride:][:cols]
		for j := range row {
			row[j] -= s
		}
	}
}

// SoftmaxGrad sets d to out·(d − Σ d·out), row by row: the chain rule for out = Softmax.
func SoftmaxGrad[T Float](d []T, dStride int, out []T, outStride, rows, cols int) {
	if softmaxGradVectors(d, dStride, out, outStride, rows, cols) {
		return
	}
	for r := range rows {
		d, out := d[r*dStride:][:cols], out[r*outStride:][:cols]
		var dot T
		for j, v := range d {
			dot += v * out[j]
		}
		for j, o := range out {
			d[j] = o * (d[j] - dot)
		}
	}
}

// exponentials sets dst to e^(z−top) for the numbers z of src and their greatest, top,
// and returns the sum.
func exponentials[T Float](dst, src []T) (top, sum float64) {
	greatest := T(math.Inf(-1))
	for _, z := range src {
		greatest = max(greatest, z)
	}
	for j, z := range src {
		dst[j] = z - greatest
	}
	Exp(dst)
	for _, e := range dst {
		sum += float64(e)
	}
	return float64(greatest), sum
}

// addLogs replaces sums by their logarithms plus tops.
func addLogs[T Float](sums, tops []T) {
	Log(sums)
	for r := range sums {
		sums[r] += tops[r]
	}
}
