package history

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"time"
	"unicode/utf8"
)

// A Row is one input: the Line of a Session. Output is the text of what it returned,
// empty for nothing.
type Row struct {
	Session, Line int
	Input, Output string
}

// Bounds of what one line of the file holds, in bytes. A longer input is in the
// history of its own session only, a longer output is cut.
const (
	maxInput  = 1 << 20
	maxOutput = 64 << 10
)

// A Store is the history of one session and, through the file, of those before it.
// It may be used by many goroutines at once. The zero value keeps its own session,
// in memory.
type Store struct {
	path string // empty for memory only

	disk   sync.Mutex // serialises what touches the file; taken before mu
	writes int        // records written since the size of the file was last looked at

	mu      sync.Mutex
	number  int      // of this session; 0 before its first write
	rows    []Row    // of this session, without its number
	bytes   int      // in rows
	pending []record // to be written
	writing bool     // somebody is about to write pending
	err     error    // why the last write failed
}

// Open returns the history that is kept in the file at path, which need not be
// there yet. The session that it starts is numbered by its first input. When the
// file cannot be used Open says why, and the Store that it returns keeps the session
// in memory; so does one with an empty path.
func Open(path string) (*Store, error) {
	if path == "" {
		return &Store{}, nil
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return &Store{path: path}, nil
	case err != nil:
		return &Store{}, fmt.Errorf("history: Open: %w", err)
	case !info.Mode().IsRegular():
		return &Store{}, fmt.Errorf("history: Open: %s is not a regular file", path)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND, 0)
	if err != nil {
		return &Store{}, fmt.Errorf("history: Open: %w", err)
	}
	if err := f.Close(); err != nil {
		return &Store{}, fmt.Errorf("history: Open: %w", err)
	}
	return &Store{path: path}, nil
}

// Add keeps an input under the number of its line. It returns at once; the file is
// written meanwhile.
func (s *Store) Add(line int, input string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rows = append(s.rows, Row{Line: line, Input: input})
	s.bytes += len(input)
	s.forgetOldest()
	if len(input) <= maxInput {
		s.enqueue(record{Line: line, Input: &input})
	}
}

// SetOutput keeps the text of what the last input with that line number returned.
func (s *Store) SetOutput(line int, text string) {
	if len(text) > maxOutput {
		end := maxOutput
		for end > 0 && !utf8.RuneStart(text[end]) {
			end--
		}
		text = text[:end] + "…"
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := len(s.rows) - 1; i >= 0; i-- {
		if row := &s.rows[i]; row.Line == line {
			s.bytes += len(text) - len(row.Output)
			row.Output = text
			s.enqueue(record{Line: line, Output: &text})
			return
		}
	}
}

// forgetOldest keeps the session within the bounds of the file.
func (s *Store) forgetOldest() {
	if len(s.rows) <= maxInputs && s.bytes <= maxBytes {
		return
	}
	drop := 0
	for drop < len(s.rows)-1 && (len(s.rows)-drop > keepInputs || s.bytes > keepBytes) {
		s.bytes -= len(s.rows[drop].Input) + len(s.rows[drop].Output)
		drop++
	}
	s.rows = append([]Row(nil), s.rows[drop:]...)
}

// writeDelay is how long inputs wait to be written, so that cells that follow each
// other closely are written together and do not wait for the disk.
const writeDelay = 200 * time.Millisecond

// enqueue has a record written soon.
func (s *Store) enqueue(r record) {
	if s.path == "" {
		return
	}
	if len(s.pending) >= maxInputs { // the file has been failing for long
		s.pending = s.pending[1:]
	}
	s.pending = append(s.pending, r)
	if !s.writing {
		s.writing = true
		time.AfterFunc(writeDelay, s.flush)
	}
}

// flush writes what is pending. What cannot be written stays for the next time.
func (s *Store) flush() {
	s.disk.Lock()
	defer s.disk.Unlock()
	for {
		s.mu.Lock()
		batch, number := s.pending, s.number
		s.pending = nil
		if len(batch) == 0 {
			s.writing = false
			s.mu.Unlock()
			return
		}
		s.mu.Unlock()

		number, rest, err := s.write(number, batch)

		s.mu.Lock()
		s.err, s.number = err, number
		if rest != nil {
			s.pending = append(rest, s.pending...)
			s.writing = false
			s.mu.Unlock()
			return
		}
		s.mu.Unlock()
	}
}

// Err returns what was wrong when the file was last written; nil for nothing.
func (s *Store) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// Close waits until everything is written; it returns why it is not.
func (s *Store) Close() error {
	s.flush()
	return s.Err()
}
