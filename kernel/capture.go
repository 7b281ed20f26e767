package kernel

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"log"
	"os"
	"time"
	"unicode/utf8"
)

// A capture puts pipes in the place of os.Stdout and os.Stderr, until close, and
// hands what comes out of them to an outbox.
type capture struct {
	out            *outbox
	stdout, stderr *pipe
	files          [2]*os.File // what was there before
	logger         io.Writer   // what package log wrote to before
}

// startCapture swaps the files.
func startCapture() (*capture, error) {
	c := &capture{out: newOutbox(), files: [2]*os.File{os.Stdout, os.Stderr}, logger: log.Writer()}
	var err error
	if c.stdout, err = openPipe("stdout", c.out); err != nil {
		return nil, err
	}
	if c.stderr, err = openPipe("stderr", c.out); err != nil {
		c.stdout.close()
		return nil, err
	}
	os.Stdout, os.Stderr = c.stdout.w, c.stderr.w
	if c.logger == io.Writer(c.files[1]) {
		log.SetOutput(c.stderr.w)
	}
	return c, nil
}

// begin hands what is printed from now on to emit. A pipe that the last cell has
// closed is replaced.
func (c *capture) begin(emit func(Output)) error {
	for _, p := range []struct {
		pipe **pipe
		file **os.File
	}{{&c.stdout, &os.Stdout}, {&c.stderr, &os.Stderr}} {
		old := *p.pipe
		if !old.broken {
			continue
		}
		fresh, err := openPipe(old.name, c.out)
		if err != nil {
			return err
		}
		*p.pipe = fresh
		if *p.file == old.w {
			*p.file = fresh.w
		}
		if log.Writer() == io.Writer(old.w) {
			log.SetOutput(fresh.w)
		}
	}
	c.out.open(emit)
	return nil
}

// flush waits until all that was printed so far has been emitted.
func (c *capture) flush() {
	c.stdout.flush()
	c.stderr.flush()
	c.out.flush()
}

// close gives the files back and ends the goroutines that read. What was printed
// since the last cell goes where it would have gone without a session.
func (c *capture) close() error {
	os.Stdout, os.Stderr = c.files[0], c.files[1]
	if w := log.Writer(); w == io.Writer(c.stdout.w) || w == io.Writer(c.stderr.w) {
		log.SetOutput(c.logger)
	}
	c.out.open(func(o Output) {
		if s := o.(Stream); s.Name == "stdout" {
			io.WriteString(c.files[0], s.Text)
		} else {
			io.WriteString(c.files[1], s.Text)
		}
	})
	c.flush()
	return errors.Join(c.stdout.close(), c.stderr.close(), c.out.shut())
}

// A pipe is one captured stream. What is written to w comes to the outbox, cut
// between characters.
type pipe struct {
	name   string
	r, w   *os.File
	out    *outbox
	mark   []byte        // written to w by flush, never by a user
	passed chan struct{} // receives when the mark has come through; closed at the end
	broken bool          // w is closed
}

// openPipe makes a pipe and starts to read it.
func openPipe(name string, out *outbox) (*pipe, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	// 0xff is in no UTF-8 text, so that almost no text begins like a mark.
	mark := append([]byte{0xff}, rand.Text()...)
	p := &pipe{name: name, r: r, w: w, out: out, mark: mark, passed: make(chan struct{}, 1)}
	go p.read()
	return p, nil
}

// flush returns when all that was written before has come to the outbox.
func (p *pipe) flush() {
	if p.broken {
		return
	}
	if _, err := p.w.Write(p.mark); err == nil {
		<-p.passed
		return
	}
	p.broken = true
	select {
	case <-p.passed:
	case <-time.After(grace): // a process that inherited w holds it open
	}
}

// close ends the reader. Processes that inherited w lose their reader.
func (p *pipe) close() error {
	if p.broken {
		return p.r.Close()
	}
	return errors.Join(p.w.Close(), p.r.Close())
}

// read moves the pipe's content to the outbox until the pipe ends.
func (p *pipe) read() {
	defer close(p.passed)
	chunk := make([]byte, 64<<10)
	held := 0 // bytes at the start of chunk that wait for more
	for {
		n, err := p.r.Read(chunk[held:])
		rest := chunk[:held+n]
		for {
			text, after, found := bytes.Cut(rest, p.mark)
			if !found {
				break
			}
			p.out.add(p.name, text)
			p.passed <- struct{}{}
			rest = after
		}
		wait := 0
		if err == nil {
			wait = max(begun(rest, p.mark), unfinished(rest))
		}
		p.out.add(p.name, rest[:len(rest)-wait])
		held = copy(chunk, rest[len(rest)-wait:])
		if err != nil {
			return
		}
	}
}

// begun returns how many bytes at the end of b may be the beginning of mark.
func begun(b, mark []byte) int {
	for n := min(len(b), len(mark)-1); n > 0; n-- {
		if bytes.HasSuffix(b, mark[:n]) {
			return n
		}
	}
	return 0
}

// unfinished returns how many bytes at the end of b begin a character that is
// not all there.
func unfinished(b []byte) int {
	for n := 1; n <= min(len(b), utf8.UTFMax-1); n++ {
		if tail := b[len(b)-n:]; utf8.RuneStart(tail[0]) {
			if utf8.FullRune(tail) {
				return 0
			}
			return n
		}
	}
	return 0
}
