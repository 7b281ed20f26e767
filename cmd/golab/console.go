package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"golab/kernel"
	"golab/kernel/display"
	"golab/kernel/notebook"
)

// A console prints the outputs of cells.
//
// On a terminal text goes out as it comes, and a line of progress redraws itself.
// Elsewhere, in a file or a pipe, text goes out line by line, and of a line of
// progress only the last state.
type console struct {
	mu       sync.Mutex
	out, err *stream

	live   live
	number int       // of the running cell
	since  time.Time // of the last sign of life from it
	began  time.Time
	drawn  bool // the line that says which cell is running is on the terminal
	done   chan struct{}
}

// A stream is one of the console's two outputs.
type stream struct {
	w        io.Writer
	terminal bool
	screen   notebook.Screen
	midline  bool // what was written last did not end a line
	failed   error
}

// newConsole returns a console that prints to the files.
func newConsole(out, err *os.File) *console {
	c := &console{
		out: &stream{w: out, terminal: isTerminal(out)}, err: &stream{w: err, terminal: isTerminal(err)},
		done: make(chan struct{}),
	}
	if c.err.terminal {
		go c.watch()
	}
	return c
}

// isTerminal reports whether people look at the file.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// start begins a cell.
func (c *console) start(number int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.erase()
	c.finish()
	c.number, c.began, c.since = number, time.Now(), time.Now()
}

// output prints an output.
func (c *console) output(cell *notebook.Cell, number int, out kernel.Output) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.erase()
	c.since = time.Now()
	switch o := out.(type) {
	case kernel.Stream:
		c.settle()
		if o.Name == "stderr" {
			c.err.write(o.Text)
		} else {
			c.out.write(o.Text)
		}
	case kernel.ExecuteResult:
		c.show(number, o.Data)
	case kernel.DisplayData:
		if o.ID() != "" {
			c.change(o.ID(), number, o.Data)
		} else {
			c.show(number, o.Data)
		}
	case kernel.UpdateDisplayData:
		if c.live.id == o.ID() {
			c.change(o.ID(), number, o.Data)
		}
	case kernel.ErrorOutput:
		c.finish()
		if cell.HasTag("raises-exception") { // others end the run and are printed then
			c.err.write(strings.Join(o.Traceback, "\n") + "\n")
		}
	}
}

// show prints a value: pictures by name, others as text.
func (c *console) show(number int, bundle map[string]any) {
	c.finish()
	text, ok := named(bundle)
	if ok {
		text = fmt.Sprintf("[cell %d: %s]", number, text)
	} else {
		text, _ = bundle[display.MIMETypeText].(string)
	}
	c.out.write(strings.TrimSuffix(text, "\n") + "\n")
}

// close ends the last cell. It returns an error when something could not be
// printed, to a full disk for example.
func (c *console) close() error {
	close(c.done)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.erase()
	c.finish()
	return errors.Join(c.out.failed, c.err.failed)
}

// finish ends the lines that the cell has left open.
func (c *console) finish() {
	c.settle()
	c.out.finish()
	c.err.finish()
}

// write prints text.
func (s *stream) write(text string) {
	if !s.terminal {
		text = s.screen.Write(text)
	}
	s.print(text)
}

// finish ends an open line.
func (s *stream) finish() {
	s.print(s.screen.Rest())
	if s.midline {
		s.print("\n")
	}
}

// print writes text as it is, and nothing more once that has failed.
func (s *stream) print(text string) {
	if text != "" && s.failed == nil {
		_, s.failed = io.WriteString(s.w, text)
		s.midline = !strings.HasSuffix(text, "\n")
	}
}

// quiet is how long a cell may print nothing until the console says that it runs.
const quiet = 2 * time.Second

// watch says from time to time which cell is running.
func (c *console) watch() {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-c.done:
			return
		case now := <-tick.C:
			c.announce(now)
		}
	}
}

// announce says which cell is running when nothing has been heard of it.
func (c *console) announce(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.number == 0 || now.Sub(c.since) < quiet || c.out.midline || c.err.midline {
		return
	}
	c.erase()
	fmt.Fprintf(c.err.w, "cell %d is running, %v", c.number, now.Sub(c.began).Round(time.Second))
	c.drawn = true
}

// erase takes the line of watch away.
func (c *console) erase() {
	if c.drawn {
		io.WriteString(c.err.w, "\r\x1b[K")
		c.drawn = false
	}
}
