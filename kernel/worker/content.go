package worker

import (
	"unicode/utf8"

	"golab/kernel"
	"golab/kernel/comm"
	"golab/kernel/wire"
)

// publish returns an output as it goes to the iopub socket.
func publish(o kernel.Output) wire.Publication {
	switch o := o.(type) {
	case kernel.Stream:
		return wire.NewPublication("stream", wire.Stream{Name: o.Name, Text: o.Text})
	case kernel.DisplayData:
		return wire.NewPublication("display_data", displayed(o.Data, o.Metadata, o.ID()))
	case kernel.UpdateDisplayData:
		return wire.NewPublication("update_display_data", displayed(o.Data, o.Metadata, o.ID()))
	case kernel.ClearOutput:
		return wire.NewPublication("clear_output", wire.ClearOutput{Wait: o.Wait})
	case kernel.ExecuteResult:
		return wire.NewPublication("execute_result", wire.ExecuteResult{
			ExecutionCount: o.ExecutionCount, Data: wire.Marshal(o.Data), Metadata: wire.Marshal(o.Metadata),
		})
	case kernel.Comm:
		return spoken(o.Message)
	}
	e := o.(kernel.ErrorOutput) // the last of the kinds
	return wire.NewPublication("error", wire.Error{EName: e.EName, EValue: e.EValue, Traceback: e.Traceback})
}

func displayed(data, metadata map[string]any, id string) wire.Display {
	return wire.Display{Data: wire.Marshal(data), Metadata: wire.Marshal(metadata), Transient: wire.Transient{DisplayID: id}}
}

// spoken returns a message of a comm.
func spoken(m comm.Message) wire.Publication {
	var p wire.Publication
	if m.Kind == comm.Open {
		p = wire.NewPublication(string(m.Kind), wire.CommOpen{CommID: m.ID, TargetName: m.Target, Data: m.Data})
	} else {
		p = wire.NewPublication(string(m.Kind), wire.CommMsg{CommID: m.ID, Data: m.Data})
	}
	p.Metadata, p.Buffers = m.Metadata, m.Buffers
	return p
}

// executeReply returns what came of a cell.
func executeReply(r kernel.Reply, err error) wire.ExecuteReply {
	if err != nil {
		e := kernel.Failure(err)
		return wire.ExecuteReply{Status: "error", EName: e.EName, EValue: e.EValue, Traceback: e.Traceback}
	}
	reply := wire.ExecuteReply{Status: "ok", UserExpressions: map[string]wire.Object{}}
	for name, v := range r.UserExpressions {
		reply.UserExpressions[name] = expression(v)
	}
	for _, item := range r.Payload {
		reply.Payload = append(reply.Payload, wire.Marshal(item))
	}
	return reply
}

func expression(v kernel.UserExpression) wire.Object {
	if v.Err != nil {
		e := kernel.Failure(v.Err)
		return wire.Marshal(map[string]any{"status": "error", "ename": e.EName, "evalue": e.EValue, "traceback": e.Traceback})
	}
	return wire.Marshal(map[string]any{"status": "ok", "data": v.Data, "metadata": v.Metadata})
}

// completion asks a for what may stand at the cursor. Front ends count code
// points, Go counts bytes.
func completion(a kernel.Assistant, req wire.CompleteRequest) wire.CompleteReply {
	reply := wire.CompleteReply{Status: "ok", CursorStart: req.CursorPos, CursorEnd: req.CursorPos, Matches: []string{}}
	if a == nil {
		return reply
	}
	c := a.Complete(req.Code, bytesOf(req.Code, req.CursorPos))
	reply.CursorStart, reply.CursorEnd = utf8.RuneCountInString(req.Code[:c.Start]), utf8.RuneCountInString(req.Code[:c.End])
	types := []wire.CompletionType{}
	for _, item := range c.Items {
		reply.Matches = append(reply.Matches, item.Text)
		types = append(types, wire.CompletionType{
			Text: item.Text, Type: item.Type, Signature: item.Signature, Start: reply.CursorStart, End: reply.CursorEnd,
		})
	}
	reply.Metadata = wire.Marshal(wire.CompletionTypes{Types: types})
	return reply
}

// bytesOf returns the length in bytes of the first n code points of s.
func bytesOf(s string, n int) int {
	for i := range s {
		if n == 0 {
			return i
		}
		n--
	}
	return len(s)
}

// inspection asks a for help.
func inspection(a kernel.Assistant, req wire.InspectRequest) wire.InspectReply {
	reply := wire.InspectReply{Status: "ok"}
	if a == nil {
		return reply
	}
	help, ok := a.Inspect(req.Code, bytesOf(req.Code, req.CursorPos), req.DetailLevel > 0)
	if reply.Found = ok; !ok {
		return reply
	}
	data := map[string]string{"text/plain": help.Text}
	if help.Markdown != "" {
		data["text/markdown"] = help.Markdown
	}
	reply.Data = wire.Marshal(data)
	return reply
}

// completeness asks a whether a cell is finished.
func completeness(a kernel.Assistant, code string) wire.IsCompleteReply {
	if a == nil {
		return wire.IsCompleteReply{Status: "unknown"}
	}
	c := a.Completeness(code)
	return wire.IsCompleteReply{Status: c.Status, Indent: c.Indent}
}
