package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"golab/kernel/kernelspec"
)

// A user is a home folder, and what a command called there may see.
type user struct {
	t    *testing.T
	home string
	env  []string
}

// newUser returns a user whose PATH is the folder bin of the home, who has nothing.
func newUser(t *testing.T, env ...string) user {
	t.Helper()
	home := t.TempDir()
	if err := os.Mkdir(filepath.Join(home, "bin"), 0o755); err != nil {
		t.Fatal(err)
	}
	own := []string{"HOME=" + home, "USERPROFILE=" + home, "PATH=" + filepath.Join(home, "bin")}
	return user{t, home, append(own, env...)}
}

// script puts a shell script on the user's PATH.
func (u user) script(name, text string) {
	u.t.Helper()
	if runtime.GOOS == "windows" {
		u.t.Skip("no shell scripts there")
	}
	path := filepath.Join(u.home, "bin", name)
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+text), 0o755); err != nil {
		u.t.Fatal(err)
	}
}

// system returns the places of the user's files.
func (u user) system() kernelspec.System {
	return kernelspec.System{OS: runtime.GOOS, Home: u.home, Env: func(name string) string {
		for _, e := range slices.Backward(u.env) {
			if value, ok := strings.CutPrefix(e, name+"="); ok {
				return value
			}
		}
		return ""
	}}
}

// golab runs golab in the home folder and returns what it prints, with ~ for the
// home, and its exit status.
func (u user) golab(args ...string) (string, int) {
	u.t.Helper()
	return u.run(golab, args...)
}

// run runs a program as golab does.
func (u user) run(name string, args ...string) (string, int) {
	u.t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = u.home, u.env
	out, err := cmd.CombinedOutput()
	if _, ok := err.(*exec.ExitError); err != nil && !ok {
		u.t.Fatal(err)
	}
	return strings.ReplaceAll(string(out), u.home, "~"), cmd.ProcessState.ExitCode()
}

// want fails the test unless golab prints the text and exits with the status.
func (u user) want(status int, text string, args ...string) {
	u.t.Helper()
	if got, code := u.golab(args...); got != text || code != status {
		u.t.Errorf("golab %s prints, with status %d,\n%swant, with status %d,\n%s", strings.Join(args, " "), code, got, status, text)
	}
}

func TestInstallForTheUser(t *testing.T) {
	u := newUser(t, "XDG_DATA_HOME=", "APPDATA=")
	kernels := u.system().UserKernels()
	at := strings.ReplaceAll(filepath.Join(kernels, "golab"), u.home, "~")
	u.want(0, "Jupyter now has the kernel Go (golab): "+at+"\n", "install")
	s, err := kernelspec.Read(filepath.Join(kernels, "golab"))
	if err != nil || s.Binary() != golab {
		t.Errorf("the kernel starts %q, %v, want %s", s.Binary(), err, golab)
	}
	if out, err := exec.Command(s.Argv[0], s.Argv[1], "--help").CombinedOutput(); err != nil {
		t.Errorf("%q does not run: %v\n%s", s.Argv, err, out)
	}
	u.want(0, "Jupyter now has the kernel Second: "+at+"-2\n", "install", "--user", "--name", "golab-2", "--display-name", "Second")
	u.want(0, "Jupyter no longer has the kernel Go (golab): "+at+" is removed\n", "uninstall")
	folder := filepath.Dir(at)
	u.want(1, "golab: no kernel golab in "+folder+"; golab's are "+at+"-2\n", "uninstall")
	u.want(0, "Jupyter no longer has the kernel Second: "+at+"-2 is removed\n", "uninstall", "--name", "GOLAB-2")
	u.want(1, "golab: no kernel golab in "+folder+"\n", "uninstall")
}

func TestInstallWithoutPython(t *testing.T) {
	u := newUser(t)
	const none = "golab: kernelspec: no Python environment: VIRTUAL_ENV and CONDA_PREFIX are not set, " +
		"and neither python3 nor python on the PATH runs\n"
	u.want(1, none, "install", "--sys-prefix")
	u.want(1, none, "uninstall", "--sys-prefix")
	u.script("python3", "exit 127\n") // a version manager's stand-in
	u.want(1, none, "install", "--sys-prefix")
	u.env = append(u.env, "VIRTUAL_ENV="+u.home)
	text, status := u.golab("install", "--sys-prefix")
	if status != 1 || !strings.HasPrefix(text, "golab: kernelspec: no Python environment in ~ ") || !strings.HasSuffix(text, ", named by VIRTUAL_ENV\n") {
		t.Errorf("status %d, %s", status, text)
	}
}

// A Python without papermill, without the translator, with it.
func TestInstallOffersTheTranslator(t *testing.T) {
	u := newUser(t)
	says := func(papermill bool) {
		about, err := json.Marshal(map[string]any{
			"executable": "/opt/py/bin/python3", "prefix": "/opt/py",
			"packages": []string{filepath.Join(u.home, "site-packages")}, "papermill": papermill,
		})
		if err != nil {
			t.Fatal(err)
		}
		u.script("python3", "echo '"+string(about)+"'\n")
	}
	kernel := strings.ReplaceAll(filepath.Join(u.system().UserKernels(), "golab"), u.home, "~")
	installed, removed := "Jupyter now has the kernel Go (golab): "+kernel+"\n", "Jupyter no longer has the kernel Go (golab): "+kernel+" is removed\n"

	says(false)
	u.want(0, installed, "install")
	u.want(1, installed+"golab: kernelspec: no papermill in /opt/py; /opt/py/bin/python3 -m pip install papermill brings it\n", "install", "--papermill")
	says(true)
	u.want(0, installed+"papermill in /opt/py does not write parameters in Go yet: golab install --user --papermill teaches it\n", "install")
	u.want(0, installed+"papermill in /opt/py now writes parameters in Go: ~/site-packages\n", "install", "--papermill")
	u.want(0, installed, "install")
	u.want(0, removed, "uninstall")
	const gone = "papermill in /opt/py no longer writes parameters in Go: golab_papermill in ~/site-packages is removed\n"
	u.want(0, gone, "uninstall", "--papermill")
	if text, status := u.golab("uninstall", "--papermill"); status != 1 || strings.Count(text, "\n") != 2 {
		t.Errorf("with nothing to take away, status %d: %s", status, text)
	}
}

func TestIsFleeting(t *testing.T) {
	tests := []struct {
		binary, cache string
		want          bool
	}{
		{"/tmp/go-build1644488832/b001/exe/golab", "", true},
		{"/home/ada/.cache/go-build/0a/0a12-d/golab", "", true},
		{"/cache/0a/0a12-d/golab", "/cache/", true},
		{"/cacheless/golab", "/cache", false},
		{"/home/ada/go/bin/golab", "", false},
		{"/tmp/golab", "", false},
		{"/home/ada/my-go-build/golab", "", false},
	}
	for _, tt := range tests {
		env := func(string) string { return filepath.FromSlash(tt.cache) }
		if got := isFleeting(filepath.FromSlash(tt.binary), env); got != tt.want {
			t.Errorf("%s, cache %q: %v", tt.binary, tt.cache, got)
		}
	}
}

// The kernel of "go run golab install" outlives the run.
func TestInstallCopiesAFleetingBinary(t *testing.T) {
	u := newUser(t)
	run := filepath.Join(u.home, "go-build123", "golab")
	if err := copyBinary(golab, run); err != nil {
		t.Fatal(err)
	}
	text, status := u.run(run, "install")
	if err := os.Remove(run); err != nil {
		t.Fatal(err)
	}
	lasting := filepath.Join(u.system().GolabData(), "bin", "golab")
	if runtime.GOOS == "windows" {
		lasting += ".exe"
	}
	if status != 0 || !strings.Contains(text, strings.ReplaceAll(lasting, u.home, "~")) {
		t.Errorf("status %d, %s", status, text)
	}
	s, err := kernelspec.Read(filepath.Join(u.system().UserKernels(), "golab"))
	if err != nil || s.Binary() != lasting {
		t.Fatalf("the kernel starts %q, %v, want %s", s.Binary(), err, lasting)
	}
	if out, err := exec.Command(lasting, "version").Output(); err != nil || !strings.HasPrefix(string(out), "golab ") {
		t.Errorf("the copy says %s, %v", out, err)
	}
	if text, _ := u.golab("uninstall"); !strings.Contains(text, "the copy of golab that it started stays: ") {
		t.Errorf("uninstall says %s", text)
	}
}

// Jupyter itself finds the kernel wherever install puts it.
func TestJupyterFindsTheKernel(t *testing.T) {
	python := os.Getenv("GOLAB_PYTHON")
	if python == "" {
		t.Skip("no Python: test.sh makes one and names it in GOLAB_PYTHON")
	}
	const paths = "import sysconfig, jupyter_client; print(sysconfig.get_path('purelib'), end='')"
	packages, err := exec.Command(python, "-c", paths).Output()
	if err != nil {
		t.Skip("the Python of GOLAB_PYTHON has no jupyter_client: test.sh makes one that has")
	}
	u := newUser(t, "PYTHONPATH="+string(packages))
	venv := filepath.Join(u.home, "venv")
	if out, err := exec.Command(python, "-m", "venv", "--without-pip", venv).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	own, err := u.system().PythonIn(venv)
	if err != nil {
		t.Fatal(err)
	}
	u.env = append(u.env, "VIRTUAL_ENV="+venv)
	u.golab("install")
	u.golab("install", "--sys-prefix", "--name", "golab-sys")
	u.golab("install", "--prefix", "elsewhere", "--name", "golab-prefix")
	u.env = append(u.env, "JUPYTER_PATH="+filepath.Join(u.home, "elsewhere", "share", "jupyter"))

	const list = `import json, os
from jupyter_client.kernelspec import KernelSpecManager
print(json.dumps({name: [s["spec"]["argv"][1], sorted(os.listdir(s["resource_dir"]))] for name, s in
    KernelSpecManager(ensure_native_kernel=False).get_all_specs().items() if name.startswith("golab")}))`
	text, status := u.run(own.Executable, "-c", list)
	var specs map[string][]any
	if err := json.Unmarshal([]byte(text), &specs); err != nil || status != 0 {
		t.Fatalf("%v, status %d\n%s", err, status, text)
	}
	for _, name := range []string{"golab", "golab-sys", "golab-prefix"} {
		if s := specs[name]; len(s) != 2 || s[0] != "kernel" || len(s[1].([]any)) != 4 {
			t.Errorf("Jupyter's %s is %v", name, s)
		}
	}
}
