package notebook

import "strings"

// A Screen keeps of printed text what a terminal would still show: a carriage
// return goes back to the start of the line, and what follows replaces what was
// there, so that of a line of progress only its last state is left. Also known
// are the backspace and the sequences that erase to the end of a line or all of
// it. The zero value is an empty screen.
type Screen struct {
	line   []rune // the line at the bottom
	at     int    // where the next character goes
	escape string // the beginning of an escape sequence
	styled bool   // the line holds other escape sequences
	back   bool   // a carriage return was the last thing
}

// maxLine is how long the bottom line may get: what is longer is no progress.
const maxLine = 64 << 10

// Write takes text and returns the lines that are finished by it, which do not
// change any more.
func (s *Screen) Write(text string) string {
	var done strings.Builder
	for _, r := range text {
		if s.escape != "" || r == 0x1b {
			s.sequence(r)
			continue
		}
		switch r {
		case '\n':
			done.WriteString(s.Rest())
			done.WriteByte('\n')
		case '\r':
			s.at, s.back = 0, true
		case '\b':
			s.at = max(0, s.at-1)
		default:
			s.put(r)
			if len(s.line) >= maxLine && s.at == len(s.line) {
				done.WriteString(s.Rest())
			}
		}
	}
	return done.String()
}

// Rest returns the bottom line and clears it.
func (s *Screen) Rest() string {
	line := string(s.line) + s.escape
	*s = Screen{line: s.line[:0]}
	return line
}

// put shows a character.
func (s *Screen) put(r rune) {
	if s.back && s.styled { // where a character is cannot be told
		s.line, s.at, s.styled = s.line[:0], 0, false
	}
	s.back = false
	if s.at < len(s.line) {
		s.line[s.at] = r
	} else {
		s.line = append(s.line, r)
	}
	s.at++
}

// sequence takes the next character of an escape sequence.
func (s *Screen) sequence(r rune) {
	s.escape += string(r)
	switch whole := s.escape; {
	case whole == "\x1b" || whole == "\x1b[":
	case !strings.HasPrefix(whole, "\x1b["), r >= '@' && r <= '~', len(whole) > 32:
		s.escape = ""
		switch whole {
		case "\x1b[K", "\x1b[0K":
			s.line = s.line[:min(s.at, len(s.line))]
		case "\x1b[2K":
			s.line, s.at = s.line[:0], 0
		default:
			for _, r := range whole {
				s.put(r)
			}
			s.styled = true
		}
	}
}
