package hdf5

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
)

// signature starts a file, section II.A.
const signature = "\x89HDF\r\n\x1a\n"

// undefined is the address of what is not there.
const undefined = ^uint64(0)

// File is a file in memory, opened for reading. It is for one goroutine at a time.
type File struct {
	data    []byte
	root    uint64
	objects map[uint64]*Object           // by address
	heaps   map[uint64]map[uint16][]byte // global heaps by address
	steps   int                          // structures that may still be read
	room    int                          // bytes of names, texts and numbers that may still be handed out
}

// Open reads the superblock of data, which the file goes on to use.
func Open(data []byte) (*File, error) {
	f := &File{
		data:    data,
		objects: map[uint64]*Object{},
		heaps:   map[uint64]map[uint16][]byte{},
		steps:   len(data)/8 + 64,
		room:    4 * len(data),
	}
	if err := f.readSuperblock(); err != nil {
		return nil, fmt.Errorf("hdf5: %w", err)
	}
	return f, nil
}

// readSuperblock reads section II.A.
func (f *File) readSuperblock() error {
	if len(f.data) < 16 || string(f.data[:len(signature)]) != signature {
		return errors.New("this is not an HDF5 file")
	}
	version := f.data[8]
	var sizes, end []byte // of offsets and lengths; base address and what follows
	place := 0            // of base in the file
	switch version {
	case 0, 1:
		sizes, place = f.data[13:15], 24
		if version == 1 {
			place += 4
		}
	case 2, 3:
		sizes, place = f.data[9:11], 12
	default:
		return fmt.Errorf("superblock of version %d, there are 0 to 3", version)
	}
	if sizes[0] != 8 || sizes[1] != 8 {
		return fmt.Errorf("offsets of %d and lengths of %d bytes, only 8 are read", sizes[0], sizes[1])
	}
	var err error
	if end, err = f.bytes(uint64(place), 48); err != nil {
		return fmt.Errorf("superblock: %w", err)
	}
	if base := binary.LittleEndian.Uint64(end); base != 0 {
		return fmt.Errorf("base address %d, only 0 is read", base)
	}
	if size := binary.LittleEndian.Uint64(end[16:]); size > uint64(len(f.data)) {
		return fmt.Errorf("the file has %d bytes, it says that it had %d: it is truncated", len(f.data), size)
	}
	// Version 2 has the root's address here, version 0 a symbol table entry that
	// starts with the offset of an empty name.
	f.root = binary.LittleEndian.Uint64(end[24:])
	if version < 2 {
		f.root = binary.LittleEndian.Uint64(end[40:])
	}
	return nil
}

// bytes returns n bytes of the file at address at.
func (f *File) bytes(at, n uint64) ([]byte, error) {
	size := uint64(len(f.data))
	if at > size || n > size-at {
		return nil, fmt.Errorf("%d bytes at %d, the file has %d", n, at, size)
	}
	return f.data[at : at+n : at+n], nil
}

// step counts a structure that is read. A whole file has no more of them than its
// length allows, so one that goes round in circles ends here.
func (f *File) step() error {
	if f.steps--; f.steps < 0 {
		return errors.New("more structures than the file has room for: it refers to itself")
	}
	return nil
}

// spend counts bytes that are handed out. Those of a whole file lie beside each
// other, so that together they are no more than the file, some being read again.
func (f *File) spend(n int) error {
	if n > f.room {
		return errors.New("more names and numbers than the file has room for: they lie over each other")
	}
	f.room -= n
	return nil
}

// Object returns the object at a path such as "layers/dense/vars/0"; "" is the
// root group. Where a name is missing the error is a *MissingError.
func (f *File) Object(path string) (*Object, error) {
	o, err := f.object(f.root)
	if err != nil {
		return nil, fmt.Errorf("hdf5: root: %w", err)
	}
	done := ""
	for name := range strings.SplitSeq(path, "/") {
		if name == "" {
			continue
		}
		links, err := o.links()
		if err != nil {
			return nil, fmt.Errorf("hdf5: group %q: %w", done, err)
		}
		done += "/" + name
		address, ok := links[name]
		if !ok {
			return nil, &MissingError{Path: done}
		}
		if o, err = f.object(address); err != nil {
			return nil, fmt.Errorf("hdf5: %s: %w", done, err)
		}
	}
	return o, nil
}

// MissingError says that a path leads nowhere.
type MissingError struct{ Path string }

// Error names the path.
func (e *MissingError) Error() string { return fmt.Sprintf("hdf5: there is no %s", e.Path) }
