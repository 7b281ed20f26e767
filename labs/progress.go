package labs

import (
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// When the line about a search appears and how often it is redrawn.
const (
	progressDelay  = 2 * time.Second
	progressRedraw = 200 * time.Millisecond
)

// A searchProgress shows one line while a long search runs:
//
//	Fit 4/10 ━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌ 4s, about 7s left
type searchProgress struct {
	w    io.Writer // nil: silent
	now  func() time.Time
	stop chan struct{}
	gone sync.WaitGroup

	mu      sync.Mutex
	start   time.Time
	width   int             // characters of the line on screen; 0: none yet
	workers int             // fits at a time
	planned []int           // fits to come, by candidate
	done    []int           // fits made, by candidate
	spent   []time.Duration // time they took, by candidate
}

func newSearchProgress(w io.Writer, quiet bool) *searchProgress {
	p := &searchProgress{w: w, now: time.Now, stop: make(chan struct{})}
	switch {
	case quiet:
		p.w = nil
	case w == nil:
		p.w = os.Stdout
	}
	return p
}

// begin starts a search of n candidates on some folds, and the line about it.
func (p *searchProgress) begin(folds, n, workers int) {
	p.plan(folds, n, workers)
	if p.w != nil {
		p.gone.Go(p.watch)
	}
}

// plan starts the clock. One fit more than those of the folds will follow, of a candidate
// not known yet.
func (p *searchProgress) plan(folds, n, workers int) {
	p.start, p.workers = p.now(), min(workers, folds*n)
	p.planned, p.done, p.spent = make([]int, n), make([]int, n), make([]time.Duration, n)
	for j := range p.planned {
		p.planned[j] = folds
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

// fit starts the clock of a fit of candidate j; what it returns stops it.
func (p *searchProgress) fit(j int) func() {
	start := p.now()
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.done[j]++
		p.spent[j] += p.now().Sub(start)
	}
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

// line says what is done.
func (p *searchProgress) line() string {
	const length = 20
	done, all := 0, 1
	for j, n := range p.done {
		done += n
		all += p.planned[j]
	}
	full := min(length, length*done/all)
	text := fmt.Sprintf("Fit %d/%d %s%s %s", done, all, strings.Repeat("━", full), strings.Repeat("╌", length-full), clock(p.now().Sub(p.start)))
	if left, ok := p.left(); ok && done < all {
		text += ", about " + clock(left) + " left"
	}
	return text
}

// left estimates the time to the end from the time that fits of the same candidate took,
// or, before there was one, of all candidates.
func (p *searchProgress) left() (time.Duration, bool) {
	var mean, work, dearest float64
	fits := 0
	for j, n := range p.done {
		fits += n
		mean += p.spent[j].Seconds()
	}
	if fits == 0 {
		return 0, false
	}
	mean /= float64(fits)
	passed := float64(p.workers) * p.now().Sub(p.start).Seconds()
	for j, n := range p.done {
		each := mean
		if n > 0 {
			each = p.spent[j].Seconds() / float64(n)
		}
		work += each * float64(p.planned[j])
		dearest = max(dearest, each)
	}
	// The last fit has all processors for itself.
	left := max(0, work-passed)/float64(p.workers) + dearest/float64(p.workers)
	return time.Duration(left * float64(time.Second)), true
}

// end draws the last state of the line, if there is one, and leaves it.
func (p *searchProgress) end() {
	if p.w == nil || p.planned == nil {
		return
	}
	close(p.stop)
	p.gone.Wait()
	if p.width > 0 {
		p.draw()
		fmt.Fprintln(p.w)
	}
}

// clock prints 7s, 1:07 or 1:00:07.
func clock(d time.Duration) string {
	s := int(math.Round(d.Seconds()))
	switch {
	case s < 60:
		return fmt.Sprintf("%ds", s)
	case s < 3600:
		return fmt.Sprintf("%d:%02d", s/60, s%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}
