package labs

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"golab/data"

	"github.com/go-gota/gota/dataframe"
	"gonum.org/v1/gonum/mat"
)

// A VectorAssembler puts columns of numbers side by side into one vector column, in
// the order of InputCols.
//
// Source: VectorAssembler of Spark 3.0.1,
// mllib/src/main/scala/org/apache/spark/ml/feature/VectorAssembler.scala.
type VectorAssembler struct {
	// InputCols names columns of numbers, of booleans (0 and 1), or vector columns,
	// whose numbers are all taken. It may not be empty.
	InputCols []string

	// OutputCol names the vector column to add. The default is "features", which is
	// also the default of every FeaturesCol. (Spark makes a name up.)
	OutputCol string

	// HandleInvalid says what happens to a row with NaN or a missing value: "error",
	// the default, "skip" leaves the row out, "keep" puts NaN into the vector.
	HandleInvalid string
}

// Transform returns df with the vector column added.
//
// It fails when df has no rows, when an input column is missing or holds text, when the output column is
// there already, when HandleInvalid is none of the three words, and, unless
// HandleInvalid says otherwise, at a value that is NaN or missing. Infinite values
// pass, as in Spark.
func (a VectorAssembler) Transform(df dataframe.DataFrame) (dataframe.DataFrame, error) {
	out, err := a.transform(df)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("labs: VectorAssembler: %w", err)
	}
	return out, nil
}

func (a VectorAssembler) fitStage(dataframe.DataFrame) (Transformer, error) { return a, nil }

func (a VectorAssembler) transform(df dataframe.DataFrame) (dataframe.DataFrame, error) {
	output, handle := named(a.OutputCol, "features"), named(a.HandleInvalid, "error")
	if err := frameError(df); err != nil {
		return df, err
	}
	if len(a.InputCols) == 0 {
		return df, errors.New("parameter InputCols is empty")
	}
	if !slices.Contains([]string{"error", "skip", "keep"}, handle) {
		return df, fmt.Errorf(`parameter HandleInvalid is %q, the choices are "error", "skip" and "keep"`, handle)
	}
	if has(df, output) {
		return df, fmt.Errorf("column %s is already there", output)
	}
	x, err := data.Matrix(df, a.InputCols...)
	if err != nil {
		return df, err
	}
	if handle == "keep" {
		return data.WithVector(df, output, x)
	}
	rows, bad := complete(x)
	if len(bad) == 0 {
		return data.WithVector(df, output, x)
	}
	if handle == "error" {
		return df, fmt.Errorf(`row %d has %s = NaN or no value; set HandleInvalid to "skip" or "keep", or clean the data`, bad[0].row, a.input(df, bad[0].column))
	}
	if len(rows) == 0 {
		return df, fmt.Errorf("each of the %d rows has NaN or a missing value, none is left", df.Nrow())
	}
	_, p := x.Dims()
	kept := mat.NewDense(len(rows), p, nil)
	for i, row := range rows {
		kept.SetRow(i, x.RawRowView(row))
	}
	return data.WithVector(df.Subset(rows), output, kept)
}

// A cell is a place in a matrix.
type cell struct{ row, column int }

// complete returns the rows of x without NaN, and of each other row the first NaN.
func complete(x *mat.Dense) (rows []int, bad []cell) {
	n, _ := x.Dims()
	for i := range n {
		if j := slices.IndexFunc(x.RawRowView(i), math.IsNaN); j >= 0 {
			bad = append(bad, cell{i, j})
		} else {
			rows = append(rows, i)
		}
	}
	return rows, bad
}

// input returns the name of the input that is number j of the assembled vector.
func (a VectorAssembler) input(df dataframe.DataFrame, j int) string {
	for _, name := range a.InputCols {
		size := 1
		x, err := data.Vector(df, name)
		if err == nil {
			_, size = x.Dims()
		}
		if j < size && err == nil {
			return fmt.Sprintf("%s[%d]", name, j)
		}
		if j < size {
			return name
		}
		j -= size
	}
	return a.OutputCol
}
