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
  golab lab [DIR]    opens JupyterLab, with Go among its kernels
  golab spark start  starts a Spark on this machine; stop ends it
  golab install      gives Jupyter the kernel, for all front ends
  golab uninstall    takes it away again
  golab kernel       is what Jupyter starts
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

const labHelp = `golab lab [--yes] [DIR] [-- OPTIONS]

Opens JupyterLab on the folder DIR, or on the folder that you are in. A notebook
in the place of DIR opens that. JupyterLab then has the kernel "Go (golab)", and new
notebooks use it. Nothing is installed for that: golab lab tells JupyterLab, by the
variable JUPYTER_PATH, to look in a folder of golab's own. To have the kernel in
other front ends, or without golab lab, say golab install.

The JupyterLab is your own: jupyter-lab on the PATH, or that of python3. Where there
is none golab offers to set one up in a Python environment of its own, about 250 MB,
which you can remove again. It asks first; without a terminal it only says how.

  --yes              sets JupyterLab up without asking

What follows after -- goes to JupyterLab:

  golab lab notebooks -- --no-browser --port 9000

Ctrl-C and the exit status are JupyterLab's own.
`

const installHelp = `golab install [--user | --sys-prefix | --prefix DIR] [--name NAME]
              [--display-name TEXT] [--papermill]

Gives Jupyter the kernel, so that JupyterLab, Notebook, VS Code, jupyter console,
nbconvert and papermill run Go. It is this golab that they start: install again when
you have moved it. A kernel that golab installed before is replaced, others are left
alone.

  --user             for you, in whatever Python Jupyter runs; this is the default
  --sys-prefix       for the Python environment in force: that of VIRTUAL_ENV, else
                     that of CONDA_PREFIX, else that of python3
  --prefix DIR       for the environment in DIR, such as a venv; /usr/local is for
                     all users

  --name NAME        the name of the kernel, golab unless you say otherwise; several
                     may be installed
  --display-name TEXT
                     what front ends show, "Go (golab)" unless you say otherwise
  --papermill        also teaches the papermill of the Python environment (that of
                     --prefix, else the one in force) to write parameters in Go:
                         papermill -k golab -p maxIter 5 lab.ipynb out.ipynb
`

const uninstallHelp = `golab uninstall [--user | --sys-prefix | --prefix DIR] [--name NAME] [--papermill]

Takes away what golab install gave to Jupyter. The options are those of golab install;
--papermill also takes Go away from papermill. Kernels that are not golab's stay.
`

const kernelHelp = `golab kernel [--debug] --connection-file FILE

Serves a notebook's cells over the Jupyter protocol. It is Jupyter that starts it,
with a file that says where; golab install tells Jupyter how.

The cells run in a second process, so that nothing they do ends the kernel. What is
typed is kept for the user in a file, from one session to the next.

  --debug            says on standard error what comes and goes wrong
`
