package local

import (
	"context"
	"os"
	"testing"
	"time"
)

// A real Spark starts, answers, ends when asked, and leaves nothing.
func TestLive(t *testing.T) {
	python := os.Getenv("GOLAB_SPARK_PYTHON")
	if python == "" || testing.Short() {
		t.Skip("no Python with pyspark in GOLAB_SPARK_PYTHON: test.sh makes one")
	}
	here := t.TempDir()
	t.Chdir(here)
	t.Setenv("TMPDIR", t.TempDir())
	t.Setenv("SPARK_REMOTE", "sc://127.0.0.1:1")
	o := machine{t: t}.options()
	o.Python, o.Master, o.Folder = python, "local[1]", t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	s, err := Start(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Stop(context.Background())
	if s.Version == "" || !s.Arrow || !s.Alive() || s.Resident() < 1e8 {
		t.Errorf("%+v", s)
	}
	if err := s.Stop(ctx); err != nil || s.Alive() || s.Answers() {
		t.Errorf("%v, alive %v, answers %v", err, s.Alive(), s.Answers())
	}
	for _, folder := range []string{here, os.TempDir(), o.Folder} {
		if entries, err := os.ReadDir(folder); err != nil || len(entries) > 0 {
			t.Errorf("left in %s: %v, %v", folder, entries, err)
		}
	}
}
