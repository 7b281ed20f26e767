package server

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"golab/kernel/wire"
)

// How much stream text of one request is published, in bytes of content. The
// package's doc says why.
const (
	pageLimit   = 1_800_000
	directLimit = 64 << 20
	tailLimit   = 64 << 10
	calmLimit   = 128 << 10              // beyond it a page gets few messages, large ones
	calmDelay   = 400 * time.Millisecond // that wait for no longer than this
)

// A budget bounds the stream text of one request: what comes beyond the limit is
// held back, and of that the last part is published when the request ends. It
// also keeps the order of the request's publications.
type budget struct {
	publish func(wire.Publication)
	limit   int

	mu     sync.Mutex
	merger merger
	spent  int
	over   bool          // the limit has been reached
	ended  bool          // the request's own run is over
	tail   []wire.Stream // held back
	held   int           // bytes in tail
	lost   int           // bytes held back and dropped again
}

// newBudget returns the budget of a request with the given metadata.
func newBudget(publish func(wire.Publication), metadata wire.Object) *budget {
	return &budget{publish: publish, limit: limitFor(metadata)}
}

// limitFor tells the pages of notebooks, which name the cell that they have run,
// from other clients.
func limitFor(metadata wire.Object) int {
	var cell struct {
		ID wire.Object `json:"cellId"`
	}
	if json.Unmarshal(metadata, &cell) == nil && cell.ID != nil {
		return pageLimit
	}
	return directLimit
}

// emit publishes p, at once or soon, or holds it back.
func (b *budget) emit(p wire.Publication) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case p.MsgType != "stream":
		b.flush()
		b.publish(p)
	case b.over || b.spent+len(p.Content) > b.limit:
		b.hold(p)
	case !b.calm() && b.merger.admit(time.Now()):
		b.spent += len(p.Content)
		b.publish(p)
	default:
		b.spent += len(p.Content)
		b.merge(p)
	}
}

// merge publishes p soon, together with others.
func (b *budget) merge(p wire.Publication) {
	var s wire.Stream
	if json.Unmarshal(p.Content, &s) != nil {
		b.flush()
		b.publish(p)
		return
	}
	much, delay := b.merger.gather(s), mergeDelay
	if b.calm() {
		much, delay = much && b.merger.size > b.spent/3, calmDelay
	}
	if much {
		b.flush()
		return
	}
	if !b.merger.armed {
		b.merger.armed = true
		time.AfterFunc(delay, func() {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.merger.armed = false
			b.flush()
		})
	}
}

// calm reports whether a page has so much text of this request that messages are
// dear: for each of them it lays out the whole text anew.
func (b *budget) calm() bool { return b.limit == pageLimit && b.spent > calmLimit }

// flush publishes what waits to be merged.
func (b *budget) flush() {
	for _, s := range b.merger.take() {
		b.print(s)
	}
}

// hold keeps the text of p from being published.
func (b *budget) hold(p wire.Publication) {
	if !b.over {
		b.over = true
		b.flush()
		if b.ended {
			b.note("beyond %s of printed text, no more is shown", size(b.limit))
		} else {
			b.note("beyond %s of printed text, only the end is shown when the cell is done", size(b.limit))
		}
	}
	var s wire.Stream
	if b.ended || json.Unmarshal(p.Content, &s) != nil {
		return
	}
	if n := len(b.tail); n > 0 && b.tail[n-1].Name == s.Name {
		b.tail[n-1].Text += s.Text
	} else {
		b.tail = append(b.tail, s)
	}
	b.held += len(s.Text)
	for b.held > tailLimit {
		b.dropFirst(b.held - tailLimit)
	}
}

// dropFirst drops up to n bytes, and the rest of a character, from the beginning
// of tail.
func (b *budget) dropFirst(n int) {
	first := &b.tail[0]
	n = min(n, len(first.Text))
	for n < len(first.Text) && !utf8.RuneStart(first.Text[n]) {
		n++
	}
	b.held -= n
	b.lost += n
	first.Text = strings.Clone(first.Text[n:])
	if first.Text == "" {
		b.tail = b.tail[1:]
	}
}

// end publishes what is held back: the request's own run is over.
func (b *budget) end() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ended = true
	b.flush()
	if b.lost > 0 {
		if before, after, ok := strings.Cut(b.tail[0].Text, "\n"); ok && after != "" {
			b.dropFirst(len(before) + 1) // the rest of a line
		}
		b.note("%s left out", size(b.lost))
	}
	for _, s := range b.tail {
		b.print(s)
	}
	b.tail = nil
}

// note tells the user about text that is not shown.
func (b *budget) note(format string, args ...any) {
	b.print(wire.Stream{Name: "stderr", Text: "\n[" + fmt.Sprintf(format, args...) + "]\n"})
}

func (b *budget) print(s wire.Stream) { b.publish(wire.NewPublication("stream", s)) }

// size writes a number of bytes for people.
func size(n int) string {
	if n < 1_000_000 {
		return fmt.Sprintf("%d kB", max(1, n/1000))
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}
