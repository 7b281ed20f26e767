package spark

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// A vectors is a column of Spark ML's vectors. Spark sends each as a struct: type 0 is
// sparse, with size, indices and values, type 1 dense, with values alone.
//
// Source: VectorUDT.sqlType, Spark 4.1.
type vectors struct {
	column  *array.Struct
	kind    *array.Int8
	length  *array.Int32
	indices *array.List
	values  *array.List
}

// vectorOf returns the vectors of a column that has the form of such a struct.
func vectorOf(column arrow.Array) (vectors, bool) {
	c, ok := column.(*array.Struct)
	if !ok || c.NumField() != 4 {
		return vectors{}, false
	}
	for i, name := range []string{"type", "size", "indices", "values"} {
		if c.DataType().(*arrow.StructType).Field(i).Name != name {
			return vectors{}, false
		}
	}
	v := vectors{column: c}
	var ok1, ok2, ok3, ok4 bool
	v.kind, ok1 = c.Field(0).(*array.Int8)
	v.length, ok2 = c.Field(1).(*array.Int32)
	v.indices, ok3 = c.Field(2).(*array.List)
	v.values, ok4 = c.Field(3).(*array.List)
	if !ok1 || !ok2 || !ok3 || !ok4 {
		return vectors{}, false
	}
	_, ok1 = v.indices.ListValues().(*array.Int32)
	_, ok2 = v.values.ListValues().(*array.Float64)
	return v, ok1 && ok2
}

// maxVector is the length of a vector up to which its numbers become columns of a frame.
const maxVector = 10_000

// size returns the length of all vectors. It fails if they differ, or are not of the
// length that former ones had; 0 is for none.
func (v vectors) size(former int) (int, error) {
	size := former
	for i := range v.column.Len() {
		if v.column.IsNull(i) {
			continue
		}
		n := 0
		if v.kind.Value(i) == 0 {
			n = int(v.length.Value(i))
		} else {
			from, to := v.values.ValueOffsets(i)
			n = int(to - from)
		}
		if size == 0 {
			size = n
		}
		if n > maxVector {
			return 0, fmt.Errorf("a vector has %d numbers, of which each would be a column; there may be %d", n, maxVector)
		}
		if n != size {
			return 0, fmt.Errorf("one vector has %d numbers, another %d", size, n)
		}
	}
	return size, nil
}

// columns returns a column for each number of the vectors. A vector that is NULL is
// missing in all.
func (v vectors) columns(size int) []arrow.Array {
	builders := make([]*array.Float64Builder, size)
	for k := range builders {
		builders[k] = array.NewFloat64Builder(memory.DefaultAllocator)
		defer builders[k].Release()
		builders[k].Reserve(v.column.Len())
	}
	row := make([]float64, size)
	for i := range v.column.Len() {
		valid := !v.column.IsNull(i)
		if valid {
			v.read(i, row)
		}
		for k, b := range builders {
			if valid {
				b.Append(row[k])
			} else {
				b.AppendNull()
			}
		}
	}
	arrays := make([]arrow.Array, size)
	for k, b := range builders {
		arrays[k] = b.NewArray()
	}
	return arrays
}

// read writes vector i into row.
func (v vectors) read(i int, row []float64) {
	values := v.values.ListValues().(*array.Float64)
	from, to := v.values.ValueOffsets(i)
	if v.kind.Value(i) != 0 {
		copy(row, values.Float64Values()[from:to])
		return
	}
	clear(row)
	indices := v.indices.ListValues().(*array.Int32)
	first, last := v.indices.ValueOffsets(i)
	for k := range min(to-from, last-first) {
		if at := int(indices.Value(int(first + k))); at >= 0 && at < len(row) {
			row[at] = values.Value(int(from + k))
		}
	}
}
