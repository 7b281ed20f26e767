package spark

import (
	"context"
	"os"
	"testing"
	"time"
)

// live returns a session with the real server that GOLAB_SPARK_REMOTE names. Its
// actions have a deadline.
func live(t *testing.T) *Session {
	remote := os.Getenv("GOLAB_SPARK_REMOTE")
	if remote == "" {
		t.Skip("GOLAB_SPARK_REMOTE names no server")
	}
	s, err := Options{Quiet: true}.Connect(remote)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
	t.Cleanup(func() {
		cancel()
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
	return s.WithContext(ctx)
}

func TestLiveBasics(t *testing.T) {
	s := live(t)
	t.Log(s)
	n, err := s.Range(0, 1000).Count()
	if err != nil || n != 1000 {
		t.Errorf("Count = %d, %v, want 1000", n, err)
	}
	f, err := s.Range(0, 5).WithColumn("x", "id / 2").Collect()
	t.Log(f, err)
	_, err = s.Range(0, 5).SelectExpr("nope").Collect()
	t.Logf("%v", err)
	_, err = s.Range(0, 5).SelectExpr("cast('abc' as double)", "id").Filter("id>2").Collect()
	t.Logf("%v", err)
	_, err = s.Range(0, 5).SelectExpr("raise_error(concat('abc', id))", "id").Collect()
	t.Logf("%v", err)
	_, err = s.Range(0, 5).SelectExpr("cast(concat('abc', id) as double)", "id").Collect()
	t.Logf("%v", err)
	_, err = s.Range(0, 5).Filter("id = ").Collect()
	t.Logf("%v", err)
	_, err = s.Read().CSV("/nope").Collect()
	t.Logf("%v", err)
	_, err = s.Read().Table("nope").Collect()
	t.Logf("%v", err)
	e, err := s.Range(0, 0).Collect()
	t.Log(e, err)
	t.Log(s.addArtifact(s.ctx, "files/a", make([]byte, 10)), s.addArtifact(s.ctx, "files/b", make([]byte, 100000)))
}
