package nn

import (
	"fmt"
	"html"
	"strconv"
	"strings"
)

// summaryColumns are the widths of Keras's table in a terminal of 80 columns.
var summaryColumns = [3]int{33, 24, 15}

// summary is the content of Keras's model.summary().
type summary struct {
	rows      [][3]string // layer (type), output shape, parameters
	params    int         // that the gradient changes
	state     int         // other weights
	optimizer int         // numbers that the optimizer keeps; 0 before the first fit
}

// summarize lists the layers, named as Keras names them.
func (s *Sequential) summarize() summary {
	var sum summary
	seen, in := map[string]int{}, shape{s.inputs}
	for _, l := range s.layers {
		name, class := l.kind()
		seen[name]++
		if n := seen[name]; n > 1 {
			name += "_" + strconv.Itoa(n-1)
		}
		params, state := sizes(l, in)
		in = l.output(in)
		sum.params, sum.state = sum.params+params, sum.state+state
		sum.rows = append(sum.rows, [3]string{fmt.Sprintf("%s (%s)", name, class), in.String(), thousands(params + state)})
	}
	return sum
}

// summarize adds what the optimizer keeps once the model was fitted.
func (m *Model) summarize() summary {
	sum := m.net.summarize()
	if m.epochs > 0 {
		sum.optimizer = len(m.state.Slots) + 2 // the step number and the learning rate
		if o, ok := m.optimizer.(optimizerRule); ok {
			sum.optimizer = keptNumbers(o, sum.params)
		}
	}
	return sum
}

// Summary returns the table of layers, shapes and parameters that Keras's
// model.summary() prints, or the text of Err.
func (s *Sequential) Summary() string {
	if err := s.Err(); err != nil {
		return err.Error()
	}
	return s.summarize().text()
}

// Summary returns the network's table and, after a Fit, what the optimizer
// keeps, as Keras does.
func (m *Model) Summary() string {
	if err := m.ready(); err != nil {
		return "nn: " + err.Error()
	}
	return m.summarize().text()
}

// MIMEBundle shows the network as a table, in text and HTML. It fails as Err.
func (s *Sequential) MIMEBundle() (map[string]any, error) {
	if err := s.Err(); err != nil {
		return nil, err
	}
	return s.summarize().bundle(), nil
}

// MIMEBundle shows the model as a table, in text and HTML.
func (m *Model) MIMEBundle() (map[string]any, error) {
	if err := m.ready(); err != nil {
		return nil, fmt.Errorf("nn: %w", err)
	}
	return m.summarize().bundle(), nil
}

func (s summary) bundle() map[string]any {
	return map[string]any{"text/plain": s.text(), "text/html": s.html()}
}

// text draws Keras's table.
func (s summary) text() string {
	var b strings.Builder
	b.WriteString("Model: \"sequential\"\n")
	rule(&b, "┏", "━", "┳", "┓")
	tableRow(&b, "┃", [3]string{"Layer (type)", "Output Shape", "Param #"})
	rule(&b, "┡", "━", "╇", "┩")
	for i, r := range s.rows {
		if i > 0 {
			rule(&b, "├", "─", "┼", "┤")
		}
		tableRow(&b, "│", r)
	}
	rule(&b, "└", "─", "┴", "┘")
	for _, t := range s.totals() {
		b.WriteString(" " + t + "\n")
	}
	return b.String()
}

// totals are the lines below the table. Keras counts the step number of the
// optimizer as 8 bytes and all else as 4.
func (s summary) totals() []string {
	size := func(label string, n, bytes int) string {
		return fmt.Sprintf("%s params: %s (%s)", label, thousands(n), byteSize(bytes))
	}
	lines := []string{
		size("Total", s.params+s.state, 4*(s.params+s.state)),
		size("Trainable", s.params, 4*s.params),
		size("Non-trainable", s.state, 4*s.state),
	}
	if n := s.optimizer; n > 0 {
		lines[0] = size("Total", s.params+s.state+n, 4*(s.params+s.state+n)+4)
		lines = append(lines, size("Optimizer", n, 4*n+4))
	}
	return lines
}

// html draws the table for a notebook.
func (s summary) html() string {
	var b strings.Builder
	b.WriteString("<table><thead><tr><th style=\"text-align:left\">Layer (type)</th>" +
		"<th style=\"text-align:left\">Output Shape</th><th style=\"text-align:right\">Param #</th></tr></thead><tbody>")
	for _, r := range s.rows {
		fmt.Fprintf(&b, "<tr><td style=\"text-align:left\">%s</td><td style=\"text-align:left\">%s</td>"+
			"<td style=\"text-align:right\">%s</td></tr>",
			html.EscapeString(r[0]), html.EscapeString(r[1]), html.EscapeString(r[2]))
	}
	b.WriteString("</tbody></table><p>" + strings.Join(s.totals(), "<br>") + "</p>")
	return b.String()
}

// rule writes a horizontal line of the table.
func rule(b *strings.Builder, left, line, cross, right string) {
	for i, w := range summaryColumns {
		if i == 0 {
			b.WriteString(left)
		} else {
			b.WriteString(cross)
		}
		b.WriteString(strings.Repeat(line, w))
	}
	b.WriteString(right + "\n")
}

// tableRow writes one row; the last column is set flush right. A first cell that is too
// long takes two lines, as in Keras.
func tableRow(b *strings.Builder, side string, cells [3]string) {
	w := summaryColumns
	if name, class, ok := strings.Cut(cells[0], " "); ok && len(cells[0]) > w[0]-2 {
		cells[0] = name
		defer tableRow(b, side, [3]string{class})
	}
	fmt.Fprintf(b, "%s %-*s %s %-*s %s %*s %s\n", side, w[0]-2, cells[0], side, w[1]-2, cells[1], side, w[2]-2, cells[2], side)
}

// thousands prints 1271 as 1,271.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// byteSize prints a size as Keras does: 5084 as 4.96 KB.
func byteSize(n int) string {
	size, units := float64(n), []string{"B", "KB", "MB", "GB", "TB"}
	for len(units) > 1 && size >= 1024 {
		size, units = size/1024, units[1:]
	}
	return fmt.Sprintf("%.2f %s", size, units[0])
}
