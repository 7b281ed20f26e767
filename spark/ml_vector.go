package spark

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"golab/spark/internal/wire"
)

// field returns a column of a schema. Spark ML takes a name by its letters, unlike SQL.
func field(schema *wire.DataType_Struct, name string) (*wire.DataType_StructField, bool) {
	fields := schema.GetFields()
	i := slices.IndexFunc(fields, func(f *wire.DataType_StructField) bool { return f.GetName() == name })
	if i < 0 {
		return nil, false
	}
	return fields[i], true
}

// checkVectors reports a column that has no vectors, or for which Spark ML has noted
// another size.
func checkVectors(schema *wire.DataType_Struct, column string, want int) error {
	f, ok := field(schema, column)
	switch {
	case !ok:
		return fmt.Errorf("there is no column %s; VectorAssembler makes one", column)
	case !isVector(f.GetDataType()):
		return fmt.Errorf("column %s is of type %s, want a vector; VectorAssembler makes one", column, typeName(f.GetDataType()))
	}
	if n := notedSize(f.GetMetadata()); n > 0 && n != want {
		return sizeError(column, n, want)
	}
	return nil
}

func sizeError(column string, n, want int) error {
	return fmt.Errorf("column %s has %d features, Layers begins with %d", column, n, want)
}

// checkNumbers reports a column that has no numbers.
func checkNumbers(schema *wire.DataType_Struct, column string) error {
	f, ok := field(schema, column)
	if !ok {
		return fmt.Errorf("there is no column %s", column)
	}
	switch name := typeName(f.GetDataType()); {
	case slices.Contains([]string{"tinyint", "smallint", "int", "bigint", "float", "double"}, name), strings.HasPrefix(name, "decimal"):
		return nil
	default:
		return fmt.Errorf("column %s is of type %s, want numbers: the classes 0, 1, …", column, name)
	}
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

// Between these stands the size of a vector that is not as it should be.
const sizeBegin, sizeEnd = "golab: a vector of <", "> numbers"

// sized returns df with a check in it: when a row comes by whose vector is not of the
// size, what the server does fails. What Spark ML has noted need not be true of all rows,
// after a Union for one, and Spark would train on the first numbers of a vector that is
// too long.
func (df *DataFrame) sized(column string, size int) *DataFrame {
	call := func(name string, arguments ...*wire.Expression) *wire.Expression {
		return &wire.Expression{ExprType: &wire.Expression_UnresolvedFunction_{
			UnresolvedFunction: &wire.Expression_UnresolvedFunction{FunctionName: name, Arguments: arguments},
		}}
	}
	literal := func(l *wire.Expression_Literal) *wire.Expression {
		return &wire.Expression{ExprType: &wire.Expression_Literal_{Literal: l}}
	}
	text := func(s string) *wire.Expression { return literal(textLiteral(s)) }
	vector := columnExpression(quoted(column))
	n := call("size", call("vector_to_array", vector, text("float64")))
	right := call("or", call("isnull", vector), call("==", n, literal(intLiteral(int32(size)))))
	return df.withColumns(aliased(call("if", right, vector, call("raise_error", call("concat", text(sizeBegin), n, text(sizeEnd)))), column))
}

// raisedSize returns the size that the check of sized has reported.
func raisedSize(e *Error) (n int, ok bool) {
	_, text, ok := strings.Cut(e.Message, sizeBegin)
	if !ok || e.Class != "USER_RAISED_EXCEPTION" {
		return 0, false
	}
	_, err := fmt.Sscanf(text, "%d"+sizeEnd, &n)
	return n, err == nil
}
