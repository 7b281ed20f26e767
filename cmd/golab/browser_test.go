package main

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A browserCheck is what testdata/browser/browser.py says of one thing that must
// work in a page.
type browserCheck struct {
	Check   string
	OK      bool
	Why     string
	Seconds float64
	Page    []string // what the page itself complained of
}

// TestBrowser drives JupyterLab and Notebook 7 in a headless Chromium: the lab from
// beginning to end, and what a student does with keyboard and mouse. Pictures of
// every step go to the folder that GOLAB_SCREENS names.
func TestBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("two minutes in a browser")
	}
	python, chromium := browserTools(t)
	prefix := t.TempDir()
	if out, err := exec.Command(golab, "install", "--prefix", prefix).CombinedOutput(); err != nil {
		t.Fatalf("golab install: %v\n%s", err, out)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 8*time.Minute)
	defer cancel()
	args := []string{"testdata/browser/browser.py", "golab", "../../notebooks/lab09.ipynb", "--chromium", chromium}
	if screens := os.Getenv("GOLAB_SCREENS"); screens != "" {
		args = append(args, "--screens", screens)
	}
	cmd := exec.CommandContext(ctx, python, args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) } // it ends the server and the browser
	cmd.WaitDelay = 30 * time.Second
	cmd.Env = append(os.Environ(), "JUPYTER_PATH="+filepath.Join(prefix, "share", "jupyter"), "PYTHONDONTWRITEBYTECODE=1")
	if dir := realSpambase(t); dir != "" {
		cmd.Env = append(cmd.Env, "GOLAB_DATA="+dir)
	}
	var stderr strings.Builder
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	checks := 0
	for lines := bufio.NewScanner(stdout); lines.Scan(); checks++ {
		reportCheck(t, lines.Bytes())
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("%v\n%s", err, stderr.String())
	}
	if checks < 10 {
		t.Errorf("%d checks: the run broke off", checks)
	}
}

// reportCheck makes a subtest of one line of the driver.
func reportCheck(t *testing.T, line []byte) {
	var c browserCheck
	if err := json.Unmarshal(line, &c); err != nil {
		t.Errorf("%v: %s", err, line)
		return
	}
	t.Run(c.Check, func(t *testing.T) {
		t.Logf("%s", line)
		if !c.OK {
			t.Errorf("%s", c.Why)
		}
		for _, trouble := range c.Page {
			t.Logf("the page: %s", trouble)
		}
	})
}

// browserTools returns a Python with JupyterLab and Playwright, and a Chromium.
func browserTools(t *testing.T) (python, chromium string) {
	t.Helper()
	python = os.Getenv("GOLAB_PYTHON")
	if python == "" {
		t.Skip("no Python with JupyterLab: test.sh makes one and names it in GOLAB_PYTHON")
	}
	const modules = "import jupyterlab, notebook, ipywidgets, playwright"
	if out, err := exec.Command(python, "-c", modules).CombinedOutput(); err != nil {
		words := strings.Split(strings.TrimSpace(string(out)), "\n")
		t.Skipf("the Python of GOLAB_PYTHON cannot %s: %s", modules, words[len(words)-1])
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return python, path
		}
	}
	t.Skip("no Chromium: apt-get install chromium fonts-dejavu-core")
	return "", ""
}
