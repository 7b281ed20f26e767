package kernel

import (
	"context"
	"errors"
	"io"
	"os"
	"reflect"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"
)

// A stdin puts a pipe in the place of os.Stdin and asks the user when a cell
// waits for it, so that fmt.Scan and bufio work in cells.
type stdin struct {
	before *os.File
	asking sync.Mutex // held while the user is asked

	mu   sync.Mutex
	pipe *pipe
	lock *uint64 // of pipe.r, see readLock
}

// StdinNotImplementedError is the failure of a cell that reads os.Stdin when the
// front end takes no input.
type StdinNotImplementedError struct{}

// Error says so.
func (StdinNotImplementedError) Error() string {
	return "the cell reads os.Stdin, but this front end takes no input"
}

func startStdin() (*stdin, error) {
	s := &stdin{before: os.Stdin}
	if err := s.renew(); err != nil {
		return nil, err
	}
	return s, nil
}

// renew replaces the pipe. Who still reads the old one gets an error.
func (s *stdin) renew() error {
	p, err := openPipe("stdin")
	if err != nil {
		return err
	}
	lock := readLock(p.r)
	if lock == nil {
		return errors.Join(errors.New("os.File is not laid out as expected"), p.close())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.pipe != nil {
		_ = s.pipe.close() // nothing is left to be done with it
	}
	s.pipe, s.lock = p, lock
	os.Stdin = p.r
	return nil
}

func (s *stdin) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	os.Stdin = s.before
	return s.pipe.close()
}

// begin forgets what was typed ahead.
func (s *stdin) begin() error {
	s.mu.Lock()
	p := s.pipe
	s.mu.Unlock()
	for _, f := range []*os.File{p.r, p.w} {
		if _, err := f.Stat(); err != nil { // has been closed
			return s.renew()
		}
	}
	if p.blocking() {
		return s.renew()
	}
	_ = p.r.SetReadDeadline(time.Time{}) // where release cannot set one there is none
	_ = p.w.SetWriteDeadline(time.Time{})
	var chunk [512]byte
	for p.readable() && p.take(chunk[:]) > 0 {
	}
	return nil
}

// release ends the wait of a cell that has to stop.
func (s *stdin) release() {
	s.mu.Lock()
	p := s.pipe
	s.mu.Unlock()
	if p.r.SetReadDeadline(time.Now()) != nil || p.blocking() {
		_ = s.renew() // where it fails the reader is left behind
	}
}

// stdinPoll is how often one looks whether a cell waits for input.
const stdinPoll = 5 * time.Millisecond

// serve asks for a line whenever x waits for one, until stop is called. When ctx
// ends before, it ends the wait.
func (s *stdin) serve(ctx context.Context, x *execution) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	over, served := make(chan struct{}), make(chan struct{})
	// Most cells end before it is worth while to look.
	first := time.AfterFunc(stdinPoll, func() {
		defer close(served)
		s.watch(ctx, x)
		select {
		case <-over:
		case <-time.After(stdinPoll): // so that the cell has been stopped when it goes on
			s.release()
		}
	})
	return func() {
		close(over)
		cancel()
		if !first.Stop() {
			<-served
		}
	}
}

// watch asks for lines until ctx ends.
func (s *stdin) watch(ctx context.Context, x *execution) {
	tick := time.NewTicker(stdinPoll)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if !s.waiting() || !s.asking.TryLock() {
			continue // or another cell asks for what it reads
		}
		err := s.ask(ctx, x)
		s.asking.Unlock()
		if err == nil {
			continue
		}
		if err != io.EOF {
			x.fail(err) // of no effect when ctx has ended
		}
		<-ctx.Done() // until then a reader finds the end of the input
		return
	}
}

// ask asks for a line and gives it to the reader. It fails with io.EOF when the
// user ends the input.
func (s *stdin) ask(ctx context.Context, x *execution) error {
	if x.input == nil {
		return StdinNotImplementedError{}
	}
	line, err := x.input(ctx, prompt(x), false)
	if err == io.EOF {
		s.end()
	}
	if err != nil {
		return err
	}
	return s.write(ctx, line+"\n")
}

// prompt emits what x has printed, but for a line that has no end yet, which it
// returns: front ends show it beside the box to type in.
func prompt(x *execution) string {
	text := x.out.takePrompt()
	x.out.flush()
	return text
}

// end lets the reader find the end of the input.
func (s *stdin) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	_ = s.pipe.w.Close() // fails when a cell has closed it
}

// write gives the reader a line. It waits while the pipe is full, but no longer
// than ctx: the cell may end and leave the rest.
func (s *stdin) write(ctx context.Context, line string) error {
	s.mu.Lock()
	w := s.pipe.w
	s.mu.Unlock()
	defer context.AfterFunc(ctx, func() { _ = w.SetWriteDeadline(time.Now()) })()
	_, err := io.WriteString(w, line)
	return err
}

// waiting reports whether someone reads the pipe and nothing is in it.
func (s *stdin) waiting() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if atomic.LoadUint64(s.lock)&readLocked == 0 {
		return false
	}
	return !s.pipe.readable()
}

// readLocked is the bit of a descriptor's lock that is set during a Read.
const readLocked = 1 << 1

// readLock returns the address of the lock of f's descriptor, by which one can
// see from outside that a Read has begun and not ended: internal/poll has no
// other way to tell. It returns nil when os.File is not laid out as expected.
func readLock(f *os.File) *uint64 {
	v := reflect.ValueOf(f).Elem()
	for _, name := range []string{"file", "pfd", "fdmu", "state"} {
		if v.Kind() == reflect.Pointer {
			v = v.Elem()
		}
		if v.Kind() != reflect.Struct {
			return nil
		}
		if v = v.FieldByName(name); !v.IsValid() {
			return nil
		}
	}
	if v.Kind() != reflect.Uint64 || !v.CanAddr() {
		return nil
	}
	return (*uint64)(unsafe.Pointer(v.UnsafeAddr()))
}
