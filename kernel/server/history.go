package server

import (
	"context"
	"fmt"

	"golab/kernel/history"
	"golab/kernel/wire"
)

// historyRequest answers with what was typed: in the main shell in this session
// and those before, in a subshell since it was created.
func (s *Server) historyRequest(_ context.Context, r *request) {
	var req wire.HistoryRequest
	if !r.read(&req) {
		return
	}
	var rows []history.Row
	switch typed := r.shell.typed; req.HistAccessType {
	case "tail":
		rows = typed.Tail(req.N)
	case "range":
		rows = typed.Range(req.Session, req.Start, req.Stop)
	case "search":
		rows = typed.Search(req.Pattern, req.N, req.Unique)
	default:
		r.fail("ValueError", fmt.Sprintf("hist_access_type is %q, want tail, range or search", req.HistAccessType))
		return
	}
	reply := wire.HistoryReply{Output: req.Output, History: make([]wire.HistoryRow, len(rows))}
	for i, row := range rows {
		reply.History[i] = wire.HistoryRow(row)
	}
	r.reply(reply)
}
