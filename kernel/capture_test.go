package kernel

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestUnfinished(t *testing.T) {
	for _, tt := range []struct {
		text string
		want int
	}{
		{"", 0}, {"a", 0}, {"ä", 0}, {"ä"[:1], 1}, {"a€"[:3], 2}, {"€", 0}, {"𝕏"[:3], 3}, {"𝕏"[:1], 1}, {"𝕏", 0},
		{"\x80", 0}, {"\x80\x80\x80\x80", 0}, {"\xff", 0}, {"a\xc3(", 0},
	} {
		if got := unfinished([]byte(tt.text)); got != tt.want {
			t.Errorf("%q: got %d, want %d", tt.text, got, tt.want)
		}
	}
}

func TestBegun(t *testing.T) {
	for _, tt := range []struct {
		text string
		want int
	}{
		{"", 0}, {"a", 0}, {"m", 1}, {"xma", 2}, {"xmar", 3}, {"mark", 0}, {"ma x", 0}, {"mmm", 1},
	} {
		if got := begun([]byte(tt.text), []byte("mark")); got != tt.want {
			t.Errorf("%q: got %d, want %d", tt.text, got, tt.want)
		}
	}
}

// Text that is written byte by byte arrives whole, and no output splits a
// character.
func TestPipeKeepsCharacters(t *testing.T) {
	const text = "€ 𝕏 ä\xff\xffABC \xff"
	got := ""
	out := newOutbox()
	p, err := openPipe("stdout", out)
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	out.open(func(o Output) {
		s := o.(Stream).Text
		got += s
		for _, c := range []string{"€", "𝕏", "ä"} {
			for n := 1; n < len(c); n++ {
				if strings.HasSuffix(s, c[:n]) {
					t.Errorf("split in %q", s)
				}
			}
		}
	})
	for i := range len(text) {
		fmt.Fprint(p.w, text[i:i+1])
		time.Sleep(2 * mergeDelay) // what need not wait is emitted
	}
	p.flush()
	out.flush()
	if got != text {
		t.Errorf("got %q, want %q", got, text)
	}
}

// Marks come through wherever the pipe is cut.
func TestPipeMarks(t *testing.T) {
	out := newOutbox()
	p, err := openPipe("stdout", out)
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	var got strings.Builder
	out.open(func(o Output) { got.WriteString(o.(Stream).Text) })
	want := 0
	for n := range 200 {
		size := 64<<10 - 100 + n
		fmt.Fprint(p.w, strings.Repeat("x", size))
		p.flush()
		out.flush()
		if want += size; got.Len() != want {
			t.Fatalf("got %d bytes, want %d", got.Len(), want)
		}
	}
	if strings.Trim(got.String(), "x") != "" {
		t.Error("a mark in the text")
	}
}
