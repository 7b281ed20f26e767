package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

var regen = flag.Bool("regen", false, "write the transcripts anew")

// golab is the binary under test.
var golab string

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(withBinary(m.Run))
}

// withBinary builds the binary for the tests.
func withBinary(tests func() int) int {
	dir, err := os.MkdirTemp("", "golab")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	golab = filepath.Join(dir, "golab")
	build := exec.Command("go", "build", "-o", golab, ".")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%v\n%s", err, out)
		return 1
	}
	return tests()
}

// TestTranscripts runs the commands in testdata/*.txt, which begin with "$ ", and
// compares what they print. Below a command stands its standard output, then its
// standard error, each line after "! ", then its exit status where it is not 0.
// Lines that begin with "# " are comments. Besides golab there are cat and ls. The files of a transcript follow at its end;
// one that is named .ipynb is written as its cells, each below a line
//
//	%% code tag …
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := replay(t, archive)
			if *regen {
				archive.Comment = []byte(got)
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if want := string(archive.Comment); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// replay runs the commands of a transcript and returns it with what they print
// now.
func replay(t *testing.T, archive *txtar.Archive) string {
	dir := t.TempDir()
	for _, f := range archive.Files {
		path := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		data := f.Data
		if filepath.Ext(path) == ".ipynb" && bytes.HasPrefix(data, []byte("%% ")) {
			data = cells(t, string(data))
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var b strings.Builder
	output := false // whether the line belongs to what a command printed
	for line := range strings.Lines(string(archive.Comment)) {
		command, ok := strings.CutPrefix(line, "$ ")
		switch {
		case ok:
			b.WriteString(line + execute(t, dir, strings.Fields(command)))
			output = true
		case strings.HasPrefix(line, "# "):
			b.WriteString("\n" + line)
			output = false
		case !output && line != "\n":
			b.WriteString(line)
		}
	}
	return b.String()
}

// execute runs a command and returns what it prints, in the form of a transcript.
func execute(t *testing.T, dir string, words []string) string {
	name := words[0]
	if name == "golab" {
		name = golab
	}
	cmd := exec.Command(name, words[1:]...)
	cmd.Dir = dir
	var stdout, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var status *exec.ExitError
	if err != nil && !errors.As(err, &status) {
		t.Fatal(err)
	}
	out := lined(stdout.String())
	for line := range strings.Lines(lined(stderr.String())) {
		out += "! " + line
	}
	if code := cmd.ProcessState.ExitCode(); code != 0 {
		out += fmt.Sprintf("exit %d\n", code)
	}
	out = strings.ReplaceAll(out, dir, "DIR")
	out = strings.ReplaceAll(out, runtime.Version()+", "+runtime.GOOS+"/"+runtime.GOARCH, "GO, PLATFORM")
	return regexp.MustCompile(`(?m)^golab \S+, GO`).ReplaceAllString(out, "golab VERSION, GO")
}

// lined ends a text with the end of a line.
func lined(s string) string {
	if s != "" && !strings.HasSuffix(s, "\n") {
		s += "⏎\n"
	}
	return s
}

// cells makes a notebook of its cells as transcripts give them.
func cells(t *testing.T, text string) []byte {
	type cell map[string]any
	var list []cell
	for part := range strings.SplitSeq("\n"+text, "\n%% ") {
		head, source, _ := strings.Cut(part, "\n")
		words := strings.Fields(head)
		if len(words) == 0 {
			continue
		}
		c := cell{
			"id": fmt.Sprintf("cell-%d", len(list)), "cell_type": words[0],
			"metadata": map[string]any{}, "source": strings.TrimSuffix(source, "\n"),
		}
		if len(words) > 1 {
			c["metadata"] = map[string]any{"tags": words[1:]}
		}
		if words[0] == "code" {
			c["execution_count"], c["outputs"] = nil, []any{}
		}
		list = append(list, c)
	}
	data, err := json.MarshalIndent(map[string]any{
		"nbformat": 4, "nbformat_minor": 5, "metadata": map[string]any{}, "cells": list,
	}, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return append(data, '\n')
}
