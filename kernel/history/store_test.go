package history

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
)

// open opens the history at path and closes it after the test.
func open(t testing.TB, path string) *Store {
	t.Helper()
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// file returns the path of a file that is not there.
func file(t testing.TB) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "state", "history.jsonl")
}

func same(t *testing.T, what string, got, want []Row) {
	t.Helper()
	if len(got) == 0 && len(want) == 0 {
		return
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\ngot  %+v\nwant %+v", what, got, want)
	}
}

func TestSessionsFollowOneAnother(t *testing.T) {
	path := file(t)
	for session := 1; session <= 3; session++ {
		s, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		s.Add(1, fmt.Sprint("x := ", session))
		s.Add(2, "x < 9 && \"ä\\\n\"\x00")
		s.SetOutput(2, "true")
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	s := open(t, path)
	s.Add(1, "now")
	want := []Row{
		{1, 1, "x := 1", ""}, {1, 2, "x < 9 && \"ä\\\n\"\x00", "true"},
		{2, 1, "x := 2", ""}, {2, 2, "x < 9 && \"ä\\\n\"\x00", "true"},
		{3, 1, "x := 3", ""}, {3, 2, "x < 9 && \"ä\\\n\"\x00", "true"},
		{4, 1, "now", ""},
	}
	same(t, "Tail(-1)", s.Tail(-1), want)
	same(t, "Tail(2)", s.Tail(2), want[5:])
	same(t, "Tail(0)", s.Tail(0), nil)
	same(t, "Range(-1)", s.Range(-1, 0, 0), want[4:6])
	same(t, "Range(0)", s.Range(0, 0, 0), want[6:])
	same(t, "Range(1)", s.Range(1, 2, 3), want[1:2])
}

func TestNothingIsWrittenBeforeTheFirstInput(t *testing.T) {
	path := file(t)
	s := open(t, path)
	same(t, "Tail", s.Tail(10), nil)
	same(t, "Range", s.Range(0, 0, 0), nil)
	same(t, "Search", s.Search("*", 1, false), nil)
	s.SetOutput(1, "of no input")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Dir(path)); !os.IsNotExist(err) {
		t.Errorf("the folder of the file is there: %v", err)
	}
}

func TestOnlyTheUserMayRead(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has other permissions")
	}
	path := file(t)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time the file is new
		s := open(t, path)
		s.Add(1, "password")
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{path, path + ".lock"} {
			info, err := os.Stat(name)
			if err != nil {
				t.Fatal(err)
			}
			if mode := info.Mode().Perm(); mode != 0o600 {
				t.Errorf("%s has mode %o", filepath.Base(name), mode)
			}
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAFileThatCannotBeUsed(t *testing.T) {
	folder := t.TempDir()
	plain := filepath.Join(folder, "plain")
	if err := os.WriteFile(plain, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		folder:                        "not a regular file",
		filepath.Join(plain, "below"): "not a directory",
		plain + "\x00":                "invalid argument",
	} {
		s, err := Open(path)
		if err == nil || !strings.Contains(err.Error(), want) && runtime.GOOS != "windows" {
			t.Errorf("Open(%q): %v, want %s", path, err, want)
		}
		s.Add(1, "works")
		s.SetOutput(1, "still")
		same(t, path, s.Tail(-1), []Row{{1, 1, "works", "still"}})
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestMemoryOnly(t *testing.T) {
	var zero Store
	for _, s := range []*Store{&zero, open(t, "")} {
		s.Add(1, "x")
		same(t, "Range(0)", s.Range(0, 0, 0), []Row{{1, 1, "x", ""}})
		same(t, "Range(-1)", s.Range(-1, 0, 0), nil)
	}
}

func TestWritingThatFailsIsMadeUpFor(t *testing.T) {
	path := file(t)
	s := open(t, path)
	// A folder in the place of the file: whoever runs the test, it cannot be written.
	if err := os.MkdirAll(path, 0o700); err != nil {
		t.Fatal(err)
	}
	s.Add(1, "first")
	same(t, "while it fails", s.Tail(-1), []Row{{1, 1, "first", ""}})
	if err := s.Close(); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("the error %v does not name %s", err, path)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	s.Add(2, "second")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	same(t, "after it failed", open(t, path).Tail(-1), []Row{{1, 1, "first", ""}, {1, 2, "second", ""}})
}

func TestLongLines(t *testing.T) {
	path := file(t)
	s := open(t, path)
	long := strings.Repeat("x", maxInput+1)
	s.Add(1, long)
	s.Add(2, "fits")
	s.SetOutput(2, strings.Repeat("ä", maxOutput))
	rows := s.Tail(-1)
	if len(rows) != 2 || rows[0].Input != long {
		t.Fatalf("the session has %d rows, or cut its input", len(rows))
	}
	if out := rows[1].Output; out != strings.Repeat("ä", maxOutput/2)+"…" {
		t.Errorf("the output has %d bytes and ends in %q", len(out), out[len(out)-5:])
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if rows = open(t, path).Tail(-1); len(rows) != 1 || rows[0].Line != 2 {
		t.Errorf("the file has %d rows", len(rows))
	}
}

func TestASessionForgetsItsOldest(t *testing.T) {
	var s Store
	for i := range maxInputs + 1 {
		s.Add(i, "x")
	}
	if rows := s.Tail(-1); len(rows) != keepInputs || rows[len(rows)-1].Line != maxInputs {
		t.Errorf("%d rows, want %d", len(rows), keepInputs)
	}
	for i := range 20 {
		s.Add(i, strings.Repeat("x", 1<<20))
	}
	if rows := s.Tail(-1); len(rows) > 8 || len(rows) < 4 || s.bytes > maxBytes {
		t.Errorf("%d rows of %d bytes", len(rows), s.bytes)
	}
}
