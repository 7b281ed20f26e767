package worker

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"sync"
	"sync/atomic"
	"time"

	"golab/kernel/wire"
)

// A process is one run of the worker, as its parent sees it.
type process struct {
	cmd      *exec.Cmd
	stdin    io.Closer
	link     *link
	answered atomic.Bool // it has sent something
	told     atomic.Bool // a cell has said that it has ended

	mu     sync.Mutex
	next   uint64
	calls  map[uint64]*call
	reason error // why it was killed

	done chan struct{} // closed when the process has ended
	err  error         // why; valid once done is closed
}

// A call is a request to the worker. It is kept until nothing more can come.
type call struct {
	ctx   context.Context
	emit  func(wire.Publication)
	reply chan []byte // receives one reply
	input func(ctx context.Context, prompt string, password bool) (string, error)
}

// startProcess starts a worker.
func startProcess(cmd *exec.Cmd) (*process, error) {
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("worker: %w", err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("worker: %w", err)
	}
	last := &tail{also: cmd.Stderr}
	cmd.Stderr = last
	cmd.WaitDelay = time.Second // for children that hold standard error open
	separate(cmd)
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("worker: %w", err)
	}
	p := &process{cmd: cmd, stdin: in, link: newLink(out, in), calls: map[uint64]*call{}, done: make(chan struct{})}
	go p.run(last)
	return p, nil
}

// run reads what the worker sends until it ends.
func (p *process) run(last *tail) {
	var broken error
	for {
		f, err := p.link.receive()
		if err != nil {
			broken = err
			break
		}
		p.answered.Store(true)
		p.take(f)
	}
	if broken != io.EOF {
		p.kill(broken) // what it says makes no sense any more
	}
	p.stdin.Close()
	err := p.cmd.Wait()
	reap(p.cmd)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.err = &Ended{reason: p.reason, status: err, last: last.text()}
	clear(p.calls)
	close(p.done)
}

// request sends a request. When that fails the process is ending, which p.done
// will tell.
func (p *process) request(k kind, c *call, parts ...[]byte) (id uint64) {
	p.mu.Lock()
	p.next++
	id = p.next
	p.calls[id] = c
	p.mu.Unlock()
	p.send(frame{k, id, parts})
	return id
}

func (p *process) send(f frame) { _ = p.link.send(f) }

// take handles a frame.
func (p *process) take(f frame) {
	p.mu.Lock()
	c := p.calls[f.id]
	if f.kind == gone || f.kind == reply && c != nil && c.emit == nil {
		delete(p.calls, f.id)
	}
	p.mu.Unlock()
	switch {
	case c == nil:
	case f.kind == publication && len(f.parts) >= 3:
		c.emit(wire.Publication{MsgType: string(f.parts[0]), Content: f.parts[1], Metadata: f.parts[2], Buffers: f.parts[3:]})
	case f.kind == reply && len(f.parts) == 1:
		c.reply <- f.parts[0]
	case f.kind == ask && len(f.parts) == 1:
		go p.answer(f.id, c, f.parts[0])
	}
}

// answer asks the user.
func (p *process) answer(id uint64, c *call, content []byte) {
	var q question
	l := line{Err: "the front end takes no input"}
	if err := json.Unmarshal(content, &q); err == nil && c.input != nil {
		text, err := c.input(c.ctx, q.Prompt, q.Password)
		if c.ctx.Err() != nil {
			return // the interrupt ends the wait
		}
		if l = (line{Text: text, EOF: err == io.EOF}); err != nil {
			l.Err = err.Error()
		}
	}
	p.send(frame{answer, id, [][]byte{wire.Marshal(l)}})
}

// kill ends the process at once.
func (p *process) kill(reason error) {
	p.mu.Lock()
	if p.reason == nil {
		p.reason = reason
	}
	p.mu.Unlock()
	_ = p.cmd.Process.Kill() // fails when it has ended already
}

// farewell is how long the worker may take to end.
const farewell = 500 * time.Millisecond

// close ends the process and those that it has started.
func (p *process) close() error {
	p.stdin.Close()
	select {
	case <-p.done:
	case <-time.After(farewell):
		p.kill(errors.New("closed"))
		<-p.done
	}
	return nil
}
