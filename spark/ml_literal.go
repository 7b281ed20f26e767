package spark

import (
	"fmt"

	"golab/spark/internal/wire"
)

// Parameters of Spark ML as literals. Arrays are Literal.Array: the shorter form, in
// which results come, is refused in a parameter, but for the numbers of a vector.

func textLiteral(s string) *wire.Expression_Literal {
	return &wire.Expression_Literal{LiteralType: &wire.Expression_Literal_String_{String_: s}}
}

func intLiteral(n int32) *wire.Expression_Literal {
	return &wire.Expression_Literal{LiteralType: &wire.Expression_Literal_Integer{Integer: n}}
}

func longLiteral(n int64) *wire.Expression_Literal {
	return &wire.Expression_Literal{LiteralType: &wire.Expression_Literal_Long{Long: n}}
}

func doubleLiteral(x float64) *wire.Expression_Literal {
	return &wire.Expression_Literal{LiteralType: &wire.Expression_Literal_Double{Double: x}}
}

// arrayLiteral is an array of what element makes of the values.
func arrayLiteral[T any](t *wire.DataType, values []T, element func(T) *wire.Expression_Literal) *wire.Expression_Literal {
	array := &wire.Expression_Literal_Array{ElementType: t}
	for _, v := range values {
		array.Elements = append(array.Elements, element(v))
	}
	return &wire.Expression_Literal{LiteralType: &wire.Expression_Literal_Array_{Array: array}}
}

func textsLiteral(values []string) *wire.Expression_Literal {
	return arrayLiteral(&wire.DataType{Kind: &wire.DataType_String_{}}, values, textLiteral)
}

func doublesLiteral(values []float64) *wire.Expression_Literal {
	return arrayLiteral(&wire.DataType{Kind: &wire.DataType_Double{}}, values, doubleLiteral)
}

func intsLiteral(values []int) *wire.Expression_Literal {
	return arrayLiteral(&wire.DataType{Kind: &wire.DataType_Integer{}}, values, func(n int) *wire.Expression_Literal { return intLiteral(int32(n)) })
}

// vectorLiteral is a dense vector of Spark ML.
func vectorLiteral(values []float64) *wire.Expression_Literal {
	class, null := vectorClass, &wire.Expression_Literal{
		LiteralType: &wire.Expression_Literal_Null{Null: &wire.DataType{Kind: &wire.DataType_Null{}}},
	}
	return &wire.Expression_Literal{LiteralType: &wire.Expression_Literal_Struct_{Struct: &wire.Expression_Literal_Struct{
		StructType: &wire.DataType{Kind: &wire.DataType_Udt{Udt: &wire.DataType_UDT{Type: "udt", JvmClass: &class}}},
		Elements: []*wire.Expression_Literal{
			{LiteralType: &wire.Expression_Literal_Byte{Byte: 1}}, null, null,
			{LiteralType: &wire.Expression_Literal_SpecializedArray_{SpecializedArray: &wire.Expression_Literal_SpecializedArray{
				ValueType: &wire.Expression_Literal_SpecializedArray_Doubles{Doubles: &wire.Doubles{Values: values}},
			}}},
		},
	}}}
}

// vectorClass is the name of Spark ML's type of vectors.
const vectorClass = "org.apache.spark.ml.linalg.VectorUDT"

// literalVector returns the numbers of a vector that the server sent.
func literalVector(l *wire.Expression_Literal) ([]float64, error) {
	s := l.GetStruct()
	if class := s.GetStructType().GetUdt().GetJvmClass(); class != vectorClass || len(s.GetElements()) != 4 {
		return nil, fmt.Errorf("the server sent %d elements of type %q for a vector", len(s.GetElements()), class)
	}
	values := s.GetElements()[3].GetSpecializedArray().GetDoubles().GetValues()
	if s.GetElements()[0].GetByte() == 1 {
		return values, nil
	}
	size, places := int(s.GetElements()[1].GetInteger()), s.GetElements()[2].GetSpecializedArray().GetInts().GetValues()
	if len(places) != len(values) {
		return nil, fmt.Errorf("the server sent a vector with %d places for %d numbers", len(places), len(values))
	}
	full := make([]float64, size)
	for i, place := range places {
		if place < 0 || int(place) >= size {
			return nil, fmt.Errorf("the server sent a vector of %d with a number at %d", size, place)
		}
		full[place] = values[i]
	}
	return full, nil
}
