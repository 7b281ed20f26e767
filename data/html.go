package data

import (
	"fmt"
	"html"
	"strings"

	"github.com/go-gota/gota/dataframe"
)

// HTML returns df as an HTML table in the manner of pandas, with what [Text]
// shows, but up to 20 columns. It brings no colours, so that it follows the
// notebook's theme, and escapes all text; a dollar in it starts no formula.
func HTML(df dataframe.DataFrame) string {
	if df.Err != nil {
		return "<p>no frame: " + html.EscapeString(df.Err.Error()) + "</p>"
	}
	t := tabulate(df, maxColumns)
	var b strings.Builder
	b.WriteString("<div style=\"overflow-x: auto\">\n<table border=\"1\" class=\"dataframe tex2jax_ignore mathjax_ignore\">\n<thead>\n")
	t.writeHead(&b)
	b.WriteString("</thead>\n<tbody>\n")
	for r, cells := range t.cells {
		if r == t.rowGap {
			t.writeRow(&b, "...", dots(len(cells)))
		}
		t.writeRow(&b, fmt.Sprint(t.rows[r]), cells)
	}
	fmt.Fprintf(&b, "</tbody>\n</table>\n<p>%s</p>\n</div>", t.shape())
	return b.String()
}

// writeHead writes the names of the columns, each over what it holds.
func (t table) writeHead(b *strings.Builder) {
	b.WriteString("<tr><th></th>")
	for j, name := range t.names {
		if j == t.columnGap {
			b.WriteString("<th>...</th>")
		}
		fmt.Fprintf(b, "<th style=\"%s\">%s<br><small style=\"font-weight: normal\">%s</small></th>",
			t.align(j), html.EscapeString(name), t.types[j])
	}
	b.WriteString("</tr>\n")
}

// writeRow writes the cells of a row behind its number.
func (t table) writeRow(b *strings.Builder, number string, cells []string) {
	fmt.Fprintf(b, "<tr><th>%s</th>", number)
	for j, cell := range cells {
		if j == t.columnGap {
			b.WriteString("<td>...</td>")
		}
		fmt.Fprintf(b, "<td style=\"%s\">%s</td>", t.align(j), html.EscapeString(cell))
	}
	b.WriteString("</tr>\n")
}

// align returns the style of the cells of column j.
func (t table) align(j int) string {
	if t.numeric[j] {
		return "text-align: right"
	}
	return "text-align: left"
}
