package zmtp

import "slices"

// A REP is a REP socket: it answers each request of a REQ or DEALER peer.
type REP struct {
	socket
	answer func(request [][]byte) (reply [][]byte)
}

// ListenREP binds a REP socket to tcp://host:port, where port 0 is any that is
// free, or to ipc://path.
//
// Answer is called for each request by the goroutine of its peer, and so for many
// peers at once. A nil answer sends the request back: that is the heartbeat of a
// kernel. If the reply has no frames, nothing is sent, and a REQ waits for ever.
func ListenREP(endpoint string, c Config, answer func(request [][]byte) (reply [][]byte)) (*REP, error) {
	r := &REP{answer: answer}
	r.kind, r.peerKinds = "REP", []string{"REQ", "DEALER"}
	if r.answer == nil {
		r.answer = func(request [][]byte) [][]byte { return request }
	}
	if err := r.open(endpoint, c); err != nil {
		return nil, err
	}
	r.serve(r)
	return r, nil
}

// receive answers a request. Its envelope ends with the first empty frame and
// goes back with the reply. A message with no such frame, or with nothing after
// it, is no request and is dropped.
func (r *REP) receive(p *peer, message [][]byte) error {
	if r.isClosed() {
		return errClosed
	}
	end := slices.IndexFunc(message, func(body []byte) bool { return len(body) == 0 }) + 1
	if end == 0 || end == len(message) {
		return nil
	}
	if reply := r.answer(message[end:]); len(reply) > 0 {
		p.send(packMessage(append(message[:end:end], reply...)))
	}
	return nil
}

func (r *REP) attach(*peer)                 {}
func (r *REP) detach(*peer)                 {}
func (r *REP) command(*peer, command) error { return nil }
