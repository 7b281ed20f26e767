package data

import (
	"errors"
	"fmt"
	"strings"

	"golab/internal/spelling"
)

// indexOf returns the position of name. Its error has names that look like it.
func indexOf(names []string, name string) (int, error) {
	for i, have := range names {
		if have == name {
			return i, nil
		}
	}
	return -1, fmt.Errorf("no column %q (%s)", name, hint(names, name))
}

// duplicate returns the positions of the first name that comes a second time, or
// -1 and -1.
func duplicate(names []string) (first, again int) {
	seen := make(map[string]int, len(names))
	for i, name := range names {
		if j, ok := seen[name]; ok {
			return j, i
		}
		seen[name] = i
	}
	return -1, -1
}

// hint names the columns that a misspelt name may mean, or else the first few.
func hint(names []string, name string) string {
	const most = 3
	if len(names) == 0 {
		return "there are none"
	}
	if near := nearest(names, name); len(near) > 0 {
		return "did you mean " + strings.Join(near[:min(most, len(near))], " or ") + "?"
	}
	shown := names[:min(most, len(names))]
	if len(shown) == len(names) {
		return "there are " + strings.Join(shown, ", ")
	}
	return fmt.Sprintf("there are %d: %s, ..., %s", len(names), strings.Join(shown, ", "), names[len(names)-1])
}

// nearest returns the names that differ least from name, if that is little.
func nearest(names []string, name string) []string {
	least := min(max(2, len(name)/4), len(name)-1)
	var near []string
	for _, have := range names {
		if max(len(have)-len(name), len(name)-len(have)) > least {
			continue
		}
		switch d := spelling.Distance(strings.ToLower(have), strings.ToLower(name)); {
		case d < least:
			least, near = d, []string{have}
		case d == least:
			near = append(near, have)
		}
	}
	return near
}

// bare takes the name of the function that failed off an error, for another one
// that gives it its own.
func bare(err error) error {
	_, rest, ok := strings.Cut(strings.TrimPrefix(err.Error(), "data: "), ": ")
	if !ok {
		return err
	}
	return errors.New(rest)
}
