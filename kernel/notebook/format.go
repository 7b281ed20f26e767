package notebook

import (
	"bytes"
	"fmt"
	"strings"
)

// A format is the way a file is laid out.
type format struct {
	newline string
	indent  string // of one level
}

// jupyter is the way that nbformat writes.
var jupyter = format{newline: "\n", indent: " "}

// formatOf returns the format that a file begins with, and false for a file in
// one line.
func formatOf(data []byte) (format, bool) {
	before, after, ok := bytes.Cut(data, []byte("\n"))
	indent := len(after) - len(bytes.TrimLeft(after, " \t"))
	if !ok || len(bytes.TrimSpace(before)) != 1 || indent == 0 {
		return jupyter, false
	}
	f := format{newline: "\n", indent: string(after[:indent])}
	if bytes.HasSuffix(before, []byte("\r")) {
		f.newline = "\r\n"
	}
	return f, true
}

// write appends v at a depth. Values that did not change are copied.
func (f format) write(b *bytes.Buffer, v *value, depth int) {
	if v.unchanged() {
		b.Write(v.raw)
		return
	}
	newline := f.newline + strings.Repeat(f.indent, depth+1)
	switch v.kind {
	case '"':
		quote(b, v.text)
	case '[':
		for i, item := range v.items {
			b.WriteString(opening("[", i) + newline)
			f.write(b, item, depth+1)
		}
		f.shut(b, len(v.items), depth, "[", "]")
	case '{':
		for i, x := range v.fields {
			b.WriteString(opening("{", i) + newline)
			if x.key != nil {
				b.Write(x.key)
			} else {
				quote(b, x.name)
			}
			b.WriteString(": ")
			f.write(b, x.value, depth+1)
		}
		f.shut(b, len(v.fields), depth, "{", "}")
	}
}

// opening returns what stands before item i.
func opening(bracket string, i int) string {
	if i == 0 {
		return bracket
	}
	return ","
}

// shut ends an object or array of n items.
func (f format) shut(b *bytes.Buffer, n, depth int, open, shut string) {
	if n == 0 {
		b.WriteString(open + shut)
		return
	}
	b.WriteString(f.newline + strings.Repeat(f.indent, depth) + shut)
}

// quote writes a string as Python's json does with ensure_ascii off: nothing is
// escaped but what must be.
func quote(b *bytes.Buffer, s string) {
	b.WriteByte('"')
	for _, r := range s {
		switch r {
		case '"', '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case '\n':
			b.WriteString(`\n`)
		case '\r':
			b.WriteString(`\r`)
		case '\t':
			b.WriteString(`\t`)
		case '\b':
			b.WriteString(`\b`)
		case '\f':
			b.WriteString(`\f`)
		default:
			if r < ' ' {
				fmt.Fprintf(b, `\u%04x`, r)
			} else {
				b.WriteRune(r)
			}
		}
	}
	b.WriteByte('"')
}

// splitLines cuts a text after each end of a line, where Python's splitlines
// does.
func splitLines(s string) []string {
	var list []string
	start := 0
	for i, r := range s {
		end := i + len(string(r))
		switch r {
		case '\r':
			if strings.HasPrefix(s[end:], "\n") {
				continue
			}
		case '\n', '\v', '\f', 0x1c, 0x1d, 0x1e, 0x85, 0x2028, 0x2029:
		default:
			continue
		}
		list = append(list, s[start:end])
		start = end
	}
	if start < len(s) {
		list = append(list, s[start:])
	}
	return list
}
