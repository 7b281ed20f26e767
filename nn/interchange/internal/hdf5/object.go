package hdf5

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// The types of header messages that are read, section IV.A.2.
const (
	messageDataspace     = 0x01
	messageLinkInfo      = 0x02
	messageDatatype      = 0x03
	messageLink          = 0x06
	messageLayout        = 0x08
	messageFilters       = 0x0B
	messageAttribute     = 0x0C
	messageContinuation  = 0x10
	messageSymbolTable   = 0x11
	messageAttributeInfo = 0x15
)

// Object is a group or a dataset.
type Object struct {
	file     *File
	messages []message
	children map[string]uint64 // of a group, once links has read them
	strings  map[string][]string
}

// message is one message of an object's header.
type message struct {
	kind   uint16
	shared bool // the data refer to another object
	data   []byte
}

// object reads the header of the object at an address, once.
func (f *File) object(at uint64) (*Object, error) {
	if o := f.objects[at]; o != nil {
		return o, nil
	}
	start, err := f.bytes(at, 16)
	if err != nil {
		return nil, fmt.Errorf("object header: %w", err)
	}
	o := &Object{file: f}
	switch {
	case string(start[:4]) == "OHDR":
		err = o.readHeader2(at)
	case start[0] == 1:
		size := uint64(binary.LittleEndian.Uint32(start[8:]))
		err = o.readBlocks(block{at + 16, size}, 0, o.split1)
	default:
		err = fmt.Errorf("there is no object header at %d", at)
	}
	if err != nil {
		return nil, err
	}
	f.objects[at] = o
	return o, nil
}

// block is a part of the file that holds messages.
type block struct{ at, size uint64 }

// readHeader2 reads a header of version 2, section IV.A.1.b.
func (o *Object) readHeader2(at uint64) error {
	start, err := o.file.bytes(at, 6)
	if err != nil {
		return err
	}
	flags := start[5]
	place := at + 6
	if flags&0x20 != 0 {
		place += 16 // times
	}
	if flags&0x10 != 0 {
		place += 4 // limits for attributes
	}
	width := uint64(1) << (flags & 3)
	size, err := o.file.bytes(place, width)
	if err != nil {
		return err
	}
	return o.readBlocks(block{place + width, littleEndian(size)}, 4, func(b []byte) ([]block, error) {
		return o.split2(b, flags&4 != 0)
	})
}

// readBlocks reads the first block of messages and those that continue it, which
// have frame bytes before and after them.
func (o *Object) readBlocks(first block, frame uint64, split func([]byte) ([]block, error)) error {
	for todo := []block{first}; len(todo) > 0; todo = todo[1:] {
		if err := o.file.step(); err != nil {
			return err
		}
		data, err := o.file.bytes(todo[0].at, todo[0].size)
		if err != nil {
			return fmt.Errorf("object header: %w", err)
		}
		more, err := split(data)
		if err != nil {
			return err
		}
		for _, b := range more {
			if b.size < 2*frame {
				return fmt.Errorf("a continuation of %d bytes", b.size)
			}
			todo = append(todo, block{b.at + frame, b.size - 2*frame})
		}
	}
	return nil
}

// split1 cuts a block of a header of version 1, section IV.A.1.a.
func (o *Object) split1(data []byte) (more []block, err error) {
	for len(data) >= 8 {
		kind, size, flags := binary.LittleEndian.Uint16(data), int(binary.LittleEndian.Uint16(data[2:])), data[4]
		if size > len(data)-8 {
			return nil, fmt.Errorf("a message of %d bytes, its block has %d left", size, len(data)-8)
		}
		if more, err = o.add(more, kind, flags, data[8:8+size]); err != nil {
			return nil, err
		}
		data = data[8+size:]
	}
	return more, nil
}

// split2 cuts a block of a header of version 2.
func (o *Object) split2(data []byte, ordered bool) (more []block, err error) {
	start := 4
	if ordered {
		start += 2
	}
	for len(data) >= start {
		kind, size, flags := uint16(data[0]), int(binary.LittleEndian.Uint16(data[1:])), data[3]
		if size > len(data)-start {
			return nil, fmt.Errorf("a message of %d bytes, its block has %d left", size, len(data)-start)
		}
		if more, err = o.add(more, kind, flags, data[start:start+size]); err != nil {
			return nil, err
		}
		data = data[start+size:]
	}
	return more, nil
}

// add keeps a message, or returns the block that it says follows.
func (o *Object) add(more []block, kind uint16, flags byte, data []byte) ([]block, error) {
	if err := o.file.step(); err != nil {
		return nil, err
	}
	switch kind {
	case messageContinuation:
		if len(data) < 16 {
			return nil, errors.New("a continuation without an address")
		}
		return append(more, block{binary.LittleEndian.Uint64(data), binary.LittleEndian.Uint64(data[8:])}), nil
	case messageDataspace, messageLinkInfo, messageDatatype, messageLink, messageLayout, messageFilters,
		messageAttribute, messageSymbolTable, messageAttributeInfo:
		o.messages = append(o.messages, message{kind, flags&2 != 0, data})
	}
	return more, nil
}

// message returns the data of the one message of a kind, nil when there is none.
func (o *Object) message(kind uint16) ([]byte, error) {
	for _, m := range o.messages {
		if m.kind == kind {
			if m.shared {
				return nil, fmt.Errorf("message %#x is shared with another object, which is not read", kind)
			}
			return m.data, nil
		}
	}
	return nil, nil
}

// littleEndian reads a number of 1 to 8 bytes.
func littleEndian(b []byte) uint64 {
	var v uint64
	for i, c := range b {
		v |= uint64(c) << (8 * i)
	}
	return v
}
