package nn

import (
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"time"
)

// When the progress line appears and how often it is redrawn.
const (
	progressDelay  = 2 * time.Second
	progressRedraw = 200 * time.Millisecond
)

// progress shows one line, redrawn in place, while a long fit runs:
//
//	Epoch 37/100 ━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌ 3s 2ms/step - accuracy: 0.9213 - loss: 0.2311
//
// with the time left, at the end the time taken, and the figures of the last
// whole epoch.
type progress struct {
	w             io.Writer // nil: silent
	now           func() time.Time
	epochs, steps int // steps per epoch
	start, next   time.Time
	width         int // characters of the line on screen; 0: none yet
}

// newProgress starts the clock of a fit with steps steps per epoch.
func newProgress(c FitConfig, steps int) *progress {
	p := &progress{w: c.Progress, now: time.Now, epochs: c.Epochs, steps: steps}
	switch {
	case c.Quiet:
		p.w = nil
	case p.w == nil:
		p.w = os.Stdout
	}
	p.begin()
	return p
}

// begin starts the clock.
func (p *progress) begin() {
	p.start = p.now()
	p.next = p.start.Add(progressDelay)
}

// step is called after each step, both counted from 0.
func (p *progress) step(epoch, step int, h *History) {
	if p.w == nil {
		return
	}
	now := p.now()
	if now.Before(p.next) {
		return
	}
	p.next = now.Add(progressRedraw)
	done, all := epoch*p.steps+step+1, p.epochs*p.steps
	spent := now.Sub(p.start)
	left := time.Duration(float64(spent) / float64(done) * float64(all-done))
	p.draw(epoch+1, done, left, spent, h)
}

// finish leaves the line as it is at the end, if there is one.
func (p *progress) finish(h *History) {
	if p.width == 0 {
		return
	}
	spent := p.now().Sub(p.start)
	p.draw(p.epochs, p.epochs*p.steps, spent, spent, h)
	fmt.Fprintln(p.w)
}

// draw writes the line over the former one. shown is the time it tells.
func (p *progress) draw(epoch, done int, shown, spent time.Duration, h *History) {
	const bar = 20
	full := bar * done / (p.epochs * p.steps)
	line := fmt.Sprintf("Epoch %d/%d %s%s %s %s/step", epoch, p.epochs,
		strings.Repeat("━", full), strings.Repeat("╌", bar-full),
		clockTime(shown), stepTime(spent/time.Duration(done)))
	if figures := h.last(); figures != "" {
		line += " - " + figures
	}
	width := len([]rune(line))
	fmt.Fprint(p.w, "\r", line, strings.Repeat(" ", max(p.width-width, 0)))
	p.width = width
}

// clockTime prints 7s, 1:07 or 1:00:07, as Keras does.
func clockTime(d time.Duration) string {
	s := int(math.Round(d.Seconds()))
	switch {
	case s < 60:
		return fmt.Sprintf("%ds", s)
	case s < 3600:
		return fmt.Sprintf("%d:%02d", s/60, s%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}

// stepTime prints a time per step in s, ms or us, as Keras does.
func stepTime(d time.Duration) string {
	switch {
	case d >= time.Second:
		return fmt.Sprintf("%.0fs", d.Seconds())
	case d >= time.Millisecond:
		return fmt.Sprintf("%.0fms", d.Seconds()*1e3)
	}
	return fmt.Sprintf("%.0fus", d.Seconds()*1e6)
}
