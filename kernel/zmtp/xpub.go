package zmtp

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"
)

// maxTopics is how many bytes of topics a peer may subscribe to.
const maxTopics = 1 << 20

// An XPUB is an XPUB socket: it sends each message to the SUB peers that have
// subscribed to a prefix of its first frame. Its methods may be called from many
// goroutines.
type XPUB struct {
	socket
	subscribed func(Subscription)

	sending sync.Mutex // held by Send, so that all peers see one order

	topicsMu sync.Mutex
	topics   map[*peer]*topics
}

// A Subscription is one peer's wish to get what starts with Topic.
type Subscription struct {
	Topic []byte
	peer  *peer
}

// Send sends a message to this subscriber alone. The first frame should start with
// Topic: libzmq checks what it receives against its subscriptions. A subscriber
// that has gone gets nothing.
func (s Subscription) Send(frames [][]byte) error {
	if len(frames) == 0 {
		return errors.New("zmtp: Send: a message has at least 1 frame")
	}
	s.peer.send(packMessage(frames))
	return nil
}

// topics counts a peer's subscriptions by topic.
type topics struct {
	count map[string]int
	bytes int
}

// ListenXPUB binds an XPUB socket to tcp://host:port, where port 0 is any that is
// free, or to ipc://path.
//
// If subscribed is not nil, it is called for every subscription, also when the
// peer or another has the same already. By then messages to the topic reach the
// peer. It is called by the peer's goroutine, and may send.
func ListenXPUB(endpoint string, c Config, subscribed func(Subscription)) (*XPUB, error) {
	x := &XPUB{subscribed: subscribed, topics: map[*peer]*topics{}}
	x.kind, x.peerKinds = "XPUB", []string{"SUB", "XSUB"}
	if err := x.open(endpoint, c); err != nil {
		return nil, err
	}
	x.serve(x)
	return x, nil
}

// Send sends a message to all peers that have subscribed to it. The frames are
// copied. Send waits while a subscriber's queue is full, as the package's doc says.
func (x *XPUB) Send(frames [][]byte) error {
	if len(frames) == 0 {
		return errors.New("zmtp: Send: a message has at least 1 frame")
	}
	x.sending.Lock()
	defer x.sending.Unlock()
	var packet []byte
	var full []*peer
	for _, p := range x.subscribers(frames[0]) {
		if packet == nil {
			packet = packMessage(frames)
		}
		if !p.out.tryPush(packet, len(packet)) {
			full = append(full, p)
		}
	}
	for _, p := range full {
		p.send(packet)
	}
	return nil
}

// subscribers returns the peers that a message with this first frame is for.
func (x *XPUB) subscribers(first []byte) []*peer {
	x.topicsMu.Lock()
	defer x.topicsMu.Unlock()
	var found []*peer
	for p, t := range x.topics {
		if t.match(first) {
			found = append(found, p)
		}
	}
	return found
}

func (t *topics) match(first []byte) bool {
	if t.count[""] > 0 {
		return true
	}
	for topic := range t.count {
		if strings.HasPrefix(string(first), topic) {
			return true
		}
	}
	return false
}

func (x *XPUB) attach(p *peer) {
	x.topicsMu.Lock()
	defer x.topicsMu.Unlock()
	x.topics[p] = &topics{count: map[string]int{}}
}

func (x *XPUB) detach(p *peer) {
	x.topicsMu.Lock()
	defer x.topicsMu.Unlock()
	delete(x.topics, p)
}

// receive takes the subscriptions of ZMTP 3.0, which are messages of one frame: 1
// and the topic, or 0 and the topic. Other messages of subscribers are ignored.
func (x *XPUB) receive(p *peer, message [][]byte) error {
	if x.isClosed() {
		return errClosed
	}
	if len(message) != 1 || len(message[0]) == 0 {
		return nil
	}
	switch body := message[0]; body[0] {
	case 1:
		return x.subscribe(p, body[1:])
	case 0:
		x.cancel(p, body[1:])
	}
	return nil
}

// command takes the subscriptions of ZMTP 3.1.
func (x *XPUB) command(p *peer, c command) error {
	switch c.name {
	case "SUBSCRIBE":
		return x.subscribe(p, c.data)
	case "CANCEL":
		x.cancel(p, c.data)
	}
	return nil
}

func (x *XPUB) subscribe(p *peer, topic []byte) error {
	x.topicsMu.Lock()
	t := x.topics[p]
	if t.count[string(topic)]++; t.count[string(topic)] == 1 {
		t.bytes += len(topic) + frameOverhead
	}
	tooMuch := t.bytes > maxTopics
	x.topicsMu.Unlock()
	if tooMuch {
		return fmt.Errorf("%w: it subscribes to more than %d bytes of topics", errProtocol, maxTopics)
	}
	if x.subscribed != nil {
		x.subscribed(Subscription{bytes.Clone(topic), p})
	}
	return nil
}

// cancel takes one subscription to a topic back.
func (x *XPUB) cancel(p *peer, topic []byte) {
	x.topicsMu.Lock()
	defer x.topicsMu.Unlock()
	t := x.topics[p]
	switch t.count[string(topic)] {
	case 0:
	case 1:
		delete(t.count, string(topic))
		t.bytes -= len(topic) + frameOverhead
	default:
		t.count[string(topic)]--
	}
}
