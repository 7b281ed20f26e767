package arrowin

import "encoding/binary"

// maxDepth is how deep columns may be nested: as deep as arrow-go loads them.
const maxDepth = 64

// The bytes of Arrow's flatbuffer structs.
const (
	blockSize  = 24 // offset, length of the metadata, length of the body
	nodeSize   = 16 // length, number of nulls
	bufferSize = 16 // offset, length
)

// The kinds of messages.
const (
	schemaMessage     = 1
	dictionaryMessage = 2
	batchMessage      = 3
)

// Views are how many columns of text views there are, for each of which a batch says how
// many buffers it has: arrow-go looks for these numbers without a look at their number.
type views struct {
	batches      int           // in a batch
	dictionaries map[int64]int // in each dictionary
}

// schema checks a table Schema.
func (c *checker) schema(t table) views {
	v := views{dictionaries: map[int64]int{}}
	at, n := c.vector(t, 1, 4)
	for i := range n {
		v.batches += c.column(c.follow(at+4*i), maxDepth, v)
	}
	c.pairs(t, 2)
	return v
}

// column checks a table Field and those below, and returns how many of them are views
// that are in no dictionary.
func (c *checker) column(t table, depth int, v views) int {
	if depth == 0 {
		c.fail("columns are nested more than %d deep", maxDepth)
	}
	if c.err != nil {
		return 0
	}
	c.vector(t, 0, 1) // the name
	kind, found := c.child(t, 3), 0
	const decimal, timestamp, union, binaryView, textView = 7, 10, 14, 23, 24
	if at := c.field(t, 2, 1); at > 0 {
		switch c.b[at] {
		case decimal:
			c.digits(kind)
		case timestamp:
			c.vector(kind, 1, 1) // the time zone
		case union:
			c.vector(kind, 1, 4) // the types
		case binaryView, textView:
			found++
		}
	}
	at, n := c.vector(t, 5, 4)
	for i := range n {
		found += c.column(c.follow(at+4*i), depth-1, v)
	}
	c.pairs(t, 6)
	if dictionary := c.child(t, 4); dictionary.at > 0 {
		c.child(dictionary, 1) // the type of the index
		id := c.number(dictionary, 0)
		v.dictionaries[id] = max(v.dictionaries[id], found)
		return 0
	}
	return found
}

// digits checks how many digits a type of decimals has, and how many behind its point:
// arrow-go makes texts of so many. The longest decimals have 76 digits.
func (c *checker) digits(kind table) {
	const most = 1000
	for i := range 2 {
		if at := c.field(kind, i, 4); at > 0 {
			if n := int32(c.uint32(at)); n < -most || n > most {
				c.fail("decimals have %d digits", n)
			}
		}
	}
}

// number returns the number of 8 bytes in field i of t, which is 0 if it is not there.
func (c *checker) number(t table, i int) int64 {
	if at := c.field(t, i, 8); at > 0 {
		return c.int64(at)
	}
	return 0
}

// pairs checks the pairs of texts in field i of t.
func (c *checker) pairs(t table, i int) {
	at, n := c.vector(t, i, 4)
	for i := range n {
		pair := c.follow(at + 4*i)
		c.vector(pair, 0, 1)
		c.vector(pair, 1, 1)
	}
}

// A block is where a file has a message.
type block struct {
	offset, body int64
	meta         int64
}

// footer checks the footer of a file and returns the schema's views, and where the
// dictionaries and batches are.
func footer(b []byte) (views, []block, error) {
	c := newChecker(b)
	t := c.follow(0)
	v := c.schema(c.child(t, 1))
	var blocks []block
	for field := 2; field <= 3; field++ {
		at, n := c.vector(t, field, blockSize)
		for i := range n {
			place := at + i*blockSize
			blocks = append(blocks, block{c.int64(place), c.int64(place + 16), int64(int32(c.uint32(place + 8)))})
		}
	}
	c.pairs(t, 4)
	return v, blocks, c.err
}

// A message is what is to know of one before its body is read.
type message struct {
	body    int64 // bytes
	buffers []byte
	codec   int // 0 LZ4, 1 ZSTD, -1 none
}

// check checks the metadata of a message in a stream or file of which v has the views. A
// schema replaces these.
func check(b []byte, v *views) (message, error) {
	c := newChecker(b)
	t := c.follow(0)
	m := message{codec: -1, body: c.number(t, 3)}
	c.pairs(t, 4)
	header := c.child(t, 2)
	if at := c.field(t, 1, 1); at > 0 {
		switch c.b[at] {
		case schemaMessage:
			*v = c.schema(header)
		case dictionaryMessage:
			c.batch(c.child(header, 1), &m, v.dictionaries[c.number(header, 0)])
		case batchMessage:
			c.batch(header, &m, v.batches)
		}
	}
	if m.body < 0 {
		c.fail("a body has %d bytes", m.body)
	}
	return m, c.err
}

// batch checks a table RecordBatch, of columns of which some are views.
func (c *checker) batch(t table, m *message, views int) {
	at, n := c.vector(t, 1, nodeSize)
	for i := range n {
		if rows, nulls := c.int64(at+i*nodeSize), c.int64(at+i*nodeSize+8); rows < 0 || nulls > rows {
			c.fail("a column has %d rows and %d of them are null", rows, nulls)
		}
	}
	at, n = c.vector(t, 2, bufferSize)
	m.buffers = c.b[at : at+n*bufferSize]
	if compression := c.child(t, 3); compression.at > 0 {
		m.codec = 0
		if at := c.field(compression, 0, 1); at > 0 {
			m.codec = int(int8(c.b[at]))
		}
	}
	at, has := c.vector(t, 4, 8)
	if has < views {
		c.fail("there are %d columns of text views, the batch says of %d how many buffers they have", views, has)
	}
	for i := range has {
		if data := c.int64(at + 8*i); data < 0 || data > int64(n) {
			c.fail("a column has %d buffers of text, and the batch %d buffers", data, n)
		}
	}
}

// takes returns how much memory the buffers of a body take besides it.
func (m message) takes(body []byte) (int64, error) {
	c, all := checker{b: body}, int64(0)
	for b := m.buffers; len(b) > 0; b = b[bufferSize:] {
		offset, length := int64(binary.LittleEndian.Uint64(b)), int64(binary.LittleEndian.Uint64(b[8:]))
		if length == 0 {
			continue
		}
		if offset < 0 || length < 0 || length > int64(len(body)) || offset > int64(len(body))-length {
			c.fail("a buffer of %d bytes at %d, and the body has %d", length, offset, len(body))
		} else if m.codec >= 0 {
			all += c.expanded(int(offset), length, m.codec)
		}
		if c.err != nil {
			return 0, c.err
		}
	}
	return all, nil
}

// expanded returns how many bytes a compressed buffer claims to have.
func (c *checker) expanded(at int, length int64, codec int) int64 {
	if length < 8 {
		c.fail("a compressed buffer has %d bytes, not even its length", length)
		return 0
	}
	claim := c.int64(at)
	if claim == -1 { // it is not compressed after all
		return 0
	}
	// The most that a codec makes of one byte: LZ4 lengthens a match by 255 for each, a
	// ZSTD block of 4 bytes may stand for 128 KiB.
	most := (length-8)<<8 + 1<<16
	if codec != 0 {
		most = (length-8)<<15 + 1<<17
	}
	if claim < 0 || claim > most {
		c.fail("a buffer of %d bytes claims to be %d, compressed", length, claim)
		return 0
	}
	return claim
}
