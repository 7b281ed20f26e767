package zmtp

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
)

// A Router is a ROUTER socket: it talks to many REQ and DEALER peers and says
// with each message which of them it is from, or for. Its methods may be called
// from many goroutines.
type Router struct {
	socket
	in   *queue[[][]byte]
	last atomic.Uint32 // the number of the last anonymous peer

	tableMu sync.Mutex
	table   map[string]*peer // by identity
}

// ErrNoPeer says that no peer with the identity is connected.
var ErrNoPeer = errors.New("zmtp: Send: no such peer")

// ListenRouter binds a ROUTER socket to tcp://host:port, where port 0 is any that
// is free, or to ipc://path.
func ListenRouter(endpoint string, c Config) (*Router, error) {
	r := &Router{table: map[string]*peer{}}
	r.kind, r.peerKinds = "ROUTER", []string{"REQ", "DEALER", "ROUTER"}
	if err := r.open(endpoint, c); err != nil {
		return nil, err
	}
	r.in = newQueue[[][]byte](r.config.QueueBytes)
	r.serve(r)
	return r, nil
}

// Recv waits for a message. Its first frame is the identity of the peer. After
// Close the error is net.ErrClosed.
//
// Messages wait in a queue of Config.QueueBytes. When it is full, peers that send
// are not read, nor are their PINGs answered: so call Recv all the time.
func (r *Router) Recv() ([][]byte, error) {
	message, ok := r.in.pop()
	if !ok {
		return nil, fmt.Errorf("zmtp: Recv: %w", net.ErrClosed)
	}
	return message, nil
}

// Send sends frames[1:] to the peer whose identity is frames[0]. The frames are
// copied. When there is no such peer, because it has gone or is not there yet, the
// error is ErrNoPeer. Send waits while the peer's queue is full, as the package's doc says.
func (r *Router) Send(frames [][]byte) error {
	if len(frames) < 2 {
		return fmt.Errorf("zmtp: Send: %d frames, a message to a peer has at least 2", len(frames))
	}
	r.tableMu.Lock()
	p := r.table[string(frames[0])]
	r.tableMu.Unlock()
	if p == nil {
		return ErrNoPeer
	}
	p.send(packMessage(frames[1:]))
	return nil
}

// Close ends the socket: it writes what is queued for at most Config.Linger, and
// closes the connections. Messages that Recv has not returned are lost.
func (r *Router) Close() error {
	r.in.close()
	return r.socket.Close()
}

// attach enters a peer in the table. Who comes last with an identity has it: it
// is the same client, whose old connection is not known to be dead yet.
func (r *Router) attach(p *peer) {
	if len(p.identity) == 0 {
		p.identity = binary.BigEndian.AppendUint32([]byte{0}, r.last.Add(1))
	}
	r.tableMu.Lock()
	old := r.table[string(p.identity)]
	r.table[string(p.identity)] = p
	r.tableMu.Unlock()
	if old != nil {
		old.abort()
	}
}

func (r *Router) detach(p *peer) {
	r.tableMu.Lock()
	defer r.tableMu.Unlock()
	if r.table[string(p.identity)] == p {
		delete(r.table, string(p.identity))
	}
}

func (r *Router) receive(p *peer, message [][]byte) error {
	size := 0
	for _, body := range message {
		size += len(body) + frameOverhead
	}
	return r.in.push(append([][]byte{p.identity}, message...), size, 0)
}

func (r *Router) command(*peer, command) error { return nil }
