package data

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// A parser reads the rows of a CSV text into columns.
type parser struct {
	scanner
	null    string // CSV.NullValue
	columns []column
	count   int // rows so far
}

// open reads the first row and makes a column for each of its fields. The row is
// left to be read again unless it is the header.
func (p *parser) open(header bool, texts []string) error {
	if !p.skipBlank() {
		return fmt.Errorf("data: %s: the file holds no rows", p.name)
	}
	pos, line := p.pos, p.line
	names, err := p.row()
	if err != nil {
		return err
	}
	if header {
		if err := p.head(line, names); err != nil {
			return err
		}
	} else {
		p.pos, p.line = pos, line
		for i := range names {
			names[i] = "_c" + strconv.Itoa(i)
		}
	}
	// A row of n fields takes at least n bytes, so this is in proportion to the text.
	rows := min(bytes.Count(p.text, []byte("\n"))+1, len(p.text)/len(names)+1)
	p.columns = make([]column, len(names))
	for i, name := range names {
		p.columns[i] = column{name: name, bits: make([]uint64, 0, rows)}
	}
	for _, name := range texts {
		i, err := indexOf(names, name)
		if err != nil {
			return fmt.Errorf("data: CSV: Strings: %w", err)
		}
		p.columns[i].kind = kindText
	}
	return nil
}

// head makes the fields of the header line names, in place, by Spark's rule
// (CSVUtils.makeSafeHeader, Spark 3.0).
func (p *parser) head(line int, names []string) error {
	seen := make(map[string]int, len(names))
	for i, name := range names {
		if !utf8.ValidString(name) {
			return p.errorf(line, i+1, "%q is not UTF-8 text", name)
		}
		names[i] = string(bytes.TrimSpace([]byte(name)))
		seen[names[i]]++
	}
	for i, name := range names {
		switch {
		case name == "":
			names[i] = "_c" + strconv.Itoa(i)
		case seen[name] > 1:
			names[i] = name + strconv.Itoa(i)
		}
	}
	if first, again := duplicate(names); again >= 0 {
		return p.errorf(line, again+1, "the name %q is that of column %d already", names[again], first+1)
	}
	return nil
}

// rows reads all rows that are left.
func (p *parser) rows() error {
	for p.skipBlank() {
		pos, line := p.pos, p.line
		for i, last := 0, false; !last; i++ {
			if i == len(p.columns) {
				return p.ragged(pos, line)
			}
			var err error
			if last, err = p.cell(i); err != nil {
				return err
			}
			if last && i+1 < len(p.columns) {
				return p.ragged(pos, line)
			}
		}
		p.count++
	}
	return nil
}

// ragged returns the error of the row at pos, which has too few or too many fields.
func (p *parser) ragged(pos, line int) error {
	p.pos, p.line = pos, line
	fields, err := p.row()
	if err != nil {
		return err
	}
	got, want := len(fields), len(p.columns)
	return p.errorf(line, min(got, want)+1, "the row has %d fields, the first row has %d", got, want)
}

// cell reads the next field into column i and reports whether it is the last of
// its row.
func (p *parser) cell(i int) (last bool, err error) {
	c := &p.columns[i]
	if c.kind != kindText && p.null == "" {
		if rest := p.text[p.pos:]; len(rest) > 1 && rest[0]-'0' <= 9 && rest[1] == p.comma { // most cells are 0
			c.addInt(int(rest[0] - '0'))
			p.pos += 2
			return false, nil
		}
		if d := scanDecimal(p.text[p.pos:]); d.len > 0 && p.ends(p.pos+d.len) {
			if d.whole {
				c.addInt(d.int())
			} else {
				c.addFloat(d.float())
			}
			return p.leave(p.pos + d.len), nil
		}
	}
	line := p.line
	cell, last, err := p.field(i + 1)
	if err != nil {
		return false, err
	}
	return last, p.slowCell(c, cell, line, i+1)
}

// slowCell adds a cell that may be anything to c.
func (p *parser) slowCell(c *column, cell []byte, line, col int) error {
	trimmed := bytes.TrimSpace(cell)
	if len(trimmed) == 0 || string(cell) == p.null {
		c.addMissing()
		return nil
	}
	if c.kind != kindText {
		text := string(trimmed)
		if n, err := strconv.Atoi(text); err == nil && (n != 0 || text[0] != '-') {
			c.addInt(n)
			return nil
		}
		if x, ok := parseFloat(text); ok {
			c.addFloat(x)
			return nil
		}
		if c.kind != kindOpen {
			return p.errorf(line, col, "%q is not a number as above; CSV's NullValue makes it missing, Strings the column text", clip(cell))
		}
	}
	if !utf8.Valid(cell) {
		return p.errorf(line, col, "%q is not UTF-8 text", clip(cell))
	}
	c.addText(string(cell))
	return nil
}
