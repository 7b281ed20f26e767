package notebook

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"golab/kernel"
)

func TestScreen(t *testing.T) {
	tests := []struct{ name, text, done, rest string }{
		{"plain", "a\nb", "a\n", "b"},
		{"progress", "1 %\r50 %\r100 %\n", "100 %\n", ""},
		{"progress not done", "a\n1 %\r50 %", "a\n", "50 %"},
		{"a shorter line leaves the end", "100 %\rok", "", "ok0 %"},
		{"a return at the end", "50 %\r", "", "50 %"},
		{"line ends of Windows", "a\r\nb\r\n", "a\nb\n", ""},
		{"backspace", "abc\b\bX\n", "aXc\n", ""},
		{"backspace at the start", "\b\ba", "", "a"},
		{"erase the end", "100 %\rok\x1b[K\n", "ok\n", ""},
		{"erase the line", "100 %\x1b[2K\rok", "", "ok"},
		{"colours", "\x1b[31mred\x1b[0m\n", "\x1b[31mred\x1b[0m\n", ""},
		{"colours in progress", "\x1b[31m10 %\x1b[0m\r\x1b[32mdone\x1b[0m\n", "\x1b[32mdone\x1b[0m\n", ""},
		{"half a sequence", "a\x1b[3", "", "a\x1b[3"},
		{"characters", "äöü\rx€\n", "x€ü\n", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var whole, bytewise Screen
			if done, rest := whole.Write(tt.text), whole.Rest(); done != tt.done || rest != tt.rest {
				t.Errorf("got %q, %q, want %q, %q", done, rest, tt.done, tt.rest)
			}
			done := ""
			for _, r := range tt.text {
				done += bytewise.Write(string(r))
			}
			if rest := bytewise.Rest(); done != tt.done || rest != tt.rest {
				t.Errorf("in pieces: got %q, %q, want %q, %q", done, rest, tt.done, tt.rest)
			}
		})
	}
}

func TestScreenIsBounded(t *testing.T) {
	var s Screen
	size := 0
	for range 100 {
		size += len(s.Write(strings.Repeat("x", maxLine/2)))
		if len(s.line) > maxLine {
			t.Fatalf("a line of %d characters", len(s.line))
		}
	}
	if size += len(s.Rest()); size != 100*maxLine/2 {
		t.Errorf("%d characters, want %d", size, 100*maxLine/2)
	}
}

func TestRecorder(t *testing.T) {
	out := func(text string) kernel.Output { return kernel.Stream{Name: "stdout", Text: text} }
	warn := func(text string) kernel.Output { return kernel.Stream{Name: "stderr", Text: text} }
	result := kernel.ExecuteResult{ExecutionCount: 1}
	tests := []struct {
		name       string
		in, stored []kernel.Output
	}{
		{"nothing", nil, nil},
		{"joined", []kernel.Output{out("a"), out("b\n"), out("c")}, []kernel.Output{out("ab\nc")}},
		{"two streams", []kernel.Output{out("a"), warn("b"), out("c")}, []kernel.Output{out("a"), warn("b"), out("c")}},
		{"around a value", []kernel.Output{out("a"), result, out("b")}, []kernel.Output{out("a"), result, out("b")}},
		{"progress", []kernel.Output{out("1 %"), out("\r2 %"), out("\r3 %\n"), result}, []kernel.Output{out("3 %\n"), result}},
		{"empty", []kernel.Output{out(""), warn("")}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var r recorder
			for _, o := range tt.in {
				r.add(o)
			}
			if r.finish(); !reflect.DeepEqual(r.outputs, tt.stored) {
				t.Errorf("got %q, want %q", r.outputs, tt.stored)
			}
		})
	}
}

// Of a flood the beginning and the end are stored, and how much was between.
func TestRecorderIsBounded(t *testing.T) {
	var r recorder
	var all strings.Builder
	for i := range 500_000 {
		line := fmt.Sprintf("line %d of 500000 €\n", i) // whole lines do not fill maxTail
		all.WriteString(line)
		r.add(kernel.Stream{Name: "stdout", Text: line})
	}
	r.add(kernel.ErrorOutput{EName: "E"})
	r.finish()
	if len(r.outputs) != 2 {
		t.Fatalf("%d outputs", len(r.outputs))
	}
	text := r.outputs[0].(kernel.Stream).Text
	head, rest, _ := strings.Cut(text, "\n[… ")
	notice, tail, _ := strings.Cut(rest, " bytes are not stored …]\n")
	var dropped int
	fmt.Sscan(notice, &dropped)
	if len(head)+dropped+len(tail) != all.Len() {
		t.Errorf("%d + %d + %d bytes, want %d", len(head), dropped, len(tail), all.Len())
	}
	if !strings.HasPrefix(all.String(), head) || !strings.HasSuffix(all.String(), tail) || !strings.HasPrefix(tail, "line ") {
		t.Error("not the beginning or not the end")
	}
	if len(head) > maxHead || len(head) < maxHead-3 || len(tail) > maxTail || len(tail) < maxTail-30 {
		t.Errorf("%d and %d bytes", len(head), len(tail))
	}
}

// It does not matter how a text is cut, and no character is made up.
func FuzzScreen(f *testing.F) {
	f.Add("1 %\r100 %\n", 3)
	f.Add("\x1b[31m10 %\x1b[0m\r\x1b[32mdone\x1b[K\b\b\n", 7)
	f.Fuzz(func(t *testing.T, text string, at int) {
		text = strings.ToValidUTF8(text, "?")
		if at < 0 || at > len(text) {
			return
		}
		at = boundary(text, at)
		var whole, halves Screen
		want := whole.Write(text)
		want += whole.Rest()
		got := halves.Write(text[:at])
		got += halves.Write(text[at:])
		if got += halves.Rest(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		if len(want) > len(text) {
			t.Errorf("%q became %q", text, want)
		}
	})
}
