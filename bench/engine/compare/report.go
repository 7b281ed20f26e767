package main

import (
	"fmt"
	"math"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// figure writes a number with three digits, or more in front of the point.
func figure(x float64) string {
	if x == 0 {
		return "0"
	}
	digits := max(0, 2-int(math.Floor(math.Log10(math.Abs(x)))))
	text := strconv.FormatFloat(x, 'f', digits, 64)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return text
}

// table returns lines of cells in Markdown, the first one as the head.
func table(lines [][]string) string {
	widths := make([]int, len(lines[0]))
	for _, line := range lines {
		for i, c := range line {
			widths[i] = max(widths[i], 3, utf8.RuneCountInString(c))
		}
	}
	var out strings.Builder
	rule := slices.Repeat([]string{"---"}, len(widths))
	for _, line := range slices.Insert(slices.Clone(lines), 1, rule) {
		out.WriteString("|")
		for i, c := range line {
			out.WriteString(" " + c + strings.Repeat(" ", widths[i]-utf8.RuneCountInString(c)) + " |")
		}
		out.WriteString("\n")
	}
	return out.String()
}

// machine says what this ran on.
func machine() string {
	words := []string{fmt.Sprintf("%d processors", runtime.NumCPU()), runtime.GOOS + "/" + runtime.GOARCH}
	if info, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(info)) {
			if key, value, _ := strings.Cut(line, ":"); strings.TrimSpace(key) == "model name" {
				words = append([]string{strings.TrimSpace(value)}, words...)
				break
			}
		}
	}
	if load, err := os.ReadFile("/proc/loadavg"); err == nil {
		first, _, _ := strings.Cut(string(load), " ")
		words = append(words, "load "+first)
	}
	return strings.Join(words, ", ")
}

// progress says on a terminal what is going on.
func progress(words string) {
	info, err := os.Stderr.Stat()
	if err == nil && info.Mode()&os.ModeCharDevice != 0 {
		fmt.Fprintf(os.Stderr, "\r%-60s\r", words)
	}
}
