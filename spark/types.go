package spark

import (
	"fmt"
	"strings"

	"golab/spark/internal/wire"
)

// typeName returns a type as SQL writes it.
func typeName(t *wire.DataType) string {
	switch k := t.GetKind().(type) {
	case *wire.DataType_Null:
		return "void"
	case *wire.DataType_Binary:
		return "binary"
	case *wire.DataType_Boolean:
		return "boolean"
	case *wire.DataType_Byte:
		return "tinyint"
	case *wire.DataType_Short:
		return "smallint"
	case *wire.DataType_Integer:
		return "int"
	case *wire.DataType_Long:
		return "bigint"
	case *wire.DataType_Float:
		return "float"
	case *wire.DataType_Double:
		return "double"
	case *wire.DataType_Decimal_:
		return fmt.Sprintf("decimal(%d,%d)", k.Decimal.GetPrecision(), k.Decimal.GetScale())
	case *wire.DataType_String_:
		return "string"
	case *wire.DataType_Char_:
		return fmt.Sprintf("char(%d)", k.Char.GetLength())
	case *wire.DataType_VarChar_:
		return fmt.Sprintf("varchar(%d)", k.VarChar.GetLength())
	case *wire.DataType_Date:
		return "date"
	case *wire.DataType_Timestamp:
		return "timestamp"
	case *wire.DataType_TimestampNtz:
		return "timestamp_ntz"
	case *wire.DataType_Array_:
		return "array<" + typeName(k.Array.GetElementType()) + ">"
	case *wire.DataType_Map_:
		return "map<" + typeName(k.Map.GetKeyType()) + "," + typeName(k.Map.GetValueType()) + ">"
	case *wire.DataType_Struct_:
		fields := make([]string, len(k.Struct.GetFields()))
		for i, f := range k.Struct.GetFields() {
			fields[i] = f.GetName() + ":" + typeName(f.GetDataType())
		}
		return "struct<" + strings.Join(fields, ",") + ">"
	case *wire.DataType_Udt:
		if isVector(t) {
			return "vector"
		}
		return k.Udt.GetJvmClass()
	case *wire.DataType_Unparsed_:
		return k.Unparsed.GetDataTypeString()
	case *wire.DataType_CalendarInterval:
		return "interval"
	case *wire.DataType_YearMonthInterval:
		return "interval year to month"
	case *wire.DataType_DayTimeInterval:
		return "interval day to second"
	case *wire.DataType_Variant:
		return "variant"
	case *wire.DataType_Time:
		return "time"
	}
	return "unknown"
}

// isVector reports whether a type is that of Spark ML's vectors.
func isVector(t *wire.DataType) bool {
	return t.GetUdt().GetJvmClass() == "org.apache.spark.ml.linalg.VectorUDT"
}
