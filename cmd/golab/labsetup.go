package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"golab/kernel/kernelspec"
)

// The packages of the private JupyterLab, in the versions that golab is tested with.
const (
	pinnedJupyterLab = "jupyterlab==4.6.6"
	pinnedWidgets    = "ipywidgets==8.1.9"
)

// offerJupyterLab sets a JupyterLab up where the user agrees, and returns the
// command that starts it.
func offerJupyterLab(system kernelspec.System, yes bool) ([]string, error) {
	j := newPrivateJupyter(system)
	python, err := findVenv()
	if err != nil {
		return nil, fmt.Errorf("there is no JupyterLab here, and golab cannot set one up: %w", err)
	}
	if !yes && !j.ask() {
		return nil, fmt.Errorf("there is no JupyterLab here; golab lab --yes sets one up in %s (about 250 MB),\n"+
			"and so does pip install jupyterlab ipywidgets in an environment of yours", j.folder)
	}
	if err := j.setUp(python); err != nil {
		return nil, err
	}
	command := j.command()
	if command == nil {
		return nil, fmt.Errorf("JupyterLab does not run in %s although pip has installed it; %s says more", j.folder, j.log)
	}
	return command, nil
}

// ask asks whether to set JupyterLab up, where there is somebody to ask.
func (j privateJupyter) ask() bool {
	if !isTerminal(os.Stdin) || !isTerminal(os.Stderr) {
		return false
	}
	fmt.Fprintf(os.Stderr, "There is no JupyterLab here. Set one up in %s (about 250 MB)? [y/N] ", j.folder)
	answer, err := bufio.NewReader(os.Stdin).ReadString('\n')
	if err != nil {
		fmt.Fprintln(os.Stderr)
		return false
	}
	answer = strings.ToLower(strings.TrimSpace(answer))
	return answer == "y" || answer == "yes"
}

// findVenv returns a Python that can make environments for JupyterLab.
func findVenv() (string, error) {
	const able = "import sys\nif sys.version_info < (3, 10): sys.exit(3)\nimport venv, ensurepip"
	err := errors.New("there is no python3 on the PATH; JupyterLab needs Python 3.10 or later")
	for _, name := range []string{"python3", "python", "py"} {
		path, e := exec.LookPath(name)
		if e != nil {
			continue
		}
		var status *exec.ExitError
		switch e = exec.Command(path, "-c", able).Run(); {
		case e == nil:
			return path, nil
		case errors.As(e, &status) && status.ExitCode() == 3:
			err = fmt.Errorf("JupyterLab needs Python 3.10 or later, %s is older", path)
		default:
			err = fmt.Errorf("%s has no venv; on Debian and Ubuntu, apt install python3-venv brings it", path)
		}
	}
	return "", err
}

// setUp makes the environment, step by step.
func (j privateJupyter) setUp(python string) error {
	if err := os.RemoveAll(j.folder); err != nil { // what an interrupted set-up left
		return err
	}
	if err := os.MkdirAll(j.folder, 0o755); err != nil {
		return err
	}
	log, err := os.Create(j.log)
	if err != nil {
		return err
	}
	defer log.Close()
	fmt.Fprintf(os.Stderr, "golab: setting JupyterLab up in %s\n", j.folder)
	began := time.Now()
	if err := j.step(log, "1/2 a Python environment", python, "-m", "venv", j.folder); err != nil {
		return err
	}
	inside, err := j.system.PythonIn(j.folder)
	if err != nil {
		return err
	}
	packages := fmt.Sprintf("2/2 %s and %s", pinnedJupyterLab, pinnedWidgets)
	err = j.step(log, packages, inside.Executable, "-m", "pip", "install", "--disable-pip-version-check",
		pinnedJupyterLab, pinnedWidgets)
	if err != nil {
		return err
	}
	if err := os.WriteFile(j.stamp, []byte(pinnedJupyterLab+"\n"+pinnedWidgets+"\n"), 0o644); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "golab: JupyterLab is set up, in %v; removing %s undoes it\n",
		time.Since(began).Round(time.Second), j.folder)
	return nil
}

// step runs a program, whose output goes to the log, and says so.
func (j privateJupyter) step(log *os.File, title, path string, args ...string) error {
	began := time.Now()
	done := make(chan struct{})
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		watchStep(title, began, done)
	}()
	cmd := exec.Command(path, args...)
	cmd.Stdout, cmd.Stderr = log, log
	err := cmd.Run()
	close(done)
	<-stopped
	if err != nil {
		return fmt.Errorf("%s: %w\n%s%s says more", title, err, lastLine(j.log), j.log)
	}
	return nil
}

// watchStep says which step is running and, on a terminal, for how long.
func watchStep(title string, began time.Time, done <-chan struct{}) {
	if !isTerminal(os.Stderr) {
		fmt.Fprintf(os.Stderr, "golab: %s\n", title)
		<-done
		return
	}
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		fmt.Fprintf(os.Stderr, "\r\x1b[Kgolab: %s, %v", title, time.Since(began).Round(time.Second))
		select {
		case <-tick.C:
		case <-done:
			fmt.Fprintln(os.Stderr)
			return
		}
	}
}

// lastLine returns the last line of a file that says something.
func lastLine(path string) string {
	data, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	if last := strings.TrimSpace(lines[len(lines)-1]); last != "" {
		return last + "\n"
	}
	return ""
}
