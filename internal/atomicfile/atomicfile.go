// Package atomicfile replaces files in one step.
package atomicfile

import (
	"errors"
	"io"
	"os"
	"path/filepath"
)

// Write makes the file at path of what write writes, all of it or nothing: a file
// that is there stays as it was until the new one is complete on the disk. It
// keeps its permissions; a new file gets 0644. A link is followed. The folder must
// be there.
func Write(path string, write func(io.Writer) error) (err error) {
	mode := os.FileMode(0o644)
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	err = write(f)
	for _, step := range []func() error{func() error { return f.Chmod(mode) }, f.Sync, f.Close} {
		if e := step(); err == nil {
			err = e
		}
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
