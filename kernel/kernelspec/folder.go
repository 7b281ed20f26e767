package kernelspec

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"golab/internal/atomicfile"
)

// write fills a folder: the logos first, since a folder is a kernel to Jupyter
// once it has a kernel.json.
func write(folder string, s Spec) error {
	files := []struct {
		name string
		data func() ([]byte, error)
	}{
		{"logo-32x32.png", func() ([]byte, error) { return logoPNG(32) }},
		{"logo-64x64.png", func() ([]byte, error) { return logoPNG(64) }},
		{"logo-svg.svg", func() ([]byte, error) { return logoSVG(), nil }},
		{"kernel.json", s.encode},
	}
	for _, f := range files {
		data, err := f.data()
		if err != nil {
			return err
		}
		if err := writeFile(filepath.Join(folder, f.name), data); err != nil {
			return err
		}
	}
	return nil
}

// writeFile replaces a file in one step.
func writeFile(path string, data []byte) error {
	return atomicfile.Write(path, func(w io.Writer) error {
		_, err := io.Copy(w, bytes.NewReader(data))
		return err
	})
}

// Remove takes the kernelspec called name out of the folder kernels and returns
// what it said. The error is fs.ErrNotExist when there is none. It fails when the
// folder belongs to another kernel, and then removes nothing.
func Remove(kernels, name string) (Spec, error) {
	if err := CheckName(name); err != nil {
		return Spec{}, err
	}
	folder := filepath.Join(kernels, name)
	s, err := Read(folder)
	if err != nil {
		return Spec{}, err
	}
	if err := s.claim(folder); err != nil {
		return Spec{}, err
	}
	if info, err := os.Lstat(folder); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		if err := os.Remove(folder); err != nil { // the link, not what it leads to
			return Spec{}, fmt.Errorf("kernelspec: %w", err)
		}
		return s, nil
	}
	// Without its kernel.json the folder is no kernel, whatever fails after that.
	if err := os.Remove(filepath.Join(folder, "kernel.json")); err != nil {
		return Spec{}, fmt.Errorf("kernelspec: %w", err)
	}
	if err := os.RemoveAll(folder); err != nil {
		return Spec{}, fmt.Errorf("kernelspec: %w", err)
	}
	return s, nil
}

// List returns the names of golab's kernelspecs in the folder kernels. A folder
// that is not there has none.
func List(kernels string) ([]string, error) {
	entries, err := os.ReadDir(kernels)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("kernelspec: %w", err)
	}
	var names []string
	for _, e := range entries {
		if s, err := Read(filepath.Join(kernels, e.Name())); err == nil && s.Ours() {
			names = append(names, e.Name())
		}
	}
	return names, nil
}
