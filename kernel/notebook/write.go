package notebook

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Bytes returns the notebook as the content of a file. Where nothing has
// changed that is what was read.
func (n *Notebook) Bytes() []byte {
	var b bytes.Buffer
	b.Write(n.head)
	if !n.laidOut && !n.root.unchanged() {
		n.root.forget(false)
	}
	n.format.write(&b, n.root, 0)
	b.Write(n.tail)
	return b.Bytes()
}

// WriteTo writes the notebook to w.
func (n *Notebook) WriteTo(w io.Writer) (int64, error) {
	k, err := w.Write(n.Bytes())
	return int64(k), err
}

// WriteFile writes the notebook to a file, all of it or nothing: a file that is
// there is replaced in one step, and keeps its permissions. A link is followed.
func (n *Notebook) WriteFile(path string) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("notebook: writing %s: %w", path, err)
		}
	}()
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
	defer os.Remove(f.Name()) // which fails after a success
	_, err = n.WriteTo(f)
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
