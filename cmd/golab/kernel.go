package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strings"
	"syscall"

	"golab/kernel/history"
	"golab/kernel/server"
	"golab/kernel/wire"
	"golab/kernel/worker"
)

// workerArg is the command by which the kernel starts the process of the cells.
const workerArg = "kernel-worker"

// serveKernel serves the kernel of a connection file.
func serveKernel(args []string) error {
	o, err := parseKernel(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Print(kernelHelp)
		return nil
	}
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: o.level}))
	exe, err := os.Executable()
	if err != nil {
		return err
	}
	// First of all, since it takes longest.
	cells, err := worker.Start(func() *exec.Cmd {
		cmd := exec.Command(exe, workerArg)
		cmd.Stderr = os.Stderr
		return cmd
	}, log)
	if err != nil {
		return err
	}
	connection, err := wire.ReadConnection(o.connection)
	if err != nil {
		return errors.Join(err, cells.Close())
	}
	s, err := server.New(server.Config{
		Connection: connection, Backend: cells, History: openHistory(log), Log: log,
		Info: server.Info{
			Implementation: "golab", ImplementationVersion: strings.TrimPrefix(moduleVersion(), "v"),
			LanguageVersion: strings.TrimPrefix(runtime.Version(), "go"),
			Banner:          fmt.Sprintf("golab %s, %s. ?name shows help.", moduleVersion(), runtime.Version()),
		},
	})
	if err != nil {
		return errors.Join(err, cells.Close())
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go untilOrphaned(cancel)
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		for sig := range signals {
			if sig != os.Interrupt {
				cancel()
				return
			}
			s.Interrupt()
		}
	}()
	return s.Serve(ctx)
}

// kernelOptions are what the command line of kernel says.
type kernelOptions struct {
	connection string
	level      slog.Level
}

func parseKernel(args []string) (o kernelOptions, err error) {
	fs := flag.NewFlagSet("kernel", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.StringVar(&o.connection, "connection-file", "", "")
	fs.StringVar(&o.connection, "f", "", "")
	debug := fs.Bool("debug", false, "")
	if err := fs.Parse(args); err != nil {
		return o, flagError(fs, err, nil)
	}
	if o.connection == "" && fs.NArg() == 1 {
		o.connection = fs.Arg(0)
	}
	if o.connection == "" {
		return o, misuse{"golab kernel takes a connection file; it is Jupyter that starts it, after golab install", "kernel"}
	}
	if o.level = slog.LevelWarn; *debug {
		o.level = slog.LevelDebug
	}
	return o, nil
}

// openHistory returns the history of this user. Without one the kernel keeps what
// is typed in memory.
func openHistory(log *slog.Logger) *history.Store {
	path, err := history.DefaultPath()
	if err == nil {
		var h *history.Store
		if h, err = history.Open(path); err == nil {
			return h
		}
	}
	log.Warn("what is typed is not kept after this session", "error", err)
	return nil
}

// serveCells is the process of the cells.
func serveCells() error {
	in, out, err := worker.Stdio()
	if err != nil {
		return err
	}
	session, err := newSession(true)
	if err != nil {
		return err
	}
	err = worker.Serve(in, out, session)
	if err != nil {
		fmt.Fprintf(session.Stderr(), "golab: %v\n", err)
	}
	worker.EndAll()
	return err
}
