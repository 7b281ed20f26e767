package data

import (
	"encoding/binary"
	"math"
)

// appendKey appends bytes that two rows share if and only if they have the same
// values, or none, in all columns. Ints are written as floats where coarse is set
// for their column, so that they match those of another frame.
func appendKey(b []byte, columns []values, i int, coarse []bool) []byte {
	for k, v := range columns {
		switch {
		case v.missing[i]:
			b = append(b, 'm')
		case v.kind == kindText:
			b = binary.AppendUvarint(append(b, 't'), uint64(len(v.texts[i])))
			b = append(b, v.texts[i]...)
		case v.kind == kindInt && (coarse == nil || !coarse[k]):
			b = binary.LittleEndian.AppendUint64(append(b, 'n'), uint64(v.ints[i]))
		case v.kind == kindBool && (coarse == nil || !coarse[k]): // as ints
			b = binary.LittleEndian.AppendUint64(append(b, 'n'), uint64(v.floats[i]))
		default:
			x := v.floats[i] + 0 // -0 is 0
			b = binary.LittleEndian.AppendUint64(append(b, 'x'), math.Float64bits(x))
		}
	}
	return b
}

// matching says which columns of two frames cannot be compared as ints.
func matching(left, right []values) (coarse []bool) {
	for k := range left {
		coarse = append(coarse, left[k].kind == kindFloat || right[k].kind == kindFloat)
	}
	return coarse
}
