package main

import (
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A nbgraderCourse is a folder in which the real nbgrader works.
type nbgraderCourse struct {
	*jupyter
	dir string
}

// newCourse returns a course whose one assignment, lab09, has the solutions for its
// source.
func newCourse(t *testing.T) nbgraderCourse {
	t.Helper()
	j := newJupyter(t)
	if out, err := exec.Command(j.python, "-c", "import nbgrader").CombinedOutput(); err != nil {
		t.Skipf("%s lacks nbgrader, which is in test-requirements.txt: %s", j.python, out)
	}
	// nbgrader runs a program of its environment by name.
	j.env = append(j.env, "PATH="+filepath.Dir(j.python)+string(os.PathListSeparator)+os.Getenv("PATH"))
	c := nbgraderCourse{j, t.TempDir()}
	c.copy(t, "../../notebooks/nbgrader_config.py", "nbgrader_config.py")
	c.copy(t, solutionsLab, "source/lab09/lab09.ipynb")
	c.nbgrader(t, "generate_assignment", "lab09")
	return c
}

// copy copies a file into the course, with some texts replaced by others.
func (c nbgraderCourse) copy(t *testing.T, from, to string, oldnew ...string) {
	t.Helper()
	text, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(c.dir, to)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.NewReplacer(oldnew...).Replace(string(text))), 0o644); err != nil {
		t.Fatal(err)
	}
}

// nbgrader runs a command of nbgrader.
func (c nbgraderCourse) nbgrader(t *testing.T, args ...string) {
	t.Helper()
	cmd := exec.Command(c.python, append([]string{"-m", "nbgrader"}, args...)...)
	cmd.Dir, cmd.Env = c.dir, c.env
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("nbgrader %s: %v\n%s", args, err, out)
	}
}

// scores returns the points of each student, and the most that there are.
func (c nbgraderCourse) scores(t *testing.T) map[string][2]string {
	t.Helper()
	c.nbgrader(t, "export")
	f, err := os.Open(filepath.Join(c.dir, "grades.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) == 0 {
		t.Fatalf("grades.csv: %v", err)
	}
	column := func(name string) int { return slices.Index(rows[0], name) }
	points := map[string][2]string{}
	for _, row := range rows[1:] {
		points[row[column("student_id")]] = [2]string{row[column("score")], row[column("max_score")]}
	}
	return points
}

// What the real nbgrader makes of the solutions is the students' notebook, in every
// cell and all that it keeps about it. It gives nothing for the untouched notebook,
// which runs but for the hidden tests, and all points for the solutions.
func TestNbgrader(t *testing.T) {
	if testing.Short() {
		t.Skip("notebooks in nbgrader take their time")
	}
	c := newCourse(t)
	released, students := readCourse(t, filepath.Join(c.dir, "release/lab09/lab09.ipynb")), readCourse(t, studentsLab)
	if len(released) != len(students) {
		t.Fatalf("nbgrader releases %d cells, the students' notebook has %d", len(released), len(students))
	}
	for i, want := range released {
		if got := students[i]; !got.equal(want) {
			t.Errorf("cell %s is\n%s\n%v\nnbgrader makes\n%s\n%v", got.ID, got.source(), got.Metadata, want.source(), want.Metadata)
		}
	}

	// Networks that are hardly trained do for what is graded.
	quick := []string{"MaxIter:     100", "MaxIter:     3", "Epochs:          100", "Epochs:          3", "epoch := range 100", "epoch := range 3"}
	c.copy(t, studentsLab, "submitted/untouched/lab09/lab09.ipynb", quick...)
	c.copy(t, solutionsLab, "submitted/diligent/lab09/lab09.ipynb", quick...)
	c.copy(t, solutionsLab, "submitted/hasty/lab09/lab09.ipynb", append(quick, "[]int{57, 20, 5, 2}, []int{57, 40, 10, 2})))", "[]int{57, 20, 5, 2})))")...)
	c.nbgrader(t, "autograde", "lab09")
	scores := c.scores(t)
	for student, want := range map[string]struct {
		points string
		failed []string
	}{
		"untouched": {"0.0", []string{
			"exercise-1-search-check", "exercise-1-test-check", "exercise-1-winner-check",
			"exercise-2-predictions-check", "exercise-2-bytes-check", "exercise-2-wrapper-check",
		}},
		"hasty":    {"12.0", []string{"exercise-1-search-check"}}, // two candidates only
		"diligent": {"16.0", nil},
	} {
		if got := scores[student]; got != [2]string{want.points, "16.0"} {
			t.Errorf("%s gets %q points, want %s of 16.0", student, got, want.points)
		}
		var failed []string
		for _, cell := range readCourse(t, filepath.Join(c.dir, "autograded", student, "lab09", "lab09.ipynb")) {
			if cell.failed() {
				failed = append(failed, cell.ID)
			}
		}
		if !slices.Equal(failed, want.failed) {
			t.Errorf("%s: the cells %q fail, want %q", student, failed, want.failed)
		}
	}
}

// regenerate writes the students' notebook anew, and the outputs of both.
func regenerate(t *testing.T) {
	t.Helper()
	dir := realSpambase(t)
	if dir == "" {
		t.Fatal("the stored outputs are those of the real Spambase, which is not here")
	}
	c := newCourse(t)
	for from, to := range map[string]string{
		filepath.Join(c.dir, "release/lab09/lab09.ipynb"): studentsLab,
		solutionsLab: solutionsLab,
	} {
		name := filepath.Join("notebooks", filepath.Base(to))
		c.copy(t, from, name)
		_, folder := runCopy(t, filepath.Join(c.dir, name), dir)
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
