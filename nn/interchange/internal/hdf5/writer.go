package hdf5

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
)

// Group is a group to be written. The zero value is an empty one.
type Group struct {
	// Name is written as the string attribute "name", unless it is empty.
	Name string

	groups   map[string]*Group
	datasets map[string]Dataset
}

// Dataset is a dataset to be written: float32 numbers, or one integer.
type Dataset struct {
	Dims   []int // none for a scalar; their product is the length of Floats
	Floats []float32
	Int    *int64 // in place of Floats, a scalar
}

// Group returns the group of that name within g and makes it when it is missing.
func (g *Group) Group(name string) *Group {
	if g.groups[name] == nil {
		if g.groups == nil {
			g.groups = map[string]*Group{}
		}
		g.groups[name] = &Group{}
	}
	return g.groups[name]
}

// Put adds a dataset to g.
func (g *Group) Put(name string, d Dataset) {
	if g.datasets == nil {
		g.datasets = map[string]Dataset{}
	}
	g.datasets[name] = d
}

// Write writes a file whose root group is g. The same groups give the same bytes.
// It fails when w does, or the dimensions of a dataset do not fit its numbers.
func Write(w io.Writer, g *Group) error {
	l := &layout{}
	l.append(make([]byte, superblockSize))
	root, err := l.group(g)
	if err != nil {
		return fmt.Errorf("hdf5: Write: %w", err)
	}
	end := l.place()
	for i, d := range l.late {
		binary.LittleEndian.PutUint64(l.data[l.patches[i]:], uint64(end))
		end += d.size()
	}
	copy(l.data, superblock(root, end))
	out := bufio.NewWriter(w)
	out.Write(l.data)
	for _, d := range l.late {
		d.write(out)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("hdf5: Write: %w", err)
	}
	return nil
}

// layout is a file in the making: all but the numbers, which come last.
type layout struct {
	data    []byte
	late    []Dataset
	patches []int // where in data the addresses of late belong
}

// maxName is the longest name that is written: an attribute lies in a message of
// less than 64 KiB.
const maxName = 60000

// place returns the address of what is appended next.
func (l *layout) place() int { return len(l.data) }

// append adds bytes and zeros up to a multiple of 8, and returns their address.
func (l *layout) append(b []byte) int {
	at := l.place()
	l.data = append(l.data, b...)
	l.data = append(l.data, make([]byte, -len(l.data)&7)...)
	return at
}

// group adds a group and all that it holds, and returns its address.
func (l *layout) group(g *Group) (int, error) {
	if len(g.Name) > maxName {
		return 0, fmt.Errorf("a name of %d bytes, there may be %d", len(g.Name), maxName)
	}
	links := map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(g.groups)) {
		at, err := l.group(g.groups[name])
		if err != nil {
			return 0, fmt.Errorf("%s: %w", name, err)
		}
		links[name] = at
	}
	for _, name := range slices.Sorted(maps.Keys(g.datasets)) {
		d := g.datasets[name]
		if err := d.check(); err != nil {
			return 0, fmt.Errorf("%s: %w", name, err)
		}
		links[name] = l.dataset(d)
	}
	tree, heap := l.symbolTable(links)
	table := numbers64(tree, heap)
	messages := [][]byte{frame(messageSymbolTable, table)}
	if g.Name != "" {
		messages = append(messages, frame(messageAttribute, nameAttribute(g.Name)))
	}
	return l.header(messages), nil
}

// dataset adds the header of a dataset and returns its address.
func (l *layout) dataset(d Dataset) int {
	kind := floatType[:]
	if d.Int != nil {
		kind = intType[:]
	}
	place := append([]byte{3, 1}, numbers64(-1, d.size())...) // layout 3, contiguous, at no address yet
	messages := [][]byte{
		frame(messageDataspace, dataspace(d.Dims)),
		frame(messageDatatype, kind),
		frame(messageFill, []byte{2, 2, 2, 0}), // version, late, if set, not set
		frame(messageLayout, place),
	}
	at := l.header(messages)
	if d.size() > 0 {
		l.patches = append(l.patches, l.place()-len(messages[3])+messageStart+2)
		l.late = append(l.late, d)
	}
	return at
}

// header adds an object header of version 1, section IV.A.1.a.
func (l *layout) header(messages [][]byte) int {
	all := slices.Concat(messages...)
	h := []byte{1, 0}
	h = binary.LittleEndian.AppendUint16(h, uint16(len(messages)))
	h = binary.LittleEndian.AppendUint32(h, 1) // references
	h = binary.LittleEndian.AppendUint32(h, uint32(len(all)))
	h = append(h, 0, 0, 0, 0)
	return l.append(append(h, all...))
}

// check reports why d cannot be written.
func (d Dataset) check() error {
	if d.Int != nil && (len(d.Dims) > 0 || d.Floats != nil) {
		return fmt.Errorf("one integer is a scalar, it has %d dimensions and %d numbers", len(d.Dims), len(d.Floats))
	}
	n := 1
	for _, v := range d.Dims {
		if v < 0 || v > 0 && n > math.MaxInt32/v {
			return fmt.Errorf("dimensions %v", d.Dims)
		}
		n *= v
	}
	if d.Int == nil && n != len(d.Floats) {
		return fmt.Errorf("dimensions %v take %d numbers, there are %d", d.Dims, n, len(d.Floats))
	}
	return nil
}

// size returns the bytes of the numbers.
func (d Dataset) size() int {
	if d.Int != nil {
		return 8
	}
	return 4 * len(d.Floats)
}

// write writes the numbers; w keeps the first error.
func (d Dataset) write(w *bufio.Writer) {
	const most = 1 << 14
	var b []byte
	if d.Int != nil {
		b = binary.LittleEndian.AppendUint64(b, uint64(*d.Int))
	}
	for part := range slices.Chunk(d.Floats, most) {
		for _, v := range part {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
		}
		w.Write(b)
		b = b[:0]
	}
	w.Write(b)
}
