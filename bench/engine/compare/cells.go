package main

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// A measure is a line of the table of cells.
type measure struct {
	key, title, unit string
	bar              float64 // what it may be at most, 0 for no bar
}

// measures are in the order of the table. The keys are what the program cells says.
func measures() []measure {
	var m []measure
	for _, n := range []string{"10", "200", "1000"} {
		m = append(m, measure{"trivial." + n, "`x = x + 1` after " + n + " cells, p50", "ms", 0.3})
	}
	for _, n := range []string{"10", "200", "1000"} {
		m = append(m, measure{"typical." + n, "type, two methods, function, variable, Sprintln after " + n + " cells, p50", "ms", 2})
	}
	m = append(m,
		measure{"memory.trivial", "memory of a trivial cell", "kB", 6},
		measure{"memory.typical", "memory of a typical cell", "kB", 20},
		measure{"memory.again", "memory of a typical cell run again, unchanged", "kB", 0},
		measure{"heap.1000", "heap after 1000 cells, every other one typical", "MB", 40},
		measure{"heap.0", "heap of a fresh session", "MB", 0},
		measure{"start.session", "start of a session, in a fresh process", "ms", 15},
		measure{"start.process", "from the start of the process until the session stands", "ms", 0},
		measure{"start.first", "… until its first cell, `1+1`, has answered", "ms", 0},
		measure{"start.lab", "… until the imports of Lab 9 have run", "ms", 0},
	)
	for _, c := range []string{"for {}", "loop in a function", "goroutine", "receive", "select", "sleep", "sort.Slice", "defer"} {
		m = append(m, measure{"interrupt." + c, "interrupt: " + c, "ms", 10})
	}
	for _, c := range []string{"mutex", "WaitGroup"} {
		m = append(m, measure{"interrupt." + c, "interrupt: " + c + ", left behind", "ms", 0})
	}
	return m
}

// cells has golab's sessions measured, each time in fresh processes, and returns the
// table.
func cells(o options) (string, error) {
	least := map[string]float64{}
	for k := range o.rounds {
		for _, what := range []string{"start", "grow", "memory", "interrupt"} {
			progress(fmt.Sprintf("round %d of %d: cells %s", k+1, o.rounds, what))
			began := strconv.FormatInt(time.Now().UnixNano(), 10)
			cmd := exec.Command(filepath.Join(o.bin, "cells"), what, began)
			out, err := cmd.Output()
			if err != nil {
				return "", fmt.Errorf("compare: cells %s: %w: %s", what, err, failure(err))
			}
			if err := keepLeast(least, string(out)); err != nil {
				return "", err
			}
		}
	}
	progress("")
	lines := [][]string{{"cells of golab", "bar", "figure"}}
	for _, m := range measures() {
		x, ok := least[m.key]
		if !ok {
			return "", fmt.Errorf("compare: cells says nothing of %s", m.key)
		}
		lines = append(lines, m.line(x))
	}
	return table(lines), nil
}

func failure(err error) string {
	if e, ok := err.(*exec.ExitError); ok {
		return strings.TrimSpace(string(e.Stderr))
	}
	return ""
}

// keepLeast takes lines of a figure and its name.
func keepLeast(least map[string]float64, out string) error {
	for line := range strings.Lines(out) {
		text, key, _ := strings.Cut(strings.TrimSpace(line), " ")
		x, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return fmt.Errorf("compare: cells: %q is not a figure and its name", line)
		}
		if old, ok := least[key]; !ok || x < old {
			least[key] = x
		}
	}
	return nil
}

func (m measure) line(x float64) []string {
	text := figure(x) + " " + m.unit
	if m.bar == 0 {
		return []string{m.title, "", text}
	}
	mark := " ✓"
	if x > m.bar {
		mark = " ✗"
	}
	return []string{m.title, "≤ " + figure(m.bar) + " " + m.unit, text + mark}
}
