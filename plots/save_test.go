package plots

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func small() *Figure {
	f := New("Small", "x", "y")
	f.Line("squares", []float64{0, 1, 2, 3}, []float64{0, 1, 4, 9})
	return f
}

func TestSaveFormats(t *testing.T) {
	for ext, start := range map[string]string{".png": "\x89PNG", ".PNG": "\x89PNG", ".svg": "<?xml", ".pdf": "%PDF-"} {
		path := filepath.Join(t.TempDir(), "made", "on the way", "figure"+ext)
		if err := small().Save(path); err != nil {
			t.Errorf("%s: %v", ext, err)
			continue
		}
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(content, []byte(start)) {
			t.Errorf("%s begins with %q, want %q", ext, content[:min(8, len(content))], start)
		}
		if files, _ := os.ReadDir(filepath.Dir(path)); len(files) != 1 {
			t.Errorf("%s: the folder holds %v, want the figure alone", ext, files)
		}
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm()&0o444 != 0o444 {
			t.Errorf("%s: mode %v, want one that all may read", ext, info.Mode())
		}
	}
}

func TestSaveRejects(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "file")
	if err := os.WriteFile(file, []byte("text"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(folder, "folder.png"), 0o755); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ path, want string }{
		{"figure.bmp", `plots: Save: figure.bmp: the extension ".bmp" is not known, the known ones are .pdf, .png, .svg`},
		{"figure", `plots: Save: figure: the extension "" is not known, the known ones are .pdf, .png, .svg`},
		{"", `plots: Save: : the extension "" is not known, the known ones are .pdf, .png, .svg`},
		{filepath.Join(file, "figure.png"), "plots: Save: mkdir"},
		{filepath.Join(folder, "folder.png"), "plots: Save: rename"},
	}
	for _, tt := range tests {
		if err := small().Save(tt.path); err == nil || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("Save(%q): error %v, want %s", tt.path, err, tt.want)
		}
	}
	left, err := os.ReadDir(folder)
	if err != nil || len(left) != 2 {
		t.Errorf("the folder holds %v after failures, want what was there before", left)
	}
}

func TestSaveReplacesOrKeeps(t *testing.T) {
	path := filepath.Join(t.TempDir(), "figure.png")
	if err := os.WriteFile(path, []byte("older"), 0o644); err != nil {
		t.Fatal(err)
	}
	bad := New("", "", "")
	bad.Line("bad", nil, nil)
	if err := bad.Save(path); err == nil {
		t.Error("a wrong figure was saved")
	}
	if content, _ := os.ReadFile(path); string(content) != "older" {
		t.Errorf("the older file holds %q after a failure", content)
	}
	if err := small().Save(path); err != nil {
		t.Fatal(err)
	}
	if content, _ := os.ReadFile(path); !bytes.HasPrefix(content, []byte("\x89PNG")) {
		t.Errorf("the file begins with %q after saving", content[:min(8, len(content))])
	}
}

func TestSizes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "figure.png")
	if err := small().Save(path); err != nil {
		t.Fatal(err)
	}
	saved, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	bundle, err := small().MIMEBundle()
	if err != nil {
		t.Fatal(err)
	}
	shown, ok := bundle["image/png"].([]byte)
	if !ok {
		t.Fatalf("image/png is a %T, want bytes", bundle["image/png"])
	}
	for _, tt := range []struct {
		what          string
		picture       []byte
		width, height int
	}{{"saved", saved, 1280, 880}, {"shown", shown, 1280, 880}} {
		config, err := png.DecodeConfig(bytes.NewReader(tt.picture))
		if err != nil || config.Width != tt.width || config.Height != tt.height {
			t.Errorf("%s: %d×%d, %v; want %d×%d", tt.what, config.Width, config.Height, err, tt.width, tt.height)
		}
	}
	if text := bundle["text/plain"]; text != small().String() {
		t.Errorf("text/plain is %q, want %q", text, small().String())
	}
	if len(bundle) != 2 {
		t.Errorf("the bundle has %d representations, want 2", len(bundle))
	}
	size := map[string]any{"image/png": map[string]any{"width": 640, "height": 440}}
	if got := small().MIMEMetadata(); !reflect.DeepEqual(got, size) {
		t.Errorf("the metadata are %v, want %v", got, size)
	}
}

// The texts are outlines: a viewer needs no font.
func TestSVGNeedsNoFont(t *testing.T) {
	path := filepath.Join(t.TempDir(), "figure.svg")
	if err := small().Save(path); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, unwanted := range []string{"<text", "font-family", "NaN"} {
		if bytes.Contains(content, []byte(unwanted)) {
			t.Errorf("the SVG holds %s", unwanted)
		}
	}
	for _, wanted := range []string{`width="480pt"`, `height="330pt"`} {
		if !bytes.Contains(content, []byte(wanted)) {
			t.Errorf("the SVG does not hold %s", wanted)
		}
	}
}

func BenchmarkSavePNG(b *testing.B) {
	path := filepath.Join(b.TempDir(), "history.png")
	f := history()
	for b.Loop() {
		if err := f.Save(path); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMIMEBundle(b *testing.B) {
	f := history()
	for b.Loop() {
		if _, err := f.MIMEBundle(); err != nil {
			b.Fatal(err)
		}
	}
}
