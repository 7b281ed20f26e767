package kernelspec

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// DefaultName is the name of the kernel, and of its folder, unless another is
// chosen. golab's notebooks name it.
const DefaultName = "golab"

// DefaultDisplayName is what front ends call the kernel unless told otherwise.
const DefaultDisplayName = "Go (golab)"

// A Spec is what a kernel.json says.
type Spec struct {
	Argv                  []string          `json:"argv"`
	DisplayName           string            `json:"display_name"`
	Language              string            `json:"language"`
	InterruptMode         string            `json:"interrupt_mode"`
	KernelProtocolVersion string            `json:"kernel_protocol_version"`
	Metadata              map[string]any    `json:"metadata"`
	Env                   map[string]string `json:"env"`
}

// New returns the Spec that starts the golab at the path binary. An empty
// displayName is DefaultDisplayName; version, that of golab, is kept in the
// metadata, where Ours finds it.
func New(binary, displayName, version string) Spec {
	if displayName == "" {
		displayName = DefaultDisplayName
	}
	return Spec{
		Argv:                  []string{binary, "kernel", "--connection-file", "{connection_file}"},
		DisplayName:           displayName,
		Language:              "go",
		InterruptMode:         "message",
		KernelProtocolVersion: "5.5",
		Metadata: map[string]any{
			"supported_encryption": []any{"curve"},
			"golab":                map[string]any{"version": version},
		},
		Env: map[string]string{},
	}
}

// Ours reports whether the Spec starts a golab, by whatever name the binary goes.
func (s Spec) Ours() bool {
	if len(s.Argv) < 2 || s.Argv[1] != "kernel" {
		return false
	}
	_, marked := s.Metadata["golab"]
	return marked || strings.HasPrefix(strings.ToLower(filepath.Base(s.Argv[0])), "golab")
}

// Binary returns the program that the Spec starts, or nothing.
func (s Spec) Binary() string {
	if len(s.Argv) == 0 {
		return ""
	}
	return s.Argv[0]
}

// encode returns the text of kernel.json.
func (s Spec) encode() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err := e.Encode(s)
	return b.Bytes(), err
}

// Read returns what the kernel.json of a folder says. The error is fs.ErrNotExist
// when there is none.
func Read(folder string) (Spec, error) {
	path := filepath.Join(folder, "kernel.json")
	data, err := os.ReadFile(path)
	if err != nil {
		return Spec{}, fmt.Errorf("kernelspec: %w", err)
	}
	var s Spec
	if err := json.Unmarshal(data, &s); err != nil {
		return Spec{}, fmt.Errorf("kernelspec: %s: %w", path, err)
	}
	return s, nil
}

// named is what Jupyter takes for the name of a kernel.
var named = regexp.MustCompile(`^[a-z0-9._-]+$`)

// CheckName reports whether Jupyter takes a name for a kernel.
func CheckName(name string) error {
	switch {
	case !named.MatchString(name):
		return fmt.Errorf("kernelspec: %q is no name for a kernel: Jupyter takes a to z, 0 to 9, '.', '-' and '_'", name)
	case strings.Trim(name, ".") == "":
		return fmt.Errorf("kernelspec: %q is no name for a kernel: it is a folder of its own", name)
	}
	return nil
}

// Install writes the kernelspec called name into the folder kernels, in the place
// of a former one of golab, and returns the path of its own folder. Jupyter sees
// the former one or the new one, nothing between. It fails when the folder belongs
// to another kernel.
func Install(kernels, name string, s Spec) (folder string, err error) {
	if err := CheckName(name); err != nil {
		return "", err
	}
	if !filepath.IsAbs(s.Binary()) {
		return "", fmt.Errorf("kernelspec: %q is not the absolute path of a binary", s.Binary())
	}
	folder = filepath.Join(kernels, name)
	made, err := vacate(folder)
	if err != nil {
		return "", err
	}
	if err := write(folder, s); err != nil {
		if made {
			err = errors.Join(err, os.RemoveAll(folder))
		}
		return "", fmt.Errorf("kernelspec: %w", err)
	}
	return folder, nil
}

// vacate makes sure that the folder is there and holds nothing that is not ours.
// It reports whether it had to be made.
func vacate(folder string) (made bool, err error) {
	s, err := Read(folder)
	if err == nil {
		return false, s.claim(folder)
	}
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return false, fmt.Errorf("kernelspec: %w", err)
		}
		return true, nil
	}
	if err != nil {
		return false, fmt.Errorf("kernelspec: %w", err)
	}
	for _, e := range entries { // logos alone are what an interrupted Install leaves
		if !strings.HasPrefix(e.Name(), "logo-") && !strings.HasPrefix(e.Name(), ".") {
			return false, fmt.Errorf("kernelspec: %s holds something else: %s", folder, e.Name())
		}
	}
	return false, nil
}

// claim fails unless the kernel in the folder is ours.
func (s Spec) claim(folder string) error {
	if s.Ours() {
		return nil
	}
	return fmt.Errorf("kernelspec: %s is not golab's but the kernel %q, which starts %q", folder, s.DisplayName, s.Binary())
}
