package scorer

import (
	"fmt"
	"math"
	"strconv"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// isNumber reports whether a column of that type can be a feature of a model of numbers.
func isNumber(t arrow.DataType) bool {
	switch t.ID() {
	case arrow.FLOAT64, arrow.FLOAT32, arrow.INT8, arrow.INT16, arrow.INT32, arrow.INT64, arrow.BOOL:
		return true
	}
	return isDecimal(t)
}

func isDecimal(t arrow.DataType) bool { return t.ID() == arrow.DECIMAL128 }

// isText reports whether a column of that type can be a feature of a pipeline, beside
// those of numbers.
func isText(t arrow.DataType) bool {
	return t.ID() == arrow.STRING || t.ID() == arrow.LARGE_STRING
}

// checkType says why a column cannot be a feature.
func (t *Task) checkType(name string, have arrow.DataType) error {
	switch {
	case isNumber(have), t.frames != nil && isText(have):
		return nil
	case t.frames != nil:
		return fmt.Errorf("column %q is %v; a feature of a pipeline is of numbers, booleans or texts", name, have)
	default:
		return fmt.Errorf("column %q is %v; a feature is of numbers or booleans: cast it, or let a pipeline of labs index it", name, have)
	}
}

// floats returns the numbers of a column, with anything where there is NULL. Those of a
// column of doubles are the column's own.
func floats(a arrow.Array) []float64 {
	switch a := a.(type) {
	case *array.Float64:
		return a.Float64Values()
	case *array.Float32:
		return widened(a.Float32Values())
	case *array.Int8:
		return widened(a.Int8Values())
	case *array.Int16:
		return widened(a.Int16Values())
	case *array.Int32:
		return widened(a.Int32Values())
	case *array.Int64:
		return widened(a.Int64Values())
	}
	out := make([]float64, a.Len())
	for i := range out {
		switch a := a.(type) {
		case *array.Boolean:
			if a.Value(i) {
				out[i] = 1
			}
		case *array.Decimal128:
			if a.IsValid(i) {
				out[i] = decimal(a, i)
			}
		default:
			panic(fmt.Sprintf("scorer: a column of %v has no numbers", a.DataType()))
		}
	}
	return out
}

func widened[T float32 | int8 | int16 | int32 | int64](values []T) []float64 {
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = float64(v)
	}
	return out
}

// decimal returns the double that is nearest to a decimal number, as Spark's cast does.
func decimal(a *array.Decimal128, i int) float64 {
	v, scale := a.Value(i), a.DataType().(*arrow.Decimal128Type).Scale
	n := int64(v.LowBits())
	const exact = 1 << 53
	if small := v.HighBits() == n>>63 && -exact <= n && n <= exact; small && 0 <= scale && scale <= 22 {
		return float64(n) / math.Pow10(int(scale)) // two exact numbers, rounded once
	}
	x, err := strconv.ParseFloat(v.ToString(scale), 64)
	if err != nil {
		return math.NaN() // cannot be: a decimal has 38 digits at most
	}
	return x
}

// doubles returns a column of numbers as one of doubles.
func doubles(a arrow.Array) arrow.Array {
	b := builder()
	defer b.Release()
	valid := make([]bool, a.Len())
	for i := range valid {
		valid[i] = a.IsValid(i)
	}
	b.AppendValues(floats(a), valid)
	return b.NewArray()
}

// markNulls sets missing for the rows in which the column is NULL.
func markNulls(missing []bool, column arrow.Array) {
	if column.NullN() == 0 {
		return
	}
	for i := range missing {
		if column.IsNull(i) {
			missing[i] = true
		}
	}
}

// blockRows is how many rows are turned at a time, so that they stay in the processor's
// first cache.
const blockRows = 64

// turn writes columns of numbers to x, row by row.
func turn(x []float64, columns [][]float64, rows int) {
	p := len(columns)
	for from := 0; from < rows; from += blockRows {
		to := min(from+blockRows, rows)
		for j, column := range columns {
			at := from*p + j
			for _, v := range column[from:to] {
				x[at] = v
				at += p
			}
		}
	}
}
