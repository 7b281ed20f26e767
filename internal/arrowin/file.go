package arrowin

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/ipc"
)

// File returns the schema and the batches of an Arrow IPC file, which share no memory
// with content. The caller releases them. arrow-go may panic.
func File(content []byte) (*arrow.Schema, []arrow.RecordBatch, error) {
	memory := new(Limited)
	if err := checkFile(content, memory); err != nil {
		return nil, nil, err
	}
	// Whole frames may be in one body; what is too much has been found out.
	r, err := ipc.NewFileReader(bytes.NewReader(content), ipc.WithAllocator(memory),
		ipc.WithMetadataSizeLimit(0), ipc.WithBodySizeLimit(0))
	if err != nil {
		return nil, nil, err
	}
	defer r.Close()
	var batches []arrow.RecordBatch
	for i := range r.NumRecords() {
		batch, err := r.RecordBatchAt(i)
		if err != nil {
			for _, b := range batches {
				b.Release()
			}
			return nil, nil, err
		}
		batches = append(batches, batch)
	}
	return r.Schema(), batches, nil
}

// checkFile checks all metadata of a file, and that there is memory for its content, which
// it allows.
func checkFile(content []byte, memory *Limited) error {
	const tail = 4 + len("ARROW1") // the length of the footer comes before
	n := len(content)
	if n < tail || !bytes.HasSuffix(content, ipc.Magic) {
		return errors.New("it does not end as one")
	}
	size := int64(binary.LittleEndian.Uint32(content[n-tail:]))
	if size > int64(n-tail) {
		return fmt.Errorf("a footer of %d bytes, and the file has %d", size, n)
	}
	views, blocks, err := footer(content[n-tail-int(size) : n-tail])
	if err != nil {
		return fmt.Errorf("the footer: %w", err)
	}
	all := int64(0)
	for i, b := range blocks {
		takes, err := b.check(content, &views)
		if err != nil {
			return fmt.Errorf("message %d: %w", i, err)
		}
		if all += takes; all < 0 {
			all = math.MaxInt64
		}
	}
	memory.allow(all)
	return Enough(all)
}

// check checks the message in a block and returns how much memory its values take.
func (b block) check(content []byte, v *views) (int64, error) {
	n := int64(len(content))
	if b.offset < 0 || b.meta < 8 || b.body < 0 || b.offset > n || b.meta > n-b.offset || b.body > n-b.offset-b.meta {
		return 0, fmt.Errorf("%d and %d bytes at %d, and the file has %d", b.meta, b.body, b.offset, n)
	}
	meta := content[b.offset : b.offset+b.meta]
	if binary.LittleEndian.Uint32(meta) == continues {
		meta = meta[4:]
	}
	m, err := check(meta[4:], v)
	if err != nil {
		return 0, err
	}
	takes, err := m.takes(content[b.offset+b.meta:][:b.body])
	return b.body + takes, err
}
