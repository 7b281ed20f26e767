package data

import (
	"fmt"
	"io"
	"os"

	"github.com/go-gota/gota/dataframe"
)

// CSV says how a file of comma-separated values is written. The zero value is
// Spark's default: no header, commas.
//
// Fields may be quoted ("a ""b"", c"), lines may end in LF or CRLF, a byte order
// mark is skipped and lines with nothing but white space are dropped. All rows
// must have as many fields as the first.
//
// The first cell of a column that is not empty settles what the column holds. If
// it is a number, all others must be numbers or empty: anything else is an error
// that says where it stands. The column is int if all its cells are whole
// numbers, else float64. If it is not a number, the column is string. An empty
// cell is missing: NaN in a column of numbers, which is then float64, and "" in a
// column of strings.
//
// A number is written as Spark's cast to double reads it: 1, +1, -1.5, .5, 5.,
// 1e-3, NaN, inf, Infinity, with blanks around it or not. (Java's suffixes d and
// f are text here.) It is rounded correctly, as by [strconv.ParseFloat].
type CSV struct {
	// Header tells that the first line holds the names of the columns. Without
	// it they are _c0, _c1, and so on. As in Spark, an empty name at position 2
	// becomes _c2, and a name that occurs more than once gets its position
	// appended.
	Header bool

	// Comma separates fields; 0 means ','. It must be an ASCII character that
	// is not part of a number.
	Comma rune

	// Strings names columns to be read as text whatever they hold.
	Strings []string

	// NullValue is a text that stands for a missing value beside the empty one,
	// such as "?" or "NA"; "" means none.
	NullValue string
}

// ReadCSV reads the file of comma-separated values at path, which has no header
// line, as Spark's read.csv does by default. It is short for CSV{}.Read(path).
func ReadCSV(path string) (dataframe.DataFrame, error) {
	return CSV{}.Read(path)
}

// Read reads the file at path into a frame.
func (c CSV) Read(path string) (dataframe.DataFrame, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: %w", err)
	}
	return c.frame(text, path)
}

// Parse reads r to its end into a frame. Errors call the input name.
func (c CSV) Parse(r io.Reader, name string) (dataframe.DataFrame, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: %s: %w", name, err)
	}
	return c.frame(text, name)
}

func (c CSV) frame(text []byte, name string) (dataframe.DataFrame, error) {
	comma, err := c.separator()
	if err != nil {
		return dataframe.DataFrame{}, err
	}
	p := parser{scanner: scanner{text: text, name: name, comma: comma, line: 1}, null: c.NullValue}
	if err := p.check(); err != nil {
		return dataframe.DataFrame{}, err
	}
	if err := p.open(c.Header, c.Strings); err != nil {
		return dataframe.DataFrame{}, err
	}
	if err := p.rows(); err != nil {
		return dataframe.DataFrame{}, err
	}
	return newFrame(p.columns, p.count), nil
}

// separator returns the byte between fields.
func (c CSV) separator() (byte, error) {
	switch r := c.Comma; {
	case r == 0:
		return ',', nil
	case r > '~', r < ' ' && r != '\t', r == '"', r == '+', r == '-', r == '.',
		'0' <= r && r <= '9', 'A' <= r && r <= 'Z', 'a' <= r && r <= 'z':
		return 0, fmt.Errorf("data: CSV: %q cannot separate fields", r)
	default:
		return byte(r), nil
	}
}
