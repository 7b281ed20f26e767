package server

import (
	"testing"

	"golab/kernel/wire"
)

// BenchmarkExecute is a cell that does nothing, over real sockets: from the
// request until both the reply and idle have come.
func BenchmarkExecute(b *testing.B) {
	c, _ := serve(b, newFake())
	f := newFront(b, c, "front")
	f.subscribe("")
	req := wire.NewExecuteRequest("")
	for b.Loop() {
		id := f.send(wire.Shell, "execute_request", req)
		f.until(id)
		f.receive(wire.Shell)
	}
}

// BenchmarkExecuteInMemory is the server's part of it.
func BenchmarkExecuteInMemory(b *testing.B) {
	r := newRig(b, newFake())
	for b.Loop() {
		r.waitIdle(r.send(wire.Shell, "execute_request", wire.NewExecuteRequest("")))
		r.mu.Lock()
		r.log = nil
		r.mu.Unlock()
	}
}

// BenchmarkPrint is a cell of 10 MB, over real sockets.
func BenchmarkPrint(b *testing.B) {
	c, _ := serve(b, newFake())
	f := newFront(b, c, "front")
	f.subscribe("")
	b.SetBytes(10_000_000)
	for b.Loop() {
		id := f.send(wire.Shell, "execute_request", wire.NewExecuteRequest("flood 1000"))
		f.until(id)
		f.receive(wire.Shell)
	}
}
