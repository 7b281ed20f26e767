package interp

import (
	"go/scanner"
	"go/token"
	"regexp"
	"sort"
	"strings"

	"golab/kernel"
)

// What a console may be asked beside Go: help about a name.
var question = regexp.MustCompile(`^(\?{1,2}\s*[\pL_][\pL\d_.]*|[\pL_][\pL\d_.]*\?{1,2})$`)

// Completeness says whether a cell can be run. It is incomplete as long as text
// at its end may make it right: where brackets are open, or where the last line
// ends in an operator. What such text cannot cure is invalid, and so are the %
// and ! lines of Python's notebooks.
func (e *Engine) Completeness(code string) kernel.Completeness {
	if question.MatchString(strings.TrimSpace(code)) {
		return kernel.Completeness{Status: "complete"}
	}
	src := []byte(code)
	spans, errs := scanSpans(src)
	if n := len(spans); n > 0 && spans[n-1].open && (strings.HasPrefix(code[spans[n-1].off:], "/*") || code[spans[n-1].off] == '`') {
		return kernel.Completeness{Status: "incomplete"}
	}
	open, wrong := brackets(spans)
	if len(errs) > 0 || wrong >= 0 || len(open) > maxBrackets {
		return kernel.Completeness{Status: "invalid"}
	}
	items, _ := split(src)
	last, more := lastToken(spans), len(open) > 1
	if !more {
		more = continued(last)
	}
	for i, it := range items {
		if magic.Match(src[it.start:lineEnd(src, it.start)]) {
			return kernel.Completeness{Status: "invalid"}
		}
		faults, _ := parseItem(src, it)
		if len(faults) == 0 && !packageClause(spans, it) {
			continue
		}
		if i < len(items)-1 || !more || packageClause(spans, it) || faults[0].Pos.Offset < last.off {
			return kernel.Completeness{Status: "invalid"}
		}
	}
	if more {
		return kernel.Completeness{Status: "incomplete", Indent: indent(src, open, last)}
	}
	return kernel.Completeness{Status: "complete"}
}

// lastToken returns the last token that is neither a comment nor the end of a line.
func lastToken(spans []span) span {
	for i := len(spans) - 1; i >= 0; i-- {
		if spans[i].tok != token.COMMENT && !spans[i].newline() {
			return spans[i]
		}
	}
	return span{lexeme: lexeme{tok: token.SEMICOLON}}
}

// continued reports whether the statement that a token ends goes on in the next
// line: the scanner puts no semicolon there.
func continued(s span) bool {
	switch s.tok {
	case token.IDENT, token.INT, token.FLOAT, token.IMAG, token.CHAR, token.STRING, token.BREAK, token.CONTINUE,
		token.FALLTHROUGH, token.RETURN, token.INC, token.DEC, token.RPAREN, token.RBRACK, token.RBRACE,
		token.SEMICOLON, token.COLON:
		return false
	}
	return true
}

// unfinished returns an error where a text ends before its last statement does.
func unfinished(src []byte) scanner.ErrorList {
	spans, _ := scanSpans(src)
	last := lastToken(spans)
	if !continued(last) {
		return nil
	}
	line, column := newDraft("", src).lineColumn(last.off)
	at := token.Position{Offset: last.off, Line: line, Column: column}
	return scanner.ErrorList{{Pos: at, Msg: "something is missing behind the last " + last.tok.String()}}
}

// packageClause reports whether an item begins with package, which no cell does.
func packageClause(spans []span, it item) bool {
	i := sort.Search(len(spans), func(i int) bool { return spans[i].off >= it.start })
	return i < len(spans) && spans[i].off == it.start && spans[i].tok == token.PACKAGE
}

// indent returns what gofmt would begin the next line with: a tab for each line
// with an open bracket, and one for a statement that goes on.
func indent(src []byte, open []bracket, last span) string {
	depth, line := 0, -1
	for _, f := range open[1:] {
		if l := strings.Count(string(src[:f.off]), "\n"); l != line {
			depth, line = depth+1, l
		}
	}
	if continued(last) && last.tok != token.LBRACE && last.tok != token.LPAREN && last.tok != token.LBRACK && last.tok != token.COMMA {
		depth++
	}
	return strings.Repeat("\t", depth)
}
