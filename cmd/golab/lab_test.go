package main

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golab/kernel/kernelspec"
)

// jupyterLab is a script that says how JupyterLab was started.
const jupyterLab = `[ "$1" = --version ] && exit 0
echo "arguments: $*"
echo "JUPYTER_PATH=$JUPYTER_PATH"
exit 7
`

// labKernels returns where golab lab registers the kernel.
func (u user) labKernels() string { return filepath.Join(u.system().GolabData(), "lab") }

func TestLab(t *testing.T) {
	u := newUser(t, "JUPYTER_PATH=/theirs")
	u.script("jupyter-lab", jupyterLab)
	text, status := u.golab("lab", ".", "--", "--no-browser", "--port", "9000")
	path := strings.ReplaceAll(u.labKernels(), u.home, "~")
	want := "arguments: ~ --MultiKernelManager.default_kernel_name=golab --no-browser --port 9000\nJUPYTER_PATH=" + path + ":/theirs\n"
	if text != want || status != 7 {
		t.Errorf("status %d\n%swant\n%s", status, text, want)
	}
	s, err := kernelspec.Read(filepath.Join(u.labKernels(), "kernels", "golab"))
	if err != nil || s.Binary() != golab {
		t.Errorf("the kernel starts %q, %v, want %s", s.Binary(), err, golab)
	}
}

// One notebook in the place of a folder; the labs of a checkout where the folder
// has no notebooks.
func TestLabOpens(t *testing.T) {
	u := newUser(t)
	u.script("jupyter-lab", jupyterLab)
	for _, folder := range []string{"golab/cmd/golab", "golab/notebooks", "golab/empty", "far"} {
		if err := os.MkdirAll(filepath.Join(u.home, folder), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(u.home, "golab/notebooks/a.ipynb"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ arg, opens, hint string }{
		{"golab/notebooks", "~/golab/notebooks", ""},
		{"golab/notebooks/a.ipynb", "~/golab/notebooks/a.ipynb", ""},
		{"golab", "~/golab", "golab: no notebooks in ~/golab; golab lab golab/notebooks opens the labs\n"},
		{"golab/empty", "~/golab/empty", "golab: no notebooks in ~/golab/empty; golab lab golab/notebooks opens the labs\n"},
		{"far", "~/far", ""},
	}
	for _, tt := range tests {
		text, _ := u.golab("lab", tt.arg)
		want := tt.hint + "arguments: " + tt.opens + " --MultiKernel"
		if !strings.HasPrefix(text, want) {
			t.Errorf("golab lab %s\n%swant\n%s", tt.arg, text, want)
		}
	}
}

func TestLabFindsJupyterLab(t *testing.T) {
	without := newUser(t)
	without.script("jupyter-lab", "exit 127\n") // a version manager's stand-in
	without.script("python3", `case "$*" in
*find_spec*jupyterlab*) exit 0;;
"-m jupyterlab "*) echo "python3 $1 $2"; exit 0;;
esac
exit 1
`)
	if text, status := without.golab("lab"); text != "python3 -m jupyterlab\n" || status != 0 {
		t.Errorf("with python3: status %d, %s", status, text)
	}
}

func TestScriptPython(t *testing.T) {
	tests := []struct{ text, want string }{
		{"#!/venv/bin/python3\nimport sys\n", "/venv/bin/python3"},
		{"#! /venv/bin/python3.14 -I\r\n", "/venv/bin/python3.14"},
		{"#!/usr/bin/env python3\n", ""},
		{"#!/bin/sh\n'''exec' \"/a b/bin/python3\" \"$0\" \"$@\"\n", ""},
		{"#!\n", ""},
		{"MZ\x90\x00", ""},
		{"", ""},
	}
	path := filepath.Join(t.TempDir(), "jupyter-lab")
	for _, tt := range tests {
		if err := os.WriteFile(path, []byte(tt.text), 0o755); err != nil {
			t.Fatal(err)
		}
		if got := scriptPython(path); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.want)
		}
	}
	if got := scriptPython(path + ".none"); got != "" {
		t.Errorf("of no file: %q", got)
	}
}

func TestLabWithoutJupyterLab(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no shell scripts there")
	}
	u := newUser(t)
	const cannot = "golab: there is no JupyterLab here, and golab cannot set one up: "
	u.want(1, cannot+"there is no python3 on the PATH; JupyterLab needs Python 3.10 or later\n", "lab")
	u.script("python3", "exit 3\n")
	u.want(1, cannot+"JupyterLab needs Python 3.10 or later, ~/bin/python3 is older\n", "lab", "--yes")
	u.script("python3", "exit 1\n")
	u.want(1, cannot+"~/bin/python3 has no venv; on Debian and Ubuntu, apt install python3-venv brings it\n", "lab", "--yes")
}

// python is a Python that can make an environment, whose pip brings a JupyterLab.
const python = `case "$*" in
*find_spec*jupyterlab*) [ -e "$0.has" ];;
*ensurepip*) exit 0;;
"-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python3";;
*"import importlib.util, json"*) printf '{"executable": "%s", "prefix": "x", "packages": ["x"]}' "$0";;
"-m pip install "*) echo "pip: $*"; [ -z "$OFFLINE" ] && touch "$0.has";;
"-m jupyterlab "*) echo "JupyterLab of $0";;
*) exit 1;;
esac
`

func TestLabSetsJupyterLabUp(t *testing.T) {
	u := newUser(t)
	u.script("python3", strings.Replace(python, "mkdir", "/bin/mkdir", 1))
	for _, tool := range []string{"mkdir", "cp", "touch"} {
		for _, folder := range []string{"/bin/", "/usr/bin/"} {
			if _, err := os.Stat(folder + tool); err == nil {
				u.script(tool, "exec "+folder+tool+` "$@"`+"\n")
				break
			}
		}
	}
	folder := filepath.Join(u.system().GolabData(), "jupyter")
	at := strings.ReplaceAll(folder, u.home, "~")
	u.want(1, "golab: there is no JupyterLab here; golab lab --yes sets one up in "+at+" (about 250 MB),\n"+
		"and so does pip install jupyterlab ipywidgets in an environment of yours\n", "lab")

	steps := "golab: setting JupyterLab up in " + at + "\ngolab: 1/2 a Python environment\n" +
		"golab: 2/2 " + pinnedJupyterLab + " and " + pinnedWidgets + "\n"
	offline := u
	offline.env = append(u.env[:len(u.env):len(u.env)], "OFFLINE=1")
	text, status := offline.golab("lab", "--yes")
	if want := steps + "golab: 2/2 "; status != 1 || !strings.HasPrefix(text, want) || !strings.HasSuffix(text, at+".log says more\n") {
		t.Errorf("offline: status %d\n%s", status, text)
	}
	log, err := os.ReadFile(folder + ".log")
	if err != nil || !strings.Contains(string(log), pinnedJupyterLab+" "+pinnedWidgets) {
		t.Errorf("the log says %s, %v", log, err)
	}

	text, status = u.golab("lab", "--yes")
	done, lab, _ := strings.Cut(strings.TrimPrefix(text, steps), "\n")
	if status != 0 || !strings.HasPrefix(text, steps) || !strings.HasPrefix(done, "golab: JupyterLab is set up, in ") ||
		lab != "JupyterLab of "+at+"/bin/python3\n" {
		t.Errorf("status %d\n%s", status, text)
	}
	u.want(0, lab, "lab") // it is there now
	if err := os.Remove(filepath.Join(folder, "golab-complete")); err != nil {
		t.Fatal(err)
	}
	if text, _ := u.golab("lab"); !strings.HasPrefix(text, "golab: there is no JupyterLab here;") {
		t.Errorf("an unfinished environment is used: %s", text)
	}
}
