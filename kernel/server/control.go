package server

import (
	"context"
	"fmt"

	"golab/kernel/wire"
)

// interruptRequest stops all that runs. The reply does not wait for the end of it.
func (s *Server) interruptRequest(ctx context.Context, r *request) {
	s.Interrupt()
	interrupted(ctx, r)
}

// interrupted answers an interrupt that has been obeyed.
func interrupted(_ context.Context, r *request) { r.reply(wire.OK{}) }

// Interrupt stops the cells that run in all shells, and aborts those that wait.
// It does no harm when there are none. It is what SIGINT means.
func (s *Server) Interrupt() {
	s.runs.interrupt(s.shells.all())
}

// shutdown answers, tells all front ends, and ends Serve.
func (s *Server) shutdown(_ context.Context, r *request) {
	var req wire.ShutdownRequest
	if err := r.msg.ReadContent(&req); err != nil { // and yet it is clear what is wanted
		s.log.Warn("server: content not understood", "err", err)
	}
	reply := wire.ShutdownReply(req)
	r.reply(reply)
	r.publish(wire.NewPublication("shutdown_reply", reply))
	r.then = func() { s.stop(nil) }
}

// A debugResponse is a response of the Debug Adapter Protocol.
type debugResponse struct {
	Type       string   `json:"type"`
	Seq        int      `json:"seq"`
	RequestSeq int      `json:"request_seq"`
	Command    string   `json:"command"`
	Success    bool     `json:"success"`
	Message    string   `json:"message"`
	Body       struct{} `json:"body"`
}

// debug says that there is no debugger.
func (s *Server) debug(_ context.Context, r *request) {
	var req struct {
		Seq     int    `json:"seq"`
		Command string `json:"command"`
	}
	if r.read(&req) {
		r.reply(debugResponse{
			Type:       "response",
			Seq:        req.Seq,
			RequestSeq: req.Seq,
			Command:    req.Command,
			Message:    fmt.Sprintf("%s: the kernel has no debugger", req.Command),
		})
	}
}
