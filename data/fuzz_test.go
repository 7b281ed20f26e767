package data

import (
	"bytes"
	"strconv"
	"strings"
	"testing"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
)

// FuzzReadCSV: no text makes the reader panic, and a frame that it gives, written
// with every field quoted and read again, is the same frame.
func FuzzReadCSV(f *testing.F) {
	for _, text := range []string{
		"1,2.5,a\n3,,b\n", "\ufeffa,b\r\n1,-0\r\n", "\"x\"\"y\",\"\n\"\n", "1e5,inf,NaN\n\n,,\n", "a,a,a1\n", "\x00", ",\n",
	} {
		f.Add([]byte(text), true, byte(','))
		f.Add([]byte(text), false, byte(';'))
	}
	f.Fuzz(func(t *testing.T, text []byte, header bool, comma byte) {
		c := CSV{Header: header, Comma: rune(comma)}
		df, err := c.Parse(bytes.NewReader(text), "x.csv")
		if err != nil {
			if !strings.HasPrefix(err.Error(), "data: ") {
				t.Errorf("error %q", err)
			}
			return
		}
		if df.Err != nil {
			t.Fatalf("a frame with the error %v", df.Err)
		}
		again, err := CSV{Header: true}.Parse(strings.NewReader(quoteAll(df)), "again.csv")
		if err != nil {
			t.Fatalf("%v in %q", err, quoteAll(df))
		}
		if got, want := dump(again), dump(df); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	})
}

// quoteAll writes df as CSV with a header, each field in quotes.
func quoteAll(df dataframe.DataFrame) string {
	var b strings.Builder
	for i := -1; i < df.Nrow(); i++ {
		for j, name := range df.Names() {
			cell := name
			if i >= 0 {
				cell = fuzzCell(df.Elem(i, j))
			}
			b.WriteString(`"` + strings.ReplaceAll(cell, `"`, `""`) + `"`)
			if j+1 < df.Ncol() {
				b.WriteByte(',')
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// fuzzCell writes a cell with all its digits, and a float so that it stays one.
func fuzzCell(e series.Element) string {
	switch {
	case isNull(e) && e.Type() != series.String:
		return ""
	case e.Type() == series.Float:
		s := strconv.FormatFloat(e.Float(), 'g', -1, 64)
		if !strings.ContainsAny(s, ".eIN") {
			s += "."
		}
		return s
	}
	return e.String()
}

// FuzzReadNames: no text makes the reader panic, and names that it gives are
// distinct and read back the same from the course's form.
func FuzzReadNames(f *testing.F) {
	f.Add([]byte("a: continuous.\nb:  binary."))
	f.Add([]byte("| comment\n\n1, 0. | classes\n\na: continuous. | first\n"))
	f.Add(spambaseNamesText())
	f.Fuzz(func(t *testing.T, text []byte) {
		names, err := parseNames(text, "x.names")
		if err != nil {
			if !strings.HasPrefix(err.Error(), "data: ") {
				t.Errorf("error %q", err)
			}
			return
		}
		again, err := parseNames([]byte("\n"+strings.Join(names, ": continuous.\n")+": binary."), "x.names")
		if err != nil || strings.Join(again, "\n") != strings.Join(names, "\n") {
			t.Errorf("%q becomes %q, %v", names, again, err)
		}
	})
}
