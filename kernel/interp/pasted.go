package interp

import "regexp"

// mainStart begins the function with which a program starts. Its name and the
// brackets are a call of it, too.
var mainStart = regexp.MustCompile(`^func\s+(main\s*\(\s*\))\s*\{`)

// callOfMain returns the statement that ends a cell which declares main and does
// not mention it otherwise, as a pasted program does: a call. It counts as standing
// where main is declared.
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
