package interp

import (
	"go/token"
	"strings"
)

// A passage is the place in a cell where an object is declared.
type passage struct {
	cell int
	src  []byte
	off  int // of the name
}

// textOf returns where the object of a finding is declared. It reports false for
// objects of compiled packages.
func (a *assistant) textOf(f finding) (passage, bool) {
	if f.from != nil && f.object.Pkg() == f.from.pkg {
		return newPassage(0, []byte(f.code), a.fset.Position(f.object.Pos()))
	}
	if t, ok := a.texts[f.object.Pkg()]; ok {
		return newPassage(t.number, t.src, a.old.Position(f.object.Pos()))
	}
	if src, ok := a.late[f.object.Pkg()]; ok {
		return newPassage(0, []byte(src), a.fset.Position(f.object.Pos()))
	}
	return passage{}, false
}

func newPassage(cell int, src []byte, at token.Position) (passage, bool) {
	off := 0
	for line := 1; line < at.Line; line++ {
		i := strings.IndexByte(string(src[off:]), '\n')
		if i < 0 {
			return passage{}, false
		}
		off += i + 1
	}
	off += at.Column - 1
	return passage{cell, src, off}, at.IsValid() && off < len(src)
}

// source returns the declaration with the comment above it.
func (p passage) source() string {
	items, _ := split(p.src)
	it := at(items, p.off)
	if it.end == 0 {
		return ""
	}
	return string(p.src[p.commented(it.start):it.end])
}

// doc returns the text of the comment above the declaration, or of that at the
// end of its line.
func (p passage) doc() string {
	start := strings.LastIndexByte(string(p.src[:p.off]), '\n') + 1
	if from := p.commented(start); from < start {
		return uncommented(string(p.src[from:start]))
	}
	end := lineEnd(p.src, p.off)
	if _, after, ok := strings.Cut(string(p.src[p.off:end]), "//"); ok && !strings.ContainsAny(after, "\"`") {
		return strings.TrimSpace(after)
	}
	return ""
}

// commented returns where the comment begins that ends in the line above off, or
// off when there is none.
func (p passage) commented(off int) int {
	text := string(p.src)
	line := strings.LastIndexByte(text[:off], '\n') + 1
	if strings.HasSuffix(strings.TrimRight(text[:line], " \t\n"), "*/") && strings.Count(text[len(strings.TrimRight(text[:line], " \t\n")):line], "\n") == 1 {
		if i := strings.LastIndex(text[:line], "/*"); i >= 0 {
			return i
		}
	}
	from := off
	for line > 0 {
		above := strings.LastIndexByte(text[:line-1], '\n') + 1
		if !strings.HasPrefix(strings.TrimSpace(text[above:line]), "//") {
			break
		}
		from, line = above, above
	}
	return from
}

// uncommented takes the marks off comment lines.
func uncommented(text string) string {
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "/*") {
		return strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(text, "/*"), "*/"))
	}
	var lines []string
	for _, l := range strings.Split(text, "\n") {
		l = strings.TrimPrefix(strings.TrimSpace(l), "//")
		lines = append(lines, strings.TrimPrefix(l, " "))
	}
	return strings.Join(lines, "\n")
}
