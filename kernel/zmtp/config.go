package zmtp

import (
	"log/slog"
	"time"
)

// Config is what the sockets have in common. The zero value is ready for use.
type Config struct {
	// HandshakeTimeout is how long a new connection may take until it is ready
	// for messages. Default: 10 s.
	HandshakeTimeout time.Duration

	// MaxMessage is the size in bytes of the largest message, and so of the
	// largest frame, that is read. A peer that announces more is disconnected
	// before memory is allocated for it. Default: 256 MiB.
	MaxMessage int

	// QueueBytes is how much may wait in a peer's outbound queue, and in a
	// socket's inbound one. A message larger than that is queued when the queue
	// is empty. Default: 64 MiB.
	QueueBytes int

	// StallTimeout is how long Send waits for a peer whose queue is full and who
	// reads nothing, before it disconnects the peer. Default: 10 s.
	StallTimeout time.Duration

	// Linger is how long Close waits for queued messages to be written. A
	// negative Linger drops them. Default: 1 s.
	Linger time.Duration

	// BindTimeout is how long an address that is in use is tried again: by the
	// time that a restarted kernel binds its old ports, the old process may not
	// quite have gone. A negative BindTimeout tries once. Default: 2 s.
	BindTimeout time.Duration

	// Curve are the server's keys. When set, only CURVE is spoken: peers must
	// know the public key, and whoever knows it is let in. Nil: NULL.
	Curve *CurveKeys

	// Log takes what happens to connections. Nil: nothing is logged.
	Log *slog.Logger
}

// withDefaults fills in what the zero value stands for.
func (c Config) withDefaults() Config {
	setDefault(&c.HandshakeTimeout, 10*time.Second)
	setDefault(&c.MaxMessage, 256<<20)
	setDefault(&c.QueueBytes, 64<<20)
	setDefault(&c.StallTimeout, 10*time.Second)
	setDefault(&c.Linger, time.Second)
	setDefault(&c.BindTimeout, 2*time.Second)
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c
}

func setDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}
