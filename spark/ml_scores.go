package spark

import (
	"fmt"
	"html"
	"strings"
	"unicode/utf8"
)

// scores is a table of the candidates of a search and their metrics.
type scores struct {
	title   string
	best    int
	names   []string    // of the candidates
	heads   []string    // of the columns of numbers
	columns [][]float64 // by column and candidate
}

// metricName says what an evaluator computes, as far as it is known.
func metricName(e Evaluator) string {
	if n, ok := e.(interface{ metricName() string }); ok {
		return n.metricName()
	}
	return "metric"
}

// candidates returns 0, 1, …, n-1.
func candidates(n int) []float64 {
	numbers := make([]float64, n)
	for i := range numbers {
		numbers[i] = float64(i)
	}
	return numbers
}

func (s scores) bundle() map[string]any {
	return map[string]any{"text/plain": s.text(), "text/html": s.html()}
}

// rows returns the cells with the heads first.
func (s scores) rows() [][]string {
	rows := [][]string{append([]string{"", "candidate"}, s.heads...)}
	for j, name := range s.names {
		row := []string{fmt.Sprint(j), name}
		if j == s.best {
			row[1] += " (best)"
		}
		for _, column := range s.columns {
			row = append(row, fmt.Sprintf("%.6f", column[j]))
		}
		rows = append(rows, row)
	}
	return rows
}

// text sets the names to the left and the numbers to the right.
func (s scores) text() string {
	rows := s.rows()
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for c, cell := range row {
			widths[c] = max(widths[c], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	b.WriteString(s.title + "\n")
	for _, row := range rows {
		var line strings.Builder
		for c, cell := range row {
			blanks := strings.Repeat(" ", widths[c]-utf8.RuneCountInString(cell))
			if c == 1 {
				line.WriteString("  " + cell + blanks)
			} else {
				line.WriteString("  " + blanks + cell)
			}
		}
		b.WriteString(strings.TrimRight(strings.TrimPrefix(line.String(), "  "), " ") + "\n")
	}
	return b.String()
}

// html brings no colours, so that it follows the notebook's theme; the best candidate is
// bold.
func (s scores) html() string {
	var b strings.Builder
	fmt.Fprintf(&b, "<div style=\"overflow-x: auto\">\n<table border=\"1\" class=\"dataframe tex2jax_ignore mathjax_ignore\">\n<caption>%s</caption>\n", html.EscapeString(s.title))
	for i, row := range s.rows() {
		tag, weight := "td", ""
		switch i {
		case 0:
			tag = "th"
		case s.best + 1:
			weight = "; font-weight: bold"
		}
		b.WriteString("<tr>")
		for c, cell := range row {
			align := "right"
			if c == 1 {
				align = "left"
			}
			fmt.Fprintf(&b, "<%s style=\"text-align: %s%s\">%s</%s>", tag, align, weight, html.EscapeString(cell), tag)
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</table>\n</div>")
	return b.String()
}
