package notebook

import (
	"encoding/json"
	"testing"
)

// tagged returns a notebook with a cell tagged parameters, and others.
func tagged(t *testing.T, source string) *Notebook {
	quoted, err := json.Marshal(source)
	if err != nil {
		t.Fatal(err)
	}
	return parsed(t, `{"metadata": {}, "nbformat": 4, "nbformat_minor": 5, "cells": [
		{"id": "a", "cell_type": "code", "metadata": {}, "source": "maxIter := 1"},
		{"id": "b", "cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": `+string(quoted)+`},
		{"id": "c", "cell_type": "markdown", "metadata": {"tags": ["parameters"]}, "source": "other := 1"}]}`)
}

func TestSetParameters(t *testing.T) {
	tests := []struct{ source, name, value, want string }{
		{"maxIter := 100", "maxIter", "5", "maxIter := 5"},
		{"maxIter := 100", "maxIter", "-5", "maxIter := -5"},
		{"maxIter := -100 // steps\nx := 1", "maxIter", "5", "maxIter := 5 // steps\nx := 1"},
		{"maxIter = 100", "maxIter", "2 * 50", "maxIter = 2 * 50"},
		{"a, maxIter := 1, 100", "maxIter", "5", "a, maxIter := 1, 5"},
		{"var maxIter = 100", "maxIter", "5", "var maxIter = 5"},
		{"var maxIter int = 100", "maxIter", "5", "var maxIter int = 5"},
		{"var (\n\ta = 1\n\tmaxIter, b = 100, 2\n)", "maxIter", "5", "var (\n\ta = 1\n\tmaxIter, b = 5, 2\n)"},
		{"const maxIter = 100", "maxIter", "5", "const maxIter = 5"},
		{"maxIter := 1\nmaxIter = 2", "maxIter", "5", "maxIter := 5\nmaxIter = 2"},
		{"if x { maxIter := 1 }\nmaxIter := 2", "maxIter", "5", "if x { maxIter := 1 }\nmaxIter := 5"},
		{"rate := 0.1", "rate", "1e-3", "rate := 1e-3"},
		{"rate := 0.1", "rate", "2", "rate := 2.0"},
		{"rate := -0.1", "rate", "-2", "rate := -2.0"},
		{"rate := 1e-3 * 5", "rate", "1_000", "rate := 1_000.0"},
		{"rate := 0.1", "rate", "0", "rate := 0.0"},
		{"rate := 0.1", "rate", "0x10", "rate := 0x10"},
		{"var rate float64 = 0.1", "rate", "2", "var rate float64 = 2"},
		{"small := 0.1 < x", "small", "true", "small := true"},
		{"model := load()", "model", "None", "model := any(nil)"},
		{"model := load()", "model", "null", "model := any(nil)"},
		{"model := any(5)", "model", "nil", "model := any(nil)"},
		{"var model *Model = load()", "model", "None", "var model *Model = nil"},
		{"name := \"spam\"", "name", "None", `name := "None"`},
		{"shuffle := true", "shuffle", "false", "shuffle := false"},
		{"layers := []int{57, 20, 2}", "layers", "[]int{57, 2}", "layers := []int{57, 2}"},
		{"limit := 5 * time.Second", "limit", "time.Minute", "limit := time.Minute"},
		{"name := \"spam\"", "name", "ham", `name := "ham"`},
		{"name := `spam`", "name", `a "b" \n`, `name := "a \"b\" \\n"`},
		{"name := \"spam\"", "name", `"ham"`, `name := "ham"`},
		{"name := \"spam\"", "name", "", `name := ""`},
		{"name := \"spam\"", "name", "5", `name := "5"`},
		{"var name string = f()", "name", "ham", `var name string = "ham"`},
		{"var name label = \"spam\"", "name", "ham", `var name label = "ham"`},
		{"name := dir + \"/spam\"", "name", "ham", `name := "ham"`},
		{"same := a == \"b\"", "same", "true", "same := true"},
		{"ä := \"ö\"; b := \"€\"", "b", "x", "ä := \"ö\"; b := \"x\""},
	}
	for _, tt := range tests {
		t.Run(tt.source, func(t *testing.T) {
			n := tagged(t, tt.source)
			if err := n.SetParameters(Parameter{tt.name, tt.value}); err != nil {
				t.Fatal(err)
			}
			if got := n.Cells()[1].Source(); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if n.Cells()[0].Source() != "maxIter := 1" || n.Cells()[2].Source() != "other := 1" {
				t.Error("another cell has changed")
			}
		})
	}
}

func TestSetSeveralParameters(t *testing.T) {
	n := tagged(t, "a := 1\nb := 2")
	if err := n.SetParameters(Parameter{"a", "1000"}, Parameter{"b", "3"}, Parameter{"a", "4"}); err != nil {
		t.Fatal(err)
	}
	if got, want := n.Cells()[1].Source(), "a := 4\nb := 3"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSetParametersFails(t *testing.T) {
	tests := []struct{ source, name, value, want string }{
		{"a := 1\nb, a := 2, 3", "c", "5", "notebook: lab.ipynb: no parameter c; there are a, b"},
		{"a := 1", "a", "5 6", `notebook: lab.ipynb: parameter a: "5 6" is not a value in Go`},
		{"a := 1", "a", "", `notebook: lab.ipynb: parameter a: "" is not a value in Go`},
		{"a := 1", "a", "many", `notebook: lab.ipynb: parameter a: "many" is not a number`},
		{"a := -1.5", "a", "many", `notebook: lab.ipynb: parameter a: "many" is not a number`},
		{"a := true", "a", "yes", `notebook: lab.ipynb: parameter a: "yes" is not true or false`},
		{"f()", "a", "5", "notebook: lab.ipynb: parameter a: the cell tagged parameters assigns nothing"},
		{"a, b := f()", "a", "5", "notebook: lab.ipynb: parameter a: the cell tagged parameters assigns nothing"},
		{"a := := 1", "a", "5", "notebook: lab.ipynb: parameter a: the cell tagged parameters assigns nothing"},
	}
	for _, tt := range tests {
		t.Run(tt.want, func(t *testing.T) {
			n := tagged(t, tt.source)
			params := []Parameter{{tt.name, tt.value}}
			if tt.name != "a" {
				params = []Parameter{{"a", "7"}, {tt.name, tt.value}}
			}
			err := n.SetParameters(params...)
			if err == nil || err.Error() != tt.want {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
			if got := n.Cells()[1].Source(); got != tt.source {
				t.Errorf("the cell has changed: %s", got)
			}
		})
	}
	err := read(t, "lab.ipynb").SetParameters(Parameter{"a", "5"})
	if want := "notebook: lab.ipynb: parameter a: no cell is tagged parameters"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// Whatever the cell and the value are, what comes out is the cell with something
// else in one place.
func FuzzSetParameters(f *testing.F) {
	f.Add("maxIter := 100", "5")
	f.Add("a, maxIter := 1, `x` + y // text", "`")
	f.Add("var (\n maxIter label = \"x\"\n)", "\xff")
	f.Add("maxIter := 1 }\nfunc f() {", "}")
	f.Add("//line x:1\nmaxIter := 1", "[]int{1}")
	f.Fuzz(func(t *testing.T, source, value string) {
		changed, ok, err := Parameter{"maxIter", value}.replace(source)
		if err != nil || !ok {
			if changed != source {
				t.Fatalf("changed to %q", changed)
			}
			return
		}
		for _, a := range assignments(changed) {
			if a.name == "maxIter" {
				return
			}
		}
		t.Fatalf("%q: no maxIter in %q", source, changed)
	})
}
