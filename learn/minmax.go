package learn

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// A MinMaxScaler brings every feature to a range from a to b, 0 to 1 by default:
//
//	z = (x - min)·scale + a,  scale = (b - a)/(max - min)
//
// Source: MinMaxScaler of scikit-learn 1.9, sklearn/preprocessing/_data.py.
type MinMaxScaler struct {
	FeatureRange [2]float64 // a and b, a < b; 0 and 1 by default
	Clip         bool       // brings what Transform would put outside the range to its ends
}

// A FittedMinMaxScaler holds what [MinMaxScaler.Fit] found out: one number per feature
// in each slice.
type FittedMinMaxScaler struct {
	DataMin, DataMax, DataRange []float64 // of the rows of the fit; the range is DataMax - DataMin
	Scale                       []float64 // multiplied by: (b - a)/DataRange, and b - a where a feature is constant
	Min                         []float64 // then added: a - DataMin·Scale

	scaler MinMaxScaler
}

// Fit finds the smallest and the largest number of each column of x, n×p.
//
// NaN stands for a missing value: it is passed over here and stays NaN in Transform. A
// constant column becomes a. Fit fails when x is nil or empty, holds an infinite value,
// or has a column of nothing but NaN, and when the range is not one.
func (s MinMaxScaler) Fit(x mat.Matrix) (*FittedMinMaxScaler, error) {
	const where = "MinMaxScaler.Fit"
	if s.FeatureRange == [2]float64{} {
		s.FeatureRange = [2]float64{0, 1}
	}
	a, b := s.FeatureRange[0], s.FeatureRange[1]
	if width := b - a; !(width > 0) || math.IsInf(width, 0) {
		return nil, fmt.Errorf("learn: %s: FeatureRange is from %v to %v", where, a, b)
	}
	if rowsOf(x) == 0 {
		return nil, errors.New("learn: MinMaxScaler.Fit: x is empty")
	}
	f := &FittedMinMaxScaler{scaler: s}
	var err error
	if f.DataMin, f.DataMax, err = columnRanges(denseRows(x)); err != nil {
		return nil, fmt.Errorf("learn: %s: %w", where, err)
	}
	for j, least := range f.DataMin {
		width := f.DataMax[j] - least
		scale := b - a
		if width >= 10*0x1p-52 { // _handle_zeros_in_scale
			scale /= width
		}
		f.DataRange = append(f.DataRange, width)
		f.Scale, f.Min = append(f.Scale, scale), append(f.Min, a-float64(least*scale))
	}
	return f, nil
}

// columnRanges returns the smallest and the largest number of each column. It fails when
// one is infinite, or a column has none.
func columnRanges(x *mat.Dense) (least, most []float64, err error) {
	rows, p := x.Dims()
	least, most = slices.Repeat([]float64{math.Inf(1)}, p), slices.Repeat([]float64{math.Inf(-1)}, p)
	for i := range rows {
		row := x.RawRowView(i)
		least, most := least[:len(row)], most[:len(row)]
		for j, v := range row { // NaN is neither smaller nor larger
			if v < least[j] {
				least[j] = v
			}
			if v > most[j] {
				most[j] = v
			}
		}
	}
	for j := range least {
		if math.IsInf(least[j], 0) || math.IsInf(most[j], 0) {
			return nil, nil, infiniteColumn(x, j)
		}
	}
	return least, most, nil
}

// infiniteColumn tells where column j, which has no range, is infinite.
func infiniteColumn(x *mat.Dense, j int) error {
	rows, _ := x.Dims()
	for i := range rows {
		if v := x.At(i, j); math.IsInf(v, 0) {
			return fmt.Errorf("column %d of x: row %d is %v", j, i, v)
		}
	}
	return fmt.Errorf("column %d of x: none of the %d values is a number", j, rows)
}

// Transform returns x·Scale + Min, column by column. x is m×p, with the p columns that
// were fitted, and is left alone. Transform fails when x is nil or has another number of
// columns.
func (f *FittedMinMaxScaler) Transform(x mat.Matrix) (*mat.Dense, error) {
	from, err := checkColumns("MinMaxScaler.Transform", x, len(f.Scale))
	if err != nil {
		return nil, err
	}
	a, b := f.scaler.FeatureRange[0], f.scaler.FeatureRange[1]
	return changeRows(from, func(to, row []float64) {
		scale, least, to := f.Scale[:len(row)], f.Min[:len(row)], to[:len(row)]
		for j, v := range row {
			to[j] = float64(v*scale[j]) + least[j]
		}
		if !f.scaler.Clip {
			return
		}
		for j, v := range to {
			if !math.IsNaN(v) {
				to[j] = min(max(v, a), b)
			}
		}
	}), nil
}

// InverseTransform returns (x - Min)/Scale, which undoes [FittedMinMaxScaler.Transform]
// where it did not clip. It fails as Transform does.
func (f *FittedMinMaxScaler) InverseTransform(x mat.Matrix) (*mat.Dense, error) {
	from, err := checkColumns("MinMaxScaler.InverseTransform", x, len(f.Scale))
	if err != nil {
		return nil, err
	}
	return changeRows(from, func(to, row []float64) {
		for j, v := range row {
			to[j] = (v - f.Min[j]) / f.Scale[j]
		}
	}), nil
}
