package zmtp

import (
	"path/filepath"
	"testing"
)

// anyEndpoint returns an endpoint of a scheme that is free.
func anyEndpoint(t testing.TB, scheme string) string {
	if scheme == "ipc" {
		return "ipc://" + filepath.Join(t.TempDir(), "socket")
	}
	return "tcp://127.0.0.1:0"
}

func newRouter(t testing.TB, endpoint string, c Config) *Router {
	t.Helper()
	r, err := ListenRouter(endpoint, c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

// newXPUB returns an XPUB and what is subscribed to.
func newXPUB(t testing.TB, endpoint string, c Config) (*XPUB, chan Subscription) {
	t.Helper()
	subscribed := make(chan Subscription, 1000)
	x, err := ListenXPUB(endpoint, c, func(s Subscription) { subscribed <- s })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	return x, subscribed
}

// echo sends back what comes until the socket is closed.
func echo(r *Router) {
	for {
		message, err := r.Recv()
		if err != nil {
			return
		}
		r.Send(message)
	}
}
