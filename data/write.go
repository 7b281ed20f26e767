package data

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/go-gota/gota/dataframe"

	"golab/internal/atomicfile"
)

// WriteCSV writes df to the file at path, with a header line; CSV{Header: true}
// reads it. It is short for CSV{Header: true}.Write(df, path).
func WriteCSV(df dataframe.DataFrame, path string) error {
	return CSV{Header: true}.Write(df, path)
}

// Write writes df to the file at path, which appears whole or not at all: an older
// one stays when writing fails. See [CSV.Format] for what it holds.
func (c CSV) Write(df dataframe.DataFrame, path string) error {
	err := c.text(df, func(text []byte) error {
		return atomicfile.Write(path, func(w io.Writer) error {
			_, err := w.Write(text)
			return err
		})
	})
	if err != nil {
		return fmt.Errorf("data: Write: %s: %w", path, err)
	}
	return nil
}

// Format writes df to w as comma-separated values, a header line first if Header is
// set. No digit is lost: a float64 has the fewest that tell it from its neighbours,
// and always a point or an exponent, so that reading makes it a float64 again.
// What is missing is NullValue, an empty field by default; a text in which a comma,
// a quote, a line break, or a blank at an end stands is quoted. The numbers of
// vectors are columns of their own. Lines end in LF.
//
// It fails if df carries an error or has no columns, if Comma cannot separate
// fields, or if w fails. Strings plays no part.
func (c CSV) Format(df dataframe.DataFrame, w io.Writer) error {
	err := c.text(df, func(text []byte) error {
		_, err := w.Write(text)
		return err
	})
	if err != nil {
		return fmt.Errorf("data: Format: %w", err)
	}
	return nil
}

// text hands over the frame as text.
func (c CSV) text(df dataframe.DataFrame, take func([]byte) error) error {
	if err := usable(df); err != nil {
		return err
	}
	comma, err := c.separator()
	if err != nil {
		return bare(err)
	}
	var text bytes.Buffer
	if c.Header {
		writeRecord(&text, comma, len(df.Names()), func(j int) string { return quoted(df.Names()[j], comma) })
	}
	all := allValues(df, allRows(df.Ncol()))
	null := quoted(c.NullValue, comma)
	for i := range df.Nrow() {
		writeRecord(&text, comma, len(all), func(j int) string {
			switch v := all[j]; {
			case v.missing[i]:
				return null
			case v.kind == kindText:
				return quoted(v.texts[i], comma)
			default:
				return v.text(i)
			}
		})
	}
	return take(text.Bytes())
}

// writeRecord writes a line of n fields. A line with nothing but blanks in it would
// be skipped by readers, so empty fields are quoted where one could come about.
func writeRecord(w *bytes.Buffer, comma byte, n int, field func(j int) string) {
	for j := range n {
		if j > 0 {
			w.WriteByte(comma)
		}
		text := field(j)
		if text == "" && (n == 1 || comma == '\t' || comma == ' ') {
			text = `""`
		}
		w.WriteString(text)
	}
	w.WriteByte('\n')
}

// quoted returns a text as a field.
func quoted(text string, comma byte) string {
	if !strings.ContainsAny(text, "\"\r\n\ufeff"+string(rune(comma))) && strings.TrimSpace(text) == text {
		return text
	}
	return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
}

// exactText writes x with the fewest digits that tell it from its neighbours, and
// so that it is seen to be no int.
func exactText(x float64) string {
	switch {
	case math.IsNaN(x):
		return "NaN"
	case math.IsInf(x, 0):
		return strings.TrimPrefix(strconv.FormatFloat(x, 'g', -1, 64), "+")
	}
	s := strconv.FormatFloat(x, 'g', -1, 64)
	if size := math.Abs(x); size >= 1e-4 && size < 1e16 {
		s = strconv.FormatFloat(x, 'f', -1, 64)
	}
	if !strings.ContainsAny(s, ".e") {
		s += ".0"
	}
	return s
}
