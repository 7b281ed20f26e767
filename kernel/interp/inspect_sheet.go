package interp

import (
	"strings"

	"golab/kernel"
)

// A sheet is help about one name. All but the signature may be missing.
type sheet struct {
	signature string
	kind      string // what it is and where it is from, as a sentence
	doc       string // as doc comments are written
	more      string // the address of the whole doc
	lists     []list
	source    string
}

// A list is a part of a sheet: code is one line of Go each, else names.
type list struct {
	title string
	names []string
	code  bool
}

// help writes a sheet out as text and as Markdown.
func (s sheet) help() kernel.Help {
	text, mark := []string{s.signature}, []string{fenced(s.signature)}
	add := func(t, m string) { text, mark = append(text, t), append(mark, m) }
	if s.kind != "" {
		add(s.kind, s.kind)
	}
	if s.doc != "" {
		add(docText(s.doc), docMarkdown(s.doc))
	}
	if s.more != "" {
		add("More: "+s.more, "More: ["+strings.TrimPrefix(s.more, "https://")+"]("+s.more+")")
	}
	for _, l := range s.lists {
		if l.code {
			add(l.title+":\n  "+strings.Join(l.names, "\n  "), "**"+l.title+"**\n\n"+fenced(strings.Join(l.names, "\n")))
			continue
		}
		add(l.title+":\n"+wrapped(l.names), "**"+l.title+"**: `"+strings.Join(l.names, "`, `")+"`")
	}
	if s.source != "" {
		add("Source:\n"+s.source, "**Source**\n\n"+fenced(s.source))
	}
	return kernel.Help{Text: strings.Join(text, "\n\n"), Markdown: strings.Join(mark, "\n\n")}
}

// fenced makes a code block of Go source, which may itself hold fences.
func fenced(code string) string {
	fence := "```"
	for strings.Contains(code, fence) {
		fence += "`"
	}
	return fence + "go\n" + code + "\n" + fence
}

// wrapped puts names into lines of less than 80 columns.
func wrapped(names []string) string {
	var b strings.Builder
	column := 0
	for i, n := range names {
		if i < len(names)-1 {
			n += ","
		}
		if column > 0 && column+1+len(n) > 78 {
			b.WriteByte('\n')
			column = 0
		}
		if column == 0 {
			b.WriteByte(' ')
		}
		b.WriteString(" " + n)
		column += 1 + len(n)
	}
	return b.String()
}
