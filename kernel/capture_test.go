package kernel

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
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

// Text that is written byte by byte arrives whole, and no output splits a
// character.
func TestOutboxKeepsCharacters(t *testing.T) {
	const text = "€ 𝕏 ä\xff\xffABC \xff"
	got := ""
	out := newOutbox(func(o Output) {
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
		out.add("stdout", []byte(text[i:i+1]))
		out.flush()
	}
	if err := out.finish(); err != nil || got != text {
		t.Errorf("got %q, %v, want %q", got, err, text)
	}
}

// What goes through os.Stdout, round it and through os.Stderr keeps its order.
func TestCaptureKeepsTheOrder(t *testing.T) {
	var got strings.Builder
	write := func(_ string, text []byte) { got.Write(text) }
	c, err := startCapture(write)
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	var want strings.Builder
	for i := range 2000 {
		line := fmt.Sprintln("line", i)
		want.WriteString(line)
		switch i % 3 {
		case 0:
			fmt.Fprint(os.Stdout, line)
		case 1:
			c.around(func() { write("stdout", []byte(line)) })
		case 2:
			c.flush() // os.Stdout and os.Stderr have no order among themselves
			fmt.Fprint(os.Stderr, line)
			c.flush()
		}
	}
	c.flush()
	c.mu.Lock()
	defer c.mu.Unlock()
	if got.String() != want.String() {
		t.Errorf("got %d bytes in another order than the %d written", got.Len(), want.Len())
	}
}

// More than a pipe holds comes through, and all of it is there after a flush.
func TestCaptureOfMuchText(t *testing.T) {
	var got strings.Builder
	c, err := startCapture(func(_ string, text []byte) { got.Write(text) })
	if err != nil {
		t.Fatal(err)
	}
	want := 0
	for n := range 200 {
		size := 64<<10 - 100 + n
		fmt.Fprint(os.Stdout, strings.Repeat("x", size))
		c.flush()
		c.mu.Lock()
		if want += size; got.Len() != want {
			t.Errorf("got %d bytes, want %d", got.Len(), want)
		}
		c.mu.Unlock()
	}
	if err := c.close(); err != nil {
		t.Error(err)
	}
}

// A pipe that a cell has closed leaves no file behind.
func TestClosedPipesLeaveNothing(t *testing.T) {
	s := newSession(t, fake{"closes": does(func() { os.Stdout.Close() }), "nothing": shows()})
	old := s.capture.pipes[0]
	for _, code := range []string{"closes", "nothing"} {
		if _, err := execute(t, s, code); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := old.r.Stat(); !errors.Is(err, os.ErrClosed) {
		t.Errorf("its other end: %v", err)
	}
}
