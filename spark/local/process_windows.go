package local

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
)

// submitScript is run by cmd.exe, whose child is the server.
const submitScript = "spark-submit.cmd"

// createNoWindow gives a console program no window.
const createNoWindow = 0x08000000

// detach makes a process outlive the console and its Ctrl-C.
func detach(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP | createNoWindow}
}

// terminate ends a process with its children: there is no way to ask one without a
// window.
func terminate(p *os.Process) error { return kill(p) }

// kill ends a process with its children.
func kill(p *os.Process) error {
	return exec.Command("taskkill", "/F", "/T", "/PID", strconv.Itoa(p.Pid)).Run()
}

// commandLine returns the words of a process, or nothing when it has ended.
func commandLine(pid int) string { return ask(pid, "CommandLine") }

// resident returns 0: what uses the memory is a child of the process.
func resident(int) int64 { return 0 }

// ask returns a property of a process.
func ask(pid int, property string) string {
	script := fmt.Sprintf("(Get-CimInstance Win32_Process -Filter 'ProcessId=%d').%s", pid, property)
	out, err := exec.Command("powershell", "-NoProfile", "-NonInteractive", "-Command", script).Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}
