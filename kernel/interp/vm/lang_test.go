package vm_test

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golab/kernel/interp/vm"
)

var regen = flag.Bool("regen", false, "write the golden files, with the go command")

// TestLanguage runs the programs of testdata/lang, which cover the language, and
// compares what they print with what the go command's programs print.
func TestLanguage(t *testing.T) {
	files, err := filepath.Glob("testdata/lang/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no programs: ", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".go"), func(t *testing.T) {
			golden := strings.TrimSuffix(file, ".go") + ".golden"
			if *regen {
				out, err := exec.Command("go", "run", file).CombinedOutput()
				if err == nil {
					err = os.WriteFile(golden, out, 0o644)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			compareLines(t, runMain(t, newSession(), string(source)), string(want))
			compareLines(t, runMain(t, debugSession(nil), string(source)), string(want))
		})
	}
}

// runMain runs a program's main and returns what it prints.
func runMain(t *testing.T, s *session, source string) string {
	t.Helper()
	pkg, _, err := s.build(strings.Replace(source, "package main\n", "", 1))
	if err != nil {
		t.Fatal(err)
	}
	code, err := s.world.Compile(pkg)
	if err != nil {
		t.Fatal(err)
	}
	run := vm.NewRun()
	for _, f := range []string{"init", "main"} {
		if err := code.Run(run, f); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
	}
	return s.out.String()
}

func compareLines(t *testing.T, got, want string) {
	t.Helper()
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(g), len(w)) {
		var x, y string
		if i < len(g) {
			x = g[i]
		}
		if i < len(w) {
			y = w[i]
		}
		if x != y {
			t.Errorf("line %d is\n\t%s\nwant\n\t%s", i+1, x, y)
		}
	}
}
