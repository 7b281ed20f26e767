package spark

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// A searchProgress shows one line while a long search runs:
//
//	Fit 4/10 ━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌ 12s, about 18s left
type searchProgress struct {
	w    io.Writer // nil: silent
	now  func() time.Time
	stop chan struct{}
	gone sync.WaitGroup

	mu        sync.Mutex
	start     time.Time
	all, done int // fits
	width     int // characters of the line on screen; 0: none yet
}

// newSearchProgress draws where the session draws, unless a search around this one does.
func newSearchProgress(s *Session) *searchProgress {
	return &searchProgress{w: s.link.writer(s.ctx), now: time.Now, stop: make(chan struct{})}
}

// begin starts the clock of a search of some fits.
func (p *searchProgress) begin(fits int) {
	p.start, p.all = p.now(), fits
	if p.w != nil {
		p.gone.Go(p.watch)
	}
}

// watch draws the line again and again, until the end.
func (p *searchProgress) watch() {
	for wait := progressDelay; ; wait = progressRedraw {
		select {
		case <-p.stop:
			return
		case <-time.After(wait):
			p.draw()
		}
	}
}

// step says that a fit is done.
func (p *searchProgress) step() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done++
}

// draw writes the line over the former one.
func (p *searchProgress) draw() {
	p.mu.Lock()
	defer p.mu.Unlock()
	line := p.line()
	width := utf8.RuneCountInString(line)
	fmt.Fprint(p.w, "\r", line, strings.Repeat(" ", max(p.width-width, 0)))
	p.width = width
}

// line says what is done, and when all will be if fits go on taking as long.
func (p *searchProgress) line() string {
	const length = 20
	passed, full := p.now().Sub(p.start), length*p.done/p.all
	text := fmt.Sprintf("Fit %d/%d %s%s %s", p.done, p.all, strings.Repeat("━", full), strings.Repeat("╌", length-full), clock(passed))
	if p.done > 0 && p.done < p.all {
		text += ", about " + clock(passed/time.Duration(p.done)*time.Duration(p.all-p.done)) + " left"
	}
	return text
}

// end draws the last state of the line, if there is one, and leaves it.
func (p *searchProgress) end() {
	if p.w == nil {
		return
	}
	close(p.stop)
	p.gone.Wait()
	if p.width > 0 {
		p.draw()
		fmt.Fprintln(p.w)
	}
}

// quietKey is the key of a context whose actions draw no line.
type quietKey struct{}

func silently(ctx context.Context) context.Context { return context.WithValue(ctx, quietKey{}, true) }

func isSilent(ctx context.Context) bool { return ctx.Value(quietKey{}) != nil }
