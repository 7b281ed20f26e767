package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"golab/bench/engine/rows"
)

// patience is how long a child may take for one answer.
const patience = time.Minute

// A player is an engine in a process of its own.
type player struct {
	name, version string
	cmd           *exec.Cmd
	in            io.WriteCloser
	out           *bufio.Reader
	dead          error
}

// start starts an engine and waits until it has read the programs.
func start(o options, name string) (*player, error) {
	p := &player{name: name, cmd: exec.Command(filepath.Join(o.bin, name))}
	switch name {
	case "CPython":
		p.cmd = exec.Command(o.python, "-c", rows.Python)
	case "gomacro":
		// It would fail on the standard library's source, which is younger than it.
		p.cmd.Env = append(os.Environ(), "GOROOT=/nonexistent")
	}
	in, err := p.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.in, p.out = in, bufio.NewReader(out)
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("compare: %s: %w", name, err)
	}
	word, rest, err := p.answer()
	if err != nil {
		return nil, err
	}
	if word != "ready" {
		return nil, fmt.Errorf("compare: %s begins with %q instead of ready", name, word)
	}
	p.version = rest
	return p, nil
}

// stop ends the process.
func (p *player) stop() {
	_ = p.in.Close()
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}

// answer reads a line: its first word, and the rest. A child that does not answer in
// time is ended.
func (p *player) answer() (word, rest string, err error) {
	late := time.AfterFunc(patience, func() { _ = p.cmd.Process.Kill() })
	line, err := p.out.ReadString('\n')
	if err != nil {
		p.dead = fmt.Errorf("compare: %s has ended", p.name)
		if !late.Stop() {
			p.dead = fmt.Errorf("compare: %s gave no answer in %v", p.name, patience)
		}
		return "", "", p.dead
	}
	late.Stop()
	word, rest, _ = strings.Cut(strings.TrimSpace(line), " ")
	return word, rest, nil
}

// play has the engine run a program once.
func (p *player) play(r rows.Row) (result int, d time.Duration, err error) {
	if p.dead != nil {
		return 0, 0, p.dead
	}
	if _, err := fmt.Fprintln(p.in, r.Name, r.N); err != nil {
		p.dead = err
		return 0, 0, err
	}
	word, rest, err := p.answer()
	if err != nil {
		return 0, 0, err
	}
	var ns int64
	if _, err := fmt.Sscan(rest, &result, &ns); word != "ok" || err != nil {
		return 0, 0, fmt.Errorf("compare: %s: %s: %s %s", p.name, r.Name, word, rest)
	}
	return result, time.Duration(ns), nil
}
