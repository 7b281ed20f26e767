package zmtp

import (
	"errors"
	"io"
	"net"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

// What is sent before Close reaches its peer.
func TestCloseWritesWhatIsQueued(t *testing.T) {
	const messages = 2000
	for _, curve := range []bool{false, true} {
		var config Config
		if curve {
			config.Curve = newKeys(t)
		}
		config.Linger = patience
		x, subscribed := newXPUB(t, anyEndpoint(t, "tcp"), config)
		var c *client
		if curve {
			c = dialCurve(t, x.Endpoint(), config.Curve.Public).ready("SUB", "")
		} else {
			c = dial(t, x.Endpoint(), "SUB", "")
		}
		c.subscribe("")
		<-subscribed
		body := strings.Repeat("x", 10000)
		for range messages {
			x.Send(byteses(body))
		}
		x.Send(byteses("BYE"))
		closed := make(chan error)
		go func() { closed <- x.Close() }()
		for range messages {
			c.wantRecv(body)
		}
		c.wantRecv("BYE")
		if _, err := c.tryRecv(); err != io.EOF {
			t.Errorf("after the last message: %v, not the end", err)
		}
		c.conn.Close()
		if err := <-closed; err != nil {
			t.Error(err)
		}
	}
}

func TestCloseDoesNotWaitForStuckPeer(t *testing.T) {
	for _, linger := range []time.Duration{50 * time.Millisecond, -1} {
		x, subscribed := newXPUB(t, anyEndpoint(t, "tcp"), Config{Linger: linger})
		c := dial(t, x.Endpoint(), "SUB", "")
		c.subscribe("")
		<-subscribed
		for range 100 {
			x.Send([][]byte{make([]byte, 100e3)})
		}
		if err := x.Flush(10 * time.Millisecond); err == nil {
			t.Error("Flush says that all is written")
		}
		start := time.Now()
		x.Close()
		if d := time.Since(start); d > patience/3 {
			t.Errorf("Close takes %v", d)
		}
	}
}

func TestFlush(t *testing.T) {
	x, subscribed := newXPUB(t, anyEndpoint(t, "tcp"), Config{})
	c := dial(t, x.Endpoint(), "SUB", "")
	c.subscribe("")
	<-subscribed
	read := make(chan error)
	go func() {
		_, err := c.tryRecv()
		read <- err
	}()
	x.Send([][]byte{make([]byte, 50<<20)})
	if err := x.Flush(patience); err != nil {
		t.Error(err)
	}
	if p := x.peers()[0]; p.out.bytes != 0 {
		t.Errorf("%d bytes are queued after Flush", p.out.bytes)
	}
	if err := <-read; err != nil {
		t.Error(err)
	}
}

func TestCloseLeavesNothing(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 5 {
		r := newRouter(t, anyEndpoint(t, "ipc"), Config{})
		x, subscribed := newXPUB(t, anyEndpoint(t, "tcp"), Config{})
		h, err := ListenREP(anyEndpoint(t, "tcp"), Config{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		dialRaw(t, r.Endpoint()) // half open
		dial(t, r.Endpoint(), "DEALER", "a")
		dial(t, r.Endpoint(), "DEALER", "a")
		gone := dial(t, r.Endpoint(), "DEALER", "b")
		gone.conn.Close()
		sub := dial(t, x.Endpoint(), "SUB", "")
		sub.subscribe("")
		<-subscribed
		x.Send(byteses("x"))
		req := dial(t, h.Endpoint(), "REQ", "")
		req.send("", "x")
		req.wantRecv("", "x")
		for _, s := range []io.Closer{r, x, h, r, x, h} { // twice
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	for deadline := time.Now().Add(patience); runtime.NumGoroutine() > before; {
		if time.Now().After(deadline) {
			stacks := make([]byte, 1<<20)
			t.Fatalf("%d goroutines, and %d before:\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
		}
		time.Sleep(time.Millisecond)
	}
}

// A failing listener stands for a system out of descriptors.
type failingListener struct {
	net.Listener
	calls int
}

func (l *failingListener) Accept() (net.Conn, error) {
	if l.calls++; l.calls < 4 {
		return nil, errors.New("too many open files")
	}
	return l.Listener.Accept()
}

func TestAcceptErrorsPass(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	failing := &failingListener{Listener: ln}
	r := &REP{answer: func(request [][]byte) [][]byte { return request }}
	r.kind, r.peerKinds = "REP", []string{"REQ"}
	r.config, r.listener = Config{}.withDefaults(), failing
	r.conns, r.closing = map[net.Conn]*peer{}, make(chan struct{})
	start := time.Now()
	r.serve(r)
	defer r.Close()
	c := dial(t, r.Endpoint(), "REQ", "")
	c.send("", "x")
	c.wantRecv("", "x")
	if d := time.Since(start); d < 35*time.Millisecond { // 5 + 10 + 20
		t.Errorf("three errors take %v", d)
	}
}

func TestRestartOnTheSameAddress(t *testing.T) {
	for _, scheme := range []string{"tcp", "ipc"} {
		t.Run(scheme, func(t *testing.T) {
			r := newRouter(t, anyEndpoint(t, scheme), Config{})
			endpoint := r.Endpoint()
			c := dial(t, endpoint, "DEALER", "me")
			time.AfterFunc(100*time.Millisecond, func() { r.Close() })
			again := newRouter(t, endpoint, Config{BindTimeout: patience}) // waits for the first
			c.wantClosed()
			wantEcho(t, again)
			if _, err := ListenRouter(endpoint, Config{BindTimeout: -1}); err == nil {
				t.Error("an address in use is bound")
			}
			wantEcho(t, again)
		})
	}
}

func TestIPCFile(t *testing.T) {
	endpoint := anyEndpoint(t, "ipc")
	path := strings.TrimPrefix(endpoint, "ipc://")
	stale, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	stale.SetUnlinkOnClose(false)
	stale.Close() // as a process that is killed leaves it

	r := newRouter(t, endpoint, Config{BindTimeout: -1})
	if r.Endpoint() != endpoint {
		t.Errorf("bound to %s, not %s", r.Endpoint(), endpoint)
	}
	info, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	if mode := info.Mode().Perm(); runtime.GOOS != "windows" && mode != 0o600 {
		t.Errorf("the mode is %o", mode)
	}
	r.Close()
	if _, err := os.Lstat(path); !os.IsNotExist(err) {
		t.Errorf("the file is there after Close: %v", err)
	}

	if err := os.WriteFile(path, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ListenRouter(endpoint, Config{BindTimeout: -1}); err == nil {
		t.Error("the place of a file that is no socket is bound")
	}
	if data, _ := os.ReadFile(path); string(data) != "precious" {
		t.Errorf("a file that is no socket has become %q", data)
	}
}

func TestCloseLeavesAnothersFile(t *testing.T) {
	endpoint := anyEndpoint(t, "ipc")
	path := strings.TrimPrefix(endpoint, "ipc://")
	r := newRouter(t, endpoint, Config{})
	os.Remove(path)
	other := newRouter(t, endpoint, Config{})
	r.Close()
	wantEcho(t, other)
}

func TestParseEndpoint(t *testing.T) {
	for _, test := range []struct{ endpoint, network, address string }{
		{"tcp://127.0.0.1:5555", "tcp", "127.0.0.1:5555"},
		{"tcp://*:0", "tcp", ":0"},
		{"tcp://[::1]:0", "tcp", "[::1]:0"},
		{"ipc:///run/kernel-1", "unix", "/run/kernel-1"},
		{"ipc://relative-1", "unix", "relative-1"},
		{"tcp://127.0.0.1", "", ""},
		{"tcp://", "", ""},
		{"ipc://", "", ""},
		{"ipc://@abstract", "", ""},
		{"inproc://x", "", ""},
		{"", "", ""},
	} {
		network, address, err := parseEndpoint(test.endpoint)
		if network != test.network || address != test.address || (err == nil) != (test.network != "") {
			t.Errorf("%q: %q %q %v", test.endpoint, network, address, err)
		}
	}
	if _, err := ListenREP("tcp://127.0.0.1:99999", Config{}, nil); err == nil {
		t.Error("port 99999 is bound")
	}
}
