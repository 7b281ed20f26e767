package server

import (
	"strings"
	"time"

	"golab/kernel/wire"
)

// How often stream messages of one request are published. Text that comes in
// larger portions than these is never delayed.
const (
	burst      = 1000                  // at once
	perSecond  = 200                   // in the long run
	mergeDelay = 50 * time.Millisecond // how long text waits to be merged
	mergeSize  = 256 << 10             // how much of it does
)

// A merger spares front ends messages: a cell that prints to stdout and stderr in
// turn sends one for each line. When they come too often it gathers the text of
// each stream for a moment.
type merger struct {
	used    float64 // of the burst
	at      time.Time
	waiting []*gathered
	size    int
	armed   bool
}

type gathered struct {
	name string
	text strings.Builder
}

// admit reports whether a message may go out at once.
func (m *merger) admit(now time.Time) bool {
	m.used = max(0, m.used-perSecond*now.Sub(m.at).Seconds())
	m.at = now
	if len(m.waiting) > 0 || m.used >= burst {
		return false
	}
	m.used++
	return true
}

// gather keeps text until take. It reports whether there is much of it.
func (m *merger) gather(s wire.Stream) bool {
	m.size += len(s.Text)
	for _, g := range m.waiting {
		if g.name == s.Name {
			g.text.WriteString(s.Text)
			return m.size >= mergeSize
		}
	}
	g := &gathered{name: s.Name}
	g.text.WriteString(s.Text)
	m.waiting = append(m.waiting, g)
	return m.size >= mergeSize
}

// take returns what has been gathered.
func (m *merger) take() []wire.Stream {
	streams := make([]wire.Stream, len(m.waiting))
	for i, g := range m.waiting {
		streams[i] = wire.Stream{Name: g.name, Text: g.text.String()}
	}
	m.waiting, m.size = nil, 0
	m.used += float64(len(streams))
	return streams
}
