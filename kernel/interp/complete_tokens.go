package interp

import (
	"bytes"
	"go/scanner"
	"go/token"
	"strings"
	"unicode/utf8"
)

// A span is a token or a comment and where it ends.
type span struct {
	lexeme
	end  int
	open bool // text or comment that lacks its end
}

// newline reports whether s is a semicolon that the end of a line stands for.
func (s span) newline() bool { return s.tok == token.SEMICOLON && s.lit == "\n" }

// scanSpans cuts a text into its tokens, without the semicolon that the end of
// the text stands for.
func scanSpans(src []byte) ([]span, scanner.ErrorList) {
	var errs scanner.ErrorList
	var spans []span
	file := token.NewFileSet().AddFile("", -1, len(src))
	var sc scanner.Scanner
	sc.Init(file, src, func(pos token.Position, msg string) { errs.Add(pos, msg) }, scanner.ScanComments)
	for {
		pos, tok, lit := sc.Scan()
		s := span{lexeme: lexeme{tok, file.Offset(pos), lit}}
		if tok == token.EOF || s.newline() && s.off == len(src) {
			return spans, errs
		}
		s.end, s.open = ending(src, s.lexeme)
		spans = append(spans, s)
	}
}

// ending returns where a token ends and whether it lacks its end. The scanner
// drops carriage returns, so literals may be shorter than their text.
func ending(src []byte, l lexeme) (end int, open bool) {
	rest := src[l.off:]
	until := func(mark string) (int, bool) {
		if i := strings.Index(string(rest[len(mark):]), mark); i >= 0 {
			return l.off + len(mark) + i + len(mark), false
		}
		return len(src), true
	}
	switch {
	case l.tok == token.COMMENT && bytes.HasPrefix(rest, []byte("/*")):
		if i := bytes.Index(rest[2:], []byte("*/")); i >= 0 {
			return l.off + 2 + i + 2, false
		}
		return len(src), true
	case l.tok == token.COMMENT:
		if i := bytes.IndexByte(rest, '\n'); i >= 0 {
			return l.off + i, false
		}
		return len(src), true
	case l.tok == token.STRING && rest[0] == '`':
		return until("`")
	case l.tok == token.STRING, l.tok == token.CHAR:
		end = l.off + len(l.lit)
		return end, len(l.lit) < 2 || !closed(l.lit)
	case l.tok == token.SEMICOLON && l.lit == "\n":
		return l.off, false
	case l.tok == token.ILLEGAL:
		_, n := utf8.DecodeRune(rest)
		return l.off + n, false
	case l.lit != "":
		return l.off + len(l.lit), false
	}
	return l.off + len(l.tok.String()), false
}

// closed reports whether a literal ends with its quote.
func closed(lit string) bool {
	for i := 1; i < len(lit); i++ {
		switch lit[i] {
		case '\\':
			i++
		case lit[0]:
			return true
		}
	}
	return false
}

// A bracket is one that is open, or the top level, and what the syntax asks for
// before it may be closed: the block of an if, say.
type bracket struct {
	span
	tail string
}

const block = " {}"

// brackets returns the brackets that are open behind the tokens, the top level
// first, and the index of the first bracket that does not match, or -1.
func brackets(spans []span) (open []bracket, wrong int) {
	open, wrong = []bracket{{}}, -1
	prev := token.SEMICOLON
	for i, s := range spans {
		top := &open[len(open)-1]
		switch s.tok {
		case token.COMMENT:
			continue
		case token.LPAREN, token.LBRACK, token.LBRACE:
			if s.tok == token.LBRACE && prev != token.STRUCT && prev != token.INTERFACE && top.tail == block {
				top.tail = ""
			}
			if s.tok == token.LPAREN && top.tail == "()" && prev != token.DEFER && prev != token.GO {
				top.tail = ""
			}
			open = append(open, bracket{span: s})
		case token.RPAREN, token.RBRACK, token.RBRACE:
			if len(open) > 1 && partner(top.tok) == s.tok {
				open = open[:len(open)-1]
			} else if wrong < 0 {
				wrong = i
			}
		default:
			top.next(s, prev)
		}
		prev = s.tok
	}
	return open, wrong
}

// next notes what a token directly in it asks for.
func (f *bracket) next(s span, prev token.Token) {
	switch s.tok {
	case token.IF, token.FOR, token.SWITCH, token.SELECT:
		f.tail = block
	case token.FUNC:
		if f.tail == "" {
			f.tail = block
		}
	case token.CASE, token.DEFAULT:
		f.tail = ":"
	case token.GO, token.DEFER:
		f.tail = "()"
	case token.COLON:
		if f.tail == ":" {
			f.tail = ""
		}
	case token.SEMICOLON:
		if s.newline() || f.tail != block {
			f.tail = ""
		}
	}
}

func partner(open token.Token) token.Token {
	switch open {
	case token.LPAREN:
		return token.RPAREN
	case token.LBRACK:
		return token.RBRACK
	case token.LBRACE:
		return token.RBRACE
	}
	return token.ILLEGAL
}

// closing returns the shortest text that ends all that is open behind a text.
func closing(src []byte) string {
	spans, _ := scanSpans(src)
	open, _ := brackets(spans)
	var b strings.Builder
	if n := len(spans); n > 0 && spans[n-1].tok == token.COMMENT {
		b.WriteByte('\n')
	}
	for i := len(open) - 1; i >= 0; i-- {
		b.WriteString(open[i].tail)
		if i > 0 {
			b.WriteString(partner(open[i].tok).String())
		}
	}
	return b.String()
}
