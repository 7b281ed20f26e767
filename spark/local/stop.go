package local

import (
	"context"
	"fmt"
	"os"
	"time"
)

// grace is how long a server has to end by itself.
const grace = 20 * time.Second

// Stop ends the server and removes its files. It asks first and ends the process by
// force when that has not helped in 20 seconds, or when the context ends. A server
// that has ended already is only forgotten; no process but the server's is touched.
func (s *Server) Stop(ctx context.Context) error {
	patience := grace
	if deadline, ok := ctx.Deadline(); ok {
		patience = min(patience, max(0, time.Until(deadline)))
	}
	if !s.end(patience) {
		return fmt.Errorf("local: Stop: process %d does not end", s.PID)
	}
	if err := s.forget(false); err != nil {
		return fmt.Errorf("local: Stop: %w", err)
	}
	return nil
}

// end ends the process, by force when it has not ended after the patience, and
// reports whether it is gone.
func (s *Server) end(patience time.Duration) bool {
	process, err := os.FindProcess(s.PID) // on Linux a handle of this process, not of the number
	if err != nil || !s.Alive() {
		return true
	}
	defer func() { _ = process.Release() }()
	if patience > 0 {
		_ = terminate(process)
		if s.gone(patience) {
			return true
		}
	}
	_ = kill(process)
	return s.gone(5 * time.Second)
}

// gone waits until the process has ended and, a moment later, its port is free.
func (s *Server) gone(patience time.Duration) bool {
	began := time.Now()
	for s.Alive() {
		if time.Since(began) >= patience {
			return false
		}
		time.Sleep(20 * time.Millisecond)
	}
	for began = time.Now(); s.Answers() && time.Since(began) < 2*time.Second; {
		time.Sleep(20 * time.Millisecond)
	}
	return true
}
