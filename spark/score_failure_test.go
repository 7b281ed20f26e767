package spark

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
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
	liveHang(t, s, net)
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

// liveHang stops the process of a scorer, so that it hangs: nothing of it is left when the
// query is interrupted, or its worker is killed.
func liveHang(t *testing.T, s *Session, net *nn.Sequential) {
	built, err := scorerBuilt(runtime.GOARCH)
	if err != nil {
		t.Fatal(err)
	}
	own := string(built.content) + t.Name() + time.Now().String() // other tests' scorers have other names
	scored, err := ScoreOptions{Scorer: script(t, own)}.Score(s, s.Range(0, 1<<40).Coalesce(1), []string{"id"}, net)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(own))
	name := "golab-scorer-" + hex.EncodeToString(sum[:8])
	for what, end := range map[string]func(cancel func(), worker int){
		"interrupted": func(cancel func(), _ int) { cancel() },
		"killed":      func(_ func(), worker int) { signal(t, "KILL", worker) },
	} {
		ctx, cancel := context.WithCancel(s.ctx)
		go func() {
			scorers := processes(ctx, t, name, func(n int) bool { return n > 0 })
			for pid, parent := range scorers {
				signal(t, "STOP", pid)
				end(cancel, parent)
			}
		}()
		err := scored.WithContext(ctx).Write().Format("noop").Mode("overwrite").Save("")
		if err == nil || what == "interrupted" && !errors.Is(err, context.Canceled) {
			t.Errorf("a scorer that hangs, %s: %v", what, err)
		}
		soon, end := context.WithTimeout(s.ctx, 20*time.Second)
		if left := processes(soon, t, name, func(n int) bool { return n == 0 }); len(left) > 0 {
			t.Errorf("a scorer that hangs, %s: left are %v", what, left)
		}
		end()
		if n, err := s.Range(0, 3).Count(); n != 3 || err != nil {
			t.Errorf("a scorer that hangs, %s: then %d rows, %v", what, n, err)
		}
		cancel()
	}
}

func signal(t *testing.T, name string, pid int) {
	if err := exec.Command("kill", "-"+name, strconv.Itoa(pid)).Run(); err != nil {
		t.Error(err)
	}
}

// processes waits until the number of processes with a name in their command line is as
// wanted, and returns them with their parents.
func processes(ctx context.Context, t *testing.T, name string, wanted func(n int) bool) map[int]int {
	for {
		found := map[int]int{}
		lines, err := filepath.Glob("/proc/[0-9]*/cmdline")
		if err != nil {
			t.Error(err)
		}
		for _, line := range lines {
			if text, err := os.ReadFile(line); err != nil || !strings.Contains(string(text), name) {
				continue // it may have ended
			}
			stat, _ := os.ReadFile(filepath.Join(filepath.Dir(line), "stat"))
			var pid, parent int
			var state string
			_, rest, _ := strings.Cut(string(stat), ") ")
			if _, err := fmt.Sscan(rest, &state, &parent); err != nil {
				continue
			}
			if _, err := fmt.Sscan(string(stat), &pid); err == nil {
				found[pid] = parent
			}
		}
		if wanted(len(found)) || ctx.Err() != nil {
			return found
		}
		time.Sleep(50 * time.Millisecond)
	}
}
