package interp

import (
	"go/token"
	"regexp"
)

// mainStart begins the function with which a program starts. Its name and the
// brackets are a call of it, too.
var mainStart = regexp.MustCompile(`^func\s+(main\s*\(\s*\))\s*\{`)

// callOfMain returns the statement that ends a cell which declares main and does
// not mention it otherwise: a call. It counts as standing where main is declared.
func callOfMain(src []byte, items []item) []item {
	var call []item
	for _, it := range items {
		text := src[it.start:it.end]
		if m := mainStart.FindSubmatchIndex(text); m != nil && it.kind == funcDecl {
			call = append(call, item{kind: statement, start: it.start + m[2], end: it.start + m[3]})
		} else if it.effect() && mentioned(text)["main"] {
			return nil
		}
	}
	return call[:min(len(call), 1)]
}

// pasted reports whether a cell is a whole file, with the package clause.
func pasted(src []byte) bool {
	spans, _ := scanSpans(src)
	for _, s := range spans {
		if s.tok != token.COMMENT && !s.newline() {
			return s.tok == token.PACKAGE
		}
	}
	return false
}
