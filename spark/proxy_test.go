package spark

import (
	"io"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// A proxy stands between client and server and cuts connections.
type proxy struct {
	listener net.Listener
	target   string
	after    int64 // bytes from the server after which a connection is cut; 0: never
	cuts     atomic.Int64

	mu    sync.Mutex
	conns []net.Conn
	gone  sync.WaitGroup
}

// newProxy starts a proxy before a server.
func newProxy(t *testing.T, target string, after int64) *proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return startProxy(t, l, target, after)
}

// startProxy starts a proxy that listens already.
func startProxy(t *testing.T, l net.Listener, target string, after int64) *proxy {
	p := &proxy{listener: l, target: target, after: after}
	p.gone.Go(p.serve)
	t.Cleanup(func() {
		p.kill()
		p.gone.Wait()
	})
	return p
}

// remote is the address of the proxy.
func (p *proxy) remote() string { return "sc://" + p.listener.Addr().String() }

// kill ends the proxy with all its connections, as the end of a server does.
func (p *proxy) kill() {
	p.listener.Close()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.conns {
		c.Close()
	}
}

func (p *proxy) serve() {
	for {
		near, err := p.listener.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial("tcp", p.target)
		if err != nil {
			near.Close()
			continue
		}
		p.mu.Lock()
		p.conns = append(p.conns, near, far)
		p.mu.Unlock()
		p.gone.Go(func() {
			io.Copy(far, near)
			far.Close()
		})
		p.gone.Go(func() {
			if p.after == 0 {
				io.Copy(near, far)
			} else if n, _ := io.CopyN(near, far, p.after); n == p.after {
				p.cuts.Add(1)
			}
			near.Close()
			far.Close()
		})
	}
}

// liveProxy puts a proxy before the real server and connects through it.
func liveProxy(t *testing.T, after int64) (*proxy, *Session) {
	s := live(t)
	p := newProxy(t, s.link.host, after)
	through, err := Options{Quiet: true}.Connect(p.remote())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { through.Stop() }) // the proxy may be gone
	return p, through.WithContext(s.ctx)
}

func TestLiveCutConnections(t *testing.T) {
	p, s := liveProxy(t, 4<<20)
	const n = 1_000_000
	next, sum := int64(0), int64(0)
	for batch, err := range s.Range(0, n).WithColumn("x", "id * 0.5D").Coalesce(1).Batches() {
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range int64s(t, batch.Column(0)) {
			if id != next {
				t.Fatalf("row %d follows row %d", id, next-1)
			}
			next++
			sum += id
		}
	}
	if next != n || sum != n*(n-1)/2 || p.cuts.Load() < 2 {
		t.Errorf("%d rows with the sum %d after %d cuts", next, sum, p.cuts.Load())
	}
}

func TestLiveServerThatIsGone(t *testing.T) {
	p, s := liveProxy(t, 0)
	var failure error
	seen := 0
	df := sql(t, s, "SELECT id FROM range(0, 5000000, 1, 20)")
	t.Cleanup(func() { // have the server forget the rest of the rows
		same, err := Options{Quiet: true}.Connect("sc://" + p.target + "/;session_id=" + s.ID())
		if err != nil {
			t.Fatal(err)
		}
		if err := same.Stop(); err != nil {
			t.Error(err)
		}
	})
	for _, err := range df.Batches() {
		if failure = err; err == nil && seen == 0 {
			p.kill()
		}
		seen++
	}
	if failure == nil || !strings.Contains(failure.Error(), "cannot be reached") || strings.Contains(failure.Error(), "rpc error") {
		t.Errorf("%v after %d batches, want one about the connection", failure, seen)
	}
}
