package spark

import (
	"context"
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
)

// unreached wants an error from a server that there is none, long before a minute is over.
func unreached(t *testing.T, o Options, remote, want string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*dialTime+2*time.Second)
	defer cancel()
	s, err := o.connect(ctx, remote)
	if err == nil {
		s.Stop()
		t.Fatal("connected")
	}
	host, _, _ := strings.Cut(strings.TrimPrefix(remote, "sc://"), "/")
	for _, part := range []string{"spark: Connect: ", host, want} {
		if text := err.Error(); !strings.Contains(text, part) || strings.Contains(text, "rpc error") || ctx.Err() != nil {
			t.Errorf("%s, want %q", text, part)
		}
	}
}

// answering listens and answers each connection as a function does.
func answering(t *testing.T, answer func(net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				answer(c)
				io.Copy(io.Discard, c)
				c.Close()
			}()
		}
	}()
	return l.Addr().String()
}

func TestUnreachableServers(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.EnableHTTP2 = true
	secure.StartTLS()
	t.Cleanup(secure.Close)
	old := httptest.NewUnstartedServer(http.NotFoundHandler())
	old.Config.ErrorLog = secure.Config.ErrorLog
	old.StartTLS()
	t.Cleanup(old.Close)
	silence := answering(t, func(net.Conn) {})
	garbage := answering(t, func(c net.Conn) { io.WriteString(c, strings.Repeat("220 mail.example.org ESMTP ready\r\n", 99)) })
	const preface = "does not answer as a Spark Connect server without TLS (use_ssl=true in the address speaks TLS)"
	for _, c := range []struct {
		name, remote, want string
		slow               bool
	}{
		{"nobody listens", closed.Addr().String(), "no Spark Connect server answers", false},
		{"nobody answers", silence, "said nothing for 4s", true},
		{"nobody answers by TLS", silence + "/;use_ssl=true", "no Spark Connect server answers by TLS", true},
		{"no such host", "no-such-host.invalid", "no Spark Connect server answers", false},
		{"garbage", garbage, preface, false},
		{"garbage for TLS", garbage + "/;use_ssl=true", "use_ssl=false in the address speaks plainly", false},
		{"HTTP/1", plain.Listener.Addr().String(), preface, false},
		{"TLS where none is spoken", secure.Listener.Addr().String(), preface, false},
		{"none where TLS is spoken", newFake(t).host + "/;use_ssl=true", "use_ssl=false in the address speaks plainly", false},
		{"HTTP/1 by TLS", old.Listener.Addr().String() + "/;use_ssl=true", "no Spark Connect server answers by TLS", false},
		{"a certificate of nobody known", secure.Listener.Addr().String() + "/;use_ssl=true", "is not trusted (Options.TLS", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.slow && testing.Short() {
				t.Skip("takes four seconds")
			}
			t.Parallel()
			unreached(t, Options{}, "sc://"+c.remote, c.want)
		})
	}
}

func TestAServerThatDoesNotAnswer(t *testing.T) {
	f := newFake(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	f.handle("AnalyzePlan", func(proto.Message) (proto.Message, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	})
	short, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	_, err := Options{}.connect(short, "sc://"+f.host)
	if err == nil || !strings.Contains(err.Error(), "the server at "+f.host+" was reached, but does not answer") {
		t.Error(err)
	}
	if f.mu.Lock(); f.hurried { // the server's error would race with that of the context
		t.Error("the server was told of the deadline")
	}
	f.mu.Unlock()
}

// Options.TLS is not to be passed over.
func TestOptionsOfTLS(t *testing.T) {
	f := newFake(t) // which speaks none
	for parameters, want := range map[string]string{
		"":                 "by TLS at " + f.host,
		"/;token=T":        "by TLS at " + f.host,
		"/;use_ssl=false":  "use_ssl=false, but Options.TLS is set",
		"/;use_ssl=true;;": "by TLS at " + f.host,
	} {
		if _, err := (Options{TLS: &tls.Config{}}).Connect("sc://" + f.host + parameters); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", parameters, err, want)
		}
	}
}
