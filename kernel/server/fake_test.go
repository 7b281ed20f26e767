package server

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"golab/kernel/comm"
	"golab/kernel/wire"
)

// A fake is a Backend whose cells are lines of a verb and its argument.
type fake struct {
	ready   chan struct{} // closed when it may answer
	closed  chan struct{}
	release chan struct{} // ends cells that "hold", whatever the context says

	mu    sync.Mutex
	comms map[string]string
	ended chan struct{}  // closed when the context of a cell that "tells" so has ended
	late  sync.WaitGroup // of goroutines that outlive their cell
}

func newFake() *fake {
	f := &fake{ready: make(chan struct{}), closed: make(chan struct{}), ended: make(chan struct{}), release: make(chan struct{}), comms: map[string]string{}}
	close(f.ready)
	return f
}

func (f *fake) Execute(ctx context.Context, cell Cell, emit func(wire.Publication)) wire.ExecuteReply {
	<-f.ready
	reply := wire.ExecuteReply{Status: "ok"}
	if cell.Code == "crash" {
		return wire.ExecuteReply{Status: "error", EName: "Crash", EValue: "the session is gone", Traceback: []string{"gone"}}
	}
	for line := range strings.Lines(cell.Code) {
		verb, arg, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if err := f.do(ctx, cell, verb, arg, emit, &reply); err != nil {
			failed := wire.Error{EName: "Error", EValue: err.Error(), Traceback: []string{err.Error()}}
			if errors.Is(err, context.Canceled) {
				failed.EName = "Interrupted"
			}
			emit(wire.NewPublication("error", failed))
			return wire.ExecuteReply{Status: "error", EName: failed.EName, EValue: failed.EValue, Traceback: failed.Traceback}
		}
	}
	for name, expr := range cell.UserExpressions {
		if reply.UserExpressions == nil {
			reply.UserExpressions = map[string]wire.Object{}
		}
		reply.UserExpressions[name] = wire.Marshal(map[string]any{"status": "ok", "data": map[string]any{"text/plain": expr}, "metadata": wire.Object("{}")})
	}
	return reply
}

func (f *fake) do(ctx context.Context, cell Cell, verb, arg string, emit func(wire.Publication), reply *wire.ExecuteReply) error {
	stream := func(name, text string) {
		emit(wire.NewPublication("stream", wire.Stream{Name: name, Text: text}))
	}
	switch verb {
	case "tell":
		<-ctx.Done()
		close(f.ended)
		return ctx.Err()
	case "print":
		stream("stdout", arg+"\n")
	case "warn":
		stream("stderr", arg+"\n")
	case "number":
		stream("stdout", fmt.Sprintf("%d\n", cell.Number))
	case "result":
		emit(wire.NewPublication("execute_result", wire.ExecuteResult{ExecutionCount: cell.Number, Data: textData(arg)}))
	case "display":
		emit(wire.NewPublication("display_data", wire.Display{Data: textData(arg), Transient: wire.Transient{DisplayID: "d"}}))
	case "update":
		emit(wire.NewPublication("update_display_data", wire.Display{Data: textData(arg), Transient: wire.Transient{DisplayID: "d"}}))
	case "clear":
		emit(wire.NewPublication("clear_output", wire.ClearOutput{Wait: arg == "wait"}))
	case "buffers":
		p := wire.NewPublication("comm_msg", wire.CommMsg{CommID: arg})
		p.Buffers, p.Metadata = [][]byte{{0, 1}, {255}}, wire.Object(`{"version":"2.1.0"}`)
		emit(p)
	case "page":
		reply.Payload = append(reply.Payload, wire.Marshal(wire.Page{Data: textData(arg)}))
	case "fail":
		return errors.New(arg)
	case "wait":
		<-ctx.Done()
		return context.Canceled
	case "hold":
		<-f.release
	case "input", "password":
		if cell.Input == nil {
			return errors.New("no input here")
		}
		line, err := cell.Input(ctx, arg, verb == "password")
		if err != nil {
			return fmt.Errorf("input: %w", err)
		}
		stream("stdout", "got "+line+"\n")
	case "late":
		f.late.Go(func() {
			<-f.release
			stream("stdout", arg+"\n")
		})
	case "flood":
		n, _ := strconv.Atoi(arg)
		chunk := strings.Repeat(strings.Repeat("x", 99)+"\n", 100)
		for range n {
			if ctx.Err() != nil {
				return context.Canceled
			}
			stream("stdout", chunk)
		}
	case "panic":
		panic(arg)
	}
	return nil
}

func textData(text string) wire.Object { return wire.Marshal(map[string]string{"text/plain": text}) }

func (f *fake) Complete(_ context.Context, req wire.CompleteRequest) wire.CompleteReply {
	<-f.ready
	if req.Code == "none" {
		return wire.CompleteReply{}
	}
	if req.Code == "panic" {
		panic("in Complete")
	}
	return wire.CompleteReply{Status: "ok", Matches: []string{req.Code + "!"}, CursorStart: 0, CursorEnd: req.CursorPos}
}

func (f *fake) Inspect(_ context.Context, req wire.InspectRequest) wire.InspectReply {
	if req.Code == "none" {
		return wire.InspectReply{}
	}
	return wire.InspectReply{Status: "ok", Found: true, Data: textData(fmt.Sprintf("%s at %d, level %d", req.Code, req.CursorPos, req.DetailLevel))}
}

func (f *fake) IsComplete(_ context.Context, code string) wire.IsCompleteReply {
	switch {
	case strings.HasSuffix(code, "{"):
		return wire.IsCompleteReply{Status: "incomplete", Indent: "\t"}
	case code == "none":
		return wire.IsCompleteReply{}
	}
	return wire.IsCompleteReply{Status: "complete"}
}

func (f *fake) Comm(ctx context.Context, msg comm.Message, emit func(wire.Publication)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case msg.Kind == comm.Open && msg.Target != "known":
		emit(wire.NewPublication("comm_close", wire.CommMsg{CommID: msg.ID}))
	case msg.Kind == comm.Open:
		f.comms[msg.ID] = msg.Target
	case msg.Kind == comm.Close:
		delete(f.comms, msg.ID)
	case string(msg.Data) == `{"wait":true}`:
		<-ctx.Done()
	default:
		p := wire.NewPublication("comm_msg", wire.CommMsg{CommID: msg.ID, Data: msg.Data})
		p.Buffers, p.Metadata = msg.Buffers, msg.Metadata
		emit(p)
	}
}

func (f *fake) CommInfo(_ context.Context, target string) map[string]string {
	f.mu.Lock()
	defer f.mu.Unlock()
	found := map[string]string{}
	for id, t := range f.comms {
		if target == "" || t == target {
			found[id] = t
		}
	}
	return found
}

func (f *fake) Close() error {
	close(f.closed)
	return nil
}
