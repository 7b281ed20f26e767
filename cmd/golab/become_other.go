//go:build !unix

package main

import (
	"errors"
	"os"
	"os/exec"
	"os/signal"

	"golab/kernel"
)

// become runs a program in the place of golab. Here no program can take the place
// of another, so golab waits for it.
func become(argv []string) error {
	ignoreInterrupt() // the console sends Ctrl-C to Jupyter as well
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	var status *exec.ExitError
	if errors.As(err, &status) {
		return kernel.ExitStatus(status.ExitCode())
	}
	return err
}

// ignoreInterrupt leaves Ctrl-C to the program that golab waits for.
func ignoreInterrupt() { signal.Ignore(os.Interrupt) }
