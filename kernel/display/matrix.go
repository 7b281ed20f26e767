package display

import (
	"fmt"
	"html"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A matrix has the methods that gonum's mat.Matrix is read with.
type matrix interface {
	Dims() (r, c int)
	At(i, j int) float64
}

// A matrix of more rows or columns than these is cut in the middle, and so many
// are kept on each side.
const (
	maxRows, edgeRows = 20, 5
	maxCols, edgeCols = 12, 5
)

// matrixText returns the numbers in aligned columns, then the size:
//
//	  1   2
//	0.5  -4
//	2×2 matrix
func matrixText(m matrix) string {
	cells, _, _ := grid(m)
	var widths []int
	for _, row := range cells {
		for j, c := range row {
			if j == len(widths) {
				widths = append(widths, 0)
			}
			widths[j] = max(widths[j], utf8.RuneCountInString(c))
		}
	}
	var b strings.Builder
	for _, row := range cells {
		for j, c := range row {
			if j > 0 {
				b.WriteString("  ")
			}
			b.WriteString(strings.Repeat(" ", widths[j]-utf8.RuneCountInString(c)))
			b.WriteString(c)
		}
		b.WriteByte('\n')
	}
	return b.String() + size(m)
}

// matrixHTML returns the numbers as a table with the numbers of rows and columns
// around it. It names no colour, so that it takes the page's.
func matrixHTML(m matrix) string {
	cells, rows, cols := grid(m)
	var b strings.Builder
	b.WriteString("<div style=\"overflow-x: auto\">\n<table style=\"text-align: right\">\n<thead><tr><th></th>")
	for _, j := range cols {
		b.WriteString("<th>" + label(j) + "</th>")
	}
	b.WriteString("</tr></thead>\n<tbody>\n")
	for i, row := range cells {
		b.WriteString("<tr><th>" + label(rows[i]) + "</th>")
		for _, c := range row {
			b.WriteString("<td>" + html.EscapeString(c) + "</td>")
		}
		b.WriteString("</tr>\n")
	}
	return b.String() + "</tbody>\n</table>\n<p>" + size(m) + "</p>\n</div>"
}

// size returns what is said below a matrix.
func size(m matrix) string {
	r, c := m.Dims()
	return fmt.Sprintf("%d×%d matrix", r, c)
}

// grid returns the shown numbers of m as text, with the numbers of their rows
// and columns; −1 stands for those left out.
func grid(m matrix) (cells [][]string, rows, cols []int) {
	r, c := m.Dims()
	rows, cols = shown(r, maxRows, edgeRows), shown(c, maxCols, edgeCols)
	for _, i := range rows {
		row := make([]string, len(cols))
		for k, j := range cols {
			switch {
			case i < 0 && j < 0:
				row[k] = "⋱"
			case i < 0:
				row[k] = "⋮"
			case j < 0:
				row[k] = "…"
			default:
				row[k] = strconv.FormatFloat(m.At(i, j), 'g', 6, 64)
			}
		}
		cells = append(cells, row)
	}
	return cells, rows, cols
}

// shown returns the numbers 0 … n−1, those in the middle replaced by one −1
// when n is above limit.
func shown(n, limit, edge int) []int {
	var list []int
	for i := 0; i < n; i++ {
		if n > limit && i == edge {
			list = append(list, -1)
			i = n - edge
		}
		list = append(list, i)
	}
	return list
}

// label returns the head of a row or column.
func label(i int) string {
	if i < 0 {
		return "…"
	}
	return strconv.Itoa(i)
}
