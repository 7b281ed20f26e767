package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"golab/kernel/history"
	"golab/kernel/wire"
)

// Config is what a Server needs.
type Config struct {
	Connection wire.Connection

	// Backend is the session. It need not be ready when the server starts: while
	// its methods wait, so do the front ends. Serve closes it.
	Backend Backend

	// History keeps what is typed in the main shell. Nil: it is kept in memory.
	// Serve closes it.
	History *history.Store

	Info Info

	// Log takes what is wrong with messages and with connections. Nil: nothing
	// is logged.
	Log *slog.Logger
}

// A Server serves one session. Make it with [New].
type Server struct {
	cfg     Config
	log     *slog.Logger
	session *wire.Session
	sockets sockets

	shell, control, stdin *channel
	iopub                 *iopub

	shells  shells
	runs    runs
	inputs  inputs
	usages  usages
	working sync.WaitGroup // the goroutines of the shells

	life context.Context // ends when the server stops
	stop context.CancelCauseFunc
}

// New binds the sockets of the connection file. From then on front ends can
// connect, and what they send waits for [Server.Serve].
func New(cfg Config) (*Server, error) {
	s, err := prepare(cfg)
	if err != nil {
		return nil, err
	}
	s.iopub.early = &early{}
	socks, err := listen(cfg.Connection, s.log, s.iopub.welcome)
	if err != nil {
		return nil, fmt.Errorf("server: New: %w", err)
	}
	s.attach(socks)
	return s, nil
}

// prepare makes a server without sockets.
func prepare(cfg Config) (*Server, error) {
	if cfg.Backend == nil {
		return nil, fmt.Errorf("server: New: no Backend")
	}
	codec, err := wire.NewCodec(cfg.Connection.Key, cfg.Connection.SignatureScheme)
	if err != nil {
		return nil, fmt.Errorf("server: New: %w", err)
	}
	cfg.Info = cfg.Info.withDefaults()
	if cfg.History == nil {
		cfg.History = &history.Store{}
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	s := &Server{cfg: cfg, log: cfg.Log, session: wire.NewSession("")}
	s.iopub = &iopub{codec: codec, session: s.session, log: s.log}
	channel := func(name wire.Channel) *channel { return &channel{name: name, codec: codec, log: s.log} }
	s.shell, s.control, s.stdin = channel(wire.Shell), channel(wire.Control), channel(wire.Stdin)
	s.life, s.stop = context.WithCancelCause(context.Background())
	return s, nil
}

func (s *Server) attach(socks sockets) {
	s.sockets = socks
	s.shell.socket, s.control.socket, s.stdin.socket = socks.shell, socks.control, socks.stdin
	s.iopub.socket = socks.iopub
}

// stopGrace is how long Serve waits, when it ends, for what is still running.
const stopGrace = 200 * time.Millisecond

// Serve serves until a front end asks for the end or ctx is over; then it
// interrupts what runs, sends what is queued, closes the sockets and the Backend,
// and returns nil. It is called once.
func (s *Server) Serve(ctx context.Context) error {
	defer context.AfterFunc(ctx, func() { s.stop(nil) })()
	s.iopub.status(nil, "starting")
	s.startShell("", s.cfg.History)
	var readers sync.WaitGroup
	for _, read := range []func() error{s.readShell, s.readControl, s.readStdin} {
		readers.Go(func() { s.stop(read()) })
	}
	<-s.life.Done()

	s.Interrupt()
	for _, sh := range s.shells.all() {
		sh.close()
	}
	s.awaitShells()
	closed := make(chan error, 1)
	go func() { closed <- errors.Join(s.cfg.Backend.Close(), s.cfg.History.Close()) }()
	err := s.sockets.close()
	readers.Wait()
	err = errors.Join(err, <-closed)
	if cause := context.Cause(s.life); cause != context.Canceled {
		err = errors.Join(cause, err)
	}
	return err
}

// awaitShells lets the cells that were running say how they ended.
func (s *Server) awaitShells() {
	done := make(chan struct{})
	go func() {
		s.working.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(stopGrace):
	}
}

// readShell puts the requests of the shell channel into the queues of their
// shells.
func (s *Server) readShell() error {
	for {
		m, err := s.shell.receive()
		if err != nil {
			return err
		}
		r := s.newRequest(s.shell, m)
		id := ""
		if m.Header.SubshellID != nil {
			id = *m.Header.SubshellID
		}
		if sh, ok := s.shells.get(id); ok {
			r.shell = sh
			if sh.add(r) {
				continue
			}
		}
		s.handle(s.life, r, noSubshell)
	}
}

// readControl handles the requests of the control channel, whatever the cells do.
func (s *Server) readControl() error {
	for {
		m, err := s.control.receive()
		if err != nil {
			return err
		}
		r := s.newRequest(s.control, m)
		if r.msgType() == "interrupt_request" {
			s.Interrupt() // before the state is published, which waits for slow front ends
		}
		s.handle(s.life, r, s.controlHandler(r.msgType()))
	}
}

// readStdin hands the answers of users to those who wait for them.
func (s *Server) readStdin() error {
	for {
		m, err := s.stdin.receive()
		if err != nil {
			return err
		}
		if err := s.inputs.answer(m); err != nil {
			s.log.Info("server: input passed over", "err", err)
		}
	}
}

func (s *Server) newRequest(from *channel, m *wire.Message) *request {
	return &request{server: s, from: from, msg: m, arrival: s.runs.arrivals.Add(1), received: time.Now()}
}

// A handler answers a request.
type handler func(context.Context, *request)

// handle has a request handled between the states busy and idle. A panic is
// logged and answered.
func (s *Server) handle(ctx context.Context, r *request, h handler) {
	s.iopub.status(r.msg.Header.Raw, "busy")
	defer func() {
		s.iopub.status(r.msg.Header.Raw, "idle")
		if r.then != nil {
			r.then()
		}
	}()
	defer func() {
		if p := recover(); p != nil {
			s.log.Error("server: panic", "type", r.msgType(), "panic", p, "stack", string(debug.Stack()))
			r.fail("InternalError", fmt.Sprintf("panic: %v", p))
		}
	}()
	h(ctx, r)
}

// shellHandler returns what handles a type of message on the shell channel.
func (s *Server) shellHandler(msgType string) handler {
	switch msgType {
	case "execute_request":
		return s.execute
	case "complete_request":
		return s.complete
	case "inspect_request":
		return s.inspect
	case "is_complete_request":
		return s.isComplete
	case "history_request":
		return s.historyRequest
	case "comm_open", "comm_msg", "comm_close":
		return s.comm
	case "comm_info_request":
		return s.commInfo
	case "kernel_info_request":
		return s.kernelInfo
	case "interrupt_request":
		return s.interruptRequest
	case "shutdown_request": // before protocol 5.4, and still of older clients
		return s.shutdown
	}
	return unknown
}

// controlHandler returns what handles a type of message on the control channel.
func (s *Server) controlHandler(msgType string) handler {
	switch msgType {
	case "kernel_info_request":
		return s.kernelInfo
	case "interrupt_request":
		return interrupted
	case "shutdown_request":
		return s.shutdown
	case "create_subshell_request":
		return s.createSubshell
	case "delete_subshell_request":
		return s.deleteSubshell
	case "list_subshell_request":
		return s.listSubshell
	case "debug_request":
		return s.debug
	case "usage_request":
		return s.usage
	}
	return unknown
}

// unknown answers a request of a type that its channel does not have.
func unknown(_ context.Context, r *request) {
	r.server.log.Warn("server: unknown type of message", "channel", r.from.name, "type", r.msgType())
	r.fail("NotImplementedError", fmt.Sprintf("the %s channel takes no %s", r.from.name, r.msgType()))
}
