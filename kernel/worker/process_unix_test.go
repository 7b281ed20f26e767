//go:build unix

package worker

import (
	"os/exec"
	"strings"
	"testing"
)

// What a killed process has printed is not why it ended.
func TestKilledInMidSentence(t *testing.T) {
	out, err := exec.Command("sh", "-c", "echo golab: on the way; kill -9 $$").Output()
	if why := (&Ended{status: err, last: string(out)}).why(); !strings.HasPrefix(why, "killed from outside") {
		t.Errorf("%q", why)
	}
}

// The processes that cells start obey the signals that the worker does not.
func TestSignalsOfChildren(t *testing.T) {
	if _, out := run(t, start(t), "signals"); out.text() != " signal: interrupt" {
		t.Errorf("got %q", out.text())
	}
}
