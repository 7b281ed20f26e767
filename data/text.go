package data

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/go-gota/gota/dataframe"
)

// Text returns df as a table of plain text: the names of the columns, what they
// hold, the rows with their numbers, and the shape. A vector is one column, its
// cells written as Spark writes vectors. Of more than 60 rows the first and last
// five are shown, of more columns than 100 characters hold those at both ends.
// Numbers have six significant digits, and those of a column that reaches 0.1 no more
// than six decimals; they are rounded here only.
func Text(df dataframe.DataFrame) string {
	if df.Err != nil {
		return "no frame: " + df.Err.Error() + "\n"
	}
	t := tabulate(df, min(len(fields(df)), maxLine/3))
	for t.lineWidth() > maxLine && len(t.names) > 2 {
		t = tabulate(df, len(t.names)-1)
	}
	var b strings.Builder
	widths := t.widths()
	t.writeLine(&b, widths, "", t.names)
	t.writeLine(&b, widths, "", t.types)
	for r, cells := range t.cells {
		if r == t.rowGap {
			t.writeLine(&b, widths, "...", dots(len(cells)))
		}
		t.writeLine(&b, widths, fmt.Sprint(t.rows[r]), cells)
	}
	fmt.Fprintf(&b, "\n%s\n", t.shape())
	return b.String()
}

// shape says how many rows and columns the frame has.
func (t table) shape() string {
	return fmt.Sprintf("%d rows × %d columns", t.height, t.width)
}

// widths returns the width of each column shown, that of the row numbers first.
func (t table) widths() []int {
	widths := make([]int, len(t.names)+1)
	for _, i := range t.rows {
		widths[0] = max(widths[0], len(fmt.Sprint(i)))
	}
	if t.rowGap >= 0 {
		widths[0] = max(widths[0], len("..."))
	}
	for j := range t.names {
		w := max(utf8.RuneCountInString(t.names[j]), len(t.types[j]))
		for _, cells := range t.cells {
			w = max(w, utf8.RuneCountInString(cells[j]))
		}
		widths[j+1] = w
	}
	return widths
}

// lineWidth returns the length of the longest line.
func (t table) lineWidth() int {
	const gap = 2
	sum := 0
	for _, w := range t.widths() {
		sum += w + gap
	}
	if t.columnGap >= 0 {
		sum += len("...") + gap
	}
	return sum - gap
}

// writeLine writes one line of cells behind a row number.
func (t table) writeLine(b *strings.Builder, widths []int, number string, cells []string) {
	var line strings.Builder
	pad(&line, number, widths[0], false)
	for j, cell := range cells {
		if j == t.columnGap {
			line.WriteString("  ...")
		}
		line.WriteString("  ")
		pad(&line, cell, widths[j+1], t.numeric[j])
	}
	b.WriteString(strings.TrimRight(line.String(), " "))
	b.WriteByte('\n')
}

// pad writes s and as many blanks as fill the width, on the left if right is set.
func pad(b *strings.Builder, s string, width int, right bool) {
	blanks := strings.Repeat(" ", max(width-utf8.RuneCountInString(s), 0))
	if right {
		b.WriteString(blanks + s)
	} else {
		b.WriteString(s + blanks)
	}
}

// dots returns n cells that stand for rows left out.
func dots(n int) []string {
	cells := make([]string, n)
	for i := range cells {
		cells[i] = "..."
	}
	return cells
}
