package zmtp

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"
)

// closeGrace is how long Close waits for peers to close their side.
const closeGrace = 100 * time.Millisecond

// A pattern is what makes a socket a ROUTER, an XPUB or a REP. Its methods are
// called by the peers' goroutines. An error ends the connection.
type pattern interface {
	attach(*peer)
	detach(*peer)
	receive(*peer, [][]byte) error
	command(*peer, command) error
}

// A socket is what the patterns have in common: it accepts connections and keeps
// those that are ready.
type socket struct {
	config    Config
	kind      string   // our Socket-Type
	peerKinds []string // those that may talk to us
	listener  net.Listener
	pattern   pattern

	mu      sync.Mutex
	conns   map[net.Conn]*peer // nil during the handshake
	closing chan struct{}      // closed by Close
	gone    sync.WaitGroup     // the goroutines
}

// open binds the endpoint. Connections are accepted when serve is called.
func (s *socket) open(endpoint string, c Config) error {
	s.config = c.withDefaults()
	s.conns, s.closing = map[net.Conn]*peer{}, make(chan struct{})
	var err error
	s.listener, err = listen(endpoint, s.config.BindTimeout)
	return err
}

func (s *socket) serve(p pattern) {
	s.pattern = p
	s.gone.Go(s.accept)
}

// Endpoint returns the address that the socket is bound to as peers connect to
// it, with the port that the system has chosen if it was 0.
func (s *socket) Endpoint() string {
	scheme := "tcp"
	if s.Addr().Network() == "unix" {
		scheme = "ipc"
	}
	return scheme + "://" + s.Addr().String()
}

// Addr returns the address that the socket is bound to.
func (s *socket) Addr() net.Addr { return s.listener.Addr() }

// accept takes connections until the listener is closed. Other errors, such as
// too many open files, pass: it waits a little longer after each.
func (s *socket) accept() {
	wait := 5 * time.Millisecond
	for {
		conn, err := s.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			s.config.Log.Warn("zmtp: accept fails", "socket", s.kind, "err", err, "wait", wait)
			select {
			case <-s.closing:
			case <-time.After(wait):
			}
			wait = min(2*wait, time.Second)
			continue
		}
		wait = 5 * time.Millisecond
		if !s.track(conn, nil) {
			conn.Close()
			return
		}
		s.gone.Go(func() { s.handle(conn) })
	}
}

// track remembers a connection, unless the socket is closed.
func (s *socket) track(conn net.Conn, p *peer) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.isClosed() {
		return false
	}
	s.conns[conn] = p
	return true
}

func (s *socket) forget(conn net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, conn)
}

// handle sees a connection through its life.
func (s *socket) handle(conn net.Conn) {
	defer s.forget(conn)
	defer conn.Close()
	alive := &aliveReader{conn: conn}
	reader := bufio.NewReader(alive)
	log := s.config.Log.With("socket", s.kind, "peer", conn.RemoteAddr().String())
	hand, err := s.shake(conn, reader)
	if err != nil {
		log.Debug("zmtp: no handshake", "err", err)
		return
	}
	p := &peer{
		socket: s, conn: conn, reader: reader, alive: alive,
		curve: hand.curve, identity: hand.identity,
		out:     newQueue[[]byte](s.config.QueueBytes),
		written: make(chan struct{}),
	}
	if !s.track(conn, p) {
		return
	}
	s.gone.Go(p.write)
	s.pattern.attach(p)
	err = p.read()
	s.pattern.detach(p)
	switch {
	case errors.Is(err, errClosed):
		p.drain()
	case errors.Is(err, errProtocol):
		log.Warn("zmtp: disconnected", "err", err)
	case err != io.EOF:
		log.Debug("zmtp: disconnected", "err", err)
	}
	p.out.close()
	conn.Close()
	<-p.written
}

// peers returns the connections that are ready.
func (s *socket) peers() []*peer {
	s.mu.Lock()
	defer s.mu.Unlock()
	var ready []*peer
	for _, p := range s.conns {
		if p != nil {
			ready = append(ready, p)
		}
	}
	return ready
}

// Flush waits until what has been sent is in the hands of the system. The error
// says how much is not when the timeout is over.
func (s *socket) Flush(timeout time.Duration) error {
	deadline := time.Now().Add(timeout)
	left, stuck := 0, 0
	for _, p := range s.peers() {
		if n := p.out.flush(deadline); n > 0 {
			left += n
			stuck++
		}
	}
	if stuck > 0 {
		return fmt.Errorf("zmtp: Flush: %d peers have not taken %d bytes in %v", stuck, left, timeout)
	}
	return nil
}

// Close ends the socket: it accepts no more connections, writes what is queued
// for at most Config.Linger, and closes the connections.
func (s *socket) Close() error {
	ready, first := s.close()
	if !first {
		s.gone.Wait()
		return nil
	}
	err := s.listener.Close()
	s.linger(ready)
	s.awaitGone(closeGrace)
	s.mu.Lock()
	for conn := range s.conns {
		conn.Close()
	}
	s.mu.Unlock()
	s.gone.Wait()
	return err
}

// close lets no connection in any more, ends those that are not ready, and
// returns those that are. First is false when the socket is closed already.
func (s *socket) close() (ready []*peer, first bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.isClosed() {
		return nil, false
	}
	close(s.closing)
	for conn, p := range s.conns {
		if p == nil {
			conn.Close()
			continue
		}
		ready = append(ready, p)
	}
	return ready, true
}

// linger closes the peers' queues and waits until they are written.
func (s *socket) linger(peers []*peer) {
	for _, p := range peers {
		if s.config.Linger < 0 {
			p.abort()
		}
		p.out.close()
	}
	over := time.After(max(s.config.Linger, 0))
	for _, p := range peers {
		select {
		case <-p.written:
		case <-over:
			return
		}
	}
}

// awaitGone waits for the connections to end by themselves.
func (s *socket) awaitGone(timeout time.Duration) {
	gone := make(chan struct{})
	go func() {
		s.gone.Wait()
		close(gone)
	}()
	select {
	case <-gone:
	case <-time.After(timeout):
	}
}

func (s *socket) isClosed() bool {
	select {
	case <-s.closing:
		return true
	default:
		return false
	}
}
