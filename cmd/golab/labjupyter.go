package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"golab/kernel/kernelspec"
)

// findJupyterLab returns the command that starts the user's JupyterLab: jupyter-lab
// on the PATH, else that of a Python on the PATH, else the one that golab has set
// up. It returns nil when there is none.
func findJupyterLab(system kernelspec.System) []string {
	if path, err := exec.LookPath("jupyter-lab"); err == nil && isJupyterLab(path) {
		return []string{path}
	}
	for _, name := range []string{"python3", "python"} {
		path, err := exec.LookPath(name)
		if err == nil && hasJupyterLab(path) {
			return []string{path, "-m", "jupyterlab"}
		}
	}
	return newPrivateJupyter(system).command()
}

// isJupyterLab reports whether a program called jupyter-lab is one: version managers
// have stand-ins, which may stand for nothing. pip writes a script that names its
// Python, which is asked, since JupyterLab itself takes seconds to answer.
func isJupyterLab(path string) bool {
	if python := scriptPython(path); python != "" {
		return hasJupyterLab(python)
	}
	return runs(path, "--version")
}

// scriptPython returns the Python that a script begins with, or nothing.
func scriptPython(path string) string {
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	head := make([]byte, 256)
	n, _ := f.Read(head) // of an unreadable file there is no head
	line, _, _ := strings.Cut(string(head[:n]), "\n")
	words := strings.Fields(strings.TrimPrefix(line, "#!"))
	if !strings.HasPrefix(line, "#!") || len(words) == 0 || !strings.HasPrefix(filepath.Base(words[0]), "python") {
		return ""
	}
	return words[0]
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

// command returns what starts the JupyterLab, or nil where none is complete: not yet
// set up, or made with a Python that has gone since.
func (j privateJupyter) command() []string {
	if _, err := os.Stat(j.stamp); err != nil {
		return nil
	}
	python, err := j.system.PythonIn(j.folder)
	if err != nil || !hasJupyterLab(python.Executable) {
		return nil
	}
	return []string{python.Executable, "-m", "jupyterlab"}
}
