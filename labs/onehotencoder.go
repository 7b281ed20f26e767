package labs

import (
	"errors"
	"fmt"
	"math"

	"golab/data"

	"github.com/go-gota/gota/dataframe"
	"gonum.org/v1/gonum/mat"
)

// A OneHotEncoder is an estimator that turns a column of category numbers 0, 1, … into a
// vector column: 1 at the index of the category, 0 elsewhere. The last category gets no
// place, so that the numbers of a vector do not always sum to 1.
//
// Spark takes the number of categories from what a StringIndexer left about its column;
// a gota frame knows nothing, so it is always the greatest number fitted with, plus 1.
//
// Source: OneHotEncoder of Spark 4.1.4,
// mllib/src/main/scala/org/apache/spark/ml/feature/OneHotEncoder.scala.
type OneHotEncoder struct {
	InputCol  string // column of category numbers to read; there is no default
	OutputCol string // vector column to add; there is no default

	// InputCols and OutputCols, as many of each, are for several columns at once;
	// InputCol and OutputCol are then empty.
	InputCols, OutputCols []string

	// KeepLast gives the last category its place, too: Spark's dropLast=False.
	KeepLast bool

	// HandleInvalid says what happens to a number that is greater than those fitted
	// with: "error", the default, or "keep", which makes them one category more, and
	// that the last.
	HandleInvalid string
}

// A OneHotEncoderModel is a fitted [OneHotEncoder].
type OneHotEncoderModel struct {
	InputCols, OutputCols []string
	KeepLast              bool
	HandleInvalid         string

	// CategorySizes are the numbers of categories of the input columns.
	CategorySizes []int
}

// Fit counts the categories. It fails when HandleInvalid is none of its choices, when a
// column's name is empty, when an input is missing or holds text or a number that is
// not 0, 1, …, when an output is there already, when df has no rows, and when a column
// has one category only, which leaves no place.
func (o OneHotEncoder) Fit(df dataframe.DataFrame) (*OneHotEncoderModel, error) {
	model, err := o.fit(df)
	if err != nil {
		return nil, fmt.Errorf("labs: OneHotEncoder: %w", err)
	}
	return model, nil
}

func (o OneHotEncoder) fitStage(df dataframe.DataFrame) (Transformer, error) {
	return asTransformer(o.Fit(df))
}

func (o OneHotEncoder) fit(df dataframe.DataFrame) (*OneHotEncoderModel, error) {
	m := &OneHotEncoderModel{KeepLast: o.KeepLast, HandleInvalid: named(o.HandleInvalid, "error")}
	if err := oneOf("HandleInvalid", m.HandleInvalid, "error", "keep"); err != nil {
		return nil, err
	}
	var err error
	if m.InputCols, m.OutputCols, err = columnPairs(df, o.InputCol, o.OutputCol, o.InputCols, o.OutputCols); err != nil {
		return nil, err
	}
	for c, name := range m.InputCols {
		numbers, err := categories(df, name)
		if err != nil {
			return nil, err
		}
		size := 0
		for _, number := range numbers {
			size = max(size, int(number)+1)
		}
		m.CategorySizes = append(m.CategorySizes, size)
		if m.width(c) == 0 {
			return nil, fmt.Errorf("%s has 1 category, of which none is left without the last; set KeepLast or leave the column out", name)
		}
	}
	return m, nil
}

// categories reads a column of numbers 0, 1, ….
func categories(df dataframe.DataFrame, name string) ([]float64, error) {
	numbers, err := data.Column(df, name)
	if err != nil {
		return nil, err
	}
	if len(numbers) == 0 {
		return nil, errors.New("the frame has no rows")
	}
	for row, number := range numbers {
		if !(number >= 0 && number < mostFeatures) || number != math.Trunc(number) {
			return nil, fmt.Errorf("row %d has %s = %v, categories are 0, 1, …", row, name, number)
		}
	}
	return numbers, nil
}

// width returns the size of the vectors made of input c.
func (m *OneHotEncoderModel) width(c int) int {
	width := m.CategorySizes[c]
	if m.HandleInvalid == "keep" {
		width++
	}
	if !m.KeepLast {
		width--
	}
	return width
}

// Transform returns df with the vector columns added. It fails as [OneHotEncoder.Fit]
// does, and at a category that was not there then, unless HandleInvalid is "keep".
func (m *OneHotEncoderModel) Transform(df dataframe.DataFrame) (dataframe.DataFrame, error) {
	out, err := m.transform(df)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("labs: OneHotEncoderModel: %w", err)
	}
	return out, nil
}

func (m *OneHotEncoderModel) fitStage(dataframe.DataFrame) (Transformer, error) { return m, nil }

func (m *OneHotEncoderModel) transform(df dataframe.DataFrame) (dataframe.DataFrame, error) {
	if _, _, err := columnPairs(df, "", "", m.InputCols, m.OutputCols); err != nil {
		return df, err
	}
	for c, input := range m.InputCols {
		numbers, err := categories(df, input)
		if err != nil {
			return df, err
		}
		size, x := m.CategorySizes[c], mat.NewDense(len(numbers), m.width(c), nil)
		for row, number := range numbers {
			i := int(number)
			if i >= size {
				if m.HandleInvalid == "error" {
					return df, fmt.Errorf(`unseen value: row %d has %s = %v, the model was fitted with 0 to %d; set HandleInvalid to "keep"`, row, input, number, size-1)
				}
				i = size
			}
			if i < m.width(c) {
				x.Set(row, i, 1)
			}
		}
		if df, err = data.WithVector(df, m.OutputCols[c], x); err != nil {
			return df, err
		}
	}
	return df, nil
}
