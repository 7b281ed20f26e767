package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// runChanged runs a notebook of the course whose cells have other text, by id, in a
// folder of its own, and returns what it prints.
func runChanged(t *testing.T, name string, cells map[string]string, args ...string) (stdout, folder string) {
	t.Helper()
	raw, err := os.ReadFile("../../notebooks/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var nb map[string]any
	if err := json.Unmarshal(raw, &nb); err != nil {
		t.Fatal(err)
	}
	changed := 0
	for _, c := range nb["cells"].([]any) {
		cell := c.(map[string]any)
		if source, ok := cells[cell["id"].(string)]; ok {
			cell["source"] = []any{source}
			changed++
		}
	}
	if changed != len(cells) {
		t.Fatalf("%s has %d of the %d cells", name, changed, len(cells))
	}
	if raw, err = json.Marshal(nb); err != nil {
		t.Fatal(err)
	}
	folder = t.TempDir()
	file := filepath.Join(folder, "notebooks", name)
	if err := os.Mkdir(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, raw, 0o644); err != nil {
		t.Fatal(err)
	}
	run := exec.Command(golab, append(append([]string{"run"}, args...), file)...)
	var out, errs bytes.Buffer
	run.Stdout, run.Stderr = &out, &errs
	if err := run.Run(); err != nil {
		t.Fatalf("golab run %s: %v\n%s%s", name, err, out.String(), errs.String())
	}
	return out.String(), folder
}

// TestStartHereExercises solves the exercises of the first notebook, rightly and
// wrongly: the checks say so, and the notebook runs to its end.
func TestStartHereExercises(t *testing.T) {
	const (
		loop = "func countAbove(numbers []float64, limit float64) int {\n\tcount := 0\n\t" +
			"for _, x := range numbers {\n\t\tif x %s limit {\n\t\t\tcount++\n\t\t}\n\t}\n\treturn count\n}"
		cold = "cold := must(data.SortBy(must(data.Filter(bikes, \"temperature\", " +
			"func(t float64) bool { return t < 10 })), \"%s\"))"
	)
	for _, test := range []struct {
		name  string
		cells map[string]string
		want  []string
	}{
		{"right", map[string]string{
			"exercise-1": "func fahrenheit(celsius float64) float64 { return celsius*9/5 + 32 }",
			"exercise-2": fmt.Sprintf(loop, ">"),
			"exercise-3": fmt.Sprintf(cold, "rides"),
			"exercise-4": "fig := plots.New(\"\", \"°C\", \"Days\")\nfig.Histogram(\"\", must(data.Column(bikes, \"temperature\")))\n" +
				"fig.Save(\"../Output/start_here_temperature.png\")",
		}, []string{"1: ✓", "2: ✓", "3: ✓", "4: ✓"}},
		{"wrong", map[string]string{
			"exercise-1": "func fahrenheit(celsius float64) float64 { return 9/5*celsius + 32 }",
			"exercise-2": fmt.Sprintf(loop, ">="),
			"exercise-3": fmt.Sprintf(cold, "-rides"),
			"exercise-4": "check(os.WriteFile(\"../Output/start_here_temperature.png\", nil, 0o644))",
		}, []string{"1: not quite: 100 °C came out as 132", "2: not quite: 3 itself", "3: not quite: the right rows", "4: not quite"}},
		{"panics", map[string]string{
			"exercise-1": "func fahrenheit(celsius float64) float64 { return 2*celsius + 30 }",
			"exercise-2": "func countAbove(numbers []float64, limit float64) int { return int(numbers[7]) }",
			"exercise-3": "cold := must(data.Head(bikes, 7))",
		}, []string{"1: not quite: 0 °C", "2: not yet, your code stopped with: ", "3: not quite: 5 days", "4: not done yet"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			stdout, _ := runChanged(t, "00_start_here.ipynb", test.cells)
			for _, want := range test.want {
				if !strings.Contains(stdout, "Try it, "+want) {
					t.Errorf("stdout lacks %q", "Try it, "+want)
				}
			}
		})
	}
}

// TestBringYourOwnCSV gives the notebook files of other shapes than the one that it
// makes up: three classes, semicolons, dates of another layout and another word for
// what is missing; and one column of numbers alone.
func TestBringYourOwnCSV(t *testing.T) {
	if testing.Short() {
		t.Skip("runs a notebook of 30 cells twice")
	}
	var birds, grades strings.Builder
	birds.WriteString("species;sex;length mm;weight g;seen on\n")
	grades.WriteString("hours,passed\n")
	for i := range 150 {
		class, noise := i*7%3, float64(i*31%17)
		weight := fmt.Sprint(30 + 15*float64(class) + noise)
		if i%20 == 5 {
			weight = "?"
		}
		fmt.Fprintf(&birds, "%s;%s;%g;%s;%02d/%02d/2024\n", []string{"finch", "sparrow", "thrush"}[class],
			[]string{"f", "m", "?"}[i*11%3], 140+20*float64(class)+2*noise, weight, 1+i%28, 1+i%12)
		fmt.Fprintf(&grades, "%g,%d\n", float64(i)/10, (i+int(3*noise))/100)
	}
	for _, test := range []struct {
		name, text string
		params     []string
		want       []string
	}{
		{"birds", birds.String(),
			[]string{"label=species", "missing=?", "comma=;", "layout=02/01/2006", "leaveOut="},
			[]string{"numbers: [length mm weight g seen on] texts: [sex]\n", "classes: finch, sparrow, thrush\n", "forest the same: true\n"}},
		{"grades", grades.String(),
			[]string{"label=passed"},
			[]string{"numbers: [hours] texts: []\n", "classes: 0, 1\n", "network the same: true\n"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), test.name+".csv")
			if err := os.WriteFile(file, []byte(test.text), 0o644); err != nil {
				t.Fatal(err)
			}
			args := []string{"--param", "path=" + file}
			for _, p := range test.params {
				args = append(args, "--param", p)
			}
			stdout, folder := runChanged(t, "bring_your_own_csv.ipynb", nil, args...)
			for _, want := range test.want {
				if !strings.Contains(stdout, want) {
					t.Errorf("stdout lacks %q", want)
				}
			}
			table, err := os.ReadFile(filepath.Join(folder, "Output", "csv_predictions.csv"))
			if err != nil || !strings.Contains(string(table), ",probability,predicted\n") {
				t.Errorf("the predictions are %.200q, %v", table, err)
			}
		})
	}
}
