package display

import (
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// redraw is the least time between two states of a bar that are shown.
const redraw = 100 * time.Millisecond

// A Bar shows how far something has come, how fast it goes and how long it will
// take: in a notebook as a bar of the page, in a program without a front end as a
// line of text that is redrawn, or, where nobody looks on, as a line at the end.
// It is shown at once and changes ten times a second at most. Its methods may be
// called from many goroutines at once.
//
//	bar := display.NewBar(len(files), "files")
//	defer bar.Close()
//	for _, f := range files {
//		read(f)
//		bar.Add(1)
//	}
type Bar struct {
	total int
	begun time.Time
	now   func() time.Time // tests have a clock of their own

	count atomic.Int64
	next  atomic.Int64 // the time before which nothing is drawn, since begun
	late  atomic.Bool  // a goroutine is going to draw then

	mu     sync.Mutex // held while the bar is drawn
	view   barView
	speed  speed
	label  string
	note   string
	closed bool
}

// A barView is where a bar is drawn.
type barView interface {
	draw(s barState)
	finish(s barState)
}

// NewBar shows a bar that is full at total, with a label in front, which may be
// empty. With a total of 0 or less, for a number that nobody knows, there is no
// bar but a count and its speed.
func NewBar(total int, label string) *Bar { return newBar(total, label, newBarView(), time.Now) }

func newBar(total int, label string, v barView, now func() time.Time) *Bar {
	b := &Bar{total: max(total, 0), label: label, view: v, now: now, begun: now()}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.draw()
	return b
}

// newBarView returns the view that suits the front end.
func newBarView() barView {
	p := frontend.Load()
	switch {
	case p == nil:
		return &lineView{out: os.Stdout, quiet: !isTerminal(os.Stdout)}
	case p.Comms() == nil:
		return &lineView{out: os.Stdout}
	case p.Comms().Asked(controlTarget):
		if v, err := newWidgetView(p); err == nil {
			return v
		}
	}
	return &pageView{place: p}
}

// Progress is a loop from 0 to total−1 that shows a Bar:
//
//	for epoch := range display.Progress(100) {
//		train(epoch)
//	}
func Progress(total int) func(yield func(int) bool) { return NewBar(total, "").Range() }

// Range is a loop from 0 to the bar's total less 1 that moves the bar on. When
// the loop is left early, the bar says so.
func (b *Bar) Range() func(yield func(int) bool) {
	return func(yield func(int) bool) {
		defer b.Close()
		for i := range b.total {
			if !yield(i) {
				return
			}
			b.Add(1)
		}
	}
}

// Add moves the bar on by n. A bar that is full is closed.
func (b *Bar) Add(n int) { b.moved(b.count.Add(int64(n))) }

// Set moves the bar to n.
func (b *Bar) Set(n int) {
	b.count.Store(int64(n))
	b.moved(int64(n))
}

// Note shows a text behind the bar, such as the loss of the epoch.
func (b *Bar) Note(text string) {
	b.mu.Lock()
	b.note = text
	b.mu.Unlock()
	b.moved(b.count.Load())
}

// Close shows the last state, which stays. It may be called twice; a closed bar
// no longer moves.
func (b *Bar) Close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.closed {
		b.closed = true
		b.view.finish(b.state())
	}
}

// moved draws the bar if it is time, or sees to it that it is drawn when it is.
func (b *Bar) moved(count int64) {
	if b.total > 0 && count >= int64(b.total) {
		b.Close()
		return
	}
	wait := time.Duration(b.next.Load()) - b.now().Sub(b.begun)
	if wait <= 0 {
		b.mu.Lock()
		defer b.mu.Unlock()
		if b.now().Sub(b.begun) >= time.Duration(b.next.Load()) {
			b.draw()
		}
		return
	}
	if b.late.CompareAndSwap(false, true) {
		go func() {
			time.Sleep(wait)
			b.late.Store(false)
			b.mu.Lock()
			defer b.mu.Unlock()
			b.draw()
		}()
	}
}

// draw shows the present state. The caller holds mu.
func (b *Bar) draw() {
	if b.closed {
		return
	}
	b.view.draw(b.state())
	b.next.Store(int64(b.now().Sub(b.begun) + redraw))
}

// state returns what there is to show. The caller holds mu.
func (b *Bar) state() barState {
	s := barState{
		label: b.label, note: b.note, total: b.total, closed: b.closed,
		count: int(b.count.Load()), elapsed: b.now().Sub(b.begun),
	}
	if b.total > 0 {
		s.count = min(s.count, b.total)
	}
	s.rate = b.speed.at(s.count, s.elapsed)
	if s.closed && s.elapsed > 0 {
		s.rate = float64(s.count) / s.elapsed.Seconds()
	}
	return s
}

// isTerminal reports whether people look at the file.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
