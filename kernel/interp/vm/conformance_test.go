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
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/tools/go/ssa"

	"golab/kernel/interp/vm"
)

// runVariable has the test binary run the Go program of that name and nothing else.
const runVariable = "GOLAB_VM_RUN"

// debugVariable has the programs compiled for a debugger.
const debugVariable = "GOLAB_VM_DEBUG"

func TestMain(m *testing.M) {
	if name := os.Getenv(runVariable); name != "" {
		os.Exit(runProgram(name))
	}
	os.Exit(m.Run())
}

// runProgram runs a program of one file and returns its exit code.
func runProgram(name string) int {
	h := newHost()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
	if err != nil {
		fmt.Println("LOAD:", err)
		return 3
	}
	pkg := types.NewPackage("main", "main")
	info, err := h.check(fset, pkg, f, types.NewContext())
	if err != nil {
		fmt.Println("LOAD:", err)
		return 3
	}
	mode := ssa.InstantiateGenerics
	if os.Getenv(debugVariable) != "" {
		mode |= ssa.NaiveForm
		h.world.Debugger = vm.NewDebugger(nil)
	}
	prog := ssa.NewProgram(fset, mode)
	h.addImports(prog, pkg)
	p := prog.CreatePackage(pkg, []*ast.File{f}, info, false)
	p.Build()
	code, err := h.world.Compile(p)
	if err != nil {
		fmt.Println("COMPILE:", err)
		return 3
	}
	run := vm.NewRun()
	for _, fn := range []string{"init", "main"} {
		if err := code.Run(run, fn); err != nil {
			fmt.Fprintln(os.Stderr, err)
			var p *vm.Panic
			if errors.As(err, &p) {
				for _, f := range p.Frames {
					fmt.Fprintln(os.Stderr, "\t", f.Func, f.Pos)
				}
			}
			return 2
		}
	}
	return 0
}

// conformanceLimit bounds a program's time.
var conformanceLimit = flag.Duration("conformance.limit", time.Minute, "how long a program of Go's test suite may take")

// emulator is the command that runs the test binary, where the system cannot.
var emulator = flag.String("emulator", "", "the `command` that runs programs of this architecture")

// command returns the command that is the test binary.
func command(ctx context.Context, self string) *exec.Cmd {
	if *emulator != "" {
		return exec.CommandContext(ctx, *emulator, self)
	}
	return exec.CommandContext(ctx, self)
}

// suite lists the programs of Go's own test suite that are to be run, relative to
// its folder, and the folder.
func suite(t testing.TB) (folder string, programs []string) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Skip("no go command to ask for GOROOT")
	}
	folder = filepath.Join(strings.TrimSpace(string(root)), "test")
	if _, err := os.Stat(folder); err != nil {
		t.Skip("this Go installation comes without GOROOT/test")
	}
	first := regexp.MustCompile(`(?m)^// run$`)
	for _, glob := range []string{"*.go", "chan/*.go", "interface/*.go", "ken/*.go", "typeparam/*.go"} {
		files, _ := filepath.Glob(filepath.Join(folder, glob))
		for _, f := range files {
			text, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			if first.Match(text) {
				name, _ := filepath.Rel(folder, f)
				programs = append(programs, filepath.ToSlash(name))
			}
		}
	}
	return folder, programs
}

// TestConformance runs the suite with the verifier on; cmd/golab has what users get.
func TestConformance(t *testing.T) {
	if testing.Short() {
		t.Skip("takes minutes")
	}
	folder, programs := suite(t)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	passed := 0
	t.Run("programs", func(t *testing.T) {
		gate := make(chan bool, runtime.GOMAXPROCS(0))
		for _, name := range programs {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				gate <- true
				defer func() { <-gate }()
				problem := runConformance(self, filepath.Join(folder, filepath.FromSlash(name)))
				reason, known := knownFailures[name]
				switch {
				case problem == "":
					mu.Lock()
					passed++
					mu.Unlock()
					if known {
						t.Logf("passes, though listed as failing: %s", reason)
					}
				case known:
					t.Skip(reason)
				default:
					t.Error(problem)
				}
			})
		}
	})
	t.Logf("%d of %d programs pass", passed, len(programs))
	for name := range knownFailures {
		if !slices.Contains(programs, name) {
			t.Errorf("the list of known failures has %s, which is no program of the suite", name)
		}
	}
}

// runConformance runs a program of the suite in a process of its own and returns
// what is wrong: it must exit with 0 and print what its .out file says, or nothing.
func runConformance(self, file string) string {
	ctx, cancel := context.WithTimeout(context.Background(), *conformanceLimit)
	defer cancel()
	cmd := command(ctx, self)
	cmd.Env = append(os.Environ(), runVariable+"="+file)
	cmd.Dir = filepath.Dir(file)
	var stdout, stderr, both bytes.Buffer
	cmd.Stdout, cmd.Stderr = &tee{&stdout, &both}, &tee{&stderr, &both}
	err := cmd.Run()
	if err != nil {
		return fmt.Sprintf("%v: %.300s", err, both.String())
	}
	want, err := os.ReadFile(strings.TrimSuffix(file, ".go") + ".out")
	if err != nil {
		return ""
	}
	for _, got := range []*bytes.Buffer{&both, &stdout, &stderr} {
		if bytes.Equal(got.Bytes(), want) {
			return ""
		}
	}
	return fmt.Sprintf("prints\n%.300s\nwant\n%.300s", both.String(), want)
}

type tee struct{ a, b *bytes.Buffer }

var teeLock sync.Mutex

func (t *tee) Write(p []byte) (int, error) {
	teeLock.Lock()
	defer teeLock.Unlock()
	t.a.Write(p)
	return t.b.Write(p)
}

// knownFailures gives the reason for each program that fails.
var knownFailures = map[string]string{
	"closure.go":          "counts allocations",
	"heapsampling.go":     "reads allocation profiles of its own functions",
	"linkobj.go":          "runs the compiler, which wants export files that this Go does not have",
	"nilptr.go":           "wants its huge global to lie low in the address space",
	"recover.go":          "recovers in a method that is deferred as a func value made by reflect",
	"stackobj.go":         "wants dead variables collected at once",
	"stackobj3.go":        "wants dead variables collected at once",
	"typeparam/chans.go":  "wants a dead channel's finalizer to run at once",
	"typeparam/nested.go": "the names of local types in generics are the host's",
}
