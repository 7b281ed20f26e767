package nn

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode/utf8"
)

// mlpProgress shows one line, redrawn in place, while a long fit runs:
//
//	Iteration 37/100 ━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌ 4s - objective: 0.5123
type mlpProgress struct {
	w           io.Writer // nil: silent
	now         func() time.Time
	iterations  int // at most
	start, next time.Time
	width       int // characters of the line on screen; 0: none yet
}

// newMLPProgress starts the clock of a fit.
func newMLPProgress(t MLPTrainer) *mlpProgress {
	p := &mlpProgress{w: t.Progress, now: time.Now, iterations: t.MaxIter}
	switch {
	case t.Quiet:
		p.w = nil
	case p.w == nil:
		p.w = os.Stdout
	}
	p.start = p.now()
	p.next = p.start.Add(progressDelay)
	return p
}

// step is called with the loss after each iteration, and before the first.
func (p *mlpProgress) step(iteration int, loss float64) {
	if p.w == nil {
		return
	}
	now := p.now()
	if now.Before(p.next) {
		return
	}
	p.next = now.Add(progressRedraw)
	p.draw(iteration, loss, now.Sub(p.start))
}

// finish leaves the line as it is at the end, if there is one.
func (p *mlpProgress) finish(iterations int, loss float64) {
	if p.width == 0 {
		return
	}
	p.draw(iterations, loss, p.now().Sub(p.start))
	fmt.Fprintln(p.w)
}

// draw writes the line over the former one.
func (p *mlpProgress) draw(iteration int, loss float64, spent time.Duration) {
	const bar = 20
	full := min(bar, bar*iteration/max(p.iterations, 1))
	line := fmt.Sprintf("Iteration %d/%d %s%s %s - objective: %.4f", iteration, p.iterations,
		strings.Repeat("━", full), strings.Repeat("╌", bar-full), clockTime(spent), loss)
	width := utf8.RuneCountInString(line)
	fmt.Fprint(p.w, "\r", line, strings.Repeat(" ", max(p.width-width, 0)))
	p.width = width
}
