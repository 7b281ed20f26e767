package zmtp

import (
	"testing"
)

// BenchmarkEcho is the round trip of a message of a ROUTER's peer.
func BenchmarkEcho(b *testing.B) {
	for _, scheme := range []string{"tcp", "ipc"} {
		b.Run(scheme, func(b *testing.B) {
			r := newRouter(b, anyEndpoint(b, scheme), Config{})
			go echo(r)
			c := dial(b, r.Endpoint(), "DEALER", "")
			body := string(make([]byte, 50))
			for b.Loop() {
				c.send(body)
				c.recv()
			}
		})
	}
}

// BenchmarkBurst is a message of an XPUB to a subscriber that reads.
func BenchmarkBurst(b *testing.B) {
	for _, bench := range []struct {
		name  string
		size  int
		curve bool
	}{
		{"60B", 60, false},
		{"100kB", 100e3, false},
		{"60B-curve", 60, true},
		{"100kB-curve", 100e3, true},
	} {
		b.Run(bench.name, func(b *testing.B) {
			var config Config
			if bench.curve {
				config.Curve = newKeys(b)
			}
			x, welcome := newXPUB(b, anyEndpoint(b, "tcp"), config)
			var c *client
			if bench.curve {
				c = dialCurve(b, x.Endpoint(), config.Curve.Public).ready("SUB", "")
			} else {
				c = dial(b, x.Endpoint(), "SUB", "")
			}
			c.subscribe("")
			<-welcome
			b.SetBytes(int64(bench.size))
			b.ReportAllocs()
			message := [][]byte{make([]byte, bench.size)}
			read := make(chan error)
			go func() {
				for range b.N {
					if _, err := c.tryRecv(); err != nil {
						read <- err
						return
					}
				}
				read <- nil
			}()
			b.ResetTimer()
			for range b.N {
				if err := x.Send(message); err != nil {
					b.Fatal(err)
				}
			}
			if err := <-read; err != nil {
				b.Fatal(err)
			}
		})
	}
}
