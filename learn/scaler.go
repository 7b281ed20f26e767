package learn

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// A StandardScaler brings every feature to mean 0 and variance 1:
//
//	z = (x - mean) / scale,  scale = √variance
//
// The variance is that of the population, divided by n. The zero value does both
// steps, as scikit-learn does by default.
//
// Source: StandardScaler of scikit-learn 1.9, sklearn/preprocessing/_data.py.
type StandardScaler struct {
	NoMean bool // do not subtract the mean (with_mean=False)
	NoStd  bool // do not divide by the standard deviation (with_std=False)
}

// A FittedStandardScaler holds what [StandardScaler.Fit] found out: one number per
// feature in each slice.
type FittedStandardScaler struct {
	Mean  []float64 // subtracted; nil with NoMean
	Var   []float64 // population variance; nil with NoStd
	Scale []float64 // divided by: √Var, and 1 where a feature is constant; nil with NoStd

	features int
}

// Fit computes mean and scale of each column of x, n×p.
//
// NaN stands for a missing value: it is passed over here and stays NaN in
// Transform. A column that is constant to within rounding gets scale 1, so that it
// becomes 0. Fit fails when x is nil or empty, holds an infinite value, or has a
// column of nothing but NaN.
func (s StandardScaler) Fit(x mat.Matrix) (*FittedStandardScaler, error) {
	if rowsOf(x) == 0 {
		return nil, errors.New("learn: StandardScaler.Fit: x is empty")
	}
	n, p := x.Dims()
	fitted := &FittedStandardScaler{features: p}
	column := make([]float64, n)
	for j := range p {
		m, err := columnMoments(mat.Col(column, j, x))
		if err != nil {
			return nil, fmt.Errorf("learn: StandardScaler.Fit: column %d of x: %w", j, err)
		}
		if !s.NoMean {
			fitted.Mean = append(fitted.Mean, m.mean)
		}
		if !s.NoStd {
			fitted.Var = append(fitted.Var, m.variance)
			fitted.Scale = append(fitted.Scale, m.scale())
		}
	}
	return fitted, nil
}

// Transform returns (x - Mean) / Scale, column by column. x is m×p, with the p
// columns that were fitted, and is left alone. Transform fails when x is nil or has
// another number of columns.
func (f *FittedStandardScaler) Transform(x mat.Matrix) (*mat.Dense, error) {
	from, err := checkColumns("StandardScaler.Transform", x, f.features)
	if err != nil {
		return nil, err
	}
	mean, scale := f.steps()
	return changeRows(from, func(to, row []float64) {
		mean, scale, to := mean[:len(row)], scale[:len(row)], to[:len(row)]
		for j, v := range row {
			to[j] = (v - mean[j]) / scale[j]
		}
	}), nil
}

// InverseTransform returns x·Scale + Mean, which undoes [FittedStandardScaler.Transform]. It
// fails as Transform does.
func (f *FittedStandardScaler) InverseTransform(x mat.Matrix) (*mat.Dense, error) {
	from, err := checkColumns("StandardScaler.InverseTransform", x, f.features)
	if err != nil {
		return nil, err
	}
	mean, scale := f.steps()
	return changeRows(from, func(to, row []float64) {
		mean, scale, to := mean[:len(row)], scale[:len(row)], to[:len(row)]
		for j, v := range row {
			to[j] = float64(v*scale[j]) + mean[j]
		}
	}), nil
}

// steps returns what is subtracted and divided by.
func (f *FittedStandardScaler) steps() (mean, scale []float64) {
	mean, scale = f.Mean, f.Scale
	if mean == nil {
		mean = make([]float64, f.features)
	}
	if scale == nil {
		scale = slices.Repeat([]float64{1}, f.features)
	}
	return mean, scale
}

// checkColumns returns x as a dense matrix if it has so many columns.
func checkColumns(where string, x mat.Matrix, features int) (*mat.Dense, error) {
	if rowsOf(x) == 0 {
		return nil, fmt.Errorf("learn: %s: x is empty", where)
	}
	if _, p := x.Dims(); p != features {
		return nil, fmt.Errorf("learn: %s: x has %d columns, the scaler was fitted to %d", where, p, features)
	}
	return denseRows(x), nil
}

// changeRows returns what change makes of each row of x.
func changeRows(x *mat.Dense, change func(to, row []float64)) *mat.Dense {
	rows, p := x.Dims()
	out := mat.NewDense(rows, p, nil)
	for i := range rows {
		change(out.RawRowView(i), x.RawRowView(i))
	}
	return out
}

// A moments holds what one column tells.
type moments struct {
	n              int // values that are not missing
	mean, variance float64
}

// columnMoments computes the mean, then the variance about it with the correction for
// the rounding of the mean (Chan, Golub and LeVeque, "Algorithms for computing the
// sample variance", 1983, equation 1.7):
//
//	variance = (Σ d² - (Σ d)²/n) / n,  d = x - mean
func columnMoments(column []float64) (moments, error) {
	var m moments
	var sum float64
	for i, v := range column {
		switch {
		case math.IsInf(v, 0):
			return m, fmt.Errorf("row %d is %v", i, v)
		case !math.IsNaN(v):
			m.n++
			sum += v
		}
	}
	if m.n == 0 {
		return m, fmt.Errorf("none of the %d values is a number", len(column))
	}
	n := float64(m.n)
	m.mean = sum / n
	var squares, rest float64
	for _, v := range column {
		if d := v - m.mean; !math.IsNaN(d) {
			squares += float64(d * d)
			rest += d
		}
	}
	m.variance = (squares - float64(rest*rest)/n) / n
	return m, nil
}

// scale returns the standard deviation, or 1 when the variance is no larger than
// rounding errors make it for a constant (_is_constant_feature of scikit-learn).
func (m moments) scale() float64 {
	const epsilon = 0x1p-52
	n := float64(m.n)
	rounding := n * m.mean * epsilon
	if m.variance <= n*epsilon*m.variance+rounding*rounding {
		return 1
	}
	return math.Sqrt(m.variance)
}
