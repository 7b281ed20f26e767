package kernel

import (
	"regexp"
	"strings"
)

// question matches a cell that asks for help about a name: ?name, name?, and with
// two marks for more.
var question = regexp.MustCompile(`^\s*(?:(\?\??)\s*([\pL_][\pL\pN_.]*)|([\pL_][\pL\pN_.]*)\s*(\?\??))\s*$`)

// asked answers a cell that is not Go: a question about a name, or the wish to
// leave. It reports false for others.
func (s *Session) asked(x *execution, code string) bool {
	switch strings.TrimSpace(code) {
	case "exit", "quit", "exit()", "quit()":
		x.addPayload(map[string]any{"source": "ask_exit", "keepkernel": false})
		return true
	}
	m := question.FindStringSubmatch(code)
	a := s.Assistant()
	if m == nil || a == nil {
		return false
	}
	name := m[2] + m[3]
	help, ok := a.Inspect(name, len(name), len(m[1]+m[4]) == 2)
	if !ok {
		x.out.send(Stream{Name: "stdout", Text: "There is no " + name + ".\n"})
		return true
	}
	data := map[string]any{"text/plain": help.Text}
	if help.Markdown != "" {
		data["text/markdown"] = help.Markdown
	}
	x.addPayload(map[string]any{"source": "page", "data": data, "start": 0})
	return true
}
