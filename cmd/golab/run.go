package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golab/kernel/notebook"
)

// run runs a notebook or a program.
func run(args []string) error {
	o, err := parseRun(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Print(runHelp)
		return nil
	}
	if err != nil {
		return err
	}
	ctx, cancel := untilInterrupt()
	defer cancel()
	if isProgram(o.file) {
		return runProgram(ctx, o)
	}
	return runNotebook(ctx, o)
}

// Options are what the command line of run says.
type options struct {
	file    string
	out     string // the notebook to write, or none
	timeout time.Duration
	params  []notebook.Parameter
	args    []string // of a program
}

// parseRun reads a command line, whose flags may stand before or after the file.
func parseRun(args []string) (options, error) {
	var o options
	var inplace bool
	if i := slices.Index(args, "--"); i >= 0 {
		args, o.args = args[:i], args[i+1:]
	}
	fs := flag.NewFlagSet("run", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.StringVar(&o.out, "o", "", "")
	fs.BoolVar(&inplace, "inplace", false, "")
	fs.Func("timeout", "", func(s string) (err error) { o.timeout, err = parseTime(s); return err })
	fs.Func("param", "", func(s string) error {
		p, err := parseParam(s)
		o.params = append(o.params, p)
		return err
	})
	var files []string
	for {
		if err := fs.Parse(args); err != nil {
			return o, flagError(fs, err, files)
		}
		if fs.NArg() == 0 {
			break
		}
		files, args = append(files, fs.Arg(0)), fs.Args()[1:]
	}
	if err := o.check(files, inplace); err != nil {
		return o, misuse{err.Error(), "run"}
	}
	o.file = files[0]
	if inplace {
		o.out = o.file
	}
	return o, nil
}

// check reports what does not go together.
func (o options) check(files []string, inplace bool) error {
	if len(files) == 0 {
		return errors.New("golab run takes a file: a notebook (.ipynb) or a program (.go)")
	}
	file := files[0]
	switch {
	case !isProgram(file) && !isNotebook(file):
		return fmt.Errorf("%s: golab runs notebooks (.ipynb) and programs (.go)", file)
	case len(files) > 1 && isProgram(file):
		return fmt.Errorf("golab run takes one file; arguments of %s follow after --", file)
	case len(files) > 1:
		return fmt.Errorf("golab run takes one file, not %d: %s", len(files), strings.Join(files, ", "))
	case isProgram(file) && (o.out != "" || inplace || len(o.params) > 0):
		return fmt.Errorf("-o, --inplace and --param are for notebooks, %s is a program", file)
	case isNotebook(file) && len(o.args) > 0:
		return fmt.Errorf("arguments after -- are for programs, %s is a notebook", file)
	case o.out != "" && inplace:
		return errors.New("-o and --inplace exclude each other")
	}
	return nil
}

// badValue is what package flag says of a value.
var badValue = regexp.MustCompile(`^invalid value "(.*)" for flag -(\w+): (.*)$`)

// flagError puts an error of package flag, found behind the files, into golab's
// words.
func flagError(fs *flag.FlagSet, err error, files []string) error {
	if errors.Is(err, flag.ErrHelp) {
		return err
	}
	text := err.Error()
	name, ok := strings.CutPrefix(text, "flag provided but not defined: -")
	if ok && len(files) == 1 && isProgram(files[0]) {
		text = fmt.Sprintf("golab run has no option -%s; arguments of %s follow after --", name, files[0])
	} else if ok {
		var names []string
		fs.VisitAll(func(f *flag.Flag) { names = append(names, "--"+f.Name) })
		text = fmt.Sprintf("golab run has no option --%s%s", name, suggest("--"+name, names))
	} else if name, ok := strings.CutPrefix(text, "flag needs an argument: "); ok {
		text = name + " needs a value"
	} else if m := badValue.FindStringSubmatch(text); m != nil {
		text = fmt.Sprintf("--%s %s: %s", m[2], m[1], m[3])
	}
	return misuse{text, "run"}
}

// parseTime reads a time limit: 30s, 5m, or a plain number of seconds.
func parseTime(s string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	if seconds, e := strconv.ParseFloat(s, 64); e == nil && seconds < 1e9 {
		d, err = time.Duration(seconds*float64(time.Second)), nil
	}
	if err != nil || d <= 0 {
		return 0, errors.New("it takes a time such as 30s or 5m")
	}
	return d, nil
}

// parseParam reads NAME=VALUE.
func parseParam(s string) (notebook.Parameter, error) {
	name, value, ok := strings.Cut(s, "=")
	if !ok || name == "" {
		return notebook.Parameter{}, errors.New("it takes NAME=VALUE")
	}
	return notebook.Parameter{Name: name, Value: value}, nil
}

func isNotebook(file string) bool { return filepath.Ext(file) == ".ipynb" }
func isProgram(file string) bool  { return filepath.Ext(file) == ".go" }

// untilInterrupt returns a context that the first Ctrl-C ends, or a polite kill;
// the second ends golab.
func untilInterrupt() (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		cancel()
		<-signals
		os.Exit(130)
	}()
	return ctx, cancel
}
