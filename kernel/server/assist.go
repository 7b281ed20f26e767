package server

import (
	"context"

	"golab/kernel/wire"
)

// complete answers with what may stand at the cursor.
func (s *Server) complete(ctx context.Context, r *request) {
	var req wire.CompleteRequest
	if !r.read(&req) {
		return
	}
	reply := s.cfg.Backend.Complete(ctx, req)
	if reply.Status == "" {
		reply.Status = "ok"
	}
	r.reply(reply)
}

// inspect answers with help about what stands at the cursor.
func (s *Server) inspect(ctx context.Context, r *request) {
	var req wire.InspectRequest
	if !r.read(&req) {
		return
	}
	reply := s.cfg.Backend.Inspect(ctx, req)
	if reply.Status == "" {
		reply.Status = "ok"
	}
	r.reply(reply)
}

// isComplete says whether a cell can be run as it stands.
func (s *Server) isComplete(ctx context.Context, r *request) {
	var req wire.IsCompleteRequest
	if !r.read(&req) {
		return
	}
	reply := s.cfg.Backend.IsComplete(ctx, req.Code)
	if reply.Status == "" {
		reply.Status = "unknown"
	}
	r.reply(reply)
}
