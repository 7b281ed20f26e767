package nn

import (
	"errors"
	"fmt"

	"gonum.org/v1/gonum/mat"
)

// readRows converts rows from to to of x into dst, row by row.
func readRows(dst []float32, x mat.Matrix, from, to int) {
	_, cols := x.Dims()
	if m, ok := x.(mat.RawMatrixer); ok {
		raw := m.RawMatrix()
		for i := from; i < to; i++ {
			row := raw.Data[i*raw.Stride : i*raw.Stride+cols]
			narrow(dst[:cols], row)
			dst = dst[cols:]
		}
		return
	}
	for i := from; i < to; i++ {
		for j := range cols {
			dst[j] = float32(x.At(i, j))
		}
		dst = dst[cols:]
	}
}

// narrow converts src to float32.
func narrow(dst []float32, src []float64) {
	dst = dst[:len(src)]
	for i, v := range src {
		dst[i] = float32(v)
	}
}

// widen returns rows rows of float32 as a matrix.
func widen(v []float32, rows int) *mat.Dense {
	wide := make([]float64, len(v))
	for i, f := range v {
		wide[i] = float64(f)
	}
	return mat.NewDense(rows, len(v)/rows, wide)
}

// badCell returns the place of the first number in v that is not finite, or −1.
func badCell(v []float32) int {
	for i, f := range v {
		if f-f != 0 {
			return i
		}
	}
	return -1
}

// checkCells reports the first number of rows, which came from x at row from
// on, that is not finite.
func checkCells(rows []float32, x mat.Matrix, from int) error {
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

// checkShape reports why x cannot enter a network that takes inputs columns.
func checkShape(x mat.Matrix, inputs int) error {
	if x == nil {
		return errors.New("x is nil")
	}
	if m, ok := x.(*mat.Dense); ok && m == nil {
		return errors.New("x is nil")
	}
	rows, cols := x.Dims()
	if rows == 0 || cols == 0 {
		return errors.New("x is empty")
	}
	if cols != inputs {
		return fmt.Errorf("x has %d columns, the first layer takes %d", cols, inputs)
	}
	return nil
}
