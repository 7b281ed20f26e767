package spark

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"golab/spark/internal/wire"
)

// vectorSize returns how many numbers the vectors of a column have: what Spark ML has
// noted with the column, else as many as in the first row.
func (df *DataFrame) vectorSize(column string) (int, error) {
	schema, err := df.schema()
	if err != nil {
		return 0, err
	}
	for _, field := range schema.GetFields() {
		switch {
		case !strings.EqualFold(field.GetName(), column):
		case !isVector(field.GetDataType()):
			return 0, fmt.Errorf("column %s is of type %s, want a vector; VectorAssembler makes one", column, typeName(field.GetDataType()))
		default:
			if n := notedSize(field.GetMetadata()); n > 0 {
				return n, nil
			}
			return df.firstVectorSize(field.GetName())
		}
	}
	return 0, fmt.Errorf("there is no column %s; VectorAssembler makes one", column)
}

// notedSize returns the size that Spark ML has noted in a column's metadata, or 0.
func notedSize(metadata string) int {
	var noted struct {
		ML struct {
			Size int `json:"num_attrs"`
		} `json:"ml_attr"`
	}
	if err := json.Unmarshal([]byte(metadata), &noted); err != nil {
		return 0 // there is none
	}
	return noted.ML.Size
}

// firstVectorSize returns the size of the first row's vector.
func (df *DataFrame) firstVectorSize(column string) (int, error) {
	call := func(name string, arguments ...*wire.Expression) *wire.Expression {
		return &wire.Expression{ExprType: &wire.Expression_UnresolvedFunction_{
			UnresolvedFunction: &wire.Expression_UnresolvedFunction{FunctionName: name, Arguments: arguments},
		}}
	}
	text := &wire.Expression{ExprType: &wire.Expression_Literal_{Literal: textLiteral("float64")}}
	first := df.Limit(1).project([]*wire.Expression{call("size", call("vector_to_array", columnExpression(quoted(column)), text))})
	n, rows := 0, 0
	err := first.batches(func(batch arrow.RecordBatch) error {
		if sizes, ok := batch.Column(0).(*array.Int32); ok && sizes.Len() > 0 {
			n, rows = int(sizes.Value(0)), sizes.Len()
		}
		return nil
	})
	if err == nil && rows == 0 {
		err = fmt.Errorf("column %s has no rows", column)
	}
	return n, err
}
