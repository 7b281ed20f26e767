package hdf5

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// attribute is an attribute message taken apart.
type attribute struct {
	name, kind, space, data []byte
}

// Strings returns the texts of an attribute, one for a scalar, nil when there is
// no attribute of that name. An empty array of whatever type gives none.
func (o *Object) Strings(name string) ([]string, error) {
	if s, ok := o.strings[name]; ok {
		return s, nil
	}
	for _, m := range o.messages {
		if m.kind == messageAttributeInfo {
			if err := checkAttributeInfo(m.data); err != nil {
				return nil, fmt.Errorf("hdf5: %w", err)
			}
		}
		if m.kind != messageAttribute {
			continue
		}
		a, err := readAttribute(m)
		if err != nil {
			return nil, fmt.Errorf("hdf5: %w", err)
		}
		if string(a.name) != name {
			continue
		}
		s, err := o.file.strings(a)
		if err != nil {
			return nil, fmt.Errorf("hdf5: attribute %q: %w", name, err)
		}
		if o.strings == nil {
			o.strings = map[string][]string{}
		}
		o.strings[name] = s
		return s, nil
	}
	return nil, nil
}

// checkAttributeInfo refuses attributes in a fractal heap, section IV.A.2.v.
func checkAttributeInfo(data []byte) error {
	place := 2
	if len(data) >= 2 && data[1]&1 != 0 {
		place += 2
	}
	if len(data) < place+8 {
		return errors.New("attribute info of too few bytes")
	}
	if binary.LittleEndian.Uint64(data[place:]) != undefined {
		return errors.New("the attributes are in a fractal heap, which is not read")
	}
	return nil
}

// readAttribute reads section IV.A.2.m.
func readAttribute(m message) (attribute, error) {
	d := m.data
	if m.shared || len(d) < 9 {
		return attribute{}, errors.New("an attribute that is elsewhere or too short")
	}
	version, pad := d[0], 1
	start := 8
	switch version {
	case 1:
		pad = 8
	case 2:
	case 3:
		start = 9
	default:
		return attribute{}, fmt.Errorf("an attribute of version %d, there are 1 to 3", version)
	}
	if version > 1 && d[1] != 0 {
		return attribute{}, errors.New("an attribute whose type is elsewhere, which is not read")
	}
	parts := [3][]byte{}
	rest := d[start:]
	for i := range parts {
		n := int(binary.LittleEndian.Uint16(d[2+2*i:]))
		padded := (n + pad - 1) / pad * pad
		if padded > len(rest) {
			return attribute{}, fmt.Errorf("an attribute with a part of %d bytes, %d are left", n, len(rest))
		}
		parts[i], rest = rest[:n], rest[padded:]
	}
	title, _, _ := bytes.Cut(parts[0], []byte{0})
	return attribute{name: title, kind: parts[1], space: parts[2], data: rest}, nil
}

// strings returns the texts that an attribute holds.
func (f *File) strings(a attribute) ([]string, error) {
	t, err := readDatatype(a.kind)
	if err != nil {
		return nil, err
	}
	_, n, err := readDataspace(a.space)
	if err != nil || n == 0 {
		return nil, err
	}
	if t.size == 0 || uint64(n)*uint64(t.size) > uint64(len(a.data)) {
		return nil, fmt.Errorf("%d elements of %d bytes in %d bytes", n, t.size, len(a.data))
	}
	read := func(b []byte) (string, error) { return cutZeros(b), f.spend(len(b)) }
	switch {
	case t.class == classVariable && t.bits&15 == 1 && t.size == 16:
		read = f.heapString
	case t.class != classString:
		return nil, fmt.Errorf("class %d, wanted are texts", t.class)
	}
	texts := make([]string, n)
	for i := range texts {
		if texts[i], err = read(a.data[i*t.size : (i+1)*t.size]); err != nil {
			return nil, err
		}
	}
	return texts, nil
}

// cutZeros returns a text up to its first zero byte.
func cutZeros(b []byte) string {
	text, _, _ := bytes.Cut(b, []byte{0})
	return string(text)
}

// heapString follows a reference to a global heap: length, address, index.
func (f *File) heapString(ref []byte) (string, error) {
	length := binary.LittleEndian.Uint32(ref)
	if length == 0 {
		return "", nil
	}
	heap, err := f.heap(binary.LittleEndian.Uint64(ref[4:]))
	if err != nil {
		return "", err
	}
	index := binary.LittleEndian.Uint32(ref[12:])
	text := heap[uint16(index)]
	if index > 0xFFFF || uint64(length) > uint64(len(text)) {
		return "", fmt.Errorf("text %d of %d bytes, the heap has %d", index, length, len(text))
	}
	return cutZeros(text[:length]), f.spend(int(length))
}

// heap reads a global heap, section III.E, once.
func (f *File) heap(at uint64) (map[uint16][]byte, error) {
	if h := f.heaps[at]; h != nil {
		return h, nil
	}
	start, err := f.bytes(at, 16)
	if err != nil {
		return nil, fmt.Errorf("heap of texts: %w", err)
	}
	size := binary.LittleEndian.Uint64(start[8:])
	if string(start[:4]) != "GCOL" || size < 16 {
		return nil, fmt.Errorf("there is no heap of texts at %d", at)
	}
	data, err := f.bytes(at, size)
	if err != nil {
		return nil, fmt.Errorf("heap of texts: %w", err)
	}
	h := map[uint16][]byte{}
	for data = data[16:]; len(data) >= 16; {
		if err := f.step(); err != nil {
			return nil, err
		}
		index, n := binary.LittleEndian.Uint16(data), binary.LittleEndian.Uint64(data[8:])
		if index == 0 {
			break // free room
		}
		if n > uint64(len(data)-16) {
			return nil, fmt.Errorf("a text of %d bytes, its heap has %d left", n, len(data)-16)
		}
		h[index] = data[16 : 16+n]
		data = data[min(uint64(len(data)), 16+(n+7)/8*8):]
	}
	f.heaps[at] = h
	return h, nil
}
