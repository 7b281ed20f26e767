package data

import (
	"bytes"
	"fmt"
)

// A scanner cuts a text into rows and fields.
type scanner struct {
	text    []byte
	name    string // of the file, in errors
	comma   byte
	pos     int    // of the next byte
	line    int    // of the next byte, from 1
	scratch []byte // holds the last field whose quotes were doubled
}

// errorf returns an error about field col, counted from 1, of a line.
func (s *scanner) errorf(line, col int, format string, args ...any) error {
	return fmt.Errorf("data: %s:%d:%d: %w", s.name, line, col, fmt.Errorf(format, args...))
}

// check refuses what is no text, and skips a byte order mark.
func (s *scanner) check() error {
	if len(s.text) == 0 {
		return fmt.Errorf("data: %s: the file is empty", s.name)
	}
	if i := bytes.IndexByte(s.text, 0); i >= 0 {
		line := 1 + bytes.Count(s.text[:i], []byte("\n"))
		return fmt.Errorf("data: %s: line %d has a zero byte: a binary file or UTF-16, where UTF-8 text is wanted", s.name, line)
	}
	s.text = bytes.TrimPrefix(s.text, []byte("\ufeff"))
	return nil
}

// skipBlank moves to the next line that holds more than white space, and reports
// whether there is one.
func (s *scanner) skipBlank() bool {
	for i := s.pos; i < len(s.text); i++ {
		switch c := s.text[i]; {
		case c == '\n' || c == '\r':
			i = s.afterLine(i) - 1
			s.pos = i + 1
		case c > ' ':
			return true
		}
	}
	s.pos = len(s.text)
	return false
}

// afterLine returns the position behind the line end at i, counting the line.
func (s *scanner) afterLine(i int) int {
	s.line++
	if s.text[i] == '\r' && i+1 < len(s.text) && s.text[i+1] == '\n' {
		return i + 2
	}
	return i + 1
}

// ends reports whether a field can end at i.
func (s *scanner) ends(i int) bool {
	return i == len(s.text) || s.text[i] == s.comma || s.text[i] == '\n' || s.text[i] == '\r'
}

// leave moves behind the field that ends at i and reports whether its row ends
// there too.
func (s *scanner) leave(i int) (last bool) {
	switch {
	case i == len(s.text):
		s.pos = i
		return true
	case s.text[i] == s.comma:
		s.pos = i + 1
		return false
	default:
		s.pos = s.afterLine(i)
		return true
	}
}

// field reads field col, counted from 1, and reports whether it is the last of
// its row. The cell is valid until the next call.
func (s *scanner) field(col int) (cell []byte, last bool, err error) {
	if s.pos < len(s.text) && s.text[s.pos] == '"' {
		return s.quoted(col)
	}
	i := s.pos
	for !s.ends(i) {
		i++
	}
	cell = s.text[s.pos:i]
	return cell, s.leave(i), nil
}

// quoted reads a field that starts with a quote.
func (s *scanner) quoted(col int) (cell []byte, last bool, err error) {
	line := s.line
	s.scratch = s.scratch[:0]
	for from := s.pos + 1; ; {
		n := bytes.IndexByte(s.text[from:], '"')
		if n < 0 {
			return nil, false, s.errorf(line, col, "the quote is not closed")
		}
		chunk, end := s.text[from:from+n], from+n+1
		s.line += bytes.Count(chunk, []byte("\n"))
		if end < len(s.text) && s.text[end] == '"' { // a doubled quote
			s.scratch = append(append(s.scratch, chunk...), '"')
			from = end + 1
			continue
		}
		if !s.ends(end) {
			return nil, false, s.errorf(s.line, col, "%q follows the closing quote", clip(s.text[end:]))
		}
		if len(s.scratch) > 0 {
			s.scratch = append(s.scratch, chunk...)
			chunk = s.scratch
		}
		return chunk, s.leave(end), nil
	}
}

// row reads the whole row that begins at the present position.
func (s *scanner) row() ([]string, error) {
	var fields []string
	for {
		cell, last, err := s.field(len(fields) + 1)
		if err != nil {
			return nil, err
		}
		fields = append(fields, string(cell))
		if last {
			return fields, nil
		}
	}
}

// clip returns the start of a text, cut before its line ends.
func clip(text []byte) string {
	const most = 40
	if i := bytes.IndexAny(text, "\r\n"); i >= 0 {
		text = text[:i]
	}
	if len(text) > most {
		return string(text[:most]) + "..."
	}
	return string(text)
}
