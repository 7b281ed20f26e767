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

// A bracket is one that is open, or the top level.
type bracket struct {
	span
	types bool // it holds parameters or the fields of a type: a func there has no body
	wants []token.Token
}

// owed returns what the syntax still asks for, after a word, before the bracket
// may be closed: an if wants a block, say.
func (b bracket) owed() string {
	var s strings.Builder
	for i := len(b.wants) - 1; i >= 0; i-- {
		switch b.wants[i] {
		case token.CASE:
			s.WriteString(":")
		case token.GO:
			s.WriteString("()")
		default:
			s.WriteString(" {}")
		}
	}
	return s.String()
}

// last returns the word that wants something next, or ILLEGAL.
func (b *bracket) last() token.Token {
	if n := len(b.wants); n > 0 {
		return b.wants[n-1]
	}
	return token.ILLEGAL
}

// got notes that the last word has what it wants.
func (b *bracket) got() { b.wants = b.wants[:len(b.wants)-1] }

// blockWanted reports whether the last word wants a block.
func (b *bracket) blockWanted() bool { return b.last() == token.IF || b.last() == token.FUNC }

// brackets returns the brackets that are open behind the tokens, the top level
// first, and the index of the first one that does not match, or -1.
func brackets(spans []span) (open []bracket, wrong int) {
	open, wrong = []bracket{{}}, -1
	before, prev := token.SEMICOLON, token.SEMICOLON
	for i, s := range spans {
		top := &open[len(open)-1]
		switch s.tok {
		case token.COMMENT:
			continue
		case token.LPAREN:
			if top.last() == token.GO && prev != token.GO && prev != token.DEFER {
				top.got()
			}
			open = append(open, bracket{span: s, types: prev == token.FUNC || prev == token.IDENT && before == token.FUNC})
		case token.LBRACK:
			open = append(open, bracket{span: s})
		case token.LBRACE:
			types := prev == token.STRUCT || prev == token.INTERFACE
			if !types && top.blockWanted() {
				top.got()
			}
			open = append(open, bracket{span: s, types: types})
		case token.RPAREN, token.RBRACK, token.RBRACE:
			if len(open) > 1 && partner(top.tok) == s.tok {
				open = open[:len(open)-1]
			} else if wrong < 0 {
				wrong = i
			}
		default:
			top.next(s, prev)
		}
		before, prev = prev, s.tok
	}
	return open, wrong
}

// next notes what a token directly in the bracket asks for.
func (b *bracket) next(s span, prev token.Token) {
	switch s.tok {
	case token.IF, token.FOR, token.SWITCH, token.SELECT:
		b.wants = append(b.wants, token.IF)
	case token.CASE, token.DEFAULT:
		b.wants = append(b.wants, token.CASE)
	case token.GO, token.DEFER:
		b.wants = append(b.wants, token.GO)
	case token.FUNC:
		if result := prev == token.RPAREN && b.last() == token.FUNC; !b.types && !result {
			b.wants = append(b.wants, token.FUNC)
		}
	case token.COMMA:
		if b.last() == token.FUNC { // it was a type
			b.got()
		}
	case token.COLON:
		if b.last() == token.CASE {
			b.got()
		}
	case token.SEMICOLON:
		if s.newline() || !b.blockWanted() {
			b.wants = nil
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
		b.WriteString(open[i].owed())
		if i > 0 {
			b.WriteString(partner(open[i].tok).String())
		}
	}
	return b.String()
}
