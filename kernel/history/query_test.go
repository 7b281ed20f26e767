package history

import (
	"strings"
	"testing"
)

func TestRange(t *testing.T) {
	var s Store
	for line := 1; line <= 5; line++ {
		s.Add(line, string(rune('a'+line-1)))
	}
	for _, c := range []struct {
		session, start, stop int
		want                 string
	}{
		{0, 0, 0, "abcde"}, {1, 0, 0, "abcde"}, {0, 1, 0, "abcde"}, {0, 2, 4, "bc"}, {0, 2, 99, "bcde"},
		{0, -2, 0, "de"}, {0, 1, -1, "abcd"}, {0, -3, -1, "cd"}, {0, 4, 2, ""}, {0, 9, 0, ""},
		{0, -99, 0, "abcde"}, {2, 0, 0, ""}, {-1, 0, 0, ""}, {-99, 0, 0, ""}, {0, 1, -99, ""},
	} {
		var got strings.Builder
		for _, row := range s.Range(c.session, c.start, c.stop) {
			got.WriteString(row.Input)
		}
		if got.String() != c.want {
			t.Errorf("Range(%d, %d, %d) = %s, want %s", c.session, c.start, c.stop, got.String(), c.want)
		}
	}
}

func TestSearch(t *testing.T) {
	var s Store
	for i, input := range []string{"fit(1)", "x", "fit(2)", "fit(1)", "y\nfit(3)", "[x]"} {
		s.Add(i+1, input)
	}
	for _, c := range []struct {
		pattern string
		n       int
		unique  bool
		want    string
	}{
		{"fit(*", -1, false, "fit(1)|fit(2)|fit(1)"},
		{"fit(*", -1, true, "fit(2)|fit(1)"},
		{"fit(*", 1, true, "fit(1)"},
		{"fit(*", 2, false, "fit(2)|fit(1)"},
		{"*fit*", -1, true, "fit(2)|fit(1)|y\nfit(3)"},
		{"?", -1, false, "x"},
		{"[x]", -1, false, "[x]"},
		{"", -1, false, ""},
		{"*", 0, false, ""},
		{"*", 2, false, "y\nfit(3)|[x]"},
	} {
		var got []string
		for _, row := range s.Search(c.pattern, c.n, c.unique) {
			got = append(got, row.Input)
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("Search(%q, %d, %v) = %q, want %s", c.pattern, c.n, c.unique, got, c.want)
		}
	}
}

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"", "", true}, {"", "a", false}, {"*", "", true}, {"**", "abc", true}, {"?", "", false},
		{"?", "世", true}, {"??", "世", false}, {"a*c", "abc", true}, {"a*c", "abcd", false},
		{"a*b*c", "a1b2b3c", true}, {"*b", "abab", true}, {"*ab?", "aabab!", true}, {"a?c", "a\nc", true},
		{"1?2*", "1+2 // three", true}, {"A", "a", false}, {`\*`, `\x`, true},
	} {
		if got := match([]rune(c.pattern), []rune(c.text)); got != c.want {
			t.Errorf("match(%q, %q) = %v", c.pattern, c.text, got)
		}
	}
	// What makes naive matchers take for ever.
	if match([]rune(strings.Repeat("*a", 50)+"b"), []rune(strings.Repeat("a", 10_000))) {
		t.Error("no b, and yet a match")
	}
}
