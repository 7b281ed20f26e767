package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The students' notebook and the one it is made from.
const (
	studentsLab  = "../../notebooks/lab09.ipynb"
	solutionsLab = "../../notebooks/lab09_solutions.ipynb"
)

// A courseCell is a cell of a course's notebook, with what nbgrader knows of it.
type courseCell struct {
	ID       string
	Type     string    `json:"cell_type"`
	Lines    multiline `json:"source"`
	Metadata map[string]any
	Outputs  []struct {
		Type string `json:"output_type"`
		Text multiline
		Data map[string]any
	}
}

// A multiline is a text, in a notebook a list of lines or one string.
type multiline string

// UnmarshalJSON takes both.
func (m *multiline) UnmarshalJSON(text []byte) error {
	var lines []string
	if json.Unmarshal(text, &lines) == nil {
		*m = multiline(strings.Join(lines, ""))
		return nil
	}
	return json.Unmarshal(text, (*string)(m))
}

// readCourse returns the cells of a notebook.
func readCourse(t testing.TB, file string) []courseCell {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var nb struct{ Cells []courseCell }
	if err := json.Unmarshal(raw, &nb); err != nil {
		t.Fatal(err)
	}
	return nb.Cells
}

func (c courseCell) source() string { return string(c.Lines) }

// is reports whether nbgrader takes the cell for one of the sort: "grade" (a test),
// "solution" or "locked".
func (c courseCell) is(sort string) bool {
	grader, _ := c.Metadata["nbgrader"].(map[string]any)
	yes, _ := grader[sort].(bool)
	return yes
}

// equal reports whether two cells are the same but for their outputs.
func (c courseCell) equal(d courseCell) bool {
	return c.ID == d.ID && c.Type == d.Type && c.source() == d.source() && reflect.DeepEqual(c.Metadata, d.Metadata)
}

// failed reports whether the cell shows an error.
func (c courseCell) failed() bool {
	for _, o := range c.Outputs {
		if o.Type == "error" {
			return true
		}
	}
	return false
}

// text returns what the cell prints.
func (c courseCell) text() string {
	var b strings.Builder
	for _, o := range c.Outputs {
		b.WriteString(string(o.Text))
	}
	return b.String()
}

// forStudents returns the cell's source without what students do not see, as
// nbgrader's ClearSolutions and ClearHiddenTests make it with the course's settings.
func (c courseCell) forStudents() string {
	var kept []string
	hidden, region := "", false
	for line := range strings.SplitSeq(c.source(), "\n") {
		switch {
		case hidden != "":
			if strings.Contains(line, "END "+hidden) {
				hidden = ""
			}
		case strings.Contains(line, "BEGIN SOLUTION"):
			indent := line[:len(line)-len(strings.TrimLeft(line, "\t "))]
			kept = append(kept, indent+"// YOUR CODE HERE")
			hidden, region = "SOLUTION", true
		case strings.Contains(line, "BEGIN HIDDEN TESTS"):
			hidden = "HIDDEN TESTS"
		default:
			kept = append(kept, line)
		}
	}
	switch {
	case !c.is("solution") || region:
		return strings.Join(kept, "\n")
	case c.Type == "code":
		return "// YOUR CODE HERE"
	}
	return "*Your answer here.*"
}

// grading returns a cell's metadata without what nbgrader adds for a release.
func (c courseCell) grading() map[string]any {
	m := map[string]any{}
	for key, value := range c.Metadata {
		if grader, ok := value.(map[string]any); ok && key == "nbgrader" {
			for name, v := range grader {
				if name != "checksum" && name != "cell_type" {
					m["nbgrader "+name] = v
				}
			}
		} else if key != "deletable" && key != "editable" {
			m[key] = value
		}
	}
	return m
}

// The students' notebook is the one with the solutions, less these and the hidden
// tests, in every cell. With -regen the real nbgrader makes it, and both are run: what they
// show is stored.
func TestStudentsLab(t *testing.T) {
	if *regen {
		regenerate(t)
	}
	students, solutions := readCourse(t, studentsLab), readCourse(t, solutionsLab)
	if len(students) != len(solutions) {
		t.Fatalf("%d cells, the solutions have %d", len(students), len(solutions))
	}
	open := 0
	for i, s := range solutions {
		got := students[i]
		if got.ID != s.ID || got.Type != s.Type || !reflect.DeepEqual(got.grading(), s.grading()) {
			t.Errorf("cell %d is %s %s %v, in the solutions %s %s %v", i, got.Type, got.ID, got.grading(), s.Type, s.ID, s.grading())
		}
		if want := s.forStudents(); got.source() != want {
			t.Errorf("cell %s is\n%s\nthe solutions give\n%s", s.ID, got.source(), want)
		}
		if strings.Contains(got.source(), "YOUR CODE HERE") && s.is("solution") {
			open++
		}
	}
	if open < 10 {
		t.Errorf("%d cells are left open", open)
	}
}

// No cell is longer than a screen of a lecture hall holds.
func TestCellsAreShort(t *testing.T) {
	for _, file := range notebooks(t) {
		for _, c := range readCourse(t, file) {
			if lines := strings.Count(c.source(), "\n") + 1; c.Type == "code" && lines > 15 {
				t.Errorf("%s: cell %s has %d lines, 15 are the most", filepath.Base(file), c.ID, lines)
			}
		}
	}
}

// pngName finds the pictures that a cell saves and those that a text names.
var pngName = regexp.MustCompile(`\w+\.png`)

// checkCourse looks at a run of one of the course's notebooks in a folder: what its
// checks print, and the figures that it leaves.
func checkCourse(t *testing.T, file, folder string) {
	t.Helper()
	var saved, named []string
	checks := 0
	for _, c := range readCourse(t, filepath.Join(folder, "notebooks", filepath.Base(file))) {
		if found := pngName.FindAllString(c.source(), -1); c.Type == "code" {
			saved = append(saved, found...)
		} else if c.ID == "output" {
			named = found
		}
		if strings.HasPrefix(c.source(), "fmt.Println(\"Exercise") || c.ID == "loop-check" {
			checks++
			want := ": not done yet\n"
			if strings.Contains(file, "solutions") {
				want = ": ✓ "
			}
			if !strings.Contains(c.text(), want) || strings.Count(c.text(), "\n") != 1 {
				t.Errorf("check %s prints %q, want a line with %q", c.ID, c.text(), want)
			}
		}
	}
	if checks != 7 {
		t.Errorf("%d checks, want 7", checks)
	}
	files, err := filepath.Glob(filepath.Join(folder, "Output", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for i, file := range files {
		files[i] = filepath.Base(file)
	}
	if slices.Sort(saved); !slices.Equal(files, saved) {
		t.Errorf("Output has %q, the cells save %q", files, saved)
	}
	for _, file := range files {
		if !slices.Contains(named, file) {
			t.Errorf("%s is not in the list of what is in Output: %q", file, named)
		}
	}
	if strings.Contains(file, "solutions") && len(named) != len(files) {
		t.Errorf("the list names %q, Output has %q", named, files)
	}
}
