package history

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"sync"
	"testing"
	"time"
)

// childVariable is set in the processes that TestManyProcesses starts of the test
// binary: it is the path of the history that they write.
const childVariable = "GOLAB_HISTORY_TEST_CHILD"

const childInputs = 200

func TestMain(m *testing.M) {
	if path := os.Getenv(childVariable); path != "" {
		if err := child(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// child types inputs that say which process typed them.
func child(path string) error {
	s, err := Open(path)
	if err != nil {
		return err
	}
	for line := range childInputs {
		s.Add(line, fmt.Sprintf("%d of %d", line, os.Getpid()))
		if line%10 == 0 { // so that the lines come by many writes
			if err := s.Close(); err != nil {
				return err
			}
		}
	}
	return s.Close()
}

func TestManyProcesses(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := file(t)
	const processes = 6
	var group sync.WaitGroup
	var pids sync.Map
	for range processes {
		cmd := exec.Command(self)
		cmd.Env = append(os.Environ(), childVariable+"="+path)
		group.Go(func() {
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
			pids.Store(cmd.ProcessState.Pid(), true)
		})
	}
	group.Wait()

	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if lines := bytes.Count(text, []byte{'\n'}); lines != processes*childInputs {
		t.Errorf("the file has %d lines, want %d", lines, processes*childInputs)
	}
	sessions := map[int][]string{}
	for _, row := range open(t, path).Tail(-1) {
		if row.Line != len(sessions[row.Session]) {
			t.Fatalf("session %d: line %d where %d was to come", row.Session, row.Line, len(sessions[row.Session]))
		}
		sessions[row.Session] = append(sessions[row.Session], row.Input)
	}
	for session := 1; session <= processes; session++ {
		inputs := sessions[session]
		if len(inputs) != childInputs {
			t.Fatalf("session %d has %d inputs, want %d", session, len(inputs), childInputs)
		}
		var line, pid int
		if _, err := fmt.Sscanf(inputs[0], "%d of %d", &line, &pid); err != nil {
			t.Fatal(err)
		}
		if _, ok := pids.LoadAndDelete(pid); !ok {
			t.Errorf("session %d is of process %d, which has another one or is none", session, pid)
		}
		for i, input := range inputs {
			if input != fmt.Sprintf("%d of %d", i, pid) {
				t.Fatalf("session %d, line %d: %q is not of process %d", session, i, input, pid)
			}
		}
	}
}

func TestALockThatIsHeld(t *testing.T) {
	path := file(t)
	s := open(t, path)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	unlock, err := lock(path + ".lock")
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	s.Add(1, "x")
	if took := time.Since(start); took > lockPatience/2 {
		t.Errorf("Add took %v: it waited for the lock", took)
	}
	if err := s.Close(); err == nil {
		t.Error("written although another has the lock")
	}
	unlock()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	same(t, "in the end", open(t, path).Tail(-1), []Row{{1, 1, "x", ""}})
}

func TestDamage(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []Row
	}{
		{"empty", "", nil},
		{"no line end", `{"session":4,"line":1,"input":"x"}`, []Row{{4, 1, "x", ""}}},
		{"half a line", "{\"session\":4,\"line\":1,\"input\":\"x\"}\n{\"session\":4,\"li", []Row{{4, 1, "x", ""}}},
		{"a line in another", "{\"session\":4,\"line\":1,{\"session\":4,\"line\":2,\"input\":\"y\"}\n{\"session\":4,\"line\":3,\"input\":\"z\"}\n", []Row{{4, 3, "z", ""}}},
		{"zeros", "\x00\x00\x00\n{\"session\":4,\"line\":1,\"input\":\"x\"}\n\x00", []Row{{4, 1, "x", ""}}},
		{"other values", "null\n[]\n1\n\"x\"\n{}\n{\"session\":\"4\"}\n{\"session\":4}\n", nil},
		{"impossible sessions", "{\"session\":0,\"line\":1,\"input\":\"x\"}\n{\"session\":-1,\"line\":1,\"input\":\"x\"}\n{\"session\":9000000000,\"line\":1,\"input\":\"x\"}\n", nil},
		{"an output of no input", "{\"session\":4,\"line\":1,\"output\":\"x\"}\n", nil},
		{"a field of tomorrow", "{\"session\":4,\"line\":1,\"input\":\"x\",\"mood\":{\"a\":[1]}}\r\n", []Row{{4, 1, "x", ""}}},
		{"two inputs of a line", "{\"session\":4,\"line\":1,\"input\":\"x\"}\n{\"session\":4,\"line\":1,\"input\":\"y\"}\n{\"session\":4,\"line\":1,\"output\":\"1\"}\n", []Row{{4, 1, "x", ""}, {4, 1, "y", "1"}}},
		{"sessions that took turns", "{\"session\":5,\"line\":1,\"input\":\"x\"}\n{\"session\":4,\"line\":1,\"input\":\"y\"}\n", []Row{{4, 1, "y", ""}, {5, 1, "x", ""}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "history.jsonl")
			if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
			s := open(t, path)
			same(t, "before", s.Tail(-1), c.want)
			s.Add(1, "new")
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			number := highestSession([]byte(c.text)) + 1
			same(t, "after", open(t, path).Tail(-1), append(c.want, Row{number, 1, "new", ""}))
		})
	}
}

func TestALinkIsFollowed(t *testing.T) {
	real, link := filepath.Join(t.TempDir(), "real"), filepath.Join(t.TempDir(), "link")
	if err := os.WriteFile(real, longFile(maxInputs+1), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real, link); err != nil {
		t.Skip(err)
	}
	s := open(t, link)
	s.Add(1, "x")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v, %v", info.Mode(), err)
	}
	if rows := open(t, real).Tail(-1); len(rows) != keepInputs || rows[len(rows)-1].Input != "x" {
		t.Errorf("the file has %d rows, want %d", len(rows), keepInputs)
	}
}

// longFile is a file of session 7 with as many inputs.
func longFile(inputs int) []byte {
	var text bytes.Buffer
	for line := range inputs {
		fmt.Fprintf(&text, "{\"session\":7,\"line\":%d,\"input\":\"model := nn.Sequential(%d)\"}\n", line, line)
	}
	return text.Bytes()
}

// FuzzRecord holds the short way of reading a line against the long one.
func FuzzRecord(f *testing.F) {
	for _, text := range []string{
		`{"session":4,"line":1,"input":"x"}`, `{"session":4,"line":1,"output":"a\nb\u00e4"}`, `{"session":4}`,
		`{"session":4,"line":1,"input":"x","input":"y"}`, `{"session":04,"line":1,"input":""}`, `{"session":1,"line":-1,"input":"x"}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		line = append(line, '\n')
		short, ok := parseOwn(line)
		if !ok {
			return
		}
		var long record
		if err := json.Unmarshal(line, &long); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if !reflect.DeepEqual(short, long) {
			t.Fatalf("%q: %+v, want %+v", line, short, long)
		}
	})
}

func FuzzFile(f *testing.F) {
	f.Add([]byte("{\"session\":4,\"line\":1,\"input\":\"x\"}\n{\"session\":4,\"line\":1,\"output\":\"1\"}\n"))
	f.Add([]byte("{\"session\":4,\"line\":1,\"inp"))
	f.Add([]byte("\xff\n\n{}\nnull\n{\"session\":1e3}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		before, highest := parseRows(text)
		for _, row := range before {
			if row.Session < 1 || row.Session > highest {
				t.Fatalf("session %d, the highest is %d", row.Session, highest)
			}
		}
		// What is appended after any damage is read again.
		line, err := appendRecord([]byte{'\n'}, record{Session: highest + 1, Line: 1, Input: new(string)})
		if err != nil {
			t.Fatal(err)
		}
		after, _ := parseRows(append(bytes.Clone(text), line...))
		if len(after) != len(before)+1 && highest < maxSession {
			t.Fatalf("%d rows, and %d after an input was added", len(before), len(after))
		}
		if kept, ok := tailOf(text); ok && highestSession(kept) != highest {
			t.Fatalf("the highest session was %d and is %d", highest, highestSession(kept))
		}
	})
}
