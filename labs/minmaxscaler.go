package labs

import (
	"fmt"
	"math"

	"github.com/go-gota/gota/dataframe"
)

// A MinMaxScaler is an estimator that maps each number of a vector column from its range
// over the rows fitted with, [low, high], to [Min, Max]:
//
//	(x - low) / (high - low) · (Max - Min) + Min
//
// A number that is the same in all rows becomes (Min + Max)/2, and NaN stays NaN. The
// numbers are Spark's to the last digit; Spark multiplies by (Max - Min)/(high - low).
//
// Source: MinMaxScaler of Spark 4.1.4,
// mllib/src/main/scala/org/apache/spark/ml/feature/MinMaxScaler.scala.
type MinMaxScaler struct {
	InputCol  string // vector column to read; there is no default
	OutputCol string // vector column to add; there is no default

	// Min and Max are the range of the output; the defaults are 0 and 1. As a Max of
	// 0 means 1, ZeroMax asks for 0.
	Min, Max float64
	ZeroMax  bool
}

// A MinMaxScalerModel is a fitted [MinMaxScaler].
type MinMaxScalerModel struct {
	InputCol, OutputCol string
	Min, Max            float64 // the range of the output, no longer with a default

	// OriginalMin and OriginalMax are the range of the rows fitted with.
	OriginalMin, OriginalMax []float64
}

// Fit takes the ranges of the input. It fails when Min is not below Max, when a column's
// name is empty, when the input is missing or no vector column, when the output is
// there already, and when df has no rows.
func (s MinMaxScaler) Fit(df dataframe.DataFrame) (*MinMaxScalerModel, error) {
	if s.Max == 0 && !s.ZeroMax {
		s.Max = 1
	}
	if !(s.Min < s.Max) || math.IsInf(s.Max-s.Min, 0) {
		return nil, fmt.Errorf("labs: MinMaxScaler: parameter Min is %v, it must be less than Max, which is %v", s.Min, s.Max)
	}
	x, err := vectorInput(df, s.InputCol, s.OutputCol)
	if err != nil {
		return nil, fmt.Errorf("labs: MinMaxScaler: %w", err)
	}
	low, high := summarize(x, nil).bounds()
	return &MinMaxScalerModel{s.InputCol, s.OutputCol, s.Min, s.Max, low, high}, nil
}

func (s MinMaxScaler) fitStage(df dataframe.DataFrame) (Transformer, error) {
	return asTransformer(s.Fit(df))
}

// Transform returns df with the scaled vectors added. It fails as [MinMaxScaler.Fit]
// does, and when the vectors have another size than those fitted with.
func (m *MinMaxScalerModel) Transform(df dataframe.DataFrame) (dataframe.DataFrame, error) {
	scale := make([]float64, len(m.OriginalMin))
	for j, low := range m.OriginalMin {
		if size := m.OriginalMax[j] - low; size != 0 {
			scale[j] = (m.Max - m.Min) / size
		}
	}
	out, err := mapVectors(df, m.InputCol, m.OutputCol, len(scale), func(j int, v float64) float64 {
		switch {
		case math.IsNaN(v):
			return v
		case scale[j] == 0:
			return (m.Min + m.Max) / 2
		}
		return float64((v-m.OriginalMin[j])*scale[j]) + m.Min
	})
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("labs: MinMaxScalerModel: %w", err)
	}
	return out, nil
}

func (m *MinMaxScalerModel) fitStage(dataframe.DataFrame) (Transformer, error) { return m, nil }

// String says what Spark says, without the uid.
func (m *MinMaxScalerModel) String() string {
	return fmt.Sprintf("MinMaxScalerModel: numFeatures=%d, min=%v, max=%v", len(m.OriginalMin), m.Min, m.Max)
}
