package kernel

import (
	"errors"
	"io"
	"log"
	"os"
	"sync"
)

// A capture puts pipes in the place of os.Stdout and os.Stderr, until close, and
// hands what comes out of them to write.
type capture struct {
	write func(stream string, text []byte)
	pipes [2]*pipe    // of os.Stdout and os.Stderr
	files [2]*os.File // what was there before
	log   io.Writer   // what package log wrote to before

	// mu is held while text is taken out of the pipes and handed on, and while
	// text that goes round them is: so it keeps the order in which it was written.
	mu     sync.Mutex
	chunk  [32 << 10]byte
	closed bool // what is written from then on is lost
}

// standard returns the variables that a capture changes.
func standard() [2]**os.File { return [2]**os.File{&os.Stdout, &os.Stderr} }

// startCapture swaps the files.
func startCapture(write func(stream string, text []byte)) (*capture, error) {
	c := &capture{write: write, files: [2]*os.File{os.Stdout, os.Stderr}, log: log.Writer()}
	for i, name := range [2]string{"stdout", "stderr"} {
		if err := c.open(i, name); err != nil {
			return nil, errors.Join(err, c.close())
		}
	}
	for i, file := range standard() {
		*file = c.pipes[i].w
	}
	if c.log == io.Writer(c.files[1]) {
		log.SetOutput(c.pipes[1].w)
	}
	return c, nil
}

// repair replaces the pipes that a cell has closed.
func (c *capture) repair() error {
	for i, file := range standard() {
		old := c.pipes[i]
		if _, err := old.w.Stat(); err == nil {
			continue
		}
		if err := c.open(i, old.name); err != nil {
			return err
		}
		fresh := c.pipes[i]
		c.mu.Lock()
		if *file == old.w {
			*file = fresh.w
		}
		c.mu.Unlock()
		if log.Writer() == io.Writer(old.w) {
			log.SetOutput(fresh.w)
		}
		_ = old.close() // nothing is left to be done with it
	}
	return nil
}

// around hands text on that does not go through the pipes, after what is in them.
func (c *capture) around(hand func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return
	}
	c.drain()
	hand()
}

// redirected returns the file that a cell has put in the place of os.Stdout, or
// nil.
func (c *capture) redirected() *os.File {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || os.Stdout == c.pipes[0].w {
		return nil
	}
	return os.Stdout
}

// flush hands on all that has been written so far.
func (c *capture) flush() { c.around(func() {}) }

// pipeSize is how much a pipe holds at most.
const pipeSize = 64 << 10

// drain hands on what is in the pipes now; someone may go on to write without
// end. The caller holds mu.
func (c *capture) drain() {
	if empty(c.pipes) {
		return
	}
	for _, p := range c.pipes {
		if p == nil {
			continue
		}
		for all := 0; all < pipeSize; {
			n := p.take(c.chunk[:])
			if n == 0 {
				break
			}
			all += n
			c.write(p.name, c.chunk[:n])
		}
	}
}

// close gives the files back and ends the goroutines that read. Processes that
// inherited a pipe lose their reader.
func (c *capture) close() error {
	c.mu.Lock()
	for i, file := range standard() {
		if p := c.pipes[i]; p != nil {
			*file = c.files[i]
			if log.Writer() == io.Writer(p.w) {
				log.SetOutput(c.log)
			}
		}
	}
	c.drain()
	c.closed = true
	c.mu.Unlock()
	var errs []error
	for _, p := range c.pipes {
		if p != nil {
			errs = append(errs, p.close())
		}
	}
	return errors.Join(errs...)
}

// open makes pipe number i and starts to watch it.
func (c *capture) open(i int, name string) error {
	p, err := openPipe(name)
	if err != nil {
		return err
	}
	c.mu.Lock()
	c.pipes[i] = p
	c.mu.Unlock()
	go p.watch(c.flush)
	return nil
}
