// Package zmtp has bind-only ZeroMQ sockets: ROUTER, XPUB, REP.
//
// They speak ZMTP 3.1 (ZeroMQ RFC 37, which is compatible with 3.0, RFC 23) over
// tcp and ipc, with the mechanisms NULL and, when Config.Curve is set, CURVE (RFC
// 26). A Jupyter kernel binds five of them and never connects, so there is no
// connecting side here.
//
// # Connections
//
// Each accepted connection has a goroutine of its own and a deadline for its
// handshake: probes, half-open connections and peers that speak something else
// are closed and disturb nobody. A peer that breaks the protocol later loses its
// connection, and only that.
//
// # Slow readers
//
// ZeroMQ drops what a slow subscriber does not read. These sockets do not: what a
// cell prints must not be lost. Each peer has a queue of Config.QueueBytes. While
// it has room, Send returns at once. When it is full, Send waits for the peer to
// read, so that memory stays bounded and the sender runs at the reader's pace. A
// peer that accepts nothing at all for Config.StallTimeout while a Send waits is
// taken for dead and disconnected; Send then goes on without it. Until then the
// other peers of an XPUB get the message first: the full queues are waited for
// last.
//
// # Close
//
// Close writes what is queued, for at most Config.Linger, before it closes the
// connections. Flush waits for the same without closing.
package zmtp
