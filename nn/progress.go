package nn

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// How a fit shows its progress: FitConfig.Verbose.
const (
	verboseLong  = iota // one line once the fit takes long
	verboseBar          // Keras's bar for each epoch
	verboseEpoch        // a line for each epoch
)

// barRedraw is how often Keras's bar is redrawn.
const barRedraw = 50 * time.Millisecond

// progress shows how far a fit is. Without Verbose that is one line while a long
// fit runs,
//
//	Epoch 37/100 ━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌ 3s 2ms/step - accuracy: 0.9213 - loss: 0.2311
//
// with the time left, at the end the time taken, and the figures of the last
// whole epoch.
type progress struct {
	statusLine
	verbose       int
	first, epochs int // numbers of the epoch before the first one and of the last one
	steps         int // per epoch
	epoch         int // the current one, from 1
	begun, second time.Time
}

// newProgress starts the clock of a fit with steps steps per epoch.
func newProgress(c FitConfig, steps int) *progress {
	return &progress{
		statusLine: newStatusLine(c.Progress, c.Quiet), verbose: c.Verbose,
		first: c.InitialEpoch, epochs: c.Epochs, steps: steps,
	}
}

// beginEpoch is called before the first step of an epoch, counted from 0.
func (p *progress) beginEpoch(epoch int) {
	p.epoch = epoch + 1
	if p.verbose == verboseLong || p.w == nil {
		return
	}
	p.begun = p.now()
	p.next = p.begun
	if p.epochs > 1 {
		p.print(fmt.Sprintf("Epoch %d/%d", p.epoch, p.epochs))
	}
}

// step is called after each step, counted from 0.
func (p *progress) step(step int, h *History, so *tally) {
	if p.verbose != verboseLong {
		p.bar(step, so)
		return
	}
	spent, ok := p.due()
	if !ok {
		return
	}
	done, all := (p.epoch-1-p.first)*p.steps+step+1, (p.epochs-p.first)*p.steps
	left := time.Duration(float64(spent) / float64(done) * float64(all-done))
	p.draw(done, left, spent, h)
}

// finish leaves the line as it is at the end, if there is one.
func (p *progress) finish(h *History) {
	if p.verbose == verboseLong {
		done := max(len(h.Epoch), 1) * p.steps
		p.end(func(spent time.Duration) { p.draw(done, spent, spent, h) })
	}
}

// draw draws the line. shown is the time it tells.
func (p *progress) draw(done int, shown, spent time.Duration, h *History) {
	line := fmt.Sprintf("Epoch %d/%d %s %s %s/step", p.epoch, p.epochs, progressBar(done, (p.epochs-p.first)*p.steps),
		clockTime(shown), stepTime(spent/time.Duration(done)))
	if figures := h.last(); figures != "" {
		line += " - " + figures
	}
	p.redraw(line)
}

// bar draws Keras's bar of an epoch that runs.
func (p *progress) bar(step int, so *tally) {
	if p.w == nil {
		return
	}
	now := p.now()
	if step == 0 {
		p.second = now
	}
	if p.verbose != verboseBar || now.Before(p.next) {
		return
	}
	p.next = now.Add(barRedraw)
	each := p.perStep(now, step)
	p.redraw(p.count(step+1) + fmt.Sprintf(" %s %s/step%s", clockTime(each*time.Duration(p.steps-step-1)),
		stepTime(each), figureText(maps.Collect(so.figures), false)))
}

// perStep returns the time of a step; the first one does not count, unless it is
// alone.
func (p *progress) perStep(now time.Time, last int) time.Duration {
	if last == 0 {
		return now.Sub(p.begun)
	}
	return now.Sub(p.second) / time.Duration(last)
}

// count returns the start of Keras's bar.
func (p *progress) count(done int) string {
	all := fmt.Sprint(p.steps)
	return fmt.Sprintf("%*d/%s %s", len(all), done, all, progressBar(done, p.steps))
}

// endEpoch is called after an epoch and its validation.
func (p *progress) endEpoch(figures map[string]float64) {
	if p.verbose == verboseLong || p.w == nil {
		return
	}
	now := p.now()
	spent, each := clockTime(now.Sub(p.begun)), stepTime(p.perStep(now, p.steps-1))
	if p.verbose == verboseEpoch {
		p.print(fmt.Sprintf("%d/%d - %s - %s/step%s", p.steps, p.steps, spent, each, figureText(figures, true)))
		return
	}
	p.redraw(p.count(p.steps) + fmt.Sprintf(" %s %s/step%s", spent, each, figureText(figures, false)))
	fmt.Fprintln(p.w)
	p.width = 0
}

// figureText returns figures as Keras prints them after a bar: by name, the learning
// rate last. In a line of an epoch it prints negative ones with an exponent.
func figureText(figures map[string]float64, line bool) string {
	var b strings.Builder
	names := slices.SortedFunc(maps.Keys(figures), func(a, b string) int {
		switch "learning_rate" {
		case a:
			return 1
		case b:
			return -1
		}
		return strings.Compare(a, b)
	})
	for _, name := range names {
		text := formatFigure(figures[name])
		if line && figures[name] < 0 {
			text = fmt.Sprintf("%.4e", figures[name])
		}
		fmt.Fprintf(&b, " - %s: %s", name, text)
	}
	return b.String()
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
