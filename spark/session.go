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
	return &Session{ctx: ctx, link: s.link}
}

// ID returns the session's UUID.
func (s *Session) ID() string { return s.link.session }

// Version returns the server's version of Spark, such as 4.1.4.
func (s *Session) Version() string { return s.link.version }

// String says which server and which session it is.
func (s *Session) String() string {
	return fmt.Sprintf("Spark %s at sc://%s, session %s", s.link.version, s.link.host, s.link.session)
}

// Stop ends the session: running actions are interrupted, the server forgets what it
// holds for it, and the connection is closed. To stop twice is no error.
func (s *Session) Stop() error {
	if s.link.stopped.Swap(true) {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), stopTime)
	defer cancel()
	err := s.link.conn.Invoke(s.link.outgoing(ctx), service+"ReleaseSession", &wire.ReleaseSessionRequest{
		SessionId: s.link.session, UserContext: s.link.user, ClientType: &s.link.agent,
	}, &wire.ReleaseSessionResponse{})
	if err != nil {
		err = plainly(err)
	}
	if err = errors.Join(err, s.link.conn.Close()); err != nil {
		return fmt.Errorf("spark: Stop: %w", err)
	}
	return nil
}

// Interrupt ends all running actions of the session, which then fail with the class
// OPERATION_CANCELED.
func (s *Session) Interrupt() error {
	if err := s.link.interrupt(s.ctx, ""); err != nil {
		return fmt.Errorf("spark: Interrupt: %w", err)
	}
	return nil
}
