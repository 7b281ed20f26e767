package server

import (
	"errors"
	"fmt"
	"log/slog"
	"unicode/utf8"

	"golab/kernel/wire"
	"golab/kernel/zmtp"
)

// sockets are what the server talks through; tests have others than zmtp's.
type sockets struct {
	shell, control, stdin router
	iopub                 publisher
	close                 func() error // sends what is queued first
}

// A router is a ROUTER socket. Recv fails when it is closed, and only then.
type router interface {
	Recv() ([][]byte, error)
	Send(frames [][]byte) error
}

// A publisher is an XPUB socket.
type publisher interface {
	Send(frames [][]byte) error
}

// listen binds the five sockets of a connection file. The heartbeat needs no
// more care; welcome is called for each subscription.
func listen(c wire.Connection, log *slog.Logger, welcome func(zmtp.Subscription)) (_ sockets, err error) {
	config := zmtp.Config{Log: log}
	var closers []func() error
	closeAll := func() error {
		results := make(chan error, len(closers))
		for _, close := range closers { // each may have to wait for its peers
			go func() { results <- close() }()
		}
		var errs []error
		for range closers {
			errs = append(errs, <-results)
		}
		return errors.Join(errs...)
	}
	defer func() {
		if err != nil {
			closeAll()
		}
	}()
	if c.CurvePublicKey != "" || c.CurveSecretKey != "" {
		if config.Curve, err = zmtp.ParseCurveKeys(c.CurvePublicKey, c.CurveSecretKey); err != nil {
			return sockets{}, err
		}
	}
	s := sockets{close: closeAll}
	for _, r := range []struct {
		socket  *router
		channel wire.Channel
	}{{&s.shell, wire.Shell}, {&s.control, wire.Control}, {&s.stdin, wire.Stdin}} {
		socket, err := zmtp.ListenRouter(c.Endpoint(r.channel), config)
		if err != nil {
			return sockets{}, err
		}
		closers = append(closers, socket.Close)
		*r.socket = socket
	}
	iopub, err := zmtp.ListenXPUB(c.Endpoint(wire.IOPub), config, welcome)
	if err != nil {
		return sockets{}, err
	}
	closers = append(closers, iopub.Close)
	s.iopub = iopub
	heartbeat, err := zmtp.ListenREP(c.Endpoint(wire.Heartbeat), config, nil)
	if err != nil {
		return sockets{}, err
	}
	closers = append(closers, heartbeat.Close)
	return s, nil
}

// A channel is a ROUTER socket with messages instead of frames.
type channel struct {
	name   wire.Channel
	socket router
	codec  *wire.Codec
	log    *slog.Logger
}

// receive waits for a message. What is none is logged and passed over.
func (c *channel) receive() (*wire.Message, error) {
	for {
		frames, err := c.socket.Recv()
		if err != nil {
			return nil, fmt.Errorf("server: %s channel: %w", c.name, err)
		}
		m, err := c.codec.Decode(frames)
		if err == nil {
			return m, nil
		}
		c.log.Warn("server: message refused", "channel", c.name, "err", err)
	}
}

// send sends a message to the peer of its identities. One that has gone gets
// nothing.
func (c *channel) send(m *wire.Message) {
	if err := c.socket.Send(c.codec.Encode(m)); err != nil && !errors.Is(err, zmtp.ErrNoPeer) {
		c.log.Warn("server: message not sent", "channel", c.name, "type", m.Header.MsgType, "err", err)
	}
}

// iopub is what all front ends listen to.
type iopub struct {
	socket  publisher
	codec   *wire.Codec
	session *wire.Session
	log     *slog.Logger
	early   *early // nil where nobody has to subscribe
}

// publish sends a message to all subscribers. The parent is the header of the
// request that it belongs to; nil for none.
func (p *iopub) publish(parent wire.Object, pub wire.Publication) {
	frames := p.codec.Encode(p.session.Publish(parent, pub))
	if p.early == nil || !p.early.keep(frames) {
		p.send(frames)
	}
}

func (p *iopub) send(frames [][]byte) {
	if err := p.socket.Send(frames); err != nil {
		p.log.Warn("server: message not published", "err", err)
	}
}

// status publishes an execution state.
func (p *iopub) status(parent wire.Object, state string) {
	p.publish(parent, wire.NewPublication("status", wire.Status{ExecutionState: state}))
}

// welcome tells a subscriber, and no other, that its subscription holds: JEP 65.
// What is published from then on reaches it.
func (p *iopub) welcome(sub zmtp.Subscription) {
	if frames := p.welcomeFrames(sub.Topic); frames != nil {
		if err := sub.Send(frames); err != nil {
			p.log.Warn("server: welcome not sent", "err", err)
		}
	}
	if p.early != nil {
		p.early.release(p.send)
	}
}

// welcomeFrames returns nil for a topic that JSON cannot hold.
func (p *iopub) welcomeFrames(topic []byte) [][]byte {
	if !utf8.Valid(topic) {
		return nil
	}
	m := p.session.New("iopub_welcome", nil, wire.IOPubWelcome{Subscription: string(topic)})
	m.Identities = [][]byte{topic}
	return p.codec.Encode(m)
}
