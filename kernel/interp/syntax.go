package interp

import (
	"bytes"
	"regexp"
	"strings"
)

// Syntax errors that are told in another way.
var (
	notEnded = regexp.MustCompile(`^expected ';', found (.*)$`)
	magic    = regexp.MustCompile(`^\s*(%{1,2}[a-z]|![a-z]+ )`)
)

// syntaxWords puts an error of the scanner or the parser, which is about the
// given line, into words for people who know another language better.
func syntaxWords(msg, line string) string {
	switch {
	case magic.MatchString(line):
		return "lines with % or ! are for Python, cells are Go"
	case msg == "illegal rune literal":
		return msg + "; texts stand between double quotes"
	case msg == "expected 1 expression":
		return msg + "; fmt.Println shows several values"
	case strings.HasSuffix(msg, "found 'EOF'"):
		return "unexpected end of the file"
	}
	if m := notEnded.FindStringSubmatch(msg); m != nil {
		return "unexpected " + m[1] + " at the end of a statement"
	}
	return msg
}

// lineOf returns a line of a text, counted from 1, or nothing when there is none.
func lineOf(text []byte, n int) string {
	lines := bytes.Split(text, []byte("\n"))
	if n < 1 || n > len(lines) {
		return ""
	}
	return string(lines[n-1])
}
