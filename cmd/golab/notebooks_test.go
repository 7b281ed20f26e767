package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"image/png"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"golab/data"
)

// notebooks returns the paths of the course's notebooks.
func notebooks(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../../notebooks/*.ipynb")
	if err != nil || len(files) == 0 {
		t.Fatalf("no notebooks: %v", err)
	}
	return files
}

// realSpambase returns the folder of the real data file, or "" when it is not on
// this machine.
func realSpambase(t testing.TB) string {
	t.Helper()
	path, err := data.Finder{Offline: true, Cache: t.TempDir(), Notice: io.Discard}.Find("spambase.data")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(path, "synthetic") {
		return ""
	}
	return filepath.Dir(path)
}

// runCopy runs a copy of a notebook in a folder of its own and returns what it
// prints and that folder. Without the real data it runs on the synthetic file.
func runCopy(t testing.TB, file, dataDir string) (stdout, folder string) {
	t.Helper()
	folder = t.TempDir()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(folder, "notebooks", filepath.Base(file))
	if err := os.MkdirAll(filepath.Dir(copied), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(copied, text, 0o644); err != nil {
		t.Fatal(err)
	}
	run := exec.Command(golab, "run", "--inplace", copied)
	run.Env = append(os.Environ(), "GOLAB_DATA="+dataDir, "XDG_CACHE_HOME="+filepath.Join(folder, "cache"))
	var out, errs bytes.Buffer
	run.Stdout, run.Stderr = &out, &errs
	if err := run.Run(); err != nil {
		t.Fatalf("golab run %s: %v\n%s%s", file, err, out.String(), errs.String())
	}
	return out.String(), folder
}

// TestNotebooks runs every notebook of the course. On the real data the texts it
// shows must be those that are stored in it.
func TestNotebooks(t *testing.T) {
	dir := realSpambase(t)
	for _, file := range notebooks(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			if testing.Short() && strings.HasSuffix(file, "_solutions.ipynb") {
				t.Skip("it fits thirty networks and seven classifiers")
			}
			_, folder := runCopy(t, file, dir)
			if strings.HasPrefix(filepath.Base(file), "lab09") {
				checkCourse(t, file, folder)
			}
			if dir == "" {
				t.Log("the real Spambase is not here: the notebook ran on the synthetic one, its outputs are not compared")
				return
			}
			if runtime.GOARCH != "amd64" {
				t.Log("not amd64: float32 sums may be fused here, the outputs are not compared")
				return
			}
			got, want := texts(t, filepath.Join(folder, "notebooks", filepath.Base(file))), texts(t, file)
			for id, text := range want {
				if got[id] != text {
					t.Errorf("cell %s shows\n%s\nstored is\n%s", id, got[id], text)
				}
			}
		})
	}
}

// texts returns what each code cell of a stored notebook shows as text, by the id
// of the cell. Progress lines, which depend on the clock, are left out.
func texts(t *testing.T, file string) map[string]string {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var nb struct {
		Cells []struct {
			ID      string
			Type    string `json:"cell_type"`
			Outputs []struct {
				Text []string
				Data map[string]any
			}
		}
	}
	if err := json.Unmarshal(raw, &nb); err != nil {
		t.Fatal(err)
	}
	shown := map[string]string{}
	for _, c := range nb.Cells {
		if c.Type != "code" {
			continue
		}
		var b strings.Builder
		for _, o := range c.Outputs {
			for _, line := range o.Text {
				if !strings.Contains(line, "━") {
					b.WriteString(line)
				}
			}
			if plain, ok := o.Data["text/plain"].([]any); ok {
				for _, line := range plain {
					b.WriteString(line.(string))
				}
			}
		}
		shown[c.ID] = b.String()
	}
	return shown
}

// TestLab09PrintsSparksNumbers holds the lab against the sheet and against what
// real Spark releases print.
func TestLab09PrintsSparksNumbers(t *testing.T) {
	dir := realSpambase(t)
	if dir == "" {
		t.Skip("the real Spambase is not on this machine")
	}
	stdout, folder := runCopy(t, "../../notebooks/lab09.ipynb", dir)
	for _, want := range []string{
		"train 3288 test 1313\n",
		"Accuracy = 0.809596\n",
		"Spark33Java8     0.865194\n",
		"Spark41AVX512    0.861386\n",
		"Spark41AVX2      0.844631\n",
	} {
		if !strings.Contains(stdout, want) {
			t.Errorf("stdout lacks %q:\n%s", want, stdout)
		}
	}
	picture, err := os.Open(filepath.Join(folder, "Output", "keras_nn_train_validation_history.png"))
	if err != nil {
		t.Fatal(err)
	}
	defer picture.Close()
	if _, err := png.Decode(picture); err != nil {
		t.Error(err)
	}
}

// TestLab09WithoutTheRealData runs the lab where there is no data file and no
// network: on the synthetic Spambase both networks must still learn.
func TestLab09WithoutTheRealData(t *testing.T) {
	empty := t.TempDir()
	t.Setenv("HTTPS_PROXY", "http://127.0.0.1:1") // refuses: there is no network
	stdout, folder := runCopy(t, "../../notebooks/lab09.ipynb", empty)
	if n := strings.Count(stdout, "Accuracy = "); n != 4 {
		t.Errorf("%d accuracies are printed, want 4:\n%s", n, stdout)
	}
	if strings.Contains(stdout, "Accuracy = 0.809596") {
		t.Error("synthetic data give the number of the real ones")
	}
	if _, err := os.Stat(filepath.Join(folder, "Output", "keras_nn_train_validation_history.png")); errors.Is(err, fs.ErrNotExist) {
		t.Error("the picture was not written")
	}
}

// TestStoredNotebooksAreJupyters asks the real nbformat whether it would write the
// course's notebooks as they are.
func TestStoredNotebooksAreJupyters(t *testing.T) {
	python := os.Getenv("GOLAB_PYTHON")
	if python == "" {
		t.Skip("no Python with nbformat: test.sh makes one and names it in GOLAB_PYTHON")
	}
	const script = `
import sys, nbformat
for path in sys.argv[1:]:
    text = open(path, encoding="utf-8").read()
    nb = nbformat.reads(text, as_version=4)
    nbformat.validate(nb)
    if nbformat.writes(nb) + "\n" != text:
        sys.exit(path + ": nbformat would write it otherwise")
`
	out, err := exec.Command(python, append([]string{"-c", script}, notebooks(t)...)...).CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// BenchmarkLab09 measures the main job as a whole process: golab run on the lab.
func BenchmarkLab09(b *testing.B) {
	dir := realSpambase(b)
	if dir == "" {
		b.Skip("the real Spambase is not on this machine")
	}
	for b.Loop() {
		run := exec.Command(golab, "run", "-o", filepath.Join(b.TempDir(), "out.ipynb"), "../../notebooks/lab09.ipynb")
		run.Env = append(os.Environ(), "GOLAB_DATA="+dir)
		if out, err := run.CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
		// On Linux this is a *syscall.Rusage, in KiB; elsewhere there may be none.
		if usage := reflect.ValueOf(run.ProcessState.SysUsage()); runtime.GOOS == "linux" {
			b.ReportMetric(float64(usage.Elem().FieldByName("Maxrss").Int())/1024, "peak-MiB")
		}
	}
}
