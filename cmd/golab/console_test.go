package main

import (
	"bytes"
	"encoding/base64"
	"errors"
	"image"
	pngs "image/png"
	"strings"
	"testing"
	"time"

	"golab/kernel"
)

// newTestConsole returns a console over texts.
func newTestConsole(terminal bool) (c *console, out, err *strings.Builder) {
	out, err = new(strings.Builder), new(strings.Builder)
	c = &console{
		out:  &stream{w: out, terminal: terminal},
		err:  &stream{w: err, terminal: terminal},
		done: make(chan struct{}),
	}
	return c, out, err
}

func TestConsole(t *testing.T) {
	stdout := func(text string) kernel.Output { return kernel.Stream{Name: "stdout", Text: text} }
	value := func(text string) kernel.Output {
		return kernel.ExecuteResult{Data: map[string]any{"text/plain": text, "text/html": "<b>"}}
	}
	tests := []struct {
		name           string
		outputs        []kernel.Output
		terminal, file string
	}{
		{"text", []kernel.Output{stdout("a\n"), stdout("b")}, "a\nb\n", "a\nb\n"},
		{"value", []kernel.Output{value("1\n2")}, "1\n2\n", "1\n2\n"},
		{"value after a text", []kernel.Output{stdout("a"), value("1\n")}, "a\n1\n", "a\n1\n"},
		{"progress", []kernel.Output{stdout("\r1 %"), stdout("\r2 %"), stdout("\n")}, "\r1 %\r2 %\n", "2 %\n"},
		{"progress not ended", []kernel.Output{stdout("\r1 %\r2 %"), value("1")}, "\r1 %\r2 %\n1\n", "2 %\n1\n"},
		{"only HTML", []kernel.Output{kernel.DisplayData{Data: map[string]any{"text/html": "<b>"}}}, "[cell 7: text/html]\n", "[cell 7: text/html]\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, terminal := range []bool{true, false} {
				c, out, _ := newTestConsole(terminal)
				c.start(7)
				for _, o := range tt.outputs {
					c.output(nil, 7, o)
				}
				c.close()
				want := tt.file
				if terminal {
					want = tt.terminal
				}
				if out.String() != want {
					t.Errorf("terminal %v: got %q, want %q", terminal, out, want)
				}
			}
		})
	}
}

// What cannot be printed is an error, and is not tried again.
func TestConsoleFails(t *testing.T) {
	c, _, _ := newTestConsole(false)
	full := &fullDisk{room: 3}
	c.out.w = full
	c.start(7)
	for range 3 {
		c.output(nil, 7, kernel.Stream{Name: "stdout", Text: "a\n"})
	}
	if err := c.close(); !errors.Is(err, errFull) || full.writes != 2 {
		t.Errorf("got %v after %d writes", err, full.writes)
	}
}

var errFull = errors.New("no space left on device")

// A fullDisk has room for so many bytes.
type fullDisk struct{ room, writes int }

func (d *fullDisk) Write(p []byte) (int, error) {
	d.writes++
	if d.room -= len(p); d.room < 0 {
		return 0, errFull
	}
	return len(p), nil
}

// A cell of which nothing is heard is named, and the line is gone once there is.
func TestAnnounce(t *testing.T) {
	c, _, err := newTestConsole(true)
	now := time.Now()
	c.announce(now.Add(time.Hour)) // no cell yet
	c.start(3)
	c.announce(now.Add(time.Second))
	if err.String() != "" {
		t.Fatalf("too early: %q", err)
	}
	c.announce(now.Add(2500 * time.Millisecond))
	c.announce(now.Add(4500 * time.Millisecond))
	c.output(nil, 3, kernel.Stream{Name: "stdout", Text: "epoch 1"})
	c.announce(now.Add(time.Hour)) // the line is in use
	c.close()
	if want := "cell 3 is running, 2s\r\x1b[Kcell 3 is running, 4s\r\x1b[K"; err.String() != want {
		t.Errorf("got %q, want %q", err, want)
	}
}

func TestNamed(t *testing.T) {
	var png bytes.Buffer
	if err := pngs.Encode(&png, image.NewGray(image.Rect(0, 0, 2, 3))); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		bundle map[string]any
		want   string
		ok     bool
	}{
		{map[string]any{"text/plain": "1"}, "", false},
		{map[string]any{"text/plain": "*plots.Figure", "image/png": base64.StdEncoding.EncodeToString(png.Bytes())}, "picture, PNG 2×3, 74 bytes", true},
		{map[string]any{"image/png": "broken!"}, "picture, PNG, 7 bytes", true},
		{map[string]any{"image/svg+xml": strings.Repeat("x", 41_234)}, "picture, SVG, 41 kB", true},
		{map[string]any{"image/jpeg": base64.StdEncoding.EncodeToString(make([]byte, 1_250_000))}, "picture, JPEG, 1.2 MB", true},
		{map[string]any{"text/html": "", "text/latex": ""}, "text/html, text/latex", true},
	}
	for _, tt := range tests {
		if got, ok := named(tt.bundle); got != tt.want || ok != tt.ok {
			t.Errorf("got %q, %v, want %q, %v", got, ok, tt.want, tt.ok)
		}
	}
}
