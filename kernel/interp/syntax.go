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
	if magic.MatchString(line) {
		return "lines with % or ! are for Python, cells are Go"
	}
	if strings.HasSuffix(msg, "found 'EOF'") {
		return "unexpected end of the file"
	}
	if m := notEnded.FindStringSubmatch(msg); m != nil {
		msg = "unexpected " + m[1] + " at the end of a statement"
	}
	if help := syntaxAdvice(msg, line); help != "" {
		msg += "; " + help
	}
	return msg
}

// syntaxAdvice says what may help against a syntax error, or nothing.
func syntaxAdvice(msg, line string) string {
	switch {
	case msg == "illegal rune literal":
		return "texts stand between double quotes"
	case msg == "expected 1 expression":
		return "fmt.Println shows several values"
	case strings.HasPrefix(msg, "illegal character U+0023"):
		return "comments begin with //"
	case msg == "expected statement, found 'else'":
		return "else stands on the line of the } before it"
	case msg == "expected '{', found newline", strings.HasPrefix(msg, "unexpected newline, expecting {"):
		return "the { stands on the same line"
	}
	word, _, _ := strings.Cut(strings.TrimSpace(line), " ")
	switch word {
	case "while":
		return "a loop is a for"
	case "def":
		return "a function is a func"
	case "class":
		return "a class is a type with methods"
	case "let":
		return "a new variable is declared by :="
	}
	return ""
}

// lineOf returns a line of a text, counted from 1, or nothing when there is none.
func lineOf(text []byte, n int) string {
	lines := bytes.Split(text, []byte("\n"))
	if n < 1 || n > len(lines) {
		return ""
	}
	return string(lines[n-1])
}
