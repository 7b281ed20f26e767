package server

import (
	"fmt"
	"testing"
)

func TestEarly(t *testing.T) {
	var e early
	message := func(i, n int) [][]byte { return [][]byte{fmt.Appendf(nil, "%d", i), make([]byte, n)} }
	const n = 100
	for i := range n {
		if !e.keep(message(i, maxEarly/10)) {
			t.Fatalf("message %d is not kept", i)
		}
	}
	if e.bytes > maxEarly {
		t.Errorf("%d bytes are kept, at most %d should be", e.bytes, maxEarly)
	}
	var sent []string
	send := func(frames [][]byte) { sent = append(sent, string(frames[0])) }
	e.release(send)
	if len(sent) != 9 || sent[0] != "91" || sent[8] != "99" {
		t.Errorf("%v were kept, want the last 9", sent)
	}
	if e.keep(message(n, 1)) {
		t.Error("a message is kept though somebody has subscribed")
	}
	if e.release(send); len(sent) != 9 {
		t.Errorf("%v are sent, some twice", sent)
	}
}
