package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"time"

	"golab/kernel/kernelspec"
)

// findJupyterLab returns the command that starts the user's JupyterLab: jupyter-lab
// on the PATH, else that of a Python on the PATH, else the one that golab has set
// up. It returns nil when there is none.
func findJupyterLab(system kernelspec.System) ([]string, error) {
	if path, err := exec.LookPath("jupyter-lab"); err == nil && runs(path, "--version") {
		return []string{path}, nil
	}
	for _, name := range []string{"python3", "python"} {
		path, err := exec.LookPath(name)
		if err == nil && hasJupyterLab(path) {
			return []string{path, "-m", "jupyterlab"}, nil
		}
	}
	own := newPrivateJupyter(system)
	if own.ready() {
		return own.command()
	}
	return nil, nil
}

// hasJupyterLab reports whether a Python has JupyterLab.
func hasJupyterLab(python string) bool {
	return runs(python, "-c", "import importlib.util, sys; sys.exit(importlib.util.find_spec('jupyterlab') is None)")
}

// runs reports whether a program does what it is told. Of a version manager's
// stand-ins for programs, only those that stand for something do.
func runs(path string, args ...string) bool {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	return exec.CommandContext(ctx, path, args...).Run() == nil
}

// A privateJupyter is a JupyterLab in a Python environment of golab's own.
type privateJupyter struct {
	folder string // the environment
	stamp  string // a file in it that says that it is complete
	log    string // what pip said
	system kernelspec.System
}

func newPrivateJupyter(system kernelspec.System) privateJupyter {
	folder := filepath.Join(system.GolabData(), "jupyter")
	return privateJupyter{folder, filepath.Join(folder, "golab-complete"), folder + ".log", system}
}

// ready reports whether the environment is complete.
func (j privateJupyter) ready() bool {
	_, err := os.Stat(j.stamp)
	return err == nil
}

// command returns what starts the JupyterLab.
func (j privateJupyter) command() ([]string, error) {
	python, err := j.system.PythonIn(j.folder)
	if err != nil {
		return nil, fmt.Errorf("%w\nwithout that folder golab lab sets JupyterLab up anew", err)
	}
	return []string{python.Executable, "-m", "jupyterlab"}, nil
}

// ignoreInterrupt leaves Ctrl-C to the program that golab waits for.
func ignoreInterrupt() { signal.Ignore(os.Interrupt) }
