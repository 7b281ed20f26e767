package spark

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golab/spark/internal/wire"
)

// A Session is a conversation with a Spark Connect server, which keeps its
// configuration, views, files and fitted models apart from those of other sessions.
// Its methods may be called from many goroutines at once.
type Session struct {
	ctx  context.Context // of the actions
	link *link
}

// stopTime is how long the server may take to release a session.
const stopTime = 10 * time.Second

// WithContext returns the session with a context for the actions of what is made from
// it: frames, readers and so on. When the context ends, a running action is interrupted
// at the server and returns the context's error.
func (s *Session) WithContext(ctx context.Context) *Session {
	if s.problem() != nil {
		return s
	}
	return &Session{ctx: ctx, link: s.link}
}

// errNoSession is what is wrong with a nil session and with the zero value.
var errNoSession = errors.New("there is no session: Connect returned an error, or was not called")

// problem says what is wrong with a session that Connect has not made.
func (s *Session) problem() error {
	if s == nil || s.link == nil {
		return errNoSession
	}
	return nil
}

// ID returns the session's UUID.
func (s *Session) ID() string {
	if s.problem() != nil {
		return ""
	}
	return s.link.session
}

// Version returns the server's version of Spark, such as 4.1.4.
func (s *Session) Version() string {
	if s.problem() != nil {
		return ""
	}
	return s.link.version
}

// String says which server and which session it is.
func (s *Session) String() string {
	if s.problem() != nil {
		return "no session"
	}
	return fmt.Sprintf("Spark %s at sc://%s, session %s", s.link.version, s.link.host, s.link.session)
}

// Stop ends the session: running actions are interrupted, the server forgets what it
// holds for it, and the connection is closed. To stop twice is no error.
func (s *Session) Stop() error {
	if err := s.problem(); err != nil {
		return fmt.Errorf("spark: Stop: %w", err)
	}
	if s.link.stopped.Swap(true) {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), stopTime)
	defer cancel()
	err := s.link.conn.Invoke(s.link.outgoing(ctx), service+"ReleaseSession", &wire.ReleaseSessionRequest{
		SessionId: s.link.session, UserContext: s.link.user, ClientType: &s.link.agent,
	}, &wire.ReleaseSessionResponse{})
	if err != nil {
		err = fmt.Errorf("the server at %s has not released the session: %w", s.link.host, plainly(err))
	}
	if err = errors.Join(err, s.link.conn.Close()); err != nil {
		return fmt.Errorf("spark: Stop: %w", err)
	}
	return nil
}

// Interrupt ends all running actions of the session, which then fail with the class
// OPERATION_CANCELED.
func (s *Session) Interrupt() error {
	err := s.problem()
	if err == nil {
		ctx, stop := heeding(s.ctx)
		defer stop()
		err = s.link.interrupt(ctx, "")
	}
	if err != nil {
		return fmt.Errorf("spark: Interrupt: %w", err)
	}
	return nil
}
