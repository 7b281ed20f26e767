package nn

import (
	"fmt"
	"time"
)

// progress shows one line while a long fit runs:
//
//	Epoch 37/100 ━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌ 3s 2ms/step - accuracy: 0.9213 - loss: 0.2311
//
// with the time left, at the end the time taken, and the figures of the last
// whole epoch.
type progress struct {
	statusLine
	epochs, steps int // steps per epoch
}

// newProgress starts the clock of a fit with steps steps per epoch.
func newProgress(c FitConfig, steps int) *progress {
	return &progress{newStatusLine(c.Progress, c.Quiet), c.Epochs, steps}
}

// step is called after each step, both counted from 0.
func (p *progress) step(epoch, step int, h *History) {
	spent, ok := p.due()
	if !ok {
		return
	}
	done, all := epoch*p.steps+step+1, p.epochs*p.steps
	left := time.Duration(float64(spent) / float64(done) * float64(all-done))
	p.draw(epoch+1, done, left, spent, h)
}

// finish leaves the line as it is at the end, if there is one.
func (p *progress) finish(h *History) {
	p.end(func(spent time.Duration) { p.draw(p.epochs, p.epochs*p.steps, spent, spent, h) })
}

// draw draws the line. shown is the time it tells.
func (p *progress) draw(epoch, done int, shown, spent time.Duration, h *History) {
	line := fmt.Sprintf("Epoch %d/%d %s %s %s/step", epoch, p.epochs, progressBar(done, p.epochs*p.steps),
		clockTime(shown), stepTime(spent/time.Duration(done)))
	if figures := h.last(); figures != "" {
		line += " - " + figures
	}
	p.redraw(line)
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
