package main

import (
	"strings"
	"testing"
	"time"

	"golab/bench/engine/rows"
)

func TestFigure(t *testing.T) {
	for _, c := range []struct {
		x    float64
		want string
	}{{0, "0"}, {0.66, "0.66"}, {3.8, "3.8"}, {3.8461, "3.85"}, {72.64, "72.6"}, {213.4, "213"}, {17812, "17812"}, {0.00123, "0.00123"}} {
		if got := figure(c.x); got != c.want {
			t.Errorf("figure(%v) = %s, want %s", c.x, got, c.want)
		}
	}
}

func TestTable(t *testing.T) {
	got := table([][]string{{"ns", "golab"}, {"≤ 1", "3"}})
	want := "| ns  | golab |\n| --- | ---   |\n| ≤ 1 | 3     |\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestProgramTableMarksWhatMissesABar(t *testing.T) {
	o := options{engines: []string{"native", "golab", "ixgo", "gomacro", "CPython"}}
	floats := rows.Row{Name: "A", Title: "a", Per: 1, Float: true}
	plain := rows.Row{Name: "B", Title: "b", Per: 2}
	found := scores{}
	for e, ns := range map[string]time.Duration{"native": 1, "golab": 10, "ixgo": 30, "gomacro": 99, "CPython": 10} {
		found[e] = map[string]score{"A": {least: ns}, "B": {least: ns}}
	}
	got := strings.Split(programTable(o, []rows.Row{floats, plain}, found), "\n")
	for i, want := range []string{
		2: "| a   | 1      | 10    | 30   | 99      | 10      | 10           | 1             | 3          | 9.9 ✗         |",
		3: "| b   | 0.5    | 5     | 15   | 49.5    | 5       | 10           | 1             | 3          | 9.9           |",
		5: "1 of 2 rows meet all their bars: golab/CPython ≤ 1, ixgo/golab ≥ 3, and for loops of floats gomacro/golab ≥ 10.",
	} {
		if want != "" && got[i] != want {
			t.Errorf("line %d is\n%s\nwant\n%s", i, got[i], want)
		}
	}
	found["ixgo"]["B"] = score{trouble: "wrong"}
	if text := programTable(o, []rows.Row{plain}, found); !strings.Contains(text, "| wrong |") {
		t.Errorf("an engine's wrong result is not in the table:\n%s", text)
	}
}

func TestKeepLeast(t *testing.T) {
	least := map[string]float64{}
	for _, out := range []string{"2.5 interrupt.for {}\n1 heap.0\n", "1.5 interrupt.for {}\n3 heap.0\n"} {
		if err := keepLeast(least, out); err != nil {
			t.Fatal(err)
		}
	}
	if least["interrupt.for {}"] != 1.5 || least["heap.0"] != 1 {
		t.Errorf("got %v", least)
	}
	if err := keepLeast(least, "panic: oh\n"); err == nil {
		t.Error("a line that is no figure is taken")
	}
}
