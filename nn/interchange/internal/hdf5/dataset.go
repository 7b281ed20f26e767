package hdf5

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// IsDataset reports whether o holds numbers rather than other objects.
func (o *Object) IsDataset() bool {
	data, err := o.message(messageDataspace)
	return data != nil || err != nil
}

// Dims returns the dimensions of a dataset, none for a scalar. Their product fits
// in an int32 but need not fit the file.
func (o *Object) Dims() ([]int, error) {
	space, err := o.message(messageDataspace)
	if err != nil {
		return nil, fmt.Errorf("hdf5: %w", err)
	}
	if space == nil {
		return nil, errors.New("hdf5: this is not a dataset")
	}
	dims, _, err := readDataspace(space)
	if err != nil {
		return nil, fmt.Errorf("hdf5: %w", err)
	}
	return dims, nil
}

// Float32s returns the numbers of a dataset, rounded to float32, the last
// dimension running fastest.
func (o *Object) Float32s() ([]float32, error) { return numbers[float32](o) }

// Float64s returns the numbers of a dataset.
func (o *Object) Float64s() ([]float64, error) { return numbers[float64](o) }

// numbers returns the numbers of a dataset. Memory is taken once it is known that
// the file has them.
func numbers[T float32 | float64](o *Object) ([]T, error) {
	raw, t, n, err := o.raw()
	if err != nil {
		return nil, fmt.Errorf("hdf5: %w", err)
	}
	number, err := t.number()
	if err != nil {
		return nil, fmt.Errorf("hdf5: %w", err)
	}
	out := make([]T, n)
	if t.class == classFloat && t.size == 4 && t.order() == binary.LittleEndian {
		for i := range out { // as number does, without a call for each
			out[i] = T(math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:])))
		}
		return out, nil
	}
	for i := range out {
		out[i] = T(number(raw[i*t.size:]))
	}
	return out, nil
}

// raw returns the bytes of a dataset, its type and its number of elements.
func (o *Object) raw() (raw []byte, t datatype, n int, err error) {
	parts := map[uint16][]byte{messageDataspace: nil, messageDatatype: nil, messageLayout: nil}
	for kind := range parts {
		if parts[kind], err = o.message(kind); err != nil {
			return nil, t, 0, err
		}
		if parts[kind] == nil {
			return nil, t, 0, errors.New("this is not a dataset")
		}
	}
	if t, err = readDatatype(parts[messageDatatype]); err != nil {
		return nil, t, 0, err
	}
	if _, n, err = readDataspace(parts[messageDataspace]); err != nil {
		return nil, t, 0, err
	}
	if filters, err := o.message(messageFilters); err != nil || filters != nil {
		return nil, t, 0, errors.New("the dataset is compressed, which is not read")
	}
	if raw, err = o.readLayout(parts[messageLayout], uint64(n)*uint64(t.size)); err != nil {
		return nil, t, 0, err
	}
	return raw, t, n, o.file.spend(len(raw))
}

// readLayout returns the size bytes of a dataset, section IV.A.2.i.
func (o *Object) readLayout(data []byte, size uint64) ([]byte, error) {
	if len(data) < 4 || data[0] != 3 && data[0] != 4 {
		return nil, errors.New("a layout that is not of version 3 or 4")
	}
	switch class := data[1]; class {
	case 0:
		if n := uint64(binary.LittleEndian.Uint16(data[2:])); n < size || n > uint64(len(data)-4) {
			return nil, fmt.Errorf("the layout has %d bytes, the dimensions take %d", n, size)
		}
		return data[4 : 4+size], nil
	case 1:
		if len(data) < 18 {
			return nil, errors.New("a layout of too few bytes")
		}
		at, n := binary.LittleEndian.Uint64(data[2:]), binary.LittleEndian.Uint64(data[10:])
		switch {
		case size == 0:
			return nil, nil
		case at == undefined:
			return nil, errors.New("the numbers were never written")
		case n != size:
			return nil, fmt.Errorf("the layout has %d bytes, the dimensions take %d", n, size)
		}
		return o.file.bytes(at, size)
	case 2:
		return nil, errors.New("the dataset is in chunks, which is not read")
	default:
		return nil, fmt.Errorf("layout of class %d", class)
	}
}
