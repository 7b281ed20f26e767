package main

import "fmt"

// help prints the help of golab or of one command.
func help(args []string) error {
	switch len(args) {
	case 0:
		fmt.Print(generalHelp)
		return nil
	case 1:
		c, err := find(args[0])
		if err == nil {
			fmt.Print(c.help)
		}
		return err
	}
	return misuse{text: "golab help takes the name of one command"}
}

const generalHelp = `golab runs machine-learning labs in Go.

  golab run FILE     runs a notebook (.ipynb) or a program (.go)
  golab version      says which golab this is
  golab help run     explains a command

For example

  golab run notebooks/lab09.ipynb

runs all cells of the lab and prints what they print.
`

const versionHelp = `golab version

Prints the version of golab, the version of Go that it was built with, and the
platform. Please quote it when you report a problem.
`

const runHelp = `golab run [-o OUT] [--inplace] [--timeout TIME] [--param NAME=VALUE] FILE

Runs a notebook or a program. Jupyter is not needed.

A notebook (.ipynb) is run from its first cell to its last. You see what the
cells print, the value at the end of a cell, and of a picture its size. The first
cell that fails ends the run; golab then prints the error with the number of the
cell and the line, and its exit status is 1. While the notebook runs, the working
directory is the folder that it is in, as in Jupyter: "../Data/x.csv" in a cell is
a path beside the notebook's folder, wherever you are.

The notebook itself is not changed unless you say so:

  -o OUT             writes the notebook with its outputs to the file OUT
  --inplace          writes the outputs into the notebook itself

Both also store what came before a failure, and the error.

  --timeout TIME     stops a cell that takes longer: 30s, 5m, 1h30m; a plain
                     number is seconds. Without it a cell may run for ever.
  --param NAME=VALUE gives a variable another value. There must be a cell with
                     the tag "parameters" that gives it one, such as
                         maxIter := 100
                     for which --param maxIter=5 runs maxIter := 5. Values are
                     written as in Go; texts need no quotes. May be repeated.

Ctrl-C stops the running cell, and the run with it; a second Ctrl-C ends golab.

A program (.go) is one file of package main. It runs in the directory you are in,
and may import what cells may import. After -- come its own arguments:

  golab run prog.go -- -n 5 data.csv

Of the options above it knows --timeout.
`
