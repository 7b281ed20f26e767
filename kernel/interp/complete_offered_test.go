package interp_test

import (
	"slices"
	"strings"
	"testing"

	"golab/internal/bindings"
	"golab/kernel/interp"
)

// TestOffered looks for names that cells have no use for.
func TestOffered(t *testing.T) {
	s := newSession(t)
	s.checkCompletions([]completionTest{
		{
			code:   "import \"golab/kernel/display\"\ndisplay.‸",
			has:    "Display Update ClearOutput HTML Markdown Progress NewBar Data MIMETypeSVG",
			hasNot: "Bind Bundle Call Capture Comms Frontend RenderFunc SetFrontend HTMLer Renderer",
		},
		{code: "import \"golab/kernel/display\"\ndisplay.Call‸"},
		{code: "import \"golab/labs\"\nlabs.Pre‸"},
		{code: "import . \"golab/kernel/display\"\nSetF‸"},
	})
	h, ok := s.e.Inspect("import \"golab/kernel/display\"", len("import \"golab"), false)
	if !ok || strings.Contains(h.Text, "SetFrontend") || !strings.Contains(h.Text, "SetNextInput") {
		t.Errorf("the package: %s", h.Text)
	}
	if h, ok := s.e.Inspect("display.SetFrontend", len("display.S"), false); !ok {
		t.Errorf("SetFrontend: %s", h.Text)
	}
	imports, _ := s.complete("import \"‸")
	for _, path := range bindings.Paths() {
		if inner := strings.Contains(path, "internal"); inner == slices.Contains(imports, path) {
			t.Errorf("%s: inner %v", path, inner)
		}
	}
}

// TestAssistLate asks for names that are declared when a cell mentions them.
func TestAssistLate(t *testing.T) {
	e, err := interp.New(interp.Config{
		Imports: map[string]string{"display": "golab/kernel/display"},
		Late:    map[string]string{"Display": "// Display shows a value.\nfunc Display(x any) error { return display.Display(x) }"},
	})
	if err != nil {
		t.Fatal(err)
	}
	s := &session{t, e, 0}
	s.checkCompletions([]completionTest{{code: "Displ‸", want: "Display"}, {code: "x := Displ‸", want: "Display"}})
	for range 2 {
		for _, marked := range []string{"Displ‸ay(1)", "Display(‸", "?Display‸", "x := 1\nerr := Display‸(x)"} {
			code, cursor := atCursor(t, marked)
			h, ok := e.Inspect(code, cursor, true)
			if want := "func Display(x any) error\n\nFunction, declared by the session.\n\nDisplay shows a value."; !ok || !strings.HasPrefix(h.Text, want) {
				t.Errorf("%s: %s", marked, h.Text)
			}
		}
		capture(t, func() { s.run("Display(1)") })
	}
	s.run("Display := 5")
	if h, _ := e.Inspect("Display", 1, false); !strings.HasPrefix(h.Text, "var Display int") {
		t.Errorf("a variable: %s", h.Text)
	}
}
