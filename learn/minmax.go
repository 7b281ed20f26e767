package learn

import (
	"errors"
	"fmt"
	"math"

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
	d := denseRows(x)
	_, p := d.Dims()
	for j := range p {
		least, largest, err := columnRange(d, j)
		if err != nil {
			return nil, fmt.Errorf("learn: %s: column %d of x: %w", where, j, err)
		}
		width := largest - least
		scale := b - a
		if width >= 10*0x1p-52 { // _handle_zeros_in_scale
			scale /= width
		}
		f.DataMin, f.DataMax, f.DataRange = append(f.DataMin, least), append(f.DataMax, largest), append(f.DataRange, width)
		f.Scale, f.Min = append(f.Scale, scale), append(f.Min, a-float64(least*scale))
	}
	return f, nil
}

// columnRange returns the smallest and the largest number of column j.
func columnRange(x *mat.Dense, j int) (least, largest float64, err error) {
	rows, _ := x.Dims()
	least, largest = math.Inf(1), math.Inf(-1)
	for i := range rows {
		v := x.At(i, j)
		if math.IsInf(v, 0) {
			return 0, 0, fmt.Errorf("row %d is %v", i, v)
		}
		if !math.IsNaN(v) {
			least, largest = min(least, v), max(largest, v)
		}
	}
	if least > largest {
		return 0, 0, fmt.Errorf("none of the %d values is a number", rows)
	}
	return least, largest, nil
}

// Transform returns x·Scale + Min, column by column. x is m×p, with the p columns that
// were fitted, and is left alone. Transform fails when x is nil or has another number of
// columns.
func (f *FittedMinMaxScaler) Transform(x mat.Matrix) (*mat.Dense, error) {
	a, b := f.scaler.FeatureRange[0], f.scaler.FeatureRange[1]
	return f.apply("Transform", x, func(v float64, j int) float64 {
		v = float64(v*f.Scale[j]) + f.Min[j]
		if f.scaler.Clip && !math.IsNaN(v) {
			v = min(max(v, a), b)
		}
		return v
	})
}

// InverseTransform returns (x - Min)/Scale, which undoes [FittedMinMaxScaler.Transform]
// where it did not clip. It fails as Transform does.
func (f *FittedMinMaxScaler) InverseTransform(x mat.Matrix) (*mat.Dense, error) {
	return f.apply("InverseTransform", x, func(v float64, j int) float64 { return (v - f.Min[j]) / f.Scale[j] })
}

func (f *FittedMinMaxScaler) apply(method string, x mat.Matrix, change func(v float64, j int) float64) (*mat.Dense, error) {
	if rowsOf(x) == 0 {
		return nil, fmt.Errorf("learn: MinMaxScaler.%s: x is empty", method)
	}
	if _, p := x.Dims(); p != len(f.Scale) {
		return nil, fmt.Errorf("learn: MinMaxScaler.%s: x has %d columns, the scaler was fitted to %d", method, p, len(f.Scale))
	}
	out := mat.DenseCopyOf(x)
	rows, _ := out.Dims()
	for i := range rows {
		row := out.RawRowView(i)
		for j, v := range row {
			row[j] = change(v, j)
		}
	}
	return out, nil
}
