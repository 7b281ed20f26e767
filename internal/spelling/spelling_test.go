package spelling

import "testing"

func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"a", "", 1}, {"", "abc", 3}, {"same", "same", 0},
		{"kitten", "sitting", 3}, // two replaced, one inserted
		{"Repaet", "Repeat", 1},  // neighbours exchanged
		{"ca", "abc", 3},         // not 2: the exchanged pair is not edited again
		{"naïve", "naive", 1},    // one character, though two bytes
		{"labels", "label", 1}, {"run", "version", 5},
	} {
		if got := Distance(tt.a, tt.b); got != tt.want {
			t.Errorf("%q, %q: %d, want %d", tt.a, tt.b, got, tt.want)
		}
		if got := Distance(tt.b, tt.a); got != tt.want {
			t.Errorf("%q, %q: %d, want %d", tt.b, tt.a, got, tt.want)
		}
	}
}
