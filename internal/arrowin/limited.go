package arrowin

import (
	"fmt"
	"math"
	"sync"

	"github.com/apache/arrow-go/v18/arrow/memory"
)

// A Limited allocator panics with an error when it is asked for more than it may give, or
// more than [Enough] finds. Arrow-go makes errors of its panics nearly everywhere.
type Limited struct {
	memory.GoAllocator
	mu         sync.Mutex
	used, most int64
	looked     int64 // how much was used when Enough was asked
}

// NewLimited returns an allocator that may give whatever there is.
func NewLimited() *Limited { return &Limited{most: math.MaxInt64} }

// allow raises the limit for so many bytes of input, of which arrow-go may make a copy
// (of dictionaries that come in parts).
func (l *Limited) allow(n int64) {
	const more = 1 << 20 // for what is rounded up
	l.mu.Lock()
	defer l.mu.Unlock()
	l.most = min(l.most, 1<<60) + 2*min(n, 1<<60) + more
}

// Allocate returns memory of so many bytes.
func (l *Limited) Allocate(size int) []byte {
	l.charge(int64(size))
	return l.GoAllocator.Allocate(size)
}

// Reallocate returns b with so many bytes.
func (l *Limited) Reallocate(size int, b []byte) []byte {
	l.charge(int64(size) - int64(len(b)))
	return l.GoAllocator.Reallocate(size, b)
}

// Free counts b as given back.
func (l *Limited) Free(b []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.used -= int64(len(b))
}

func (l *Limited) charge(n int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if n > l.most-l.used {
		panic(fmt.Errorf("a buffer of %d bytes, and all can have no more than %d", n, l.most))
	}
	if l.used+n > l.looked+few { // look now and then
		if err := Enough(l.used + n - l.looked); err != nil {
			panic(err)
		}
		l.looked = l.used + n
	}
	l.used += n
}
