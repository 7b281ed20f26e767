package tuning

import (
	"fmt"
	"html"
	"strings"
	"unicode/utf8"
)

// Scores is a table of the candidates of a search and their metrics.
type Scores struct {
	Title   string
	Best    int         // in bold, or so called
	Names   []string    // of the candidates
	Heads   []string    // of the columns of numbers
	Columns [][]float64 // by column and candidate
}

// Bundle returns the table in text and HTML.
func (s Scores) Bundle() map[string]any {
	return map[string]any{"text/plain": s.String(), "text/html": s.html()}
}

// rows returns the cells with the heads first.
func (s Scores) rows() [][]string {
	rows := [][]string{append([]string{"", "candidate"}, s.Heads...)}
	for j, name := range s.Names {
		row := []string{fmt.Sprint(j), name}
		if j == s.Best {
			row[1] += " (best)"
		}
		for _, column := range s.Columns {
			row = append(row, fmt.Sprintf("%.6f", column[j]))
		}
		rows = append(rows, row)
	}
	return rows
}

// String returns the table as text, the names to the left and the numbers to the right.
func (s Scores) String() string {
	rows := s.rows()
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for c, cell := range row {
			widths[c] = max(widths[c], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	b.WriteString(s.Title + "\n")
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
func (s Scores) html() string {
	var b strings.Builder
	fmt.Fprintf(&b, "<div style=\"overflow-x: auto\">\n<table border=\"1\" class=\"dataframe tex2jax_ignore mathjax_ignore\">\n<caption>%s</caption>\n", html.EscapeString(s.Title))
	for i, row := range s.rows() {
		tag, weight := "td", ""
		switch i {
		case 0:
			tag = "th"
		case s.Best + 1:
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
