package spark

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"golab/spark/internal/wire"
)

// When the line about an action appears and how often it is redrawn.
const (
	progressDelay  = 2 * time.Second
	progressRedraw = 200 * time.Millisecond
)

// A progress shows one line while a long action runs:
//
//	Spark 12/40 tasks ━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌ 7s
type progress struct {
	w     io.Writer // nil: silent
	now   func() time.Time
	start time.Time
	stop  chan struct{}
	gone  sync.WaitGroup

	mu          sync.Mutex
	tasks, done int64
	width       int    // characters of the line on screen; 0: none yet
	drawn       string // that line
}

// writer returns where the line about an action is drawn, or nil.
func (l *link) writer(ctx context.Context) io.Writer {
	if isSilent(ctx) {
		return nil
	}
	return l.progress
}

// newProgress starts the clock of an action.
func newProgress(w io.Writer) *progress {
	p := &progress{w: w, now: time.Now, start: time.Now(), stop: make(chan struct{})}
	if w != nil {
		p.gone.Go(p.watch)
	}
	return p
}

// watch draws the line again and again, until the end.
func (p *progress) watch() {
	for wait := progressDelay; ; wait = progressRedraw {
		select {
		case <-p.stop:
			return
		case <-time.After(wait):
			p.draw()
		}
	}
}

// update takes what the server says.
func (p *progress) update(state *wire.ExecutePlanResponse_ExecutionProgress) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tasks, p.done = 0, 0
	for _, stage := range state.GetStages() {
		p.tasks += stage.GetNumTasks()
		p.done += stage.GetNumCompletedTasks()
	}
}

// draw writes the line over the former one.
func (p *progress) draw() {
	p.mu.Lock()
	defer p.mu.Unlock()
	line := p.line()
	if line == p.drawn {
		return
	}
	width := utf8.RuneCountInString(line)
	fmt.Fprint(p.w, "\r", line, strings.Repeat(" ", max(p.width-width, 0)))
	p.width, p.drawn = width, line
}

// line says what is done.
func (p *progress) line() string {
	const length = 20
	full := 0
	if p.tasks > 0 {
		full = int(min(length, length*p.done/p.tasks))
	}
	return fmt.Sprintf("Spark %d/%d tasks %s%s %s", p.done, p.tasks,
		strings.Repeat("━", full), strings.Repeat("╌", length-full), clock(p.now().Sub(p.start)))
}

// end leaves the last state of the line, if there is one.
func (p *progress) end() {
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

// clock prints 7s, 1:07 or 1:00:07.
func clock(d time.Duration) string {
	s := int(d.Round(time.Second).Seconds())
	switch {
	case s < 60:
		return fmt.Sprintf("%ds", s)
	case s < 3600:
		return fmt.Sprintf("%d:%02d", s/60, s%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}
