package display

import (
	"crypto/rand"
	"io"
	"strings"
	"unicode/utf8"
)

// A lineView draws a bar as a line of text, over and over. If it is quiet it
// prints only the last state.
type lineView struct {
	out   io.Writer
	quiet bool
	width int // of the line on the screen
}

// draw draws the line again.
func (v *lineView) draw(s barState) {
	if !v.quiet {
		io.WriteString(v.out, "\r"+v.padded(s.line()))
	}
}

// finish draws the line and ends it.
func (v *lineView) finish(s barState) {
	start := "\r"
	if v.quiet {
		start = ""
	}
	io.WriteString(v.out, start+v.padded(s.line())+"\n")
}

// padded adds the blanks that hide what is left of a longer line.
func (v *lineView) padded(line string) string {
	before := v.width
	v.width = utf8.RuneCountInString(line)
	return line + strings.Repeat(" ", max(0, before-v.width))
}

// A pageView draws a bar as HTML that is updated. A state that the front end does
// not take is lost, and no more.
type pageView struct {
	place *place
	id    string // "" until the first state is shown
}

// draw shows the state in the place of the one before.
func (v *pageView) draw(s barState) { v.show(s.data()) }

// finish is draw: what is shown stays.
func (v *pageView) finish(s barState) { v.draw(s) }

// show shows d, the first time as a new display.
func (v *pageView) show(d Data) {
	update := v.id != ""
	if !update {
		v.id = "bar-" + rand.Text()
	}
	d.Transient = with(d.Transient, "display_id", v.id)
	v.place.Show(d, update)
}
