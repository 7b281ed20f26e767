package history

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestTailOf(t *testing.T) {
	if _, ok := tailOf(longFile(maxInputs)); ok {
		t.Error("a file at the bound is shortened")
	}
	kept, ok := tailOf(longFile(maxInputs + 1))
	rows, _ := parseRows(kept)
	if !ok || len(rows) != keepInputs || rows[0].Line != maxInputs+1-keepInputs {
		t.Errorf("%v, %d rows", ok, len(rows))
	}
	// Too many bytes, in inputs and in outputs; a session whose lines all go.
	for _, field := range []string{"input", "output"} {
		var text bytes.Buffer
		fmt.Fprintf(&text, "{\"session\":9,\"line\":1,\"input\":\"x\"}\nrubbish\n")
		for line := range 20 {
			fmt.Fprintf(&text, "{\"session\":7,\"line\":%d,\"input\":\"x\"}\n", line)
			fmt.Fprintf(&text, "{\"session\":7,\"line\":%d,%q:%q}\n", line, field, strings.Repeat("x", 1<<19))
		}
		kept, ok := tailOf(text.Bytes())
		if !ok || len(kept) > keepBytes+100 || len(kept) < keepBytes/2 {
			t.Errorf("%s: %v, %d bytes", field, ok, len(kept))
		}
		if got := highestSession(kept); got != 9 {
			t.Errorf("%s: the highest session is %d, want 9", field, got)
		}
		if bytes.Contains(kept, []byte("rubbish")) {
			t.Errorf("%s: rubbish was kept", field)
		}
		rows, _ := parseRows(kept)
		for _, row := range rows {
			if row.Session != 7 {
				t.Errorf("%s: a row of session %d", field, row.Session)
			}
		}
	}
}

func TestTheFileIsBounded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.jsonl")
	// Two sessions at once, each longer than the bound.
	var group sync.WaitGroup
	for range 2 {
		s := open(t, path)
		group.Go(func() {
			for line := range maxInputs + 1 {
				s.Add(line, fmt.Sprintf("x := %d", line))
				if line%500 == 0 {
					s.flush()
				}
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rows, _ := parseRows(text)
	if len(rows) < keepInputs || len(rows) > maxInputs+2*(maxInputs-keepInputs) {
		t.Errorf("the file has %d inputs", len(rows))
	}
	// The end of each session is there, without a gap.
	last := map[int]int{}
	for _, row := range rows {
		if before, ok := last[row.Session]; ok && row.Line != before+1 {
			t.Fatalf("session %d: line %d after %d", row.Session, row.Line, before)
		}
		last[row.Session] = row.Line
	}
	if len(last) == 0 {
		t.Error("no session is left")
	}
	for session, line := range last { // one that was done early may be gone
		if line != maxInputs || session > 2 {
			t.Errorf("session %d ends with line %d", session, line)
		}
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 2 {
		t.Errorf("the folder holds %v, %v; want the file and its lock", entries, err)
	}
}

func TestAShortenedFileThatCannotBeReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.jsonl")
	if err := os.WriteFile(path, longFile(maxInputs+1), 0o600); err != nil {
		t.Fatal(err)
	}
	// No name of a temporary file fits in.
	long := filepath.Join(filepath.Dir(path), strings.Repeat("n", 248))
	if err := os.Rename(path, long); err != nil {
		t.Skip(err)
	}
	s, err := Open(long)
	if err != nil {
		t.Fatal(err)
	}
	s.Add(1, "x")
	if err := s.Close(); err == nil || !strings.Contains(err.Error(), "not shortened") {
		t.Errorf("the error is %v", err)
	}
	if rows := open(t, long).Range(8, 0, 0); len(rows) != 1 {
		t.Errorf("the input was written %d times", len(rows))
	}
}
