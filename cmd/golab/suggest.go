package main

import "golab/internal/spelling"

// suggest returns ", did you mean X?" for the name that is most like the given
// one, or nothing when none is.
func suggest(name string, known []string) string {
	best, least := "", 3 // a distance of 3 is no likeness
	for _, k := range known {
		if d := spelling.Distance(name, k); d < least && d < len(k) {
			best, least = k, d
		}
	}
	if best == "" {
		return ""
	}
	return ", did you mean " + best + "?"
}
