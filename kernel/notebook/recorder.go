package notebook

import (
	"fmt"
	"strings"

	"golab/kernel"
)

// What is stored of the printed text of one cell: its beginning and its end.
const (
	maxHead = 1 << 20 // bytes
	maxTail = 1 << 16
)

// A recorder collects the outputs of a cell in the form in which they are
// stored: texts of one stream joined, lines of progress in their last state, and
// very long text without its middle.
type recorder struct {
	outputs  []kernel.Output
	last     strings.Builder // text that becomes the next output, of the stream lastName
	lastName string
	name     string // of the stream at hand
	screen   Screen
	head     int             // bytes of streams in outputs and last
	tail     []kernel.Stream // what came after maxHead bytes
	size     int             // bytes in tail
	dropped  int             // bytes in neither
	clears   bool            // the next output takes the place of all before
}

// add takes an output.
func (r *recorder) add(o kernel.Output) {
	switch o := o.(type) {
	case kernel.Comm:
		return // speaks to a front end, which is not there
	case kernel.UpdateDisplayData:
		r.update(o)
		return
	case kernel.ClearOutput:
		if r.clears = o.Wait; !o.Wait {
			*r = recorder{}
		}
		return
	}
	if r.clears {
		*r = recorder{}
	}
	s, ok := o.(kernel.Stream)
	if !ok {
		r.finish()
		r.outputs = append(r.outputs, o)
		return
	}
	if s.Name != r.name {
		r.store(r.screen.Rest())
		r.name = s.Name
	}
	r.store(r.screen.Write(s.Text))
}

// update replaces what is shown under a display_id. It reports whether anything
// is.
func (r *recorder) update(u kernel.UpdateDisplayData) bool {
	found := false
	for i, o := range r.outputs {
		if d, ok := o.(kernel.DisplayData); ok && d.ID() != "" && d.ID() == u.ID() {
			d.Data, d.Metadata = u.Data, u.Metadata
			r.outputs[i] = d
			found = true
		}
	}
	return found
}

// store takes text of the stream at hand that does not change any more.
func (r *recorder) store(text string) {
	if text == "" {
		return
	}
	if room := maxHead - r.head; room > 0 {
		part := text[:boundary(text, room)]
		r.append(r.name, part)
		r.head += len(part)
		if text = text[len(part):]; text == "" {
			return
		}
		r.head = maxHead
	}
	r.tail = append(r.tail, kernel.Stream{Name: r.name, Text: text})
	r.size += len(text)
	for r.size > maxTail {
		first := &r.tail[0]
		drop := min(r.size-maxTail, len(first.Text))
		for drop < len(first.Text) && first.Text[drop-1] != '\n' {
			drop++
		}
		first.Text = first.Text[drop:]
		r.size -= drop
		r.dropped += drop
		if first.Text == "" {
			r.tail = r.tail[1:]
		}
	}
}

// finish moves all that is pending to the outputs.
func (r *recorder) finish() {
	r.store(r.screen.Rest())
	if r.dropped > 0 {
		r.append(r.lastName, fmt.Sprintf("\n[… %d bytes are not stored …]\n", r.dropped))
	}
	for _, s := range r.tail {
		r.append(s.Name, s.Text)
	}
	r.close()
	r.name, r.tail, r.size, r.dropped = "", nil, 0, 0
}

// append adds text to the last output, where that is of the same stream.
func (r *recorder) append(name, text string) {
	if name != r.lastName {
		r.close()
	}
	r.lastName = name
	r.last.WriteString(text)
}

// close ends the last output. Text that comes when its stream has been closed
// already goes on with it.
func (r *recorder) close() {
	if r.last.Len() == 0 {
		return
	}
	next := kernel.Stream{Name: r.lastName, Text: r.last.String()}
	r.last.Reset()
	if n := len(r.outputs); n > 0 {
		if before, ok := r.outputs[n-1].(kernel.Stream); ok && before.Name == next.Name {
			before.Text += next.Text
			r.outputs[n-1] = before
			return
		}
	}
	r.outputs = append(r.outputs, next)
}

// boundary returns the largest index up to limit at which s can be cut without
// splitting a character.
func boundary(s string, limit int) int {
	if limit >= len(s) {
		return len(s)
	}
	for limit > 0 && s[limit]&0xc0 == 0x80 {
		limit--
	}
	return limit
}
