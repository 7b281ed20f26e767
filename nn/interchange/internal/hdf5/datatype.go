package hdf5

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"golab/nn/interchange/internal/half"
)

// The classes of types that are read, section IV.A.2.d.
const (
	classInteger  = 0
	classFloat    = 1
	classString   = 3
	classVariable = 9
)

// datatype is how one element is kept.
type datatype struct {
	class  byte
	bits   uint32 // of the class: order of bytes, sign, padding
	size   int    // bytes of an element
	detail []byte // the properties
}

// readDatatype reads section IV.A.2.d.
func readDatatype(data []byte) (datatype, error) {
	if len(data) < 8 {
		return datatype{}, errors.New("a datatype of too few bytes")
	}
	t := datatype{
		class:  data[0] & 15,
		bits:   uint32(data[1]) | uint32(data[2])<<8 | uint32(data[3])<<16,
		detail: data[8:],
	}
	size := binary.LittleEndian.Uint32(data[4:])
	if size > math.MaxInt32 {
		return datatype{}, fmt.Errorf("elements of %d bytes", size)
	}
	t.size = int(size)
	return t, nil
}

// order returns the order of an element's bytes.
func (t datatype) order() binary.ByteOrder {
	if t.bits&1 != 0 {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

// number returns how to read an element of a type that is a number.
func (t datatype) number() (func([]byte) float64, error) {
	order := t.order()
	switch {
	case t.class == classFloat && t.isIEEE() && t.size == 2:
		return func(b []byte) float64 { return half.Float(order.Uint16(b)) }, nil
	case t.class == classFloat && t.isIEEE() && t.size == 4:
		return func(b []byte) float64 { return float64(math.Float32frombits(order.Uint32(b))) }, nil
	case t.class == classFloat && t.isIEEE() && t.size == 8:
		return func(b []byte) float64 { return math.Float64frombits(order.Uint64(b)) }, nil
	case t.class == classInteger && t.size == 4 && t.bits&8 != 0:
		return func(b []byte) float64 { return float64(int32(order.Uint32(b))) }, nil
	case t.class == classInteger && t.size == 8 && t.bits&8 != 0:
		return func(b []byte) float64 { return float64(int64(order.Uint64(b))) }, nil
	}
	return nil, fmt.Errorf("elements of class %d and %d bytes, read are IEEE floats of 2, 4 and 8 bytes and signed integers of 4 and 8",
		t.class, t.size)
}

// isIEEE reports whether a float has the usual fields: the places and sizes of
// exponent and mantissa are bytes 4 to 7 of its properties.
func (t datatype) isIEEE() bool {
	if len(t.detail) < 8 || t.bits&0x40 != 0 {
		return false
	}
	fields := [4]byte(t.detail[4:8])
	switch t.size {
	case 2:
		return fields == [4]byte{10, 5, 0, 10}
	case 4:
		return fields == [4]byte{23, 8, 0, 23}
	case 8:
		return fields == [4]byte{52, 11, 0, 52}
	}
	return false
}

// readDataspace returns the dimensions and their product, section IV.A.2.b. A
// scalar has no dimensions and one element.
func readDataspace(data []byte) (dims []int, count int, err error) {
	if len(data) < 4 {
		return nil, 0, errors.New("a dataspace of too few bytes")
	}
	version, rank := data[0], int(data[1])
	switch version {
	case 1:
		data = data[min(8, len(data)):]
	case 2:
		if data[3] == 2 {
			return []int{0}, 0, nil // null
		}
		data = data[4:]
	default:
		return nil, 0, fmt.Errorf("dataspace of version %d, there are 1 and 2", version)
	}
	if len(data) < 8*rank {
		return nil, 0, fmt.Errorf("a dataspace of %d dimensions in %d bytes", rank, len(data))
	}
	count = 1
	for i := range rank {
		n := binary.LittleEndian.Uint64(data[8*i:])
		if n > math.MaxInt32 || n > 0 && uint64(count) > math.MaxInt32/n {
			return nil, 0, fmt.Errorf("dimension %d is %d, that is too many numbers", i+1, n)
		}
		dims, count = append(dims, int(n)), count*int(n)
	}
	return dims, count, nil
}
