//go:build !unix && !windows

package local

import (
	"os"
	"os/exec"
)

// submitScript is never run: there are no processes here.
const submitScript = "spark-submit"

func detach(*exec.Cmd) {}

func terminate(p *os.Process) error { return p.Kill() }

func kill(p *os.Process) error { return p.Kill() }

func commandLine(int) string { return "" }

func resident(int) int64 { return 0 }
