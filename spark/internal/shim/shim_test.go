package shim_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golab/internal/scorer"
	"golab/nn"
	"golab/spark/internal/pickle"
	"golab/spark/internal/shim"

	"gonum.org/v1/gonum/mat"
)

// TestMain makes the test a scorer where the shim starts it as one.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == "scorer" {
		if err := scorer.Main(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// A drive is a run of the shim in Python, beside a folder of files.
type drive struct {
	python, files, temp string
	task                []byte
	options             shim.Options
	env                 []string
}

func newDrive(t *testing.T) (*drive, *nn.Sequential) {
	t.Helper()
	python := os.Getenv("GOLAB_PYTHON")
	if python == "" {
		t.Skip("no Python with pyarrow: test.sh makes one and names it in GOLAB_PYTHON")
	}
	net := nn.NewSequential(2, nn.Dense(3, nn.Tanh), nn.Dense(1, nn.Sigmoid)).Init(1)
	task, err := scorer.NewTask(net, []string{"a", "b"}) // other names than the frame's
	if err != nil {
		t.Fatal(err)
	}
	data, err := task.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	d := &drive{python: python, files: t.TempDir(), temp: t.TempDir(), task: data, options: shim.Options{
		Schema:  json.RawMessage(`{"fields":[{"name":"name"},{"name":"prediction"}]}`),
		Files:   map[string]shim.File{"Linux-x86_64": {Name: "scorer", Arguments: []string{"scorer"}}, "Linux-aarch64": {Name: "scorer", Arguments: []string{"scorer"}}},
		Columns: []int{1, 2}, Names: []string{"a", "b"}, Patience: 60, Silence: 60,
	}}
	return d, net
}

// self puts this program into the files as the scorer.
func (d *drive) self(t *testing.T) {
	t.Helper()
	path, err := os.Executable()
	if err == nil {
		err = os.Symlink(path, filepath.Join(d.files, "scorer"))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// script puts a program into the files as the scorer.
func (d *drive) script(t *testing.T, name, text string, mode os.FileMode) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(d.files, name), []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}

// run gives batches of some sizes to the shim and returns what it prints.
func (d *drive) run(t *testing.T, sizes ...int) string {
	t.Helper()
	return d.runAll(t, []shim.Options{d.options}, sizes...)
}

// runAll does so with several options, one after the other in one Python.
func (d *drive) runAll(t *testing.T, all []shim.Options, sizes ...int) string {
	t.Helper()
	var in bytes.Buffer
	for _, o := range all {
		options, err := json.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		in.Write(pickle.Command(shim.Source, d.task, string(options)))
	}
	arguments := []string{filepath.Join("testdata", "drive.py")}
	for _, size := range sizes {
		arguments = append(arguments, strconv.Itoa(size))
	}
	command := exec.Command(d.python, arguments...)
	command.Stdin = &in
	command.Env = append(append(os.Environ(), "PYTHONPATH=testdata", "PYTHONDONTWRITEBYTECODE=1", "SHIM_FILES="+d.files, "TMPDIR="+d.temp), d.env...)
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return string(out)
}

// end is what a run prints that leaves nothing behind.
const end = "type ['name', 'prediction'] left []\nthreads 1 files 0\nno child\n"

// want is what a run prints for rows of batches of some sizes.
func want(t *testing.T, net *nn.Sequential, sizes ...int) string {
	t.Helper()
	var b strings.Builder
	row := 0
	for _, size := range sizes {
		fmt.Fprintf(&b, "batch %d name:string x:double y:double prediction:double\n", size)
		for range size {
			p, err := net.Compile(nil, nil).Predict(mat.NewDense(1, 2, []float64{float64(row), float64(row * row)}))
			if err != nil {
				t.Fatal(err)
			}
			name := "n" + strconv.Itoa(row)
			if row%3 == 0 {
				name = "None"
			}
			fmt.Fprintf(&b, "%s %s\n", name, pythonHex(p.At(0, 0)))
			row++
		}
	}
	return b.String() + end
}

// pythonHex writes a number as Python's float.hex does.
func pythonHex(v float64) string {
	text := strconv.FormatFloat(v, 'x', 13, 64)
	digits, exponent, _ := strings.Cut(text, "p")
	n, _ := strconv.Atoi(exponent)
	return fmt.Sprintf("%sp%+d", digits, n)
}

func TestScores(t *testing.T) {
	d, net := newDrive(t)
	d.self(t)
	if got, want := d.run(t, 3, 0, 40, 1, 0), want(t, net, 3, 40, 1); got != want {
		t.Errorf("the shim gives\n%s\nwant\n%s", got, want)
	}
	// Batches larger than all buffers, written one ahead of what is read.
	if got := d.run(t, 100000, 90000, 100000); strings.Count(got, "batch ") != 3 || !strings.HasSuffix(got, end) {
		t.Errorf("the shim gives %d batches, ending %.100q", strings.Count(got, "batch "), got[max(0, len(got)-100):])
	}
	d.env = []string{"SHIM_STOP=1"}
	if got, want := d.run(t, 2, 2, 2, 2), want(t, net, 2); got != want {
		t.Errorf("the shim, stopped, gives\n%s\nwant\n%s", got, want)
	}
}

func TestModelFromFile(t *testing.T) {
	d, net := newDrive(t)
	d.self(t)
	if err := os.WriteFile(filepath.Join(d.files, "model"), d.task, 0o600); err != nil {
		t.Fatal(err)
	}
	d.task, d.options.Model = nil, "model"
	if got, want := d.run(t, 3), want(t, net, 3); got != want {
		t.Errorf("the shim gives\n%s\nwant\n%s", got, want)
	}
}

// TestNoExecuteBit has a scorer that may not be run where it is.
func TestNoExecuteBit(t *testing.T) {
	d, net := newDrive(t)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	d.script(t, "scorer", string(program), 0o644)
	if got, want := d.run(t, 3), want(t, net, 3); got != want {
		t.Errorf("the shim gives\n%s\nwant\n%s", got, want)
	}
}

// TestNothingToScore has no scorer at all.
func TestNothingToScore(t *testing.T) {
	d, _ := newDrive(t)
	for _, sizes := range [][]int{{}, {0, 0}} {
		if got := d.run(t, sizes...); got != end {
			t.Errorf("batches of %v: %s", sizes, got)
		}
	}
}

func TestFailures(t *testing.T) {
	const greet = "#!/bin/sh\nprintf 'golab-scorer-1\\n'\n"
	cases := []struct {
		name, program string
		mode          os.FileMode
		want          []string
	}{
		{"none", "", 0, []string{"no scorer for Linux-", " is not there"}},
		{"refuses the model", "#!/bin/sh\necho no such model >&2\nexit 3\n", 0o755, []string{"failed (exit status 3): no such model"}},
		{"speaks long", "#!/bin/sh\necho begin >&2\nseq 3000 >&2\nexit 1\n", 0o755, []string{"(exit status 1): begin", " ... ", "3000"}},
		{"killed", greet + "echo boom >&2\nkill -9 $$\n", 0o755, []string{"failed (exit status -9): boom"}},
		{"another program", "#!/bin/sh\necho 'hello, this is another one'\ncat > /dev/null\n", 0o755, []string{"failed (it did not greet)"}},
		{"no greeting in time", "#!/bin/sh\ncat > /dev/null\n", 0o755, []string{"failed (it did not greet within 1 s)"}},
		{"reads nothing", "#!/bin/sh\nexec sleep 60\n", 0o755, []string{"failed (it did not greet within 1 s)"}},
		{"takes no batch", greet + "exec sleep 60\n", 0o755, []string{"failed (it gave no answer within 1 s)"}},
		{"silent", greet + "cat > /dev/null\n", 0o755, []string{"failed (it gave no answer within 1 s)"}},
		{"garbage", greet + "head -c 1000 /dev/zero | tr '\\0' x\n", 0o755, []string{"failed ("}},
		{"ends early", greet + "exec cat > /dev/null\n", 0o755, []string{"failed (Tried reading schema"}},
		{"no program", "\x7fELF, but not really", 0o755, []string{"cannot run: Exec format error"}},
		{"another platform", "", 0, []string{"no scorer for Linux-", "there is one for Linux-riscv64"}},
	}
	d, _ := newDrive(t)
	var all []shim.Options
	for i, c := range cases {
		o := d.options
		file := shim.File{Name: fmt.Sprint("scorer", i)}
		o.Files = map[string]shim.File{"Linux-x86_64": file, "Linux-aarch64": file}
		if c.mode != 0 {
			d.script(t, file.Name, c.program, c.mode)
		}
		switch c.name {
		case "no greeting in time", "reads nothing":
			o.Patience = 1
		case "silent", "takes no batch":
			o.Silence = 1
		case "another platform":
			o.Files = map[string]shim.File{"Linux-riscv64": file}
		}
		all = append(all, o)
	}
	answers := strings.SplitAfter(d.runAll(t, all, 5, 5000, 5), end)
	if len(answers) != len(cases)+1 {
		t.Fatalf("%d answers to %d cases: %s", len(answers)-1, len(cases), answers)
	}
	for i, c := range cases {
		for _, part := range append(c.want, "RuntimeError: ") {
			if !strings.Contains(answers[i], part) {
				t.Errorf("%s: the shim gives\n%s\nwant %q", c.name, answers[i], part)
			}
		}
	}
}

// TestHangUp has a scorer that hangs, and Spark closes the connection.
func TestHangUp(t *testing.T) {
	d, _ := newDrive(t)
	started := filepath.Join(d.temp, "started")
	d.script(t, "scorer", "#!/bin/sh\nprintf 'golab-scorer-1\\n'\necho > '"+started+"'\nexec sleep 600\n", 0o755)
	d.options.Silence = 500
	d.env = []string{"SHIM_HANG_UP=" + started}
	if got, want := d.run(t, 5, 5), "RuntimeError: scorer scorer failed (Spark has given the task up): \n"+strings.Replace(end, "files 0", "files -1", 1); got != want {
		t.Errorf("the shim gives\n%s\nwant\n%s", got, want)
	}
}
