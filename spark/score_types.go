package spark

import (
	"encoding/json"
	"fmt"

	"golab/spark/internal/wire"
)

// isNumeric reports whether a column of a type can be a feature of any model.
func isNumeric(t *wire.DataType) bool {
	switch t.GetKind().(type) {
	case *wire.DataType_Byte, *wire.DataType_Short, *wire.DataType_Integer, *wire.DataType_Long,
		*wire.DataType_Float, *wire.DataType_Double, *wire.DataType_Decimal_, *wire.DataType_Boolean:
		return true
	}
	return false
}

func isString(t *wire.DataType) bool {
	switch t.GetKind().(type) {
	case *wire.DataType_String_, *wire.DataType_Char_, *wire.DataType_VarChar_:
		return true
	}
	return false
}

// typeJSON returns a type as PySpark's StructType.fromJson reads it.
func typeJSON(t *wire.DataType) (json.RawMessage, error) {
	value, err := typeValue(t)
	if err != nil {
		return nil, err
	}
	return json.Marshal(value)
}

// typeValue returns the JSON value of a type.
//
// Source: the methods jsonValue of pyspark/sql/types.py, Spark 4.1.
func typeValue(t *wire.DataType) (any, error) {
	switch k := t.GetKind().(type) {
	case *wire.DataType_Byte:
		return "byte", nil
	case *wire.DataType_Short:
		return "short", nil
	case *wire.DataType_Integer:
		return "integer", nil
	case *wire.DataType_Long:
		return "long", nil
	case *wire.DataType_Time:
		return "time(6)", nil
	case *wire.DataType_Null, *wire.DataType_Binary, *wire.DataType_Boolean, *wire.DataType_Float, *wire.DataType_Double,
		*wire.DataType_Decimal_, *wire.DataType_String_, *wire.DataType_Char_, *wire.DataType_VarChar_, *wire.DataType_Date,
		*wire.DataType_Timestamp, *wire.DataType_TimestampNtz, *wire.DataType_DayTimeInterval, *wire.DataType_Variant:
		return typeName(t), nil
	case *wire.DataType_Array_:
		element, err := typeValue(k.Array.GetElementType())
		return map[string]any{"type": "array", "elementType": element, "containsNull": k.Array.GetContainsNull()}, err
	case *wire.DataType_Map_:
		key, err := typeValue(k.Map.GetKeyType())
		if err != nil {
			return nil, err
		}
		value, err := typeValue(k.Map.GetValueType())
		return map[string]any{"type": "map", "keyType": key, "valueType": value, "valueContainsNull": k.Map.GetValueContainsNull()}, err
	case *wire.DataType_Struct_:
		fields := []any{}
		for _, f := range k.Struct.GetFields() {
			value, err := typeValue(f.GetDataType())
			if err != nil {
				return nil, fmt.Errorf("column %q: %w", f.GetName(), err)
			}
			fields = append(fields, map[string]any{"name": f.GetName(), "type": value, "nullable": f.GetNullable(), "metadata": map[string]any{}})
		}
		return map[string]any{"type": "struct", "fields": fields}, nil
	}
	return nil, fmt.Errorf("the type %s does not go through Arrow: drop the column", typeName(t))
}
