package server

import (
	"context"
	"encoding/json"
	"sync/atomic"
	"time"

	"golab/kernel/wire"
)

// An execution is a cell on its way through a shell.
type execution struct {
	*request
	req     wire.ExecuteRequest
	number  int // the cell's own: one more than there are cells kept
	started time.Time

	failed atomic.Bool            // an error has been published
	result atomic.Pointer[string] // the value of the cell as text
}

// execute runs a cell.
func (s *Server) execute(ctx context.Context, r *request) {
	x := &execution{request: r, number: int(r.shell.count.Load()) + 1, started: time.Now()}
	if r.aborted {
		x.finish(wire.ExecuteReply{Status: "aborted"})
		return
	}
	if !r.read(&x.req) {
		return
	}
	if x.req.StoreHistory {
		r.shell.count.Add(1)
		r.shell.typed.Add(x.number, x.req.Code)
	}
	if !x.req.Silent {
		r.publish(wire.NewPublication("execute_input", wire.ExecuteInput{Code: x.req.Code, ExecutionCount: x.number}))
	}
	reply := x.run(ctx)
	if result := x.result.Load(); x.req.StoreHistory && result != nil {
		r.shell.typed.SetOutput(x.number, *result)
	}
	if reply.Status == "error" {
		x.abortQueue(ctx)
	}
	x.finish(reply)
}

// run has the backend run the cell, and publishes all that the cell shows.
func (x *execution) run(ctx context.Context) wire.ExecuteReply {
	out := newBudget(x.show, x.msg.Metadata)
	defer out.end()
	cell := Cell{
		Number:          x.number,
		Code:            x.req.Code,
		Silent:          x.req.Silent,
		UserExpressions: x.req.UserExpressions,
	}
	if x.req.AllowStdin {
		cell.Input = func(ctx context.Context, prompt string, password bool) (string, error) {
			return x.server.ask(ctx, x.request, prompt, password)
		}
	}
	reply := x.server.cfg.Backend.Execute(ctx, cell, out.emit)
	if reply.Status == "error" && !x.failed.Load() {
		out.emit(wire.NewPublication("error", wire.Error{EName: reply.EName, EValue: reply.EValue, Traceback: reply.Traceback}))
	}
	return reply
}

// show publishes what the cell shows, also when it is over: then a goroutine of
// the cell does.
func (x *execution) show(p wire.Publication) {
	switch p.MsgType {
	case "error":
		x.failed.Store(true)
	case "execute_result":
		if x.req.Silent {
			return
		}
		var content struct {
			Data struct {
				Text string `json:"text/plain"`
			} `json:"data"`
		}
		if json.Unmarshal(p.Content, &content) == nil {
			x.result.Store(&content.Data.Text)
		}
	}
	x.publish(p)
}

// abortQueue sees to it that the cells which wait behind a failed one are not
// run.
func (x *execution) abortQueue(ctx context.Context) {
	interrupted := ctx.Err() != nil
	if x.req.Silent || !x.req.StopOnError && !interrupted {
		return
	}
	x.shell.settle(x.server.life)
	x.server.runs.abort(x.shell)
}

// replyMetadata is what ipykernel sends along. Front ends show since when a cell
// ran.
type replyMetadata struct {
	Started         string `json:"started"`
	DependenciesMet bool   `json:"dependencies_met"`
	Engine          string `json:"engine"`
	Status          string `json:"status"`
}

// dateLayout is ISO 8601. jupyter_client reads no more than six digits of a second.
const dateLayout = "2006-01-02T15:04:05.000000Z"

// finish sends the reply.
func (x *execution) finish(reply wire.ExecuteReply) {
	if reply.Status == "" {
		reply.Status = "ok"
	}
	reply.ExecutionCount = int(x.shell.count.Load())
	x.replyWith(reply, wire.Marshal(replyMetadata{
		Started:         x.started.UTC().Format(dateLayout),
		DependenciesMet: true,
		Engine:          x.server.session.ID(),
		Status:          reply.Status,
	}))
}
