package labs

import (
	"errors"
	"fmt"
	"slices"

	"golab/data"

	"github.com/go-gota/gota/dataframe"
	"gonum.org/v1/gonum/mat"
)

// A StandardScaler is an estimator that divides each number of a vector column by its
// standard deviation s over the rows fitted with, after subtracting its mean m if
// WithMean:
//
//	(x - m) / s    with s² = Σ(x - m)² / (n - 1)
//
// A number that is the same in all rows becomes 0. The numbers are Spark's to the last
// digit, where the rows are one partition; Spark multiplies by 1/s.
//
// Source: StandardScaler of Spark 4.1.4,
// mllib/src/main/scala/org/apache/spark/ml/feature/StandardScaler.scala.
type StandardScaler struct {
	InputCol  string // vector column to read; there is no default
	OutputCol string // vector column to add; there is no default

	WithMean   bool // subtract the mean
	WithoutStd bool // do not divide by the standard deviation, Spark's withStd=False
}

// A StandardScalerModel is a fitted [StandardScaler].
type StandardScalerModel struct {
	InputCol, OutputCol  string
	WithMean, WithoutStd bool

	// Mean and Std are those of the rows fitted with.
	Mean, Std []float64
}

// Fit takes the means and standard deviations of the input. It fails when a
// column's name is empty, when the input is missing or no vector column, when the
// output is there already, and when df has no rows. NaN passes: the mean and standard
// deviation of its column are NaN.
func (s StandardScaler) Fit(df dataframe.DataFrame) (*StandardScalerModel, error) {
	x, err := vectorInput(df, s.InputCol, s.OutputCol)
	if err != nil {
		return nil, fmt.Errorf("labs: StandardScaler: %w", err)
	}
	summary := summarize(x, nil)
	return &StandardScalerModel{s.InputCol, s.OutputCol, s.WithMean, s.WithoutStd, summary.means(), summary.stds()}, nil
}

func (s StandardScaler) fitStage(df dataframe.DataFrame) (Transformer, error) {
	return asTransformer(s.Fit(df))
}

// Transform returns df with the scaled vectors added. It fails as [StandardScaler.Fit]
// does, and when the vectors have another size than those fitted with.
func (m *StandardScalerModel) Transform(df dataframe.DataFrame) (dataframe.DataFrame, error) {
	scale := slices.Clone(m.Std)
	for j, std := range scale {
		if std != 0 {
			scale[j] = 1 / std
		}
	}
	out, err := mapVectors(df, m.InputCol, m.OutputCol, len(m.Std), func(j int, v float64) float64 {
		if m.WithMean {
			v -= m.Mean[j]
		}
		if !m.WithoutStd {
			v *= scale[j]
		}
		return v
	})
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("labs: StandardScalerModel: %w", err)
	}
	return out, nil
}

func (m *StandardScalerModel) fitStage(dataframe.DataFrame) (Transformer, error) { return m, nil }

// String says what Spark says, without the uid.
func (m *StandardScalerModel) String() string {
	return fmt.Sprintf("StandardScalerModel: numFeatures=%d, withMean=%t, withStd=%t", len(m.Std), m.WithMean, !m.WithoutStd)
}

// vectorInput reads the vector column in, for one called out to be made of it.
func vectorInput(df dataframe.DataFrame, in, out string) (*mat.Dense, error) {
	if err := frameError(df); err != nil {
		return nil, err
	}
	if err := inAndOut(df, in, out); err != nil {
		return nil, err
	}
	if df.Nrow() == 0 {
		return nil, errors.New("the frame has no rows")
	}
	return data.Vector(df, in)
}

// inAndOut checks the names of a column to read and one to add.
func inAndOut(df dataframe.DataFrame, in, out string) error {
	switch {
	case in == "":
		return errors.New("parameter InputCol is empty")
	case out == "":
		return errors.New("parameter OutputCol is empty")
	case has(df, out):
		return fmt.Errorf("column %s is already there", out)
	}
	return nil
}

// mapVectors adds a vector column: f of each number v at index j of the vectors in, which
// have the given size.
func mapVectors(df dataframe.DataFrame, in, out string, size int, f func(j int, v float64) float64) (dataframe.DataFrame, error) {
	x, err := vectorInput(df, in, out)
	if err != nil {
		return df, err
	}
	n, p := x.Dims()
	if p != size {
		return df, fmt.Errorf("%s has %d numbers a row, the model was fitted with %d", in, p, size)
	}
	for i := range n {
		row := x.RawRowView(i)
		for j, v := range row {
			row[j] = f(j, v)
		}
	}
	return data.WithVector(df, out, x)
}
