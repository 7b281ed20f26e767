package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// failing gives the reason for each program of Go's test suite that golab run does
// not run as it should.
var failing = map[string]string{
	"closure.go":          "counts allocations",
	"heapsampling.go":     "reads allocation profiles of its own functions",
	"linkobj.go":          "runs the compiler, which wants export files that this Go does not have",
	"nilptr.go":           "wants its huge global to lie low in the address space",
	"recover.go":          "recovers in a method that is deferred as a func value made by reflect",
	"stackobj.go":         "wants dead variables collected at once",
	"stackobj3.go":        "wants dead variables collected at once",
	"typeparam/chans.go":  "wants a dead channel's finalizer to run at once",
	"typeparam/nested.go": "prints the names of types that are local to instances of generic functions",
}

// leastPassing is the bar: 349 programs, of which 340 pass.
const leastPassing = 340

// programLimit bounds a program's time.
const programLimit = 120 * time.Second

// TestGoTestSuite runs the programs of the Go installation's own test folder that
// say "// run" by golab run. Each must exit with 0 and print what its .out file
// says, or anything if it has none.
func TestGoTestSuite(t *testing.T) {
	if testing.Short() {
		t.Skip("takes minutes")
	}
	folder, programs := goTestSuite(t)
	var mu sync.Mutex
	passed := 0
	t.Run("programs", func(t *testing.T) {
		gate := make(chan bool, runtime.GOMAXPROCS(0))
		for _, name := range programs {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				gate <- true
				defer func() { <-gate }()
				problem := runSuiteProgram(filepath.Join(folder, filepath.FromSlash(name)))
				switch reason, known := failing[name]; {
				case problem == "":
					mu.Lock()
					passed++
					mu.Unlock()
				case known:
					t.Skip(reason)
				default:
					t.Error(problem)
				}
			})
		}
	})
	t.Logf("%d of %d programs pass", passed, len(programs))
	if passed < leastPassing && len(programs) >= leastPassing {
		t.Errorf("%d programs pass, want at least %d", passed, leastPassing)
	}
	for name := range failing {
		if !slices.Contains(programs, name) {
			t.Errorf("the list of failures has %s, which is no program of the suite", name)
		}
	}
}

// goTestSuite lists the programs, relative to their folder.
func goTestSuite(t *testing.T) (folder string, programs []string) {
	t.Helper()
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal("the go command does not know GOROOT: ", err)
	}
	folder = filepath.Join(strings.TrimSpace(string(root)), "test")
	if _, err := os.Stat(folder); err != nil {
		t.Skip("this Go installation comes without the folder test")
	}
	says := regexp.MustCompile(`(?m)^// run$`)
	for _, glob := range []string{"*.go", "chan/*.go", "interface/*.go", "ken/*.go", "typeparam/*.go"} {
		files, err := filepath.Glob(filepath.Join(folder, glob))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			text, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			if says.Match(text) {
				name, _ := filepath.Rel(folder, f)
				programs = append(programs, filepath.ToSlash(name))
			}
		}
	}
	return folder, programs
}

// runSuiteProgram returns what is wrong with a run of a program, or "".
func runSuiteProgram(file string) string {
	ctx, cancel := context.WithTimeout(context.Background(), programLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, golab, "run", filepath.Base(file))
	cmd.Dir = filepath.Dir(file)
	both := &shared{}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &split{both, &stdout}, &split{both, &stderr}
	if err := cmd.Run(); err != nil {
		return fmt.Sprintf("%v: %.500s", err, both.text.String())
	}
	want, err := os.ReadFile(strings.TrimSuffix(file, ".go") + ".out")
	if err != nil {
		return ""
	}
	for _, got := range []*bytes.Buffer{&both.text, &stdout, &stderr} {
		if bytes.Equal(got.Bytes(), want) {
			return ""
		}
	}
	return fmt.Sprintf("prints\n%.500s\nwant\n%.500s", both.text.String(), want)
}

// shared is what a program prints, wherever to.
type shared struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// A split writes to a buffer of its own and to a shared one.
type split struct {
	shared *shared
	own    *bytes.Buffer
}

// Write never fails.
func (s *split) Write(p []byte) (int, error) {
	s.shared.mu.Lock()
	defer s.shared.mu.Unlock()
	s.shared.text.Write(p)
	return s.own.Write(p)
}
