// The golab command runs notebooks and programs in Go.
//
// What it says and where, in all its commands:
//
// Standard output belongs to the cells: what they print, as it comes, and the
// values at their ends. Standard error has what cells print there, and golab's
// own words: errors, and on a terminal a line that says which cell is running
// when one takes long. An error is one piece that begins with "golab: ", in
// lower case, with no period at the end, and names the file, the cell and the
// line; golab never greets, and says nothing when all is well. The exit status
// is 0 for success, 1 for a failure, 2 for a command line that cannot be
// understood, and for a program the status that it gave to os.Exit.
package main

import (
	"fmt"
	"os"
	"strings"

	"golab/internal/scorer"
	"golab/kernel"
)

func main() { os.Exit(start(os.Args[1:])) }

// A command is one of golab's commands.
type command struct {
	name string
	run  func(args []string) error
	help string // the text of golab help NAME
}

// commands returns the lineup.
func commands() []command {
	return []command{
		{"run", run, runHelp},
		{"lab", lab, labHelp},
		{"spark", spark, sparkHelp},
		{"install", install, installHelp},
		{"uninstall", uninstall, uninstallHelp},
		{"kernel", serveKernel, kernelHelp},
		{"version", version, versionHelp},
		{"help", help, generalHelp},
	}
}

// scorerArg makes golab a scorer: what a Spark session uploads where there is no smaller
// program. It is no command of the lineup.
const scorerArg = "scorer"

// find returns the command of a name. Its error suggests another.
func find(name string) (command, error) {
	var names []string
	for _, c := range commands() {
		if c.name == name {
			return c, nil
		}
		names = append(names, c.name)
	}
	return command{}, misuse{text: fmt.Sprintf("no command %s%s", name, suggest(name, names))}
}

// start runs a command and returns the exit status.
func start(args []string) int {
	if len(args) == 0 {
		fmt.Fprint(os.Stderr, generalHelp)
		return 2
	}
	name, args := args[0], args[1:]
	switch {
	case name == "-h" || name == "-help" || name == "--help":
		name = "help"
	case name == "-v" || name == "-version" || name == "--version":
		name = "version"
	case name == workerArg && len(args) == 0:
		return report(serveCells())
	case name == scorerArg && len(args) == 0:
		return report(scorer.Main())
	case isNotebook(name) || isProgram(name):
		return report(misuse{text: fmt.Sprintf("to run %s, say golab run %s", name, name)})
	}
	c, err := find(name)
	if err == nil {
		err = c.run(args)
	}
	return report(err)
}

// A misuse is a command line that cannot be understood.
type misuse struct {
	text    string
	command string // whose help says more; empty for golab's
}

func (m misuse) Error() string {
	return m.text + "\n" + strings.TrimSpace("golab help "+m.command) + " says more"
}

// report prints an error and returns the exit status that it stands for.
func report(err error) int {
	if err == nil {
		return 0
	}
	if status, ok := err.(kernel.ExitStatus); ok { // of a program, which has said why
		return int(status)
	}
	fmt.Fprintf(os.Stderr, "golab: %v\n", err)
	if _, ok := err.(misuse); ok {
		return 2
	}
	return 1
}
