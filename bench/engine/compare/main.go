package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Options are what the command line says.
type options struct {
	rounds  int
	only    string // of the two tables
	engines []string
	rows    []string
	golab   string // the commit
	write   bool
	bin     string
	python  string
}

func parse() (options, error) {
	var o options
	var engines, chosen string
	flag.IntVar(&o.rounds, "rounds", 9, "rounds; the least figure of all rounds is shown")
	flag.StringVar(&o.only, "only", "", "programs or cells: one of the two tables")
	flag.StringVar(&engines, "engines", "native,golab,ixgo,yaegi,gomacro,CPython", "engines to compare")
	flag.StringVar(&chosen, "rows", "", "programs to run, such as Fib,Sort; all when empty")
	flag.StringVar(&o.golab, "golab", "golab", "golab's name with its version")
	flag.BoolVar(&o.write, "write", false, "also keep the tables as bench/results/engine-DATE.md")
	flag.Parse()
	o.engines = strings.Split(engines, ",")
	if chosen != "" {
		o.rows = strings.Split(chosen, ",")
	}
	if o.python = os.Getenv("GOLAB_PYTHON"); o.python == "" {
		o.python = "python3"
	}
	if flag.NArg() > 0 || !slices.Contains([]string{"", "programs", "cells"}, o.only) || o.rounds < 1 {
		return o, fmt.Errorf("compare: see -help for the command line")
	}
	own, err := os.Executable()
	o.bin = filepath.Dir(own)
	return o, err
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	o, err := parse()
	if err != nil {
		return err
	}
	var out strings.Builder
	if o.only != "cells" {
		text, err := programs(o)
		if err != nil {
			return err
		}
		out.WriteString(text)
	}
	if o.only != "programs" {
		text, err := cells(o)
		if err != nil {
			return err
		}
		out.WriteString(text)
	}
	text := fmt.Sprintf("%s; %d rounds\n\n%s", machine(), o.rounds, out.String())
	fmt.Print(text)
	if !o.write {
		return nil
	}
	date := time.Now().Format(time.DateOnly)
	text = fmt.Sprintf("# golab's engine and others, %s\n\n%s", date, text)
	return os.WriteFile(filepath.Join("bench", "results", "engine-"+date+".md"), []byte(text), 0o644)
}
