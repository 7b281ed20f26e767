package nn

import (
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"time"
	"unicode/utf8"
)

// When the line about a fit appears and how often it is redrawn.
const (
	progressDelay  = 2 * time.Second
	progressRedraw = 200 * time.Millisecond
)

// statusLine is a line about a fit that takes long, redrawn in place.
type statusLine struct {
	w           io.Writer // nil: silent
	now         func() time.Time
	start, next time.Time
	width       int // characters of the line on screen; 0: none yet
}

// newStatusLine starts the clock. A nil w means os.Stdout as it is now.
func newStatusLine(w io.Writer, quiet bool) statusLine {
	l := statusLine{w: w, now: time.Now}
	switch {
	case quiet:
		l.w = nil
	case w == nil:
		l.w = os.Stdout
	}
	l.begin()
	return l
}

// begin starts the clock.
func (l *statusLine) begin() {
	l.start = l.now()
	l.next = l.start.Add(progressDelay)
}

// due reports whether the line is to be drawn now, and the time since begin.
func (l *statusLine) due() (spent time.Duration, ok bool) {
	if l.w == nil {
		return 0, false
	}
	now := l.now()
	if now.Before(l.next) {
		return 0, false
	}
	l.next = now.Add(progressRedraw)
	return now.Sub(l.start), true
}

// print writes a line of its own, after the line that is redrawn.
func (l *statusLine) print(line string) {
	if l.w == nil {
		return
	}
	if l.width > 0 {
		fmt.Fprintln(l.w)
		l.width = 0
	}
	fmt.Fprintln(l.w, line)
}

// redraw writes the line over the former one.
func (l *statusLine) redraw(line string) {
	width := utf8.RuneCountInString(line)
	fmt.Fprint(l.w, "\r", line, strings.Repeat(" ", max(l.width-width, 0)))
	l.width = width
}

// end draws the last state of the line, if there is one, and leaves it.
func (l *statusLine) end(draw func(spent time.Duration)) {
	if l.width == 0 {
		return
	}
	draw(l.now().Sub(l.start))
	fmt.Fprintln(l.w)
}

// progressBar shows which part of all is done.
func progressBar(done, all int) string {
	const length = 20
	full := min(length, length*done/max(all, 1))
	return strings.Repeat("━", full) + strings.Repeat("╌", length-full)
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
