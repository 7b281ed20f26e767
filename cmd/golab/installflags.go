package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"golab/kernel/kernelspec"
)

// A place is where the command line says that a kernel belongs.
type place struct {
	user, sysPrefix bool
	prefix          string
	name            string
	papermill       bool
}

// flags returns the flags of install and uninstall.
func (p *place) flags(command string) *flag.FlagSet {
	fs := newFlags(command)
	fs.BoolVar(&p.user, "user", false, "")
	fs.BoolVar(&p.sysPrefix, "sys-prefix", false, "")
	fs.StringVar(&p.prefix, "prefix", "", "")
	fs.StringVar(&p.name, "name", kernelspec.DefaultName, "")
	fs.BoolVar(&p.papermill, "papermill", false, "")
	return fs
}

// check reports what does not go together.
func (p *place) check(fs *flag.FlagSet, rest []string) error {
	chosen := 0
	for _, on := range []bool{p.user, p.sysPrefix, p.prefix != ""} {
		if on {
			chosen++
		}
	}
	fail := func(text string) error { return misuse{text, fs.Name()} }
	switch {
	case len(rest) > 0:
		return fail(fmt.Sprintf("golab %s takes no %s, only options", fs.Name(), rest[0]))
	case chosen > 1:
		return fail("--user, --sys-prefix and --prefix exclude each other")
	}
	p.name = strings.ToLower(p.name) // as Jupyter does
	if err := kernelspec.CheckName(p.name); err != nil {
		return fail("--name " + strings.TrimPrefix(err.Error(), "kernelspec: "))
	}
	return nil
}

// String returns the place as the command line says it.
func (p *place) String() string {
	switch {
	case p.sysPrefix:
		return "--sys-prefix"
	case p.prefix != "":
		return "--prefix " + p.prefix
	}
	return "--user"
}

// kernels returns the folder of kernelspecs.
func (p *place) kernels(system kernelspec.System) (string, error) {
	folder := system.UserKernels()
	switch {
	case p.sysPrefix:
		python, err := system.FindPython()
		if err != nil {
			return "", err
		}
		folder = system.PrefixKernels(python.Prefix)
	case p.prefix != "":
		folder = system.PrefixKernels(p.prefix)
	}
	return filepath.Abs(folder)
}

// python returns the Python environment that papermill is looked for in.
func (p *place) python(system kernelspec.System) (kernelspec.Python, error) {
	if p.prefix != "" {
		return system.PythonIn(p.prefix)
	}
	return system.FindPython()
}

// newFlags returns a set of flags that leaves all words to parseFlags.
func newFlags(command string) *flag.FlagSet {
	fs := flag.NewFlagSet(command, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	return fs
}

// parseFlags reads a command line whose flags may stand before or after its other
// words, which it returns. The error is flag.ErrHelp where help was asked for.
func parseFlags(fs *flag.FlagSet, args []string) (rest []string, err error) {
	for {
		if err := fs.Parse(args); err != nil {
			return nil, flagMisuse(fs, err)
		}
		if fs.NArg() == 0 {
			return rest, nil
		}
		rest, args = append(rest, fs.Arg(0)), fs.Args()[1:]
	}
}

// flagMisuse puts an error of package flag into golab's words.
func flagMisuse(fs *flag.FlagSet, err error) error {
	if errors.Is(err, flag.ErrHelp) {
		return err
	}
	text := err.Error()
	if name, ok := strings.CutPrefix(text, "flag provided but not defined: -"); ok {
		var names []string
		fs.VisitAll(func(f *flag.Flag) { names = append(names, "--"+f.Name) })
		text = fmt.Sprintf("golab %s has no option --%s%s", fs.Name(), name, suggest("--"+name, names))
	} else if name, ok := strings.CutPrefix(text, "flag needs an argument: "); ok {
		text = "-" + name + " needs a value"
	}
	return misuse{text, fs.Name()}
}
