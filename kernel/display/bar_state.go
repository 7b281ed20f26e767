package display

import (
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"
	"time"
)

// A barState is what a bar shows at one time.
type barState struct {
	label, note  string
	count, total int
	elapsed      time.Duration
	rate         float64 // per second
	closed       bool
}

// memory is how long a bar remembers how fast it was.
const memory = 10 * time.Second

// A speed is an average that forgets: what was long ago counts little.
type speed struct {
	count   int
	elapsed time.Duration
	n, t    float64 // moves and seconds, weighted by their age
}

// at takes the count at a time and returns the moves per second.
func (s *speed) at(count int, elapsed time.Duration) float64 {
	dt := (elapsed - s.elapsed).Seconds()
	keep := math.Exp(-dt / memory.Seconds())
	s.n = s.n*keep + float64(count-s.count)
	s.t = s.t*keep + dt
	s.count, s.elapsed = count, elapsed
	if s.t <= 0 || s.n <= 0 {
		return 0
	}
	return s.n / s.t
}

// full reports whether the bar has come to its end.
func (s barState) full() bool { return s.total == 0 || s.count == s.total }

// fraction returns how much is done, 0 when nobody knows.
func (s barState) fraction() float64 {
	if s.total == 0 {
		return 0
	}
	return min(max(float64(s.count)/float64(s.total), 0), 1)
}

// percent returns how much is done, in front of the bar.
func (s barState) percent() string {
	if s.total == 0 {
		return ""
	}
	return fmt.Sprintf("%3d%%", int(100*s.fraction()))
}

// text returns what is said behind the bar: "45/100, 0:03, 0:04 left, 12.3/s".
func (s barState) text() string {
	count := strconv.Itoa(s.count)
	if s.total > 0 {
		count += "/" + strconv.Itoa(s.total)
	}
	parts := []string{count, clock(s.elapsed)}
	switch left := float64(s.total-s.count) / s.rate; {
	case s.closed && !s.full():
		parts = append(parts, "stopped")
	case s.total > 0 && !s.closed && s.rate > 0 && left < 1e6:
		parts = append(parts, clock(time.Duration(left*float64(time.Second)))+" left")
	}
	if s.rate > 0 {
		parts = append(parts, rate(s.rate))
	}
	if s.note != "" {
		parts = append(parts, s.note)
	}
	return strings.Join(parts, ", ")
}

// clock returns a time as 0:07 or 1:02:03.
func clock(d time.Duration) string {
	n := int(d.Round(time.Second).Seconds())
	if n < 3600 {
		return fmt.Sprintf("%d:%02d", n/60, n%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", n/3600, n/60%60, n%60)
}

// rate returns a speed in three digits, the slow ones as the time of one move.
func rate(perSecond float64) string {
	if perSecond < 1 {
		return fmt.Sprintf("%.3g s each", 1/perSecond)
	}
	units := []string{"", "k", "M", "G"}
	for len(units) > 1 && perSecond >= 999.5 {
		perSecond /= 1000
		units = units[1:]
	}
	digits := 0
	switch {
	case perSecond < 9.995:
		digits = 2
	case perSecond < 99.95:
		digits = 1
	}
	return strconv.FormatFloat(perSecond, 'f', digits, 64) + units[0] + "/s"
}

// barWidth is that of the bar in a line of text.
const barWidth = 20

// line returns the state as a line of text.
func (s barState) line() string {
	var parts []string
	if s.label != "" {
		parts = append(parts, oneLine(s.label))
	}
	if s.total > 0 {
		parts = append(parts, s.percent(), "▕"+blocks(s.fraction())+"▏")
	}
	return strings.Join(append(parts, oneLine(s.text())), " ")
}

// blocks returns a bar that is drawn to an eighth of a character.
func blocks(fraction float64) string {
	eighths := int(fraction * barWidth * 8)
	bar := strings.Repeat("█", eighths/8)
	if rest := eighths % 8; rest > 0 {
		bar += string([]rune("▏▎▍▌▋▊▉")[rest-1])
	}
	return bar + strings.Repeat(" ", barWidth-(eighths+7)/8)
}

// oneLine keeps a text of the user's from breaking the line.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// html returns the state as a bar in the colours of the page: those of
// JupyterLab's theme, or else some that are readable on light and dark.
func (s barState) html() string {
	colour := "var(--jp-brand-color1, #2196f3)"
	switch {
	case s.closed && s.full():
		colour = "var(--jp-success-color1, #4caf50)"
	case s.closed:
		colour = "var(--jp-warn-color1, #f57c00)"
	}
	var b strings.Builder
	b.WriteString(`<div style="display: flex; align-items: center; gap: 0.7em; ` +
		`font-variant-numeric: tabular-nums; color: var(--jp-content-font-color1, inherit)">`)
	if s.label != "" {
		b.WriteString("<span>" + html.EscapeString(s.label) + "</span>")
	}
	if s.total > 0 {
		fmt.Fprintf(&b, `<span style="white-space: pre">%s</span>`, s.percent())
		fmt.Fprintf(&b, `<div role="progressbar" aria-valuemin="0" aria-valuemax="%d" aria-valuenow="%d" `+
			`style="flex: 0 1 20em; height: 0.9em; border-radius: 0.2em; overflow: hidden; `+
			`background: var(--jp-border-color2, rgba(128, 128, 128, 0.3))">`+
			`<div style="width: %.1f%%; height: 100%%; background: %s"></div></div>`,
			s.total, s.count, 100*s.fraction(), colour)
	}
	b.WriteString("<span>" + html.EscapeString(s.text()) + "</span></div>")
	return b.String()
}

// data returns the state as Data.
func (s barState) data() Data {
	return Data{Data: MIMEMap{MIMETypeText: s.line(), MIMETypeHTML: s.html()}, Metadata: MIMEMap{}, Transient: MIMEMap{}}
}
