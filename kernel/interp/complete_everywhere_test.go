package interp_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// transcriptCells returns the texts of all cells in testdata and what they show.
func transcriptCells(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/*.cells")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	var cells []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		cells = append(cells, strings.Split(strings.ReplaceAll(string(text), "out:", "in:"), "\nin:")...)
	}
	return cells
}

// TestAssistEverywhere asks for help at places all over many texts, whole and
// cut off at the cursor.
func TestAssistEverywhere(t *testing.T) {
	s := newLesson(t)
	for k, text := range append(transcriptCells(t), lesson...) {
		step := 1 + len(text)/6
		for i := k % step; i <= len(text); i += step {
			for _, code := range []string{text, text[:i]} {
				c := s.e.Complete(code, i)
				if c.Start < 0 || c.Start > c.End || c.End > i {
					t.Errorf("%q at %d: from %d to %d", code, i, c.Start, c.End)
				}
				if h, ok := s.e.Inspect(code, i, true); ok && !strings.Contains(h.Markdown, "```go\n") {
					t.Errorf("%q at %d: %s", code, i, h.Markdown)
				}
			}
		}
	}
}

// TestCompletenessOfPrefixes types cells line by line: text may still follow, so
// what is right as a whole is never invalid on the way.
func TestCompletenessOfPrefixes(t *testing.T) {
	s := newSession(t)
	whole := 0
	for _, text := range append(transcriptCells(t), lesson...) {
		if s.e.Completeness(text).Status != "complete" {
			continue
		}
		whole++
		for i := range text {
			if c := s.e.Completeness(text[:i]); text[i] == '\n' && c.Status == "invalid" {
				t.Errorf("%q: %s", text[:i], c.Status)
			}
		}
	}
	if whole < 100 {
		t.Errorf("only %d cells are complete", whole)
	}
}
