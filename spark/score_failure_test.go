package spark

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golab/nn"
	"golab/spark/internal/shim"
)

// liveFailures scores with programs that are no scorers.
func liveFailures(t *testing.T, s *Session) {
	net := nn.NewSequential(1, nn.Dense(1, nn.Linear)).Init(1)
	rows := s.Range(0, 1000).Coalesce(1)
	const greet = "#!/bin/sh\nprintf 'golab-scorer-1\\n'\n"
	for _, c := range []struct {
		name, program string
		want          []string
	}{
		{"refuses the model", "#!/bin/sh\necho 'no such model' >&2\nexit 3\n", []string{"failed (exit status 3): no such model"}},
		{"crashes", greet + "echo boom >&2\nkill -9 $$\n", []string{"failed (exit status -9): boom"}},
		{"garbage for a greeting", "#!/bin/sh\necho 'hello, I am another program'\ncat > /dev/null\n", []string{"failed (it did not greet)"}},
		{"garbage for batches", greet + "head -c 100 /dev/zero | tr '\\0' x\n", []string{"failed ("}},
		{"nothing for batches", greet + "exec cat > /dev/null\n", []string{"failed (Tried reading schema"}},
		{"wrong architecture", "\x7fELF\x02\x01\x01" + strings.Repeat("\x00", 9) + "\x02\x00\xb7\x00" + strings.Repeat("\x00", 100), []string{"cannot run: Exec format error"}},
	} {
		scored, err := ScoreOptions{Scorer: script(t, c.program)}.Score(s, rows, []string{"id"}, net)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		_, err = scored.Count()
		if err == nil { // Count may need no predictions
			_, err = scored.Collect()
		}
		for _, part := range append(c.want, "RuntimeError: scorer ") {
			if got := text(0, err); !strings.Contains(got, part) {
				t.Errorf("%s: %s, want %s", c.name, got, part)
			}
		}
	}
	s.link.scoring.files["Linux-x86_64 gone"] = shim.File{Name: "golab-scorer-gone"}
	s.link.scoring.files["Linux-aarch64 gone"] = shim.File{Name: "golab-scorer-gone"}
	if scored, err := (ScoreOptions{Scorer: "gone"}).Score(s, rows, []string{"id"}, net); err != nil {
		t.Error(err)
	} else if _, err := scored.Collect(); !strings.Contains(text(0, err), "is not there; is the session still the one that sent it?") {
		t.Errorf("missing scorer: %v", err)
	}
	liveHang(t, s, net, greet)
}

// script writes a program to a file.
func script(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "scorer")
	if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

// liveHang has a scorer that greets and then says nothing, until the action's context
// ends.
func liveHang(t *testing.T, s *Session, net *nn.Sequential, greet string) {
	started := filepath.Join(t.TempDir(), "started")
	hanging := greet + "echo > " + started + "\nexec sleep 20\n"
	scored, err := ScoreOptions{Scorer: script(t, hanging)}.Score(s, s.Range(0, 1000000).Coalesce(1), []string{"id"}, net)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(s.ctx)
	defer cancel()
	go func() {
		defer cancel()
		for ctx.Err() == nil {
			if _, err := os.Stat(started); err == nil {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
	}()
	if _, err := scored.WithContext(ctx).Collect(); !errors.Is(err, context.Canceled) {
		t.Errorf("a scorer that hangs, interrupted: %v", err)
	}
	if n, err := s.Range(0, 3).Count(); n != 3 || err != nil {
		t.Errorf("after the interrupt: %d rows, %v", n, err)
	}
}
