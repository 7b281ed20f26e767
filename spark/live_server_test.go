package spark

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http/httptest"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golab/spark/local"
)

// ownServer starts a server that a test may end. It wants a token and forgets sessions
// that were idle for twelve seconds.
func ownServer(t *testing.T) *local.Server {
	t.Helper()
	python := os.Getenv("GOLAB_SPARK_PYTHON")
	if python == "" || testing.Short() {
		t.Skip("no Python with pyspark in GOLAB_SPARK_PYTHON: test.sh makes one")
	}
	t.Setenv("TMPDIR", t.TempDir())
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	free.Close()
	server, err := local.Start(t.Context(), local.Options{
		Python: python, Port: free.Addr().(*net.TCPAddr).Port, Master: "local[2]", Memory: "1g", Token: "sesame", Folder: t.TempDir(),
		Conf: []string{"spark.connect.session.manager.defaultSessionTimeout=12s", "spark.connect.session.manager.maintenanceInterval=1s"},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return server
}

// attended returns a session that does not become idle, and what ends it.
func attended(t *testing.T, o Options, remote string) (*Session, func() error) {
	t.Helper()
	o.Quiet = true
	s, err := o.Connect(remote)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Second)
	var pings sync.WaitGroup
	pings.Go(func() {
		for ctx.Err() == nil && !s.link.stopped.Load() {
			_, _ = s.WithContext(ctx).Conf().Get("spark.app.name")
			time.Sleep(500 * time.Millisecond)
		}
	})
	return s.WithContext(ctx), func() error {
		err := s.Stop()
		cancel()
		pings.Wait()
		return err
	}
}

// TestLiveOwnServer has what only a server of its own can show: tokens and TLS, a session
// that is idle for too long, and the end of the server.
func TestLiveOwnServer(t *testing.T) {
	server := ownServer(t)
	idle, err := Options{Quiet: true}.Connect(server.Address())
	if err != nil {
		t.Fatal(err)
	}
	defer idle.Stop()
	t.Run("tokens and TLS", func(t *testing.T) { liveTLS(t, server) })
	t.Run("idle", func(t *testing.T) { liveIdle(t, server, idle) })
	t.Run("killed", func(t *testing.T) { liveKilled(t, server) })
}

// liveTLS reaches the server by a proxy that speaks TLS.
func liveTLS(t *testing.T, server *local.Server) {
	plain, _, _ := strings.Cut(strings.TrimPrefix(server.Address(), "sc://"), "/")
	known := httptest.NewUnstartedServer(nil) // which has a certificate for 127.0.0.1
	known.StartTLS()
	defer known.Close()
	trusted := x509.NewCertPool()
	trusted.AddCert(known.Certificate())
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: known.TLS.Certificates, NextProtos: []string{"h2"}})
	if err != nil {
		t.Fatal(err)
	}
	secure := startProxy(t, listener, plain, 0).listener.Addr().String()
	trusting := Options{TLS: &tls.Config{RootCAs: trusted}}
	for _, c := range []struct {
		name    string
		options Options
		remote  string
		want    string
	}{
		{"wrong token", Options{}, plain + "/;token=simsim", "does not accept the token"},
		{"no token", Options{}, plain, "wants a token"},
		{"wrong token by TLS", trusting, secure + "/;token=simsim", "does not accept the token"},
		{"no token by TLS", trusting, secure, "wants a token"},
		{"unknown certificate", Options{}, secure + "/;token=sesame;use_ssl=true", "is not trusted (Options.TLS"},
		{"certificate of another", Options{TLS: &tls.Config{RootCAs: trusted, ServerName: "spark.example.org"}}, secure + "/;token=sesame", "is not trusted (Options.TLS"},
		{"TLS to a server without", trusting, plain + "/;token=sesame", "use_ssl=false in the address speaks plainly"},
		{"no TLS to a server with", Options{}, secure + "/;token=sesame", "use_ssl=true in the address speaks TLS"},
	} {
		t.Run(c.name, func(t *testing.T) { unreached(t, c.options, "sc://"+c.remote, c.want) })
	}
	s, stop := attended(t, trusting, "sc://"+secure+"/;token=sesame")
	const n = 60_000 // which is uploaded in pieces
	df, err := s.CreateDataFrame(numbered(n))
	if err != nil {
		t.Fatal(err)
	}
	back, err := df.Collect()
	if err != nil || !slices.Equal(back.Col("x").Float(), numbered(n).Col("x").Float()) {
		t.Errorf("%d rows there, %d back, %v", n, back.Nrow(), err)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

// liveIdle waits until the server has forgotten a session.
func liveIdle(t *testing.T, server *local.Server, idle *Session) {
	for began := time.Now(); time.Since(began) < time.Minute; time.Sleep(100 * time.Millisecond) {
		log, err := os.ReadFile(server.Log)
		if err != nil {
			t.Fatal(err)
		}
		if _, about, _ := strings.Cut(string(log), "Found session "); strings.Contains(about, idle.ID()) {
			break
		}
	}
	_, err := idle.Range(0, 3).Count()
	checkError(t, err, "INVALID_HANDLE.SESSION_CLOSED", "idle for too long")
	if _, err = idle.Conf().Get("spark.app.name"); err == nil || !strings.Contains(err.Error(), "connect again") {
		t.Errorf("%v, want one about the session", err)
	}
	if err := idle.Stop(); err != nil {
		t.Error(err)
	}
}

// liveKilled kills the server while rows come.
func liveKilled(t *testing.T, server *local.Server) {
	before := runtime.NumGoroutine()
	s, stop := attended(t, Options{}, server.Address())
	var failure error
	batches := 0
	for _, err := range sql(t, s, "SELECT id, java_method('java.lang.Thread', 'sleep', 500L) AS slept FROM range(0, 100, 1, 100)").Batches() {
		if failure = err; err != nil {
			break
		}
		if batches++; batches == 1 {
			killServer(t, server)
		}
	}
	const want = "cannot be reached"
	check := func(name string, err error) {
		if err == nil || !strings.Contains(err.Error(), s.link.host+" "+want) || strings.Contains(err.Error(), "rpc error") || errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: %v, want that the server at %s %s", name, err, s.link.host, want)
		}
	}
	check("Batches", failure)
	var calls sync.WaitGroup
	for name, call := range map[string]func() error{
		"Count":    func() error { _, err := s.Range(0, 1).Count(); return err },
		"Schema":   func() error { _, err := s.Range(0, 1).Schema(); return err },
		"SQL":      func() error { _, err := s.SQL("SELECT 1"); return err },
		"Conf.Set": func() error { return s.Conf().Set("a", "b") },
		"upload":   func() error { return s.addArtifact(s.ctx, "files/a", []byte("a")) },
		"shown":    func() error { _, err := s.Range(0, 1).MIMEBundle(); return err },
	} {
		calls.Go(func() { check(name, call()) })
	}
	calls.Wait()
	if err := stop(); err == nil || !strings.Contains(err.Error(), s.link.host+" has not released the session") {
		t.Errorf("Stop: %v", err)
	}
	if _, err := s.Range(0, 1).Count(); !errors.Is(err, errStopped) {
		t.Errorf("after Stop: %v", err)
	}
	for began := time.Now(); runtime.NumGoroutine() > before && time.Since(began) < 10*time.Second; {
		time.Sleep(10 * time.Millisecond)
	}
	if n := runtime.NumGoroutine(); n > before {
		t.Errorf("%d goroutines, %d before", n, before)
	}
}

// killServer ends the process of a server at once.
func killServer(t *testing.T, server *local.Server) {
	t.Helper()
	process, err := os.FindProcess(server.PID)
	if err != nil || !server.Alive() {
		t.Fatalf("the server's process is gone: %v", err)
	}
	if err := process.Kill(); err != nil {
		t.Fatal(err)
	}
}
