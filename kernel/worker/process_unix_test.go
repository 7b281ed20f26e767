//go:build unix

package worker

import "testing"

// The processes that cells start obey the signals that the worker does not.
func TestSignalsOfChildren(t *testing.T) {
	if _, out := run(t, start(t), "signals"); out.text() != " signal: interrupt" {
		t.Errorf("got %q", out.text())
	}
}
