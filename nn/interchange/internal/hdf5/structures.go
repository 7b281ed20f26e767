package hdf5

import (
	"encoding/binary"
	"maps"
	"slices"
)

// What old groups are made of: a B-tree node has up to twice internalK children,
// a symbol table node up to twice leafK entries. These are HDF5's own defaults.
const (
	leafK          = 4
	internalK      = 16
	superblockSize = 96
	symbolSize     = 40
	messageStart   = 8 // bytes of a message before its data
	messageFill    = 0x05
)

// The types of the numbers that are written: little-endian float32 and int64.
var (
	floatType = [...]byte{0x11, 0x20, 31, 0, 4, 0, 0, 0, 0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0}
	intType   = [...]byte{0x10, 0x08, 0, 0, 8, 0, 0, 0, 0, 0, 64, 0}
)

// numbers64 returns numbers of 8 bytes.
func numbers64(values ...int) []byte {
	var b []byte
	for _, v := range values {
		b = binary.LittleEndian.AppendUint64(b, uint64(v))
	}
	return b
}

// superblock returns the superblock, version 0, of a file that ends at end.
func superblock(root, end int) []byte {
	b := append([]byte(signature), 0, 0, 0, 0, 0, 8, 8, 0, leafK, 0, internalK, 0, 0, 0, 0, 0)
	b = append(b, numbers64(0, -1, end, -1, 0, root)...)
	return append(b, make([]byte, 24)...)
}

// frame returns a header message, its data padded to a multiple of 8.
func frame(kind uint16, data []byte) []byte {
	padded := (len(data) + 7) &^ 7
	b := binary.LittleEndian.AppendUint16(nil, kind)
	b = binary.LittleEndian.AppendUint16(b, uint16(padded))
	b = append(b, 0, 0, 0, 0)
	b = append(b, data...)
	return append(b, make([]byte, padded-len(data))...)
}

// dataspace returns the data of a dataspace message, version 1.
func dataspace(dims []int) []byte {
	return append([]byte{1, byte(len(dims)), 0, 0, 0, 0, 0, 0}, numbers64(dims...)...)
}

// nameAttribute returns the data of an attribute "name", version 1, that holds a
// text of fixed length in UTF-8.
func nameAttribute(text string) []byte {
	kind := append([]byte{0x13, 0x10, 0, 0}, numbers64(len(text) + 1)[:4]...)
	space := dataspace(nil)
	b := []byte{1, 0, 5, 0, byte(len(kind)), 0, byte(len(space)), 0}
	b = append(b, "name\x00\x00\x00\x00"...)
	b = append(b, kind...)
	b = append(b, space...)
	b = append(b, text...)
	return append(b, 0)
}

// span is a node of a B-tree: its address and the place of its last name.
type span struct{ at, last int }

// symbolTable adds the heap of names, the symbols and the B-tree of a group, and
// returns the addresses of the tree and of the heap.
func (l *layout) symbolTable(links map[string]int) (tree, heap int) {
	names := slices.Sorted(maps.Keys(links))
	texts := make([]byte, 8) // the empty name
	places := make([]int, len(names))
	for i, name := range names {
		places[i] = len(texts)
		texts = append(texts, name...)
		texts = append(texts, make([]byte, 8-len(name)&7)...)
	}
	at := l.append(texts)
	// The free list of a full heap is 1.
	heap = l.append(append([]byte("HEAP\x00\x00\x00\x00"), numbers64(len(texts), 1, at)...))

	var nodes []span
	for first := 0; first < len(names); first += 2 * leafK {
		end := min(first+2*leafK, len(names))
		node := append([]byte("SNOD\x01\x00"), byte(end-first), 0)
		for i := first; i < end; i++ {
			node = append(node, numbers64(places[i], links[names[i]], 0, 0, 0)...)
		}
		node = append(node, make([]byte, symbolSize*(2*leafK-(end-first)))...)
		nodes = append(nodes, span{l.append(node), places[end-1]})
	}
	for level := 0; ; level++ {
		nodes = l.treeLevel(level, nodes)
		if len(nodes) == 1 {
			return nodes[0].at, heap
		}
	}
}

// treeLevel adds the nodes of a B-tree that have children, and returns them.
// Without children that is one empty node.
func (l *layout) treeLevel(level int, children []span) []span {
	const (
		most = 2 * internalK
		size = 24 + 8*most + 8*(most+1)
	)
	count := max(1, (len(children)+most-1)/most)
	first := l.place()
	var nodes []span
	for i := range count {
		part := children[i*most : min((i+1)*most, len(children))]
		left, right, key := -1, -1, 0
		if i > 0 {
			left, key = first+(i-1)*size, children[i*most-1].last
		}
		if i+1 < count {
			right = first + (i+1)*size
		}
		node := append([]byte("TREE\x00"), byte(level), byte(len(part)), 0)
		node = append(node, numbers64(left, right, key)...)
		for _, c := range part {
			node = append(node, numbers64(c.at, c.last)...)
			key = c.last
		}
		node = append(node, make([]byte, size-len(node))...)
		nodes = append(nodes, span{l.append(node), key})
	}
	return nodes
}
