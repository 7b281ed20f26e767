package history

import (
	"os"
	"path/filepath"
	"testing"
)

// BenchmarkAdd is what a cell waits for.
func BenchmarkAdd(b *testing.B) {
	s := open(b, file(b))
	line := 0
	b.ReportAllocs()
	for b.Loop() {
		line++
		s.Add(line, "model := nn.Sequential(57, 20, 2)")
	}
}

// BenchmarkWrite writes one input to the disk.
func BenchmarkWrite(b *testing.B) {
	s := open(b, file(b))
	line := 0
	for b.Loop() {
		line++
		s.Add(line, "model := nn.Sequential(57, 20, 2)")
		s.flush()
	}
}

// BenchmarkTail asks what a console asks at its start, of a full file.
func BenchmarkTail(b *testing.B) {
	path := filepath.Join(b.TempDir(), "history.jsonl")
	if err := os.WriteFile(path, longFile(keepInputs), 0o600); err != nil {
		b.Fatal(err)
	}
	s := open(b, path)
	for b.Loop() {
		if rows := s.Tail(1000); len(rows) != 1000 {
			b.Fatal(len(rows))
		}
	}
}

// BenchmarkOpen is what the start of a kernel waits for.
func BenchmarkOpen(b *testing.B) {
	path := filepath.Join(b.TempDir(), "history.jsonl")
	if err := os.WriteFile(path, longFile(keepInputs), 0o600); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Open(path); err != nil {
			b.Fatal(err)
		}
	}
}
