package server

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"golab/kernel/wire"
)

// How much stream text of one request is published, in bytes of content. The
// package's doc says why.
const (
	pageLimit   = 1_800_000
	directLimit = 64 << 20
	tailLimit   = 64 << 10
)

// A budget bounds the stream text of one request: what comes beyond the limit is
// held back, and of that the last part is published when the request ends. It
// also keeps the order of the request's publications.
type budget struct {
	publish func(wire.Publication)
	limit   int

	mu    sync.Mutex
	spent int
	over  bool          // the limit has been reached
	ended bool          // the request's own run is over
	tail  []wire.Stream // held back
	held  int           // bytes in tail
	lost  int           // bytes held back and dropped again
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

// emit publishes p or holds it back.
func (b *budget) emit(p wire.Publication) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if p.MsgType != "stream" {
		b.publish(p)
		return
	}
	if !b.over && b.spent+len(p.Content) <= b.limit {
		b.spent += len(p.Content)
		b.publish(p)
		return
	}
	if !b.over {
		b.over = true
		b.note("beyond %s of printed text, only the end is shown when the cell is done", size(b.limit))
	}
	if !b.ended {
		b.hold(p)
	}
}

// hold puts the text of p at the end of tail, and drops what is too much from
// its beginning.
func (b *budget) hold(p wire.Publication) {
	var t wire.Stream
	if json.Unmarshal(p.Content, &t) != nil {
		return
	}
	if n := len(b.tail); n > 0 && b.tail[n-1].Name == t.Name {
		b.tail[n-1].Text += t.Text
	} else {
		b.tail = append(b.tail, t)
	}
	b.held += len(t.Text)
	for b.held > tailLimit {
		first := &b.tail[0]
		cut := min(b.held-tailLimit, len(first.Text))
		for cut < len(first.Text) && !utf8.RuneStart(first.Text[cut]) {
			cut++
		}
		b.held -= cut
		b.lost += cut
		first.Text = strings.Clone(first.Text[cut:])
		if first.Text == "" {
			b.tail = b.tail[1:]
		}
	}
}

// end publishes what is held back: the request's own run is over.
func (b *budget) end() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ended = true
	if b.lost > 0 {
		b.wholeLine()
		b.note("%s left out", size(b.lost))
	}
	for _, t := range b.tail {
		b.print(t.Name, t.Text)
	}
	b.tail = nil
}

// wholeLine makes tail begin with a whole line, if it has one.
func (b *budget) wholeLine() {
	if len(b.tail) == 0 {
		return
	}
	before, after, ok := strings.Cut(b.tail[0].Text, "\n")
	if ok && after != "" {
		b.lost += len(before) + 1
		b.tail[0].Text = after
	}
}

// note tells the user about text that is not shown.
func (b *budget) note(format string, args ...any) {
	b.print("stderr", "\n["+fmt.Sprintf(format, args...)+"]\n")
}

func (b *budget) print(name, s string) {
	b.publish(wire.NewPublication("stream", wire.Stream{Name: name, Text: s}))
}

// size writes a number of bytes for people.
func size(n int) string {
	if n < 1_000_000 {
		return fmt.Sprintf("%d kB", max(1, n/1000))
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}
