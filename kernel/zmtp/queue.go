package zmtp

import (
	"errors"
	"sync"
	"time"
)

var (
	errClosed  = errors.New("zmtp: closed")
	errStalled = errors.New("zmtp: the peer reads nothing")
)

// entryOverhead is what an entry of a queue counts beyond its bytes.
const entryOverhead = 64

// A queue is a line of entries with a cap on their bytes. An entry that is larger
// than the cap goes in when the queue is empty.
type queue[T any] struct {
	mu       sync.Mutex
	some     sync.Cond // there are entries, or the queue is closed
	room     sync.Cond // bytes has gone down, or the queue is closed
	entries  []entry[T]
	bytes    int // of the entries, and of those taken that are not done
	limit    int
	progress time.Time // when bytes went down
	closed   bool
}

type entry[T any] struct {
	value T
	bytes int
}

func newQueue[T any](limit int) *queue[T] {
	q := &queue[T]{limit: limit}
	q.some.L, q.room.L = &q.mu, &q.mu
	return q
}

// push adds a value. It waits while the queue is full, and gives up with
// errStalled when bytes has not gone down for stall; a stall of 0 waits for ever.
func (q *queue[T]) push(value T, bytes int, stall time.Duration) error {
	bytes += entryOverhead
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.full(bytes) {
		if err := q.awaitRoom(bytes, stall); err != nil {
			return err
		}
	}
	return q.add(value, bytes)
}

// tryPush adds a value if there is room.
func (q *queue[T]) tryPush(value T, bytes int) bool {
	bytes += entryOverhead
	q.mu.Lock()
	defer q.mu.Unlock()
	return !q.full(bytes) && q.add(value, bytes) == nil
}

func (q *queue[T]) full(bytes int) bool {
	return q.bytes > 0 && q.bytes+bytes > q.limit && !q.closed
}

func (q *queue[T]) add(value T, bytes int) error {
	if q.closed {
		return errClosed
	}
	q.entries = append(q.entries, entry[T]{value, bytes})
	q.bytes += bytes
	q.some.Signal()
	return nil
}

func (q *queue[T]) awaitRoom(bytes int, stall time.Duration) error {
	if stall == 0 {
		for q.full(bytes) {
			q.room.Wait()
		}
		return nil
	}
	since := time.Now()
	for q.full(bytes) {
		if q.progress.After(since) {
			since = q.progress
		}
		left := stall - time.Since(since)
		if left <= 0 {
			return errStalled
		}
		alarm := time.AfterFunc(left, q.room.Broadcast)
		q.room.Wait()
		alarm.Stop()
	}
	return nil
}

// pop takes the first value. It is false when the queue is closed.
func (q *queue[T]) pop() (value T, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.entries) == 0 && !q.closed {
		q.some.Wait()
	}
	if q.closed {
		return value, false
	}
	first := q.entries[0]
	q.entries[0] = entry[T]{}
	q.entries = q.entries[1:]
	q.release(first.bytes)
	return first.value, true
}

// popAll takes all values and leaves the queue the room of spare. Their bytes
// count until done is called. A closed queue is emptied first; then popAll is
// false.
func (q *queue[T]) popAll(spare []entry[T]) (all []entry[T], ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.entries) == 0 && !q.closed {
		q.some.Wait()
	}
	all, q.entries = q.entries, spare[:0]
	return all, len(all) > 0
}

// done says that so many bytes of what popAll has taken are dealt with.
func (q *queue[T]) done(bytes int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.release(bytes)
}

// moved says that there is progress within an entry.
func (q *queue[T]) moved() { q.done(0) }

func (q *queue[T]) release(bytes int) {
	q.bytes -= bytes
	q.progress = time.Now()
	q.room.Broadcast()
}

// close ends the queue for those who push.
func (q *queue[T]) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.some.Broadcast()
	q.room.Broadcast()
}

// flush waits until everything is done, or the deadline, and returns the bytes
// that are left.
func (q *queue[T]) flush(deadline time.Time) int {
	alarm := time.AfterFunc(time.Until(deadline), q.room.Broadcast)
	defer alarm.Stop()
	q.mu.Lock()
	defer q.mu.Unlock()
	for q.bytes > 0 && time.Now().Before(deadline) {
		q.room.Wait()
	}
	return q.bytes
}
