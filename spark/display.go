package spark

import (
	"errors"
	"fmt"
	"html"
	"strings"

	"github.com/go-gota/gota/dataframe"

	"golab/data"
)

// MIMEBundle shows df in a notebook: it has the first 20 rows computed and brought here.
func (df *DataFrame) MIMEBundle() (map[string]any, error) {
	frame, err := df.Limit(shownRows + 1).collect()
	if err != nil && df.canBeText(err) {
		return df.textBundle()
	}
	if err != nil {
		return nil, fmt.Errorf("spark: %w", err)
	}
	more := frame.Nrow() > shownRows
	if more {
		frame = frame.Subset(firstRows(shownRows))
	}
	return map[string]any{"text/plain": textOf(frame, more), "text/html": htmlOf(frame, more)}, nil
}

// canBeText reports whether rows that could not be collected can still be shown as the
// server prints them: they came, but a frame here cannot hold them, as with two columns of
// one name.
func (df *DataFrame) canBeText(err error) bool {
	var reported *Error
	var unreachable *unreachableError
	switch {
	case errors.As(err, &reported), errors.As(err, &unreachable), errors.Is(err, errStopped), df.problem() != nil:
		return false
	}
	return df.session.ctx.Err() == nil
}

// textBundle shows df as the server prints it.
func (df *DataFrame) textBundle() (map[string]any, error) {
	text, err := df.showString(shownRows, shownWidth, false)
	if err != nil {
		return nil, fmt.Errorf("spark: %w", err)
	}
	return map[string]any{
		"text/plain": text,
		"text/html":  "<pre>" + html.EscapeString(text) + "</pre>",
	}, nil
}

// firstRows are the numbers from 0 to n−1.
func firstRows(n int) []int {
	rows := make([]int, n)
	for i := range rows {
		rows[i] = i
	}
	return rows
}

// textOf returns the rows as plain text. If there are more than these, it says so in
// place of the number of rows.
func textOf(frame dataframe.DataFrame, more bool) string {
	text := strings.TrimRight(data.Text(frame), "\n")
	if more {
		text, _, _ = cutLast(text, "\n")
		text += "\n" + shape(frame)
	}
	return text
}

// htmlOf returns the rows as HTML. If there are more than these, it says so in place of
// the number of rows.
func htmlOf(frame dataframe.DataFrame, more bool) string {
	table := data.HTML(frame)
	if more {
		table, _, _ = cutLast(table, "<p>")
		table += "<p>" + shape(frame) + "</p>\n</div>"
	}
	return table
}

// shape says how many rows are shown of how many columns.
func shape(frame dataframe.DataFrame) string {
	return fmt.Sprintf("the first %d rows × %d columns", frame.Nrow(), len(data.Columns(frame)))
}
