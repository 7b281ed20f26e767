package vm_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/go/ssa"

	"golab/kernel/interp/gentest"
	"golab/kernel/interp/vm"
)

var (
	genN      = flag.Int("gen.n", 0, "how many generated programs to run; a few by default")
	genSeed   = flag.Uint64("gen.seed", 1, "the first of their seeds")
	genReduce = flag.Bool("gen.reduce", false, "make programs that differ smaller")
)

// genVariable has the test binary run the generated programs of that folder.
const genVariable = "GOLAB_VM_GENERATED"

// genBatch is how many programs the go command builds at a time.
const genBatch = 60

// genLimit bounds a program's time, on either side.
const genLimit = 20 * time.Second

// TestGenerated compares what generated programs print when compiled and when
// interpreted.
func TestGenerated(t *testing.T) {
	if dir := os.Getenv(genVariable); dir != "" {
		interpretAll(dir)
		return
	}
	if _, err := exec.LookPath("go"); err != nil || runtime.GOARCH != "amd64" {
		t.Skip("wants a go command whose programs run here and round every product")
	}
	n := *genN
	if n == 0 {
		n = genBatch
		if testing.Short() {
			n = 4
		}
	}
	for first := 0; first < n; first += genBatch {
		var programs []string
		seed := *genSeed + uint64(first)
		for i := range min(genBatch, n-first) {
			programs = append(programs, gentest.Program(seed+uint64(i)))
		}
		for i, d := range differences(t, programs) {
			if d == "" {
				continue
			}
			source := programs[i]
			if *genReduce {
				source = gentest.Reduce(source, sameFault(t, d))
				d = differences(t, []string{source})[0]
			}
			t.Errorf("seed %d: %s\n%s", seed+uint64(i), d, afterPrelude(source, *genReduce))
		}
	}
}

// afterPrelude leaves out what all programs begin with, and long programs.
func afterPrelude(source string, whole bool) string {
	if !whole {
		return ""
	}
	return source
}

// sameFault returns what tells Reduce whether programs still differ in the way of d.
func sameFault(t *testing.T, d string) func([]string) []bool {
	kind, _, _ := strings.Cut(d, ":")
	return func(programs []string) []bool {
		out := make([]bool, len(programs))
		for i, e := range differences(t, programs) {
			k, _, _ := strings.Cut(e, ":")
			out[i] = e != "" && k == kind
		}
		return out
	}
}

// differences says of each program how its outputs differ, if they do.
func differences(t *testing.T, programs []string) []string {
	t.Helper()
	dir := t.TempDir()
	defer os.RemoveAll(dir)
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var imports, cases strings.Builder
	for i, p := range programs {
		write(fmt.Sprintf("d%d/p.go", i), p)
		fmt.Fprintf(&imports, "import p%d \"gen/d%d\"\n", i, i)
		fmt.Fprintf(&cases, "case \"%d\": p%d.%s()\n", i, i, gentest.Main)
	}
	write("go.mod", "module gen\n\ngo 1.26\n")
	write("main.go", "package main\n\nimport \"os\"\n"+imports.String()+"func main() {\nswitch os.Args[1] {\n"+cases.String()+"}\n}\n")
	build := exec.Command("go", "build", "-o", "native.exe")
	build.Dir = dir
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	interpretInChild(t, dir, len(programs))
	out := make([]string, len(programs))
	for i := range programs {
		out[i] = compareOutputs(strings.ReplaceAll(runNative(dir, i), fmt.Sprintf("gen/d%d.", i), gentest.Package+"."), readOutput(dir, i))
	}
	return out
}

// runNative returns what the compiled program i prints.
func runNative(dir string, i int) string {
	ctx, cancel := context.WithTimeout(context.Background(), genLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, filepath.Join(dir, "native.exe"), strconv.Itoa(i))
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return fmt.Sprintf("NATIVE: %v: %.2000s", err, stderr.String())
	}
	return stdout.String()
}

func outputName(dir string, i int) string { return filepath.Join(dir, fmt.Sprintf("d%d", i), "vm.txt") }

func readOutput(dir string, i int) string {
	text, err := os.ReadFile(outputName(dir, i))
	if err != nil {
		return "NO OUTPUT"
	}
	return string(text)
}

// interpretInChild runs the programs of dir in other processes: as many as it
// takes, should programs crash them.
func interpretInChild(t *testing.T, dir string, n int) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for range n {
		cmd := exec.Command(self, "-test.run=^TestGenerated$", "-test.timeout=30m")
		cmd.Env = append(os.Environ(), genVariable+"="+dir)
		out, err := cmd.CombinedOutput()
		if err == nil {
			return
		}
		for i := range n {
			if text := readOutput(dir, i); text == "BEGUN" {
				if err := os.WriteFile(outputName(dir, i), fmt.Appendf(nil, "CRASH: %.1500s", out), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// interpretAll runs the programs of dir that have no output yet.
func interpretAll(dir string) {
	for i := 0; ; i++ {
		source, err := os.ReadFile(filepath.Join(dir, fmt.Sprintf("d%d/p.go", i)))
		if err != nil {
			return
		}
		if readOutput(dir, i) != "NO OUTPUT" {
			continue
		}
		for _, text := range []func() string{func() string { return "BEGUN" }, func() string { return interpretGenerated(string(source)) }} {
			if err := os.WriteFile(outputName(dir, i), []byte(text()), 0o644); err != nil {
				panic(err)
			}
		}
	}
}

// interpretGenerated returns what a program prints on the machine.
func interpretGenerated(source string) string {
	s := newSession()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", source, parser.SkipObjectResolution)
	if err != nil {
		return "PARSE: " + err.Error()
	}
	pkg := types.NewPackage(gentest.Package, gentest.Package)
	info, err := s.check(fset, pkg, f, s.context)
	if err != nil {
		return "CHECK: " + err.Error()
	}
	prog := ssa.NewProgram(fset, ssa.InstantiateGenerics)
	s.addImports(prog, pkg)
	p := prog.CreatePackage(pkg, []*ast.File{f}, info, false)
	p.Build()
	code, err := s.world.Compile(p)
	if err != nil {
		return "COMPILE: " + err.Error()
	}
	run := vm.NewRun()
	timer := time.AfterFunc(genLimit, run.Stop)
	defer timer.Stop()
	for _, fn := range []string{"init", gentest.Main} {
		if err := code.Run(run, fn); err != nil {
			text := s.out.String() + "FAILS: " + err.Error()
			if p := (*vm.Panic)(nil); errors.As(err, &p) {
				text += fmt.Sprint("\n", p.Frames)
			}
			return text
		}
	}
	runtime.KeepAlive(s)
	return s.out.String()
}

// compareOutputs says how the output of the machine differs from the compiled
// program's: a word for the kind, a colon, and where.
func compareOutputs(native, machine string) string {
	if native == machine {
		return ""
	}
	n, m := strings.Split(native, "\n"), strings.Split(machine, "\n")
	at := 0
	for at < len(n) && at < len(m) && n[at] == m[at] {
		at++
	}
	rest := func(lines []string) string {
		return fmt.Sprintf("%.1500s", strings.Join(lines[min(at, len(lines)):min(at+6, len(lines))], "\n\t"))
	}
	kind := "output"
	for _, k := range []string{"NATIVE", "CRASH", "COMPILE", "CHECK", "FAILS"} {
		if strings.Contains(native+machine, k+": ") {
			kind = k
		}
	}
	return fmt.Sprintf("%s: line %d is\n\t%s\nwant\n\t%s", kind, at+1, rest(m), rest(n))
}
