package history

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
)

// Bounds of the file. Beyond maxInputs or maxBytes it is cut down to keepInputs and
// keepBytes, so that it is not cut at every input.
const (
	maxInputs  = 12_500
	keepInputs = 10_000
	maxBytes   = 8 << 20
	keepBytes  = 4 << 20
)

// compact replaces the file by the end of it if it is too long. Who calls it holds
// the lock. A crash leaves the old file or the new one.
func compact(path string) error {
	text, err := read(path)
	if err != nil {
		return err
	}
	kept, ok := tailOf(text)
	if !ok {
		return nil
	}
	if path, err = filepath.EvalSymlinks(path); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*") // mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(kept)
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// tailOf returns what a file that is too long is to be replaced by, and false for
// one that is not too long. The first line keeps the highest number of a session,
// whose own lines may be gone.
func tailOf(text []byte) ([]byte, bool) {
	var lines [][]byte
	inputs, highest := 0, 0
	isInput := []bool{}
	for line := range bytes.Lines(text) {
		r, ok := parseRecord(line)
		if !ok || line[len(line)-1] != '\n' {
			continue
		}
		highest = max(highest, r.Session)
		if r.Input == nil && r.Output == nil {
			continue
		}
		lines = append(lines, line)
		isInput = append(isInput, r.Input != nil)
		if r.Input != nil {
			inputs++
		}
	}
	if inputs <= maxInputs && len(text) <= maxBytes {
		return nil, false
	}
	first, size, count := len(lines), 0, 0
	for ; first > 0; first-- {
		if isInput[first-1] {
			count++
		}
		size += len(lines[first-1])
		if count > keepInputs || size > keepBytes {
			break
		}
	}
	out, err := appendRecord(nil, record{Session: highest})
	if err != nil || highest == 0 {
		out = nil
	}
	return append(out, bytes.Join(lines[first:], nil)...), true
}
