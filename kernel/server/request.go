package server

import (
	"strings"
	"sync/atomic"
	"time"

	"golab/kernel/wire"
)

// A request is a message of a front end on its way through the server.
type request struct {
	server   *Server
	from     *channel
	shell    *shell // nil on the control channel
	msg      *wire.Message
	arrival  uint64 // its number among the requests received
	received time.Time
	aborted  bool // it is behind a cell that has failed
	replied  atomic.Bool
	then     func() // what is to be done when the request is over; may be nil
}

func (r *request) msgType() string { return r.msg.Header.MsgType }

// read decodes the content. When it is broken, it answers so and reports false.
func (r *request) read(content any) bool {
	err := r.msg.ReadContent(content)
	if err != nil {
		r.server.log.Warn("server: content not understood", "channel", r.from.name, "err", err)
		r.fail("ValueError", err.Error())
	}
	return err == nil
}

// reply answers the request, on the channel and to the peer that it came from.
func (r *request) reply(content any) { r.replyWith(content, nil) }

// replyWith replies with metadata. A request is answered once.
func (r *request) replyWith(content any, metadata wire.Object) {
	replyType, ok := replyType(r.msgType())
	if !ok || r.replied.Swap(true) {
		return
	}
	m := r.server.session.Reply(r.msg, replyType, content)
	m.Metadata = metadata
	r.from.send(m)
}

// fail answers the request with an error, unless there was an answer already or
// the protocol has none. The error of a cell is shown too: pages of notebooks do
// not look at the reply.
func (r *request) fail(name, value string) {
	traceback := []string{name + ": " + value}
	if r.msgType() != "execute_request" {
		r.reply(wire.ErrorReply{EName: name, EValue: value, Traceback: traceback})
		return
	}
	if r.replied.Load() {
		return
	}
	r.publish(wire.NewPublication("error", wire.Error{EName: name, EValue: value, Traceback: traceback}))
	reply := wire.ExecuteReply{Status: "error", EName: name, EValue: value, Traceback: traceback}
	if r.shell != nil {
		reply.ExecutionCount = int(r.shell.count.Load())
	}
	r.reply(reply)
}

// publish sends a message that belongs to the request to all front ends.
func (r *request) publish(p wire.Publication) {
	r.server.iopub.publish(r.msg.Header.Raw, p)
}

// replyType returns the type of the answer to a type of request; false when there
// is none, as for comm messages.
func replyType(msgType string) (string, bool) {
	what, ok := strings.CutSuffix(msgType, "_request")
	return what + "_reply", ok && what != ""
}
