package arrowin

import (
	"encoding/binary"
	"fmt"
)

// A checker walks through a flatbuffer. After the first error all that it returns is
// empty.
type checker struct {
	b    []byte
	left int // bytes that tables, vectors and texts may still have
	err  error
}

// newChecker returns a checker of b. Writers put things into a flatbuffer once; a thing
// that is found many times over is a trap, of which readers make copies.
func newChecker(b []byte) *checker { return &checker{b: b, left: 2 * len(b)} }

func (c *checker) fail(format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf(format, args...)
	}
}

// has reports whether there are n bytes at a place, and notes the error if not.
func (c *checker) has(at, n int) bool {
	if c.err == nil && (at < 0 || n < 0 || n > len(c.b) || at > len(c.b)-n) {
		c.fail("the metadata has %d bytes, not %d at %d", len(c.b), n, at)
	}
	return c.err == nil
}

// visit is has for a thing that is visited.
func (c *checker) visit(at, n int) bool {
	if !c.has(at, n) {
		return false
	}
	if c.left -= n; c.left < 0 {
		c.fail("the metadata of %d bytes has parts in many places at once", len(c.b))
	}
	return c.err == nil
}

func (c *checker) uint32(at int) int {
	if !c.has(at, 4) {
		return 0
	}
	return int(binary.LittleEndian.Uint32(c.b[at:]))
}

func (c *checker) int64(at int) int64 {
	if !c.has(at, 8) {
		return 0
	}
	return int64(binary.LittleEndian.Uint64(c.b[at:]))
}

// A table is a place in a flatbuffer, and where its table of fields is. The zero table
// has no fields.
type table struct {
	at     int
	fields []byte // two bytes for each
}

// follow returns the table that the offset at a place leads to.
func (c *checker) follow(at int) table {
	at += c.uint32(at)
	if !c.visit(at, 4) {
		return table{}
	}
	places := at - int(int32(binary.LittleEndian.Uint32(c.b[at:])))
	if !c.has(places, 4) {
		return table{}
	}
	size := int(binary.LittleEndian.Uint16(c.b[places:]))
	if size < 4 || !c.has(places, size) {
		c.fail("a table of fields has %d bytes", size)
		return table{}
	}
	return table{at, c.b[places+4 : places+size&^1]}
}

// field returns where field i of t, of some bytes, is; 0 if t does not have it.
func (c *checker) field(t table, i, size int) int {
	if len(t.fields) < 2*i+2 {
		return 0
	}
	offset := int(binary.LittleEndian.Uint16(t.fields[2*i:]))
	if offset == 0 || !c.visit(t.at+offset, size) {
		return 0
	}
	return t.at + offset
}

// child returns the table in field i of t, or the zero table.
func (c *checker) child(t table, i int) table {
	if at := c.field(t, i, 4); at > 0 {
		return c.follow(at)
	}
	return table{}
}

// vector returns where the elements in field i of t are, and their number.
func (c *checker) vector(t table, i, size int) (at, n int) {
	if at = c.field(t, i, 4); at == 0 {
		return 0, 0
	}
	at += c.uint32(at)
	n = c.uint32(at)
	if n > len(c.b)/size || !c.visit(at+4, n*size) {
		c.fail("the metadata has %d bytes, and a list of %d elements of %d", len(c.b), n, size)
		return 0, 0
	}
	return at + 4, n
}
