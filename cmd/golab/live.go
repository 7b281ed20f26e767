package main

import (
	"strings"

	"golab/kernel/display"
)

// A live is a value under a display_id, which may still change. On a terminal a
// text of one line is drawn anew at each change; of all others the last state is
// printed, when something else comes.
type live struct {
	id      string
	number  int // of its cell
	data    map[string]any
	pending bool
}

// change shows a new state.
func (c *console) change(id string, number int, data map[string]any) {
	if c.live.pending && c.live.id != id {
		c.settle()
	}
	c.live = live{id: id, number: number, data: data, pending: true}
	text, _ := data[display.MIMETypeText].(string)
	if c.out.terminal && !strings.Contains(text, "\n") {
		c.out.print("\r\x1b[K" + text)
	}
}

// settle prints the last state.
func (c *console) settle() {
	if !c.live.pending {
		return
	}
	c.live.pending = false
	if c.out.terminal {
		c.out.print("\r\x1b[K")
		c.out.midline = false
	}
	c.show(c.live.number, c.live.data)
}
