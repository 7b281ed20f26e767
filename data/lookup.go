package data

import (
	"fmt"
	"strings"
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
	for limit := 1; limit <= max(2, len(name)/4) && limit < len(name); limit++ {
		var near []string
		for _, have := range names {
			if distance(strings.ToLower(have), strings.ToLower(name), limit) <= limit && len(near) < most {
				near = append(near, have)
			}
		}
		if len(near) > 0 {
			return "did you mean " + strings.Join(near, " or ") + "?"
		}
	}
	shown := names[:min(most, len(names))]
	if len(shown) == len(names) {
		return "there are " + strings.Join(shown, ", ")
	}
	return fmt.Sprintf("there are %d: %s, ..., %s", len(names), strings.Join(shown, ", "), names[len(names)-1])
}

// distance returns how many bytes must be inserted, deleted or replaced to make b
// of a, or more than limit if that is too many (Levenshtein 1966).
func distance(a, b string, limit int) int {
	if max(len(a)-len(b), len(b)-len(a)) > limit {
		return limit + 1
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
