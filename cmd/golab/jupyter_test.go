package main

import (
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golab/kernel/kernelspec"
)

// needed are the Python modules that the tests of testdata/jupyter import.
const needed = "jupyter_client, jupyter_kernel_test, nbclient, nbconvert, jupyter_console, papermill, pexpect, psutil, pytest, zmq"

// jupyter is an environment of Python in which the binary is the one kernel.
type jupyter struct {
	python string
	env    []string
}

// newJupyter installs the binary's kernel, and papermill's translator, into
// folders that last as long as t.
func newJupyter(t *testing.T) *jupyter {
	t.Helper()
	python := os.Getenv("GOLAB_PYTHON")
	if python == "" {
		t.Skip("set GOLAB_PYTHON to a Python with the packages of test-requirements.txt, as test.sh does")
	}
	if out, err := exec.Command(python, "-c", "import "+needed).CombinedOutput(); err != nil {
		t.Skipf("%s lacks a package of test-requirements.txt: %s", python, out)
	}
	dir := t.TempDir()
	if out, err := exec.Command(golab, "install", "--prefix", dir).CombinedOutput(); err != nil {
		t.Fatalf("golab install: %v\n%s", err, out)
	}
	packages := filepath.Join(dir, "packages")
	if err := os.Mkdir(packages, 0o755); err != nil {
		t.Fatal(err)
	}
	translator := kernelspec.Python{Prefix: dir, Packages: []string{packages}, Papermill: true}
	if _, err := translator.InstallTranslator(); err != nil {
		t.Fatal(err)
	}
	env := slices.DeleteFunc(os.Environ(), func(s string) bool {
		return strings.HasPrefix(s, "JUPYTER") || strings.HasPrefix(s, "JPY_") || strings.HasPrefix(s, "XDG_")
	})
	return &jupyter{python, append(env,
		"GOLAB_KERNEL=golab",
		"GOLAB_DATA="+realSpambase(t),
		"HOME="+dir,
		"IPYTHONDIR="+filepath.Join(dir, "ipython"),
		"JUPYTER_CONFIG_DIR="+filepath.Join(dir, "config"),
		"JUPYTER_DATA_DIR="+filepath.Join(dir, "data"),
		"JUPYTER_PATH="+filepath.Join(dir, "share", "jupyter"),
		"JUPYTER_RUNTIME_DIR="+filepath.Join(dir, "runtime"),
		"PYTHONPATH="+packages,
		"PYTHONDONTWRITEBYTECODE=1",
	)}
}

// A pytestReport is what pytest says of its tests.
type pytestReport struct {
	Suites []struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Errors   int `xml:"errors,attr"`
		Skipped  int `xml:"skipped,attr"`
	} `xml:"testsuite"`
}

// run runs the tests of a file of testdata/jupyter: all must pass, and they must be
// at least so many.
func (j *jupyter) run(t *testing.T, file string, atLeast int, env ...string) {
	t.Helper()
	result := filepath.Join(t.TempDir(), "report.xml")
	args := []string{"-m", "pytest", "--tb=short", "--junitxml=" + result, file}
	if testing.Short() {
		args = append(args, "-m", "not slow")
	}
	cmd := exec.Command(j.python, args...)
	cmd.Dir = filepath.Join("testdata", "jupyter")
	cmd.Env = append(slices.Clip(j.env), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	text, err := os.ReadFile(result)
	if err != nil {
		t.Fatal(err)
	}
	var r pytestReport
	if err := xml.Unmarshal(text, &r); err != nil || len(r.Suites) != 1 {
		t.Fatalf("pytest's report: %v\n%s", err, text)
	}
	s := r.Suites[0]
	t.Logf("%d tests, %d failures, %d errors, %d skipped", s.Tests, s.Failures, s.Errors, s.Skipped)
	if s.Skipped > 0 {
		t.Errorf("%d tests were skipped\n%s", s.Skipped, out)
	}
	if passed := s.Tests - s.Failures - s.Errors - s.Skipped; passed < atLeast {
		t.Errorf("%d tests passed, at least %d should\n%s", passed, atLeast, out)
	}
}

// TestJupyter holds the kernel against the protocol and against the programs that
// people run notebooks with. The tests are in Python since those programs are; the
// suite of the Jupyter project has 12 tests, 20 parts of them, and that of the
// welcome.
func TestJupyter(t *testing.T) {
	j := newJupyter(t)
	for _, file := range []struct {
		name    string
		atLeast int
		slow    bool
	}{
		{"test_suite.py", 33, false},
		{"test_execution.py", 30, false},
		{"test_help.py", 15, false},
		{"test_sockets.py", 20, true},
		{"test_streams.py", 10, true},
		{"test_control.py", 30, true},
		{"test_stdin.py", 15, true},
		{"test_comms.py", 4, true},
		{"test_subshells.py", 10, true},
		{"test_crash.py", 25, true},
		{"test_frontends.py", 15, true},
	} {
		if file.slow && testing.Short() {
			continue
		}
		t.Run(strings.TrimSuffix(strings.TrimPrefix(file.name, "test_"), ".py"), func(t *testing.T) {
			j.run(t, file.name, file.atLeast)
		})
	}
}
