package nn

import (
	"errors"
	"fmt"

	"gonum.org/v1/gonum/mat"

	"golab/internal/simd"
)

// readRows converts rows from to to of x into dst, row by row. It reports the first
// cell that is not finite.
func readRows[T float](dst []T, x mat.Matrix, from, to int) error {
	if convertRows(dst, x, from, to) {
		return nil
	}
	return checkCells(dst, x, from)
}

// convertRows is readRows that reports whether all cells are finite.
func convertRows[T float](dst []T, x mat.Matrix, from, to int) bool {
	_, cols := x.Dims()
	dst = dst[:(to-from)*cols]
	if m, ok := x.(mat.RawMatrixer); ok {
		raw := m.RawMatrix()
		return readRaw(dst, raw.Data[from*raw.Stride:], raw.Stride, cols)
	}
	for i := range to - from {
		for j := range cols {
			dst[i*cols+j] = T(x.At(from+i, j))
		}
	}
	return badCell(dst) < 0
}

// readRaw converts rows of cols numbers, which begin stride apart, and reports
// whether all are finite.
func readRaw[T float](dst []T, src []float64, stride, cols int) bool {
	if stride == cols {
		return narrow(dst, src[:len(dst)])
	}
	finite := true
	for at := 0; len(dst) > 0; at += stride {
		finite = narrow(dst[:cols], src[at:at+cols]) && finite
		dst = dst[cols:]
	}
	return finite
}

// narrow converts src and reports whether all are finite.
func narrow[T float](dst []T, src []float64) bool {
	switch dst := any(dst).(type) {
	case []float32:
		return simd.Narrow(dst, src)
	case []float64:
		copy(dst, src)
	}
	return badCell(dst) < 0
}

// badCell returns the place of the first number in v that is not finite, or −1.
func badCell[T float](v []T) int {
	for i, f := range v {
		if f-f != 0 {
			return i
		}
	}
	return -1
}

// checkCells reports the first number of rows, which came from x at row from
// on, that is not finite.
func checkCells[T float](rows []T, x mat.Matrix, from int) error {
	at := badCell(rows)
	if at < 0 {
		return nil
	}
	_, cols := x.Dims()
	i, j := from+at/cols, at%cols
	v := x.At(i, j)
	if v-v == 0 {
		return fmt.Errorf("x[%d, %d] = %g does not fit in a float32", i, j, v)
	}
	return fmt.Errorf("x[%d, %d] = %g, all numbers must be finite", i, j, v)
}

// checkExists reports an x that is nil or empty.
func checkExists(x mat.Matrix) error {
	if x == nil {
		return errors.New("x is nil")
	}
	if m, ok := x.(*mat.Dense); ok && m == nil {
		return errors.New("x is nil")
	}
	if rows, cols := x.Dims(); rows == 0 || cols == 0 {
		return errors.New("x is empty")
	}
	return nil
}

// checkShape reports why x cannot enter a network that takes inputs columns.
func checkShape(x mat.Matrix, inputs int) error {
	if err := checkExists(x); err != nil {
		return err
	}
	if _, cols := x.Dims(); cols != inputs {
		return fmt.Errorf("x has %d columns, the first layer takes %d", cols, inputs)
	}
	return nil
}
