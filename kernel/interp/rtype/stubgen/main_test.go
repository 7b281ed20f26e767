package main

import (
	"bytes"
	"os"
	"testing"
)

// TestStubsAreGenerated: stubs.go is what go generate makes.
func TestStubsAreGenerated(t *testing.T) {
	want, err := generate()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../stubs.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("stubs.go is not what go generate makes")
	}
}
