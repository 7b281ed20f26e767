package interp

import (
	"fmt"
	"strings"
	"testing"

	"golab/kernel"
)

func TestCompleteness(t *testing.T) {
	e := newEngine(t)
	tests := []struct{ code, status, indent string }{
		{"", "complete", ""},
		{" \n\t", "complete", ""},
		{"x := 1", "complete", ""},
		{"x := 1\n", "complete", ""},
		{"1 + 2", "complete", ""},
		{"fmt.Println(\"a\")", "complete", ""},
		{"import \"fmt\"\nfunc f() int { return 1 }\nf()", "complete", ""},
		{"x := 1; y := 2; x + y", "complete", ""},
		{"for i := range 3 {\n\tfmt.Println(i)\n}", "complete", ""},
		{"if x > 1 {\n} else {\n}", "complete", ""},
		{"type T struct{ a int }\nfunc (t T) m() {}", "complete", ""},
		{"L:\nfor {\n\tbreak L\n}", "complete", ""},
		{"// a comment", "complete", ""},
		{"/* a comment */ x", "complete", ""},
		{"x // why", "complete", ""},
		{"x := undeclared + \"a\"", "complete", ""}, // a matter of types
		{"!ok", "complete", ""},
		{"?fmt", "complete", ""},
		{"?? fmt.Println", "complete", ""},
		{"größe?", "complete", ""},
		{"x := `a`\n", "complete", ""},

		{"for i := 0; i < 3; i++ {", "incomplete", "\t"},
		{"func f() {\n\tif x {", "incomplete", "\t\t"},
		{"func f() {\n\tif x {\n\t}", "incomplete", "\t"},
		{"fmt.Println(", "incomplete", "\t"},
		{"fmt.Println(\"a\",", "incomplete", "\t"},
		{"fmt.Println(\"a\"", "incomplete", "\t"},
		{"go func() {\n\tf(func() {", "incomplete", "\t\t"},
		{"f(func() {", "incomplete", "\t"},
		{"x := []int{1,\n\t2,", "incomplete", "\t"},
		{"x := map[string]int{", "incomplete", "\t"},
		{"type T struct {", "incomplete", "\t"},
		{"type T struct {\n\ta int", "incomplete", "\t"},
		{"import (", "incomplete", "\t"},
		{"import (\n\t\"fmt\"", "incomplete", "\t"},
		{"import", "incomplete", "\t"},
		{"x := 1 +", "incomplete", "\t"},
		{"x := 1 + // one\n", "incomplete", "\t"},
		{"x :=", "incomplete", "\t"},
		{"a.", "incomplete", "\t"},
		{"a.b().\n\tc().", "incomplete", "\t"},
		{"ok &&", "incomplete", "\t"},
		{"func f(a int,", "incomplete", "\t"},
		{"func f(a int, b", "incomplete", "\t"},
		{"switch x {\ncase 1:", "incomplete", "\t"},
		{"select {", "incomplete", "\t"},
		{"x := `a\nb", "incomplete", ""},
		{"/* a", "incomplete", ""},
		{"{\n\tx := 1", "incomplete", "\t"},
		{"日本 := \"😀\" +", "incomplete", "\t"},

		{"}", "invalid", ""},
		{"f(a]", "invalid", ""},
		{"x := = 1", "invalid", ""},
		{"func f() {\n\tx := = 1\n", "invalid", ""},
		{"x y", "invalid", ""},
		{"if x", "invalid", ""},
		{"while true {", "invalid", ""},
		{"def f(x):", "invalid", ""},
		{"var x", "invalid", ""},
		{"x := \"a", "invalid", ""},
		{"x := 'ab'", "invalid", ""},
		{"x := 1 # one", "invalid", ""},
		{"f(1\n2", "invalid", ""},
		{"package main", "complete", ""},
		{"package main\nfunc main() {", "incomplete", "\t"},
		{"%matplotlib inline", "invalid", ""},
		{"%%time\nx := 1", "invalid", ""},
		{"x := 1\n%time x", "invalid", ""},
		{"!ls -l", "invalid", ""},
		{"x := 1\nelse {", "invalid", ""},
		{"\x00", "invalid", ""},
		{"f(\xff", "invalid", ""},
	}
	for _, tt := range tests {
		if got := e.Completeness(tt.code); got.Status != tt.status || got.Indent != tt.indent {
			t.Errorf("%q: %+v, want %s %q", tt.code, got, tt.status, tt.indent)
		}
	}
}

func newEngine(t testing.TB) *Engine {
	t.Helper()
	e, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// FuzzCompleteness holds the answer against the compiler: what has a syntax
// error is not complete, what has none is.
func FuzzCompleteness(f *testing.F) {
	e := newEngine(f)
	for _, s := range seeds {
		f.Add(s)
		f.Add(s + " +")
		f.Add(s[:len(s)/2])
	}
	f.Fuzz(func(t *testing.T, code string) {
		c := e.Completeness(code)
		if c.Indent != "" && (c.Status != "incomplete" || strings.Trim(c.Indent, "\t") != "") {
			t.Fatalf("%q: %+v", code, c)
		}
		switch c.Status {
		case "complete", "incomplete", "invalid":
		default:
			t.Fatalf("%q: status %s", code, c.Status)
		}
		_, _, err := e.front.compile(kernel.Cell{Number: 1, Code: code}, newScope())
		if err == nil && c.Status != "complete" && !magic.MatchString(code) {
			t.Fatalf("%q: %s, but it compiles", code, c.Status)
		}
		if _, errs := split([]byte(code)); len(errs) > 0 && c.Status == "complete" && !question.MatchString(strings.TrimSpace(code)) {
			t.Fatalf("%q: complete, but %v", code, errs)
		}
	})
}

func ExampleEngine_Completeness() {
	e, err := New(Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%q\n", e.Completeness("for i := range 3 {"))
	fmt.Printf("%q\n", e.Completeness("x := 1"))
	// Output:
	// {"incomplete" "\t"}
	// {"complete" ""}
}
