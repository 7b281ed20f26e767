package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"golab/kernel/wire"
	"golab/kernel/zmtp"
)

// endOfInput is what front ends answer with when the user presses Ctrl-D.
const endOfInput = "\x04"

// inputs are the questions to users that wait for an answer.
type inputs struct {
	mu      sync.Mutex
	waiting []*input
}

// An input is one question.
type input struct {
	identities [][]byte // of the front end that was asked
	id         string   // of the input_request
	parent     string   // id of the execute_request
	answer     chan string
}

// ask sends an input_request to the front end that has sent r, and waits for its
// answer.
func (s *Server) ask(ctx context.Context, r *request, prompt string, password bool) (string, error) {
	m := s.session.Reply(r.msg, "input_request", wire.InputRequest{Prompt: prompt, Password: password})
	in := &input{
		identities: r.msg.Identities,
		id:         m.Header.MsgID,
		parent:     r.msg.Header.MsgID,
		answer:     make(chan string, 1),
	}
	s.inputs.add(in)
	defer s.inputs.remove(in)
	if err := s.reach(ctx, m); err != nil {
		return "", err
	}
	select {
	case answer := <-in.answer:
		if answer == endOfInput {
			return "", io.EOF
		}
		return answer, nil
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
}

// How long a front end that has just connected may take until its stdin socket is
// there too, and how often one looks.
const (
	stdinPatience = 2 * time.Second
	stdinRetry    = 10 * time.Millisecond
)

// reach sends a question to a front end.
func (s *Server) reach(ctx context.Context, m *wire.Message) error {
	frames := s.stdin.codec.Encode(m)
	for since := time.Now(); ; {
		err := s.stdin.socket.Send(frames)
		if !errors.Is(err, zmtp.ErrNoPeer) {
			return err
		}
		if time.Since(since) > stdinPatience {
			return errors.New("the front end that runs this cell takes no input")
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(stdinRetry):
		}
	}
}

func (ins *inputs) add(in *input) {
	ins.mu.Lock()
	defer ins.mu.Unlock()
	ins.waiting = append(ins.waiting, in)
}

func (ins *inputs) remove(in *input) {
	ins.mu.Lock()
	defer ins.mu.Unlock()
	ins.waiting = slices.DeleteFunc(ins.waiting, func(w *input) bool { return w == in })
}

// answer takes an input_reply. One for which nobody waits, or not any more, is
// an error.
func (ins *inputs) answer(m *wire.Message) error {
	if m.Header.MsgType != "input_reply" {
		return fmt.Errorf("server: %s on the stdin channel, which takes input_reply", m.Header.MsgType)
	}
	var content wire.InputReply
	if err := m.ReadContent(&content); err != nil {
		return err
	}
	var parent struct {
		MsgID string `json:"msg_id"`
	}
	if len(m.ParentHeader) > 0 {
		if err := json.Unmarshal(m.ParentHeader, &parent); err != nil {
			return fmt.Errorf("server: input_reply: parent_header: %w", err)
		}
	}
	ins.mu.Lock()
	defer ins.mu.Unlock()
	at := slices.IndexFunc(ins.waiting, func(in *input) bool {
		return in.answeredBy(m.Identities, parent.MsgID)
	})
	if at < 0 {
		return errors.New("server: input_reply that nobody waits for")
	}
	ins.waiting[at].answer <- content.Value
	ins.waiting = slices.Delete(ins.waiting, at, at+1)
	return nil
}

// answeredBy reports whether a reply is for the question. Some clients, such as
// jupyter_client, name no parent.
func (in *input) answeredBy(identities [][]byte, parent string) bool {
	if !slices.EqualFunc(in.identities, identities, bytes.Equal) {
		return false
	}
	return parent == "" || parent == in.id || parent == in.parent
}
