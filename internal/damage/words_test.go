package damage

import (
	"bytes"
	"testing"
)

func TestWords(t *testing.T) {
	good := []byte("0123456789abcdef")
	kept := bytes.Clone(good)
	n := 0
	for what, bad := range Words(good, 4) {
		if n++; len(bad) != len(good) || bytes.Equal(bad, good) {
			t.Errorf("%s: %q", what, bad)
		}
	}
	if want := 4*5 + 3*4; n != want || !bytes.Equal(good, kept) {
		t.Errorf("%d copies of %q, want %d", n, good, want)
	}
}

func TestAllocated(t *testing.T) {
	var b []byte
	if n := Allocated(func() { b = make([]byte, 10<<20) }); n < uint64(len(b)) || n > 20<<20 {
		t.Errorf("%d bytes for %d", n, len(b))
	}
}
