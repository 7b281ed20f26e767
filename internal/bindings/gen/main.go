package main

import (
	"bytes"
	"log"
	"os"
	"path/filepath"
	"slices"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("bindings: ")
	if err := run("."); err != nil {
		log.Fatal(err)
	}
}

// run replaces the generated files of dir.
func run(dir string) error {
	worlds := make([]world, len(platforms))
	for i, p := range platforms {
		sources, err := load(p)
		if err != nil {
			return err
		}
		worlds[i] = world{p, sources}
	}
	files := files{}
	files.types(worlds)
	if err := files.values(worlds); err != nil {
		return err
	}
	if err := files.calls(worlds[0]); err != nil {
		return err
	}
	if err := files.docs(worlds[0]); err != nil {
		return err
	}
	return files.write(dir)
}

// A world is what there is on one platform.
type world struct {
	platform platform
	sources  map[string]*source
}

// bound lists the paths of the packages to bind, sorted.
func bound() []string {
	return slices.Sorted(slices.Values(slices.Concat(standard, libraries, []string{native})))
}

// files holds generated files by name.
type files map[string][]byte

// write writes the files that have changed and removes those generated
// earlier that are no more.
func (f files) write(dir string) error {
	for _, pattern := range []string{"bind_*.go", "data_*.go", "data/*.dat"} {
		old, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(pattern)))
		if err != nil {
			return err
		}
		for _, path := range old {
			rel, err := filepath.Rel(dir, path)
			if err != nil {
				return err
			}
			if _, ok := f[filepath.ToSlash(rel)]; ok {
				continue
			}
			if err := os.Remove(path); err != nil {
				return err
			}
		}
	}
	for name, content := range f {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, content) {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
