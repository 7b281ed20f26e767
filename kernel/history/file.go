package history

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// write appends records to the file under the number of the session, which it finds
// if it is 0. It returns the number, and the records if they are not in the file.
func (s *Store) write(number int, batch []record) (int, []record, error) {
	claimed := number
	fail := func(err error) (int, []record, error) {
		return claimed, batch, fmt.Errorf("history: %s is not written: %w", s.path, err)
	}
	if err := os.MkdirAll(filepath.Dir(s.path), 0o700); err != nil {
		return fail(err)
	}
	unlock, err := lock(s.path + ".lock")
	if err != nil {
		return fail(err)
	}
	defer unlock()
	first := number == 0
	if first {
		text, err := read(s.path)
		if err != nil {
			return fail(err)
		}
		number = highestSession(text) + 1
	}
	var text []byte
	for _, r := range batch {
		r.Session = number
		if text, err = appendRecord(text, r); err != nil {
			return fail(err)
		}
	}
	size, err := appendText(s.path, text)
	if err != nil {
		return fail(err)
	}
	s.writes += len(batch)
	if first || s.writes >= maxInputs-keepInputs || size > maxBytes {
		s.writes = 0
		if err := compact(s.path); err != nil {
			return number, nil, fmt.Errorf("history: %s is not shortened: %w", s.path, err)
		}
	}
	return number, nil, nil
}

// appendText appends lines to the file by one write, all of them or nothing, and
// returns its size.
func appendText(path string, text []byte) (size int64, err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	if !info.Mode().IsRegular() {
		return 0, errors.New("not a regular file")
	}
	if info.Mode().Perm()&0o077 != 0 {
		if err := f.Chmod(0o600); err != nil {
			return 0, err
		}
	}
	size = info.Size()
	if size > 0 {
		var last [1]byte
		if _, err := f.ReadAt(last[:], size-1); err != nil {
			return size, err
		}
		if last[0] != '\n' { // half a line of somebody who died
			text = append([]byte{'\n'}, text...)
		}
	}
	n, err := f.Write(text)
	if err != nil && n > 0 {
		err = errors.Join(err, f.Truncate(size))
	}
	return size + int64(n), err
}

// read returns what is in the file, or the end of one that is far too long; nothing
// if there is no file.
func read(path string) (text []byte, err error) {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("not a regular file")
	}
	start := max(info.Size()-2*maxBytes, 0)
	return io.ReadAll(io.NewSectionReader(f, start, info.Size()-start))
}
