package main

import (
	"os"
	"path/filepath"
	"testing"
)

// The files of package simd are those that this command writes.
func TestFiles(t *testing.T) {
	for name, want := range files() {
		got, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("%s is not what go generate makes", name)
		}
	}
}
