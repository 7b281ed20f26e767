package hdf5

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Names returns the names in a group, in order. It fails when o is no group.
func (o *Object) Names() ([]string, error) {
	links, err := o.links()
	if err != nil {
		return nil, fmt.Errorf("hdf5: %w", err)
	}
	return slices.Sorted(maps.Keys(links)), nil
}

// links returns the addresses of what a group holds. Links that are not to an
// address in the file are errors: nothing outside it is ever opened.
func (o *Object) links() (map[string]uint64, error) {
	if o.children != nil {
		return o.children, nil
	}
	group := false
	links := map[string]uint64{}
	for _, m := range o.messages {
		var err error
		switch m.kind {
		case messageSymbolTable:
			err = o.file.readSymbolTable(m.data, links)
		case messageLink:
			err = readLink(m.data, links)
		case messageLinkInfo:
			err = checkLinkInfo(m.data)
		default:
			continue
		}
		if err != nil {
			return nil, err
		}
		group = true
	}
	if !group {
		return nil, errors.New("this is not a group")
	}
	o.children = links
	return links, nil
}

// addLink adds a name that must be new.
func addLink(links map[string]uint64, name string, at uint64) error {
	if _, ok := links[name]; ok {
		return fmt.Errorf("two links are called %q", name)
	}
	links[name] = at
	return nil
}

// checkLinkInfo refuses groups whose links are in a fractal heap, section IV.A.2.c.
func checkLinkInfo(data []byte) error {
	place := 2
	if len(data) >= 2 && data[1]&1 != 0 {
		place += 8
	}
	if len(data) < place+8 {
		return errors.New("link info of too few bytes")
	}
	if binary.LittleEndian.Uint64(data[place:]) != undefined {
		return errors.New("the links are in a fractal heap, which is not read")
	}
	return nil
}

// readLink reads a link message, section IV.A.2.g.
func readLink(data []byte, links map[string]uint64) error {
	short := errors.New("a link of too few bytes")
	if len(data) < 2 || data[0] != 1 {
		return errors.New("a link that is not of version 1")
	}
	flags := data[1]
	data = data[2:]
	kind := byte(0)
	if flags&8 != 0 {
		if len(data) < 1 {
			return short
		}
		kind, data = data[0], data[1:]
	}
	skip := 0
	if flags&4 != 0 {
		skip += 8 // creation order
	}
	if flags&16 != 0 {
		skip++ // character set
	}
	width := 1 << (flags & 3)
	if len(data) < skip+width {
		return short
	}
	length := littleEndian(data[skip : skip+width])
	data = data[skip+width:]
	if length > uint64(len(data)) {
		return short
	}
	name := string(data[:length])
	if data = data[length:]; len(data) < 8 || kind != 0 {
		return fmt.Errorf("link %q is not a hard link", name)
	}
	return addLink(links, name, binary.LittleEndian.Uint64(data))
}

// readSymbolTable reads an old group, sections III.A, III.B, III.C and IV.A.2.r.
func (f *File) readSymbolTable(data []byte, links map[string]uint64) error {
	if len(data) < 16 {
		return errors.New("a symbol table without an address")
	}
	heap, err := f.bytes(binary.LittleEndian.Uint64(data[8:]), 32)
	if err != nil {
		return fmt.Errorf("heap of names: %w", err)
	}
	if string(heap[:4]) != "HEAP" {
		return errors.New("the heap of names is missing")
	}
	names, err := f.bytes(binary.LittleEndian.Uint64(heap[24:]), binary.LittleEndian.Uint64(heap[8:]))
	if err != nil {
		return fmt.Errorf("heap of names: %w", err)
	}
	return f.readTree(binary.LittleEndian.Uint64(data), 256, names, links)
}

// readTree reads a node of a group's B-tree whose level is below limit.
func (f *File) readTree(at uint64, limit int, names []byte, links map[string]uint64) error {
	if err := f.step(); err != nil {
		return err
	}
	node, err := f.bytes(at, 24)
	if err != nil {
		return fmt.Errorf("the B-tree: %w", err)
	}
	level := int(node[5])
	if string(node[:4]) != "TREE" || node[4] != 0 || level >= limit {
		return fmt.Errorf("there is no B-tree of a group at %d", at)
	}
	used := uint64(binary.LittleEndian.Uint16(node[6:]))
	// Keys and children take turns, and a key is last.
	entries, err := f.bytes(at+24, 16*used+8)
	if err != nil {
		return fmt.Errorf("the B-tree: %w", err)
	}
	for i := range used {
		child := binary.LittleEndian.Uint64(entries[16*i+8:])
		if level > 0 {
			err = f.readTree(child, level, names, links)
		} else {
			err = f.readSymbols(child, names, links)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// readSymbols reads a symbol table node, section III.B.
func (f *File) readSymbols(at uint64, names []byte, links map[string]uint64) error {
	node, err := f.bytes(at, 8)
	if err != nil {
		return fmt.Errorf("symbols: %w", err)
	}
	if string(node[:4]) != "SNOD" {
		return fmt.Errorf("there are no symbols at %d", at)
	}
	entries, err := f.bytes(at+8, 40*uint64(binary.LittleEndian.Uint16(node[6:])))
	if err != nil {
		return fmt.Errorf("symbols: %w", err)
	}
	for ; len(entries) > 0; entries = entries[40:] {
		if err := f.step(); err != nil {
			return err
		}
		place := binary.LittleEndian.Uint64(entries)
		if place >= uint64(len(names)) {
			return fmt.Errorf("a name at %d, the heap of names has %d bytes", place, len(names))
		}
		name, _, ok := bytes.Cut(names[place:], []byte{0})
		if !ok {
			return errors.New("a name without an end")
		}
		if err := f.spend(len(name)); err != nil {
			return err
		}
		if binary.LittleEndian.Uint32(entries[16:]) == 2 {
			return fmt.Errorf("link %q is not a hard link", name)
		}
		if err := addLink(links, string(name), binary.LittleEndian.Uint64(entries[8:])); err != nil {
			return err
		}
	}
	return nil
}
