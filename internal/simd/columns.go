package simd

// AddColumns adds the rows of d, which begin stride apart and have room for
// Padded(len(dst)) numbers, to dst: row after row, so that dst[j] is one sum in the
// order of the rows.
func AddColumns[T Float](dst, d []T, rows, stride int) {
	if applyRows(opColumnSum, scalars{}, rows, len(dst), strided[T]{v: dst}, strided[T]{d, stride}) {
		return
	}
	for r := range rows {
		for j, v := range d[r*stride:][:len(dst)] {
			dst[j] += v
		}
	}
}

// AddColumnProducts adds the rows of a times those of b, number by number, to dst, as
// AddColumns adds d.
func AddColumnProducts[T Float](dst, a []T, aStride int, b []T, bStride, rows int) {
	if applyRows(opColumnDot, scalars{}, rows, len(dst), strided[T]{v: dst}, strided[T]{a, aStride}, strided[T]{b, bStride}) {
		return
	}
	for r := range rows {
		y := b[r*bStride:][:len(dst)]
		for j, x := range a[r*aStride:][:len(dst)] {
			dst[j] += T(x * y[j])
		}
	}
}

// ColumnMoments sets mean and variance to those of the columns of x, which has rows rows
// of len(mean) numbers; they begin stride apart and have room for Padded(len(mean)). The
// variance is the mean of (x−mean)². Sums are in the order of the rows.
func ColumnMoments[T Float](mean, variance, x []T, rows, stride int) {
	variance = variance[:len(mean)]
	clear(mean)
	clear(variance)
	AddColumns(mean, x, rows, stride)
	for j := range mean {
		mean[j] /= T(rows)
	}
	if !applyRows(opColumnSpread, scalars{}, rows, len(mean), strided[T]{v: variance}, strided[T]{x, stride}, strided[T]{v: mean}) {
		for r := range rows {
			for j, v := range x[r*stride:][:len(mean)] {
				d := v - mean[j]
				variance[j] += T(d * d)
			}
		}
	}
	for j := range variance {
		variance[j] /= T(rows)
	}
}

// Normalize sets out to (x−mean)·scale + shift, rounded after each operation, for rows of
// len(mean) numbers; mean, scale and shift hold one for each column. The rows begin
// outStride and xStride apart and have room for Padded(len(mean)) numbers. out may be x.
func Normalize[T Float](out []T, outStride int, x []T, xStride, rows int, mean, scale, shift []T) {
	cols := len(mean)
	scale, shift = scale[:cols], shift[:cols]
	if applyRows(opNormalize, scalars{}, rows, cols, strided[T]{out, outStride}, strided[T]{x, xStride},
		strided[T]{v: mean}, strided[T]{v: scale}, strided[T]{v: shift}) {
		return
	}
	for r := range rows {
		row := out[r*outStride:][:cols]
		for j, v := range x[r*xStride:][:cols] {
			row[j] = T((v-mean[j])*scale[j]) + shift[j]
		}
	}
}

// NormalizeGrad sets d to (d − a − (x−mean)·b)·scale, rounded after each operation, for
// rows as Normalize has them. It is the gradient of a normalization by the moments of n
// rows, inv = 1/√(variance+eps), with
//
//	scale = gamma·inv    a = Σd/n    b = inv²·Σd·(x−mean)/n
func NormalizeGrad[T Float](d []T, dStride int, x []T, xStride, rows int, mean, scale, a, b []T) {
	cols := len(mean)
	scale, a, b = scale[:cols], a[:cols], b[:cols]
	if applyRows(opNormalizeGrad, scalars{}, rows, cols, strided[T]{d, dStride}, strided[T]{x, xStride},
		strided[T]{v: mean}, strided[T]{v: a}, strided[T]{v: b}, strided[T]{v: scale}) {
		return
	}
	for r := range rows {
		row := d[r*dStride:][:cols]
		for j, v := range x[r*xStride:][:cols] {
			row[j] = T((row[j] - a[j] - T((v-mean[j])*b[j])) * scale[j])
		}
	}
}
