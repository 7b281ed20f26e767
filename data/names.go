package data

import (
	"fmt"
	"os"
	"strings"
	"unicode/utf8"
)

// labelName is what the course's names file calls the last column of Spambase.
const labelName = "spam_ham"

// ReadNames reads the names of columns from the file at path. It takes the
// course's file, with a line "name: type." for each column, and UCI's .names
// files, which have comments behind | and, before the columns, a line with the
// classes such as "1, 0."; the label then has no line of its own, and its name
// spam_ham is appended.
//
// It fails if a line has no colon or no name before it, if a name occurs twice,
// or if there is none.
func ReadNames(path string) ([]string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("data: %w", err)
	}
	return parseNames(text, path)
}

// parseNames reads the text of a names file.
func parseNames(text []byte, file string) ([]string, error) {
	s := scanner{text: text, name: file}
	if err := s.check(); err != nil {
		return nil, err
	}
	var names []string
	lines := make(map[string]int) // of the names
	classes := false
	for i, line := range strings.Split(string(s.text), "\n") {
		line, _, _ = strings.Cut(line, "|")
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		name, _, colon := strings.Cut(line, ":")
		if !colon && !classes && len(names) == 0 && strings.Contains(line, ",") {
			classes = true
			continue
		}
		name = strings.TrimSpace(name)
		switch before, again := lines[name]; {
		case !utf8.ValidString(line):
			return nil, s.errorf(i+1, 1, "%q is not UTF-8 text", clip([]byte(line)))
		case !colon:
			return nil, s.errorf(i+1, 1, "%q has no colon, as in \"name: type.\"", clip([]byte(line)))
		case name == "":
			return nil, s.errorf(i+1, 1, "there is no name before the colon")
		case again:
			return nil, s.errorf(i+1, 1, "the name %q is on line %d already", name, before)
		}
		lines[name] = i + 1
		names = append(names, name)
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("data: %s: the file holds no names", file)
	}
	if classes {
		if line, ok := lines[labelName]; ok {
			return nil, s.errorf(line, 1, "the name %q is that of the label, which the line of classes stands for", labelName)
		}
		names = append(names, labelName)
	}
	return names, nil
}
