package local

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// patience is how long Start waits until a server answers.
const patience = 120 * time.Second

// A Running is the error of Start when a server that it started before is there.
type Running struct{ Server *Server }

func (r *Running) Error() string {
	return fmt.Sprintf("local: Start: port %d: Spark %s runs there already", r.Server.Port, r.Server.Version)
}

// Start starts a server and waits until it answers, for two minutes at most. When it
// fails, or the context ends before, no process stays. The errors are a *Missing when
// this machine lacks something, a *Running when the server is there already.
func Start(ctx context.Context, o Options) (*Server, error) {
	if o.Folder == "" {
		return nil, errors.New("local: Start: Options.Folder is empty")
	}
	if err := o.Check(); err != nil {
		return nil, err
	}
	o = o.withDefaults()
	if err := clear(o); err != nil {
		return nil, err
	}
	j, d, err := find(ctx, o)
	if err != nil {
		return nil, err
	}
	s := &Server{
		Mark: rand.Text(), Port: o.Port, Token: o.Token, Version: d.version, Home: d.home,
		Java: j.version, Python: d.python.Executable, Arrow: d.python.Arrow,
		Master: o.Master, Memory: o.Memory,
		Log:    filepath.Join(o.Folder, strconv.Itoa(o.Port)+".log"),
		record: filepath.Join(o.Folder, strconv.Itoa(o.Port)+".json"),
	}
	if s.Temp, err = os.MkdirTemp("", "golab-spark-"); err != nil {
		return nil, fmt.Errorf("local: Start: %w", err)
	}
	if err := s.run(ctx, o.command(s, j, d)); err != nil {
		return nil, fmt.Errorf("local: Start: %w", errors.Join(err, os.RemoveAll(s.Temp)))
	}
	return s, nil
}

// clear makes sure that the port is free, and forgets a server that was there and
// has ended.
func clear(o Options) error {
	if err := os.MkdirAll(o.Folder, 0o700); err != nil {
		return fmt.Errorf("local: Start: %w", err)
	}
	list, err := Servers(o.Folder)
	if err != nil {
		return err
	}
	for _, s := range list {
		switch {
		case s.Port != o.Port:
		case s.Alive():
			return &Running{s}
		default:
			if err := s.forget(false); err != nil {
				return fmt.Errorf("local: Start: %w", err)
			}
		}
	}
	if answers(o.Port) {
		return fmt.Errorf("local: Start: port %d is taken by another program", o.Port)
	}
	return nil
}

// find looks for a Java and a Spark, and names all that is missing at once.
func find(ctx context.Context, o Options) (java, distribution, error) {
	var missing Missing
	j, seen := findJava(ctx)
	if seen != "" {
		missing.add(fmt.Sprintf("there is no Java %d or newer here: %s", oldestJava, seen), installJava(runtime.GOOS))
	}
	d, seen, candidate, err := findDistribution(ctx, o)
	switch {
	case err != nil:
		return j, d, err
	case seen != "":
		missing.add(fmt.Sprintf("there is no Spark %d here: %s", oldestSpark, seen), installSpark(candidate))
	}
	if ctx.Err() != nil {
		return j, d, fmt.Errorf("local: Start: %w", ctx.Err())
	}
	if len(missing.What) > 0 {
		return j, d, &missing
	}
	return j, d, nil
}

// command returns the process to start.
func (o Options) command(s *Server, j java, d distribution) *exec.Cmd {
	cmd := exec.Command(d.script(), o.arguments(s.Temp, s.Mark)...)
	cmd.Env = environment(os.Environ(), o, j, d, s.Temp)
	detach(cmd)
	return cmd
}

// run starts the process, remembers it, and waits until it answers. When it fails
// the process is gone.
func (s *Server) run(ctx context.Context, cmd *exec.Cmd) error {
	log, err := os.OpenFile(s.Log, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		return err
	}
	s.PID, s.Started = cmd.Process.Pid, time.Now().Truncate(time.Second)
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait() // its status says nothing that the log does not
		close(ended)
	}()
	undo := func(err error) error {
		_ = kill(cmd.Process) // it may have ended
		<-ended
		return err
	}
	if err := s.remember(); err != nil {
		if errors.Is(err, fs.ErrExist) {
			err = fmt.Errorf("port %d: another server was started there just now", s.Port)
		}
		return undo(err)
	}
	if err := s.await(ctx, ended); err != nil {
		return errors.Join(undo(err), os.Remove(s.record))
	}
	return nil
}

// await waits until the server answers.
func (s *Server) await(ctx context.Context, ended <-chan struct{}) error {
	late := time.NewTimer(patience)
	defer late.Stop()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ended:
			return fmt.Errorf("the server, Spark %s, ended before it answered%s", s.Version, s.logEnd())
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-late.C:
			return fmt.Errorf("port %d does not answer after %v%s", s.Port, patience, s.logEnd())
		case <-tick.C:
			if answers(s.Port) {
				return nil
			}
		}
	}
}

// logEnd returns what to append to an error about the server.
func (s *Server) logEnd() string {
	text := ""
	if lines := s.LastLines(10); lines != "" {
		text = "; it says at last\n  " + strings.ReplaceAll(lines, "\n", "\n  ")
	}
	return text + "\n" + s.Log + " says more"
}
