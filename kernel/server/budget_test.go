package server

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"golab/kernel/wire"
)

// A sink keeps what a budget publishes.
type sink struct {
	mu  sync.Mutex
	all []wire.Publication
}

func (s *sink) publish(p wire.Publication) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all = append(s.all, p)
}

// text returns what was published of a stream, and its messages.
func (s *sink) text(t *testing.T, name string) (text string, messages int) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.all {
		if p.MsgType != "stream" {
			continue
		}
		var stream wire.Stream
		if err := json.Unmarshal(p.Content, &stream); err != nil {
			t.Fatal(err)
		}
		if stream.Name == name {
			text += stream.Text
			messages++
		}
	}
	return text, messages
}

func stream(name, text string) wire.Publication {
	return wire.NewPublication("stream", wire.Stream{Name: name, Text: text})
}

// A page lays out a cell's whole text for every message, so it gets few of them.
func TestPagesGetLongTextInFewMessages(t *testing.T) {
	for _, tt := range []struct {
		metadata string
		lo, hi   int
	}{
		{`{"cellId":"x"}`, 2, 20},
		{`{}`, 100, 100},
	} {
		var out sink
		b := newBudget(out.publish, wire.Object(tt.metadata))
		chunk := strings.Repeat("spam and eggs\n", 1000)
		for range 100 {
			b.emit(stream("stdout", chunk))
		}
		b.end()
		text, n := out.text(t, "stdout")
		if text != strings.Repeat(chunk, 100) {
			t.Errorf("%s: %d bytes come, want %d", tt.metadata, len(text), 100*len(chunk))
		}
		if n < tt.lo || n > tt.hi {
			t.Errorf("%s: %d messages, want %d to %d", tt.metadata, n, tt.lo, tt.hi)
		}
	}
}

func TestBudgetKeepsBeginningAndEnd(t *testing.T) {
	const line = "0123456789 € 𝕏\n"
	for _, tt := range []struct {
		name      string
		lines     int
		atOnce    int // lines per message
		shortened bool
	}{
		{"little", 10, 1, false},
		{"just over the limit", 87_000, 1000, false}, // what is held back is shown
		{"far over the limit", 200_000, 10_000, true},
		{"one message", 150_000, 150_000, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out sink
			b := newBudget(out.publish, wire.Object(`{"cellId":"x"}`))
			chunk := strings.Repeat(line, tt.atOnce)
			for range tt.lines / tt.atOnce {
				b.emit(stream("stdout", chunk))
			}
			b.emit(stream("stdout", "the end\n"))
			b.end()
			got, _ := out.text(t, "stdout")
			notes, _ := out.text(t, "stderr")
			full := tt.lines*len(line) + len("the end\n")
			if !strings.HasSuffix(got, line+"the end\n") {
				t.Errorf("the end is missing: %q", got[max(0, len(got)-40):])
			}
			if !tt.shortened {
				if len(got) != full || strings.Contains(notes, "left out") {
					t.Errorf("%d bytes of %d, and the notes %q", len(got), full, notes)
				}
				return
			}
			if len(got) > pageLimit+tailLimit {
				t.Errorf("%d bytes go into a page, which takes %d", len(got), pageLimit)
			}
			if !strings.Contains(notes, "beyond 1.8 MB") || !strings.Contains(notes, size(full-len(got))+" left out") {
				t.Errorf("%d bytes are missing; the notes are %q", full-len(got), notes)
			}
			for i, l := range strings.SplitAfter(strings.TrimSuffix(got, "the end\n"), "\n") {
				if l != line && l != "" {
					t.Fatalf("line %d is %q", i, l)
				}
			}
		})
	}
}

func TestBudgetOfOtherClients(t *testing.T) {
	for metadata, want := range map[string]int{
		`{"cellId":"1-2-3","deletedCells":[]}`: pageLimit,
		`{"cellId":7}`:                         pageLimit,
		`{}`:                                   directLimit,
		``:                                     directLimit,
		`{"cellId":`:                           directLimit,
		`{"cell_id":"x"}`:                      directLimit,
	} {
		if got := limitFor(wire.Object(metadata)); got != want {
			t.Errorf("%s: got %d, want %d", metadata, got, want)
		}
	}
}

func TestBudgetLeavesOthersAlone(t *testing.T) {
	var out sink
	b := &budget{publish: out.publish, limit: 10}
	b.emit(stream("stdout", strings.Repeat("x", 2*tailLimit)))
	b.emit(wire.NewPublication("display_data", wire.Display{}))
	b.emit(wire.NewPublication("stream", 7)) // from a broken backend
	b.end()
	b.emit(stream("stdout", "late"))
	b.emit(wire.NewPublication("error", wire.Error{}))
	var types []string
	for _, p := range out.all {
		types = append(types, p.MsgType)
	}
	if got, want := fmt.Sprint(types), "[stream display_data stream stream error]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	text, _ := out.text(t, "stdout")
	if len(text) != tailLimit {
		t.Errorf("%d bytes are shown, want %d", len(text), tailLimit)
	}
}

func TestBudgetAfterTheEnd(t *testing.T) {
	var out sink
	b := &budget{publish: out.publish, limit: 50}
	b.end()
	for range 10 {
		b.emit(stream("stdout", "tick\n"))
	}
	text, _ := out.text(t, "stdout")
	note, notes := out.text(t, "stderr")
	if text != "tick\n" || notes != 1 || !strings.Contains(note, "no more is shown") {
		t.Errorf("got %q and %d notes %q", text, notes, note)
	}
}

// A cell that writes to two streams in turn does not flood the page, and nothing
// is lost.
func TestMerging(t *testing.T) {
	const lines = 20_000
	var out sink
	b := &budget{publish: out.publish, limit: directLimit}
	for i := range lines {
		b.emit(stream("stdout", fmt.Sprintf("o%d\n", i)))
		b.emit(stream("stderr", fmt.Sprintf("e%d\n", i)))
	}
	b.end()
	for _, name := range []string{"stdout", "stderr"} {
		text, messages := out.text(t, name)
		if messages < burst/2 || messages > lines/2 {
			t.Errorf("%s: %d messages for %d lines", name, messages, lines)
		}
		for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
			if line != fmt.Sprintf("%c%d", map[string]rune{"stdout": 'o', "stderr": 'e'}[name], i) {
				t.Fatalf("%s: line %d is %q", name, i, line)
			}
		}
		if got := strings.Count(text, "\n"); got != lines {
			t.Errorf("%s: %d lines, want %d", name, got, lines)
		}
	}
}

// What is gathered does not wait for the end of the cell, nor behind a display.
func TestMergingGoesOn(t *testing.T) {
	var out sink
	b := &budget{publish: out.publish, limit: directLimit}
	b.merger.used, b.merger.at = 2*burst, time.Now()
	b.emit(stream("stdout", "a"))
	b.emit(stream("stdout", "b"))
	eventually(t, "the text is published", func() bool { text, _ := out.text(t, "stdout"); return text == "ab" })
	b.emit(stream("stdout", "c"))
	b.emit(wire.NewPublication("display_data", wire.Display{}))
	if text, n := out.text(t, "stdout"); text != "abc" || n != 2 {
		t.Errorf("before the display there are %q in %d messages", text, n)
	}
	b.emit(stream("stdout", strings.Repeat("x", mergeSize)))
	if text, _ := out.text(t, "stdout"); len(text) != 3+mergeSize {
		t.Errorf("a large text waits: %d bytes", len(text))
	}
}

func TestMergerForgets(t *testing.T) {
	var m merger
	now := time.Now()
	for range burst {
		if !m.admit(now) {
			t.Fatal("the burst ends early")
		}
	}
	if m.admit(now) {
		t.Error("there is no end to the burst")
	}
	for range perSecond {
		if now = now.Add(time.Second / perSecond); !m.admit(now) {
			t.Fatal("a message per turn is refused")
		}
	}
}

func TestDropFirstCutsBetweenCharacters(t *testing.T) {
	for n := range 12 {
		b := &budget{publish: func(wire.Publication) {}, tail: []wire.Stream{{Text: "€𝕏ä€"}}, held: 12}
		b.dropFirst(n)
		if len(b.tail) > 0 && !utf8.ValidString(b.tail[0].Text) {
			t.Errorf("%d: half a character in %q", n, b.tail[0].Text)
		}
		if b.lost < n || b.lost > n+3 || b.held+b.lost != 12 {
			t.Errorf("%d: held %d, lost %d", n, b.held, b.lost)
		}
	}
}

func TestSize(t *testing.T) {
	for n, want := range map[int]string{0: "1 kB", 999: "1 kB", 64_000: "64 kB", 1_800_000: "1.8 MB", 67_108_864: "67.1 MB"} {
		if got := size(n); got != want {
			t.Errorf("%d: got %s, want %s", n, got, want)
		}
	}
}
