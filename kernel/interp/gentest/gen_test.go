package gentest

import (
	"go/ast"
	"strings"
	"testing"
)

func TestPrograms(t *testing.T) {
	statements := 0
	const n = 5
	for seed := range uint64(n) {
		source := Program(seed)
		if source != Program(seed) {
			t.Errorf("seed %d gives two programs", seed)
		}
		f, _, _, err := Check(source)
		if err != nil {
			t.Errorf("seed %d: %v", seed, err)
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if _, ok := n.(ast.Stmt); ok {
				statements++
			}
			return true
		})
	}
	if statements/n < 500 {
		t.Errorf("a program has %d statements: too much is cut out", statements/n)
	}
}

func TestCoverage(t *testing.T) {
	var all strings.Builder
	for seed := range uint64(15) {
		all.WriteString(Program(seed))
	}
	text := all.String()
	for _, part := range []string{"goto ", "fallthrough", "select {", "defer ", "recover()", ".(type)", "range count(", "clear(", "copy(", "min(",
		"continue L", "break L", "[:]", "<<=", "&^", "complex(", "sync.Mutex", "go func()", "[T integer]", "func(yield", "delete(", "close(", "iota"} {
		if !strings.Contains(text, part) {
			t.Errorf("15 programs have no %s", part)
		}
	}
}

func TestReduce(t *testing.T) {
	source := Program(3)
	marker := "errors.New"
	if strings.Count(source, marker) < 2 {
		marker = "fmt.Println"
	}
	small := Reduce(source, func(programs []string) []bool {
		out := make([]bool, len(programs))
		for i, p := range programs {
			out[i] = strings.Contains(p, marker) && strings.Contains(p, "func "+Main+"()")
		}
		return out
	})
	if _, _, _, err := Check(small); err != nil {
		t.Error(err)
	}
	if lines := strings.Count(small, "\n"); lines > 30 || !strings.Contains(small, marker) {
		t.Errorf("%d lines are left:\n%s", lines, small)
	}
}
