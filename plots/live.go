package plots

import (
	"fmt"
	"math"
	"sync"
	"time"
)

// A Live is a figure of lines that grow while something runs, such as the losses of
// a training. Make one with [NewLive]. Its methods may be called from many
// goroutines at once.
type Live struct {
	title, xLabel, yLabel string

	show func(figure any) error
	now  func() time.Time // tests have a clock of their own

	mu    sync.Mutex
	lines []liveLine
	next  time.Time // before which nothing is drawn
	late  bool      // something has come since the last drawing
	err   error     // the first that show returned
}

// A liveLine is a line that grows.
type liveLine struct {
	label  string
	xs, ys []float64
}

// NewLive returns a figure without data that is given to show whenever it is to be
// drawn anew: in a notebook a function that replaces what it has shown before.
//
//	loss := plots.NewLive("Training", "Epoch", "Loss", func(figure any) error {
//		return display.Update("training", figure)
//	})
//	defer loss.Close()
//	for epoch := range 100 {
//		...
//		loss.Add("training", epoch, trainingLoss)
//		loss.Add("validation", epoch, validationLoss)
//	}
func NewLive(title, xLabel, yLabel string, show func(figure any) error) *Live {
	return &Live{title: title, xLabel: xLabel, yLabel: yLabel, show: show, now: time.Now}
}

// redraw is the least time between two drawings.
const redraw = 100 * time.Millisecond

// Add appends a point to the line called label, and draws the figure anew unless it
// has been drawn just now: drawing takes a fifth of the time at most.
func (l *Live) Add(label string, x, y float64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	line := l.line(oneLine(label))
	line.xs, line.ys = append(line.xs, x), append(line.ys, y)
	l.late = true
	if begun := l.now(); !begun.Before(l.next) {
		l.draw()
		took := l.now().Sub(begun)
		l.next = begun.Add(took + max(redraw, 4*took))
	}
}

// Close draws the figure once more if something has come since it was drawn, and
// returns the first error of drawing it. More may be added afterwards.
func (l *Live) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.late {
		l.draw()
	}
	return l.err
}

// Figure returns the figure as it is now.
func (l *Live) Figure() *Figure {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.figure()
}

// String describes the figure as it is now.
func (l *Live) String() string { return l.Figure().String() }

// MIMEBundle returns the figure as it is now, as [Figure.MIMEBundle] does.
func (l *Live) MIMEBundle() (map[string]any, error) { return l.Figure().MIMEBundle() }

// MIMEMetadata returns the size at which a notebook shows it.
func (l *Live) MIMEMetadata() map[string]any { return l.Figure().MIMEMetadata() }

// line returns the line called label, which it makes if there is none.
func (l *Live) line(label string) *liveLine {
	for i := range l.lines {
		if l.lines[i].label == label {
			return &l.lines[i]
		}
	}
	l.lines = append(l.lines, liveLine{label: label})
	return &l.lines[len(l.lines)-1]
}

// figure returns a figure of its own, in which each line keeps its colour. Lines
// without a finite point so far are not in it.
func (l *Live) figure() *Figure {
	f := New(l.title, l.xLabel, l.yLabel)
	for i, line := range l.lines {
		s, err := newSeries(lineKind(line), line.label, line.xs, line.ys)
		if err == nil || hasPoint(line) {
			f.putAs("Live", i, s, err)
		}
	}
	return f
}

// lineKind puts dots on lines that are short.
func lineKind(l liveLine) kind {
	const few = 20
	if len(l.xs) <= few {
		return dottedLine
	}
	return line
}

func hasPoint(l liveLine) bool {
	for i := range l.xs {
		if finite(l.xs[i]) && finite(l.ys[i]) && math.Max(math.Abs(l.xs[i]), math.Abs(l.ys[i])) <= maxMagnitude {
			return true
		}
	}
	return false
}

// draw shows the figure. The caller holds mu.
func (l *Live) draw() {
	f := l.figure()
	if len(f.marks) == 0 && f.err == nil || l.err != nil {
		return
	}
	l.late = false
	if err := l.show(f); err != nil {
		l.err = fmt.Errorf("plots: Live: %w", err)
	}
}
