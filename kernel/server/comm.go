package server

import (
	"context"

	"golab/kernel/comm"
	"golab/kernel/wire"
)

// comm hands a message of a front end's comm to the session. It has no reply.
func (s *Server) comm(ctx context.Context, r *request) {
	msg := comm.Message{Kind: comm.Kind(r.msgType()), Metadata: r.msg.Metadata, Buffers: r.msg.Buffers}
	if msg.Kind == comm.Open {
		var content wire.CommOpen
		if !r.read(&content) {
			return
		}
		msg.ID, msg.Target, msg.Data = content.CommID, content.TargetName, content.Data
	} else {
		var content wire.CommMsg
		if !r.read(&content) {
			return
		}
		msg.ID, msg.Data = content.CommID, content.Data
	}
	out := &budget{publish: r.publish, limit: pageLimit}
	defer out.end()
	s.cfg.Backend.Comm(ctx, msg, out.emit)
}

// commInfo lists the open comms.
func (s *Server) commInfo(ctx context.Context, r *request) {
	var req wire.CommInfoRequest
	if r.read(&req) {
		r.reply(wire.CommInfoReply{Comms: s.cfg.Backend.CommInfo(ctx, req.TargetName)})
	}
}
