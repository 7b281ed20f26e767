package interp

import (
	"go/token"
	"unicode/utf8"
)

// A spot is where names are asked for.
type spot struct {
	word   string // what stands between start and the cursor
	start  int
	before []span // the tokens before the word, comments apart
	path   bool   // the word is part of an import path
	quote  bool   // an import path begins here, without its quotes
}

// spotAt returns the spot at the cursor. It reports false in comments, texts
// and numbers, and where a declaration gives a new name.
func spotAt(code string, cursor int) (spot, bool) {
	spans, _ := scanSpans([]byte(code[:cursor]))
	p := spot{start: cursor}
	if n := len(spans); n > 0 {
		last := spans[n-1]
		switch {
		case last.tok == token.STRING && last.open && importing(spans[:n-1]):
			p.path, p.start = true, last.off+1
		case last.open, last.end == cursor && (last.tok == token.INT || last.tok == token.FLOAT || last.tok == token.IMAG):
			return p, false
		case last.end == cursor && (last.tok == token.IDENT || last.tok.IsKeyword()):
			p.start = last.off
		}
		if p.start < cursor || p.path {
			spans = spans[:n-1]
		}
	}
	p.word = code[p.start:cursor]
	for _, s := range spans {
		if s.tok != token.COMMENT {
			p.before = append(p.before, s)
		}
	}
	p.quote = !p.path && importing(p.before)
	return p, p.path || p.quote || !naming(p.before)
}

// last returns the token before the word.
func (p spot) last() token.Token {
	if n := len(p.before); n > 0 {
		return p.before[n-1].tok
	}
	return token.SEMICOLON
}

// importing reports whether an import path may follow the tokens.
func importing(spans []span) bool {
	i := len(spans) - 1
	if i >= 0 && (spans[i].tok == token.IDENT || spans[i].tok == token.PERIOD) {
		i-- // the name
	}
	for i >= 0 && spans[i].tok != token.IMPORT {
		switch spans[i].tok {
		case token.LPAREN, token.STRING, token.SEMICOLON, token.IDENT, token.PERIOD, token.COMMENT:
			i--
			continue
		}
		return false
	}
	if i < 0 {
		return false
	}
	// import "a" ends with its line, import ( with its bracket.
	for j := i + 1; j < len(spans); j++ {
		if spans[j].tok == token.LPAREN {
			return true
		}
		if spans[j].tok == token.SEMICOLON || spans[j].tok == token.STRING {
			return false
		}
	}
	return true
}

// naming reports whether the next word is a new name.
func naming(spans []span) bool {
	n := len(spans)
	if n == 0 {
		return false
	}
	switch spans[n-1].tok {
	case token.VAR, token.CONST, token.TYPE, token.PACKAGE, token.GOTO:
		return true
	case token.FUNC:
		return n == 1 || spans[n-2].tok == token.SEMICOLON
	case token.RPAREN: // func (t T) name
		depth := 0
		for i := n - 1; i > 0; i-- {
			switch spans[i].tok {
			case token.RPAREN:
				depth++
			case token.LPAREN:
				if depth--; depth == 0 {
					return spans[i-1].tok == token.FUNC && (i == 1 || spans[i-2].tok == token.SEMICOLON)
				}
			}
		}
	}
	return false
}

// clamp returns the offset of the rune of code that cursor is in.
func clamp(code string, cursor int) int {
	cursor = min(max(cursor, 0), len(code))
	for cursor > 0 && cursor < len(code) && !utf8.RuneStart(code[cursor]) {
		cursor--
	}
	return cursor
}

// operand returns the offset where the operand begins that ends the tokens: in
// y = f(a).b[0] that of f.
func operand(spans []span) int {
	i := len(spans) - 1
	for ; i >= 0; i-- {
		if spans[i].tok == token.RPAREN || spans[i].tok == token.RBRACK || spans[i].tok == token.RBRACE {
			if i = opening(spans, i); i < 0 {
				return spans[0].off
			}
			if i > 0 && continues(spans[i-1].tok) {
				continue
			}
		}
		if i == 0 || spans[i-1].tok != token.PERIOD {
			return spans[i].off
		}
		i-- // the dot
	}
	return 0
}

func continues(t token.Token) bool {
	return t == token.IDENT || t == token.RPAREN || t == token.RBRACK || t == token.RBRACE
}

// opening returns the index of the bracket that the one at i closes, or -1.
func opening(spans []span, i int) int {
	depth := 0
	for ; i >= 0; i-- {
		switch spans[i].tok {
		case token.RPAREN, token.RBRACK, token.RBRACE:
			depth++
		case token.LPAREN, token.LBRACK, token.LBRACE:
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}
