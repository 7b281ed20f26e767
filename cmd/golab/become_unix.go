//go:build unix

package main

import (
	"fmt"
	"os"
	"syscall"
)

// become runs a program in the place of golab, so that Ctrl-C, the terminal and
// the exit status are the program's own.
func become(argv []string) error {
	return fmt.Errorf("%s: %w", argv[0], syscall.Exec(argv[0], argv, os.Environ()))
}
