package kernelspec

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// files fails the test unless the folder holds exactly the files.
func files(t *testing.T, folder string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s holds %q, want %q", filepath.Base(folder), got, want)
	}
}

// binary returns an absolute path, as the host writes them.
func binary(t *testing.T, name string) string { return filepath.Join(t.TempDir(), name) }

// another writes the kernelspec of another kernel and returns its folder.
func another(t *testing.T, kernels, name string) string {
	folder := filepath.Join(kernels, name)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	text := `{"argv": ["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"], "display_name": "Python 3", "language": "python"}`
	if err := os.WriteFile(filepath.Join(folder, "kernel.json"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestInstallAndRemove(t *testing.T) {
	kernels := filepath.Join(t.TempDir(), "share", "jupyter", "kernels")
	first, second := binary(t, "golab"), binary(t, "my lab.exe")
	for _, b := range []string{first, second} {
		folder, err := Install(kernels, "golab", New(b, "", "v1"))
		if err != nil {
			t.Fatal(err)
		}
		if want := filepath.Join(kernels, "golab"); folder != want {
			t.Errorf("the folder is %s, want %s", folder, want)
		}
		files(t, folder, "kernel.json", "logo-32x32.png", "logo-64x64.png", "logo-svg.svg")
		s, err := Read(folder)
		if err != nil || s.Binary() != b || !s.Ours() {
			t.Errorf("kernel.json says %+v, %v", s, err)
		}
	}
	if _, err := Install(kernels, "golab-2", New(first, "Go, two", "v1")); err != nil {
		t.Fatal(err)
	}
	another(t, kernels, "python3")
	if names, err := List(kernels); err != nil || !slices.Equal(names, []string{"golab", "golab-2"}) {
		t.Errorf("golab's are %q, %v", names, err)
	}
	s, err := Remove(kernels, "golab")
	if err != nil || s.Binary() != second {
		t.Errorf("Remove: %+v, %v", s, err)
	}
	files(t, kernels, "golab-2", "python3")
	if _, err := Remove(kernels, "golab"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what is not there is removed: %v", err)
	}
}

// The facts of the kernelspec's schema (JEP 105) and of the chapters that doc.go
// names: which keys there are and what they hold.
func TestKernelJSON(t *testing.T) {
	data, err := New("/opt/golab", "Go <2>", "v1").encode()
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"argv":                    []any{"/opt/golab", "kernel", "--connection-file", "{connection_file}"},
		"display_name":            "Go <2>",
		"language":                "go",
		"interrupt_mode":          "message",
		"kernel_protocol_version": "5.5",
		"metadata":                map[string]any{"supported_encryption": []any{"curve"}, "golab": map[string]any{"version": "v1"}},
		"env":                     map[string]any{},
	}
	a, _ := json.Marshal(got)
	b, _ := json.Marshal(want)
	if string(a) != string(b) {
		t.Errorf("got  %s\nwant %s", a, b)
	}
	if !strings.Contains(string(data), `"Go <2>"`) {
		t.Errorf("the display name is not readable: %s", data)
	}
}

func TestOurs(t *testing.T) {
	tests := []struct {
		text string
		want bool
	}{
		{`{"argv": ["/opt/golab", "kernel", "--connection-file", "{connection_file}"]}`, true},
		{`{"argv": ["/opt/golab-1.2", "kernel"]}`, true},
		{`{"argv": ["/opt/lab", "kernel"], "metadata": {"golab": {"version": "v1"}}}`, true},
		{`{"argv": ["/opt/lab", "kernel"]}`, false},
		{`{"argv": ["/opt/golab", "serve"]}`, false},
		{`{"argv": ["/opt/golab"], "metadata": {"golab": {}}}`, false},
		{`{"argv": [], "metadata": {"golab": {}}}`, false},
		{`{}`, false},
	}
	for _, tt := range tests {
		var s Spec
		if err := json.Unmarshal([]byte(tt.text), &s); err != nil {
			t.Fatal(err)
		}
		if got := s.Ours(); got != tt.want {
			t.Errorf("%s: %v", tt.text, got)
		}
	}
}

func TestCheckName(t *testing.T) {
	for _, name := range []string{"golab", "golab-1.2", "go_lab", "7", ".hidden"} {
		if err := CheckName(name); err != nil {
			t.Error(err)
		}
	}
	for _, name := range []string{"", "Golab", "go lab", "../golab", "a/b", `a\b`, "gölab", ".", "..", "golab\n"} {
		if err := CheckName(name); err == nil {
			t.Errorf("%q is taken", name)
		}
		if _, err := Install(t.TempDir(), name, New(binary(t, "golab"), "", "")); err == nil {
			t.Errorf("%q is installed", name)
		}
		if _, err := Remove(t.TempDir(), name); err == nil || errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q is removed: %v", name, err)
		}
	}
}

// What is not golab's stays as it is.
func TestOthersStay(t *testing.T) {
	kernels := t.TempDir()
	folder := another(t, kernels, "golab")
	want := `is not golab's but the kernel "Python 3", which starts "python"`
	_, err := Install(kernels, "golab", New(binary(t, "golab"), "", ""))
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("Install: %v", err)
	}
	if _, err := Remove(kernels, "golab"); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("Remove: %v", err)
	}
	files(t, folder, "kernel.json")

	if err := os.Rename(filepath.Join(folder, "kernel.json"), filepath.Join(folder, "thesis.tex")); err != nil {
		t.Fatal(err)
	}
	if _, err := Install(kernels, "golab", New(binary(t, "golab"), "", "")); err == nil || !strings.Contains(err.Error(), "thesis.tex") {
		t.Errorf("Install over another folder: %v", err)
	}
	files(t, folder, "thesis.tex")
}

func TestInstallAfterAnInterruptedOne(t *testing.T) {
	kernels := t.TempDir()
	folder := filepath.Join(kernels, "golab")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "logo-32x32.png"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Install(kernels, "golab", New(binary(t, "golab"), "", "")); err != nil {
		t.Error(err)
	}
	files(t, folder, "kernel.json", "logo-32x32.png", "logo-64x64.png", "logo-svg.svg")
}

func TestInstallFails(t *testing.T) {
	if _, err := Install(t.TempDir(), "golab", New("golab", "", "")); err == nil || !strings.Contains(err.Error(), `"golab" is not the absolute path`) {
		t.Errorf("a relative path: %v", err)
	}
	if _, err := Install(t.TempDir(), "golab", Spec{}); err == nil {
		t.Error("no binary is an absolute path")
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Install(filepath.Join(file, "kernels"), "golab", New(binary(t, "golab"), "", "")); err == nil {
		t.Error("a kernel was installed below a file")
	}
	if _, err := List(file); err == nil {
		t.Error("a file was listed")
	}
	if names, err := List(filepath.Join(t.TempDir(), "none")); names != nil || err != nil {
		t.Errorf("a folder that is not there: %q, %v", names, err)
	}
}

func TestReadBadJSON(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "kernel.json"), []byte(`{"argv": 5}`), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(folder); err == nil || !strings.Contains(err.Error(), "kernel.json") {
		t.Errorf("got %v", err)
	}
	if names, err := List(filepath.Dir(folder)); len(names) != 0 || err != nil {
		t.Errorf("it is listed: %q, %v", names, err)
	}
}

// Of a link to a folder elsewhere the link alone is taken away.
func TestRemoveLink(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links are for administrators there")
	}
	elsewhere, kernels := t.TempDir(), t.TempDir()
	folder, err := Install(elsewhere, "golab", New(binary(t, "golab"), "", ""))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(folder, filepath.Join(kernels, "golab")); err != nil {
		t.Fatal(err)
	}
	if _, err := Remove(kernels, "golab"); err != nil {
		t.Fatal(err)
	}
	files(t, kernels)
	files(t, folder, "kernel.json", "logo-32x32.png", "logo-64x64.png", "logo-svg.svg")
}
