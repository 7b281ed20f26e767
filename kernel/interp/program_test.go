package interp_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"golab/kernel"
	"golab/kernel/interp"
)

func TestRunProgram(t *testing.T) {
	tests := []struct {
		name, src    string
		args         []string
		limit        time.Duration
		kind         kernel.Kind
		out, failure string
	}{
		{name: "args", src: "package main\n\nimport (\n\t\"fmt\"\n\t\"os\"\n)\n\nvar n = len(os.Args)\n\nfunc main() { fmt.Println(n, os.Args) }\n",
			args: []string{"-x", "y"}, out: "3 [prog.go -x y]\n"},
		{name: "flags", src: "package main\n\nimport (\n\t\"flag\"\n\t\"fmt\"\n)\n\nvar n = flag.Int(\"n\", 1, \"\")\n\nfunc main() {\n\tflag.Parse()\n\tfmt.Println(*n)\n}\n",
			args: []string{"-n", "5"}, out: "5\n"},
		{name: "order of initialisers", src: "package main\n\nvar a = b + 1\nvar b = 2\n\nfunc init() { a *= 10 }\nfunc main() { println(a) }\n", out: "30\n"},
		{name: "exit", src: "package main\n\nimport \"os\"\n\nfunc main() {\n\tdefer println(\"no\")\n\tos.Exit(4)\n}\n",
			kind: kernel.Exited, failure: "prog.go:7: exit status 4"},
		{name: "exit 0", src: "package main\n\nimport \"os\"\n\nfunc main() { os.Exit(0) }\n"},
		{name: "fatal", src: "package main\n\nimport \"log\"\n\nfunc main() { log.SetFlags(0); log.Fatal(\"no\") }\n",
			kind: kernel.Exited, out: "no\n", failure: "prog.go:5: exit status 1"},
		{name: "panic", src: "package main\n\ntype T struct{ m map[string]int }\n\nfunc (t *T) put() {\n\tt.m[\"a\"] = 1\n}\n\nfunc main() {\n\t(&T{}).put()\n}\n",
			kind: kernel.Panicked, failure: "prog.go:6: assignment to entry in nil map\n\tat prog.go:6 (*T).put\n\tat prog.go:10 main"},
		{name: "panic in init", src: "package main\n\nvar a = []int{}[len(\"x\")]\n\nfunc main() {}\n",
			kind: kernel.Panicked, failure: "prog.go:3: runtime error: index out of range [1] with length 0"},
		{name: "panic with an error", src: "package main\n\nimport \"errors\"\n\nfunc main() { panic(errors.New(\"bad\")) }\n",
			kind: kernel.Returned, failure: "prog.go:5: bad"},
		{name: "goroutine", src: "package main\n\nfunc main() {\n\tgo func() {\n\t\tpanic(\"bad\")\n\t}()\n\tselect {}\n}\n",
			kind: kernel.Panicked, failure: "prog.go:5: in a goroutine: panic: bad\n\tat prog.go:5 main.func1"},
		{name: "compile errors", src: "package main\n\nimport \"fmt\"\n\nfunc main() {\n\tx := 1\n\ty := \"a\" + 2\n}\n",
			kind: kernel.Compile, failure: "prog.go:3: \"fmt\" imported and not used\nprog.go:6: declared and not used: x\nprog.go:7: declared and not used: y\nprog.go:7: invalid operation: \"a\" + 2 (mismatched types untyped string and untyped int); fmt.Sprint(…) makes a text of a number"},
		{name: "syntax", src: "package main\n\nfunc main() {\n", kind: kernel.Compile, failure: "prog.go:3: unexpected end of the file"},
		{name: "empty", src: "", kind: kernel.Compile, failure: "prog.go:1: unexpected end of the file"},
		{name: "must", src: "package main\n\nimport \"strconv\"\n\nfunc main() { println(must(strconv.Atoi(\"1\"))) }\n", kind: kernel.Compile,
			failure: "prog.go:5: undefined: must; notebooks have it, a program says if err != nil"},
		{name: "no main", src: "package main\n", kind: kernel.Compile, failure: "prog.go:1: the program has no func main"},
		{name: "package", src: "package lib\n", kind: kernel.Compile, failure: "prog.go:1: the package is lib, a program's is main"},
		{name: "import", src: "package main\n\nimport \"no/such\"\n\nfunc main() {}\n", kind: kernel.Compile,
			failure: "prog.go:3: package \"no/such\" is not available in cells"},
		{name: "endless", src: "package main\n\nfunc main() {\n\tfor {\n\t}\n}\n", limit: 500 * time.Millisecond,
			kind: kernel.Interrupted, failure: "prog.go:3: stopped: the time limit is over"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e, err := interp.New(interp.Config{})
			if err != nil {
				t.Fatal(err)
			}
			ctx := context.Background()
			if tt.limit != 0 {
				ctx = within(tt.limit)
			}
			out := capture(t, func() { err = e.RunProgram(ctx, "prog.go", tt.src, tt.args...) })
			if out != tt.out {
				t.Errorf("printed %q, want %q", out, tt.out)
			}
			var ke *kernel.Error
			if !errors.As(err, &ke) {
				if err != nil || tt.failure != "" {
					t.Errorf("error %v, want %q", err, tt.failure)
				}
				return
			}
			if got := strings.Join(ke.Traceback(), "\n"); got != tt.failure || ke.Kind != tt.kind {
				t.Errorf("kind %d\n%s\nwant kind %d\n%s", ke.Kind, got, tt.kind, tt.failure)
			}
		})
	}
}

func TestProgramsAndCells(t *testing.T) {
	s := newSession(t)
	s.run("x := 1\nfunc main() {}")
	if err := s.e.RunProgram(context.Background(), "p.go", "package main\n\nvar x = \"text\"\n\nfunc main() { x = must() }\n\nfunc must() string { return x }\n"); err != nil {
		t.Error(err)
	}
	if x := s.run("x"); x != 1 {
		t.Errorf("x = %v", x)
	}
}
