package kernelspec

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// translatorSource is the Python module that teaches papermill Go.
//
//go:embed papermill/golab_papermill.py
var translatorSource []byte

// The files of the module in a folder of packages: the module, and the folder
// that makes it a package to Python, to papermill and to pip.
const (
	translatorFile    = "golab_papermill.py"
	translatorVersion = "1.0"
	translatorInfo    = "golab_papermill-" + translatorVersion + ".dist-info"
)

// TranslatorIn returns the folder of packages that has the translator of papermill,
// or nothing.
func (p Python) TranslatorIn() string {
	for _, folder := range p.Packages {
		if _, err := os.Stat(filepath.Join(folder, translatorFile)); err == nil {
			return folder
		}
	}
	return ""
}

// InstallTranslator makes the papermill of p write parameters in Go, and returns
// the folder of packages that now has the translator: the environment's, or the
// user's where that may not be written to. papermill finds it by itself. It fails
// when there is no papermill.
func (p Python) InstallTranslator() (string, error) {
	if !p.Papermill {
		return "", fmt.Errorf("kernelspec: no papermill in %s; %s -m pip install papermill brings it", p.Prefix, p.Executable)
	}
	var failures []error
	for _, folder := range p.Packages {
		err := writeTranslator(folder)
		if err == nil {
			return folder, nil
		}
		failures = append(failures, err)
		if !errors.Is(err, fs.ErrPermission) {
			break
		}
	}
	return "", fmt.Errorf("kernelspec: the translator of papermill: %w", errors.Join(failures...))
}

// writeTranslator writes the files of the translator into a folder of packages.
func writeTranslator(folder string) error {
	if err := removeTranslator(folder); err != nil { // another version, perhaps
		return err
	}
	if err := os.MkdirAll(filepath.Join(folder, translatorInfo), 0o755); err != nil {
		return err
	}
	info := map[string]string{
		"METADATA": "Metadata-Version: 2.1\nName: golab-papermill\nVersion: " + translatorVersion +
			"\nSummary: Parameters in Go for papermill, put here by golab install --papermill\n",
		"INSTALLER": "golab\n",
		"RECORD":    translatorRecord(),
		// papermill loads the modules of all engines as it starts.
		"entry_points.txt": "[papermill.engine]\ngolab = golab_papermill:Engine\n",
	}
	if err := writeFile(filepath.Join(folder, translatorFile), translatorSource); err != nil {
		return err
	}
	for name, text := range info {
		if err := writeFile(filepath.Join(folder, translatorInfo, name), []byte(text)); err != nil {
			return err
		}
	}
	return nil
}

// translatorRecord lists the files for pip, which may remove them as well.
func translatorRecord() string {
	lines := []string{translatorFile}
	for _, name := range []string{"METADATA", "INSTALLER", "RECORD", "entry_points.txt"} {
		lines = append(lines, translatorInfo+"/"+name)
	}
	return strings.Join(lines, ",,\n") + ",,\n"
}

// RemoveTranslator takes the translator away and returns the folder that had it.
// The error is fs.ErrNotExist when none has.
func (p Python) RemoveTranslator() (string, error) {
	folder := p.TranslatorIn()
	if folder == "" {
		return "", fmt.Errorf("kernelspec: no translator of papermill in %s: %w", p.Prefix, fs.ErrNotExist)
	}
	if err := removeTranslator(folder); err != nil {
		return "", fmt.Errorf("kernelspec: %w", err)
	}
	return folder, nil
}

// removeTranslator takes the files of the translator, of any version, out of a
// folder of packages.
func removeTranslator(folder string) error {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := e.Name()
		if name == translatorFile || strings.HasPrefix(name, "golab_papermill-") && strings.HasSuffix(name, ".dist-info") {
			if err := os.RemoveAll(filepath.Join(folder, name)); err != nil {
				return err
			}
		}
	}
	return nil
}
