package kernelspec

import (
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"strings"
)

// A Python is the environment of a Python, as it says itself.
type Python struct {
	Executable string   `json:"executable"`
	Prefix     string   `json:"prefix"`   // sys.prefix
	Packages   []string `json:"packages"` // folders for packages, the environment's own first
	Papermill  bool     `json:"papermill"`
}

// about makes a Python say what the struct Python holds.
const about = `
import importlib.util, json, site, sys, sysconfig
packages = [sysconfig.get_path("purelib")]
if site.ENABLE_USER_SITE:
    packages.append(site.getusersitepackages())
print(json.dumps({
    "executable": sys.executable, "prefix": sys.prefix, "packages": packages,
    "papermill": importlib.util.find_spec("papermill") is not None,
}))
`

// FindPython returns the Python environment that is in force: that of
// $VIRTUAL_ENV, else that of $CONDA_PREFIX, else that of the first python3 or
// python on the PATH.
func (s System) FindPython() (Python, error) {
	for _, name := range []string{"VIRTUAL_ENV", "CONDA_PREFIX"} {
		if prefix := s.Env(name); prefix != "" {
			p, err := s.PythonIn(prefix)
			if err != nil {
				return p, fmt.Errorf("%w, named by %s", err, name)
			}
			return p, nil
		}
	}
	for _, name := range []string{"python3", "python"} {
		path, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		if p, err := AskPython(path); err == nil {
			return p, nil
		}
	}
	return Python{}, errors.New("kernelspec: no Python environment: VIRTUAL_ENV and CONDA_PREFIX are not set, " +
		"and neither python3 nor python on the PATH runs")
}

// PythonIn returns the Python environment in the folder prefix.
func (s System) PythonIn(prefix string) (Python, error) {
	paths := s.pythons(prefix)
	for _, path := range paths {
		if p, err := AskPython(path); err == nil {
			return p, nil
		}
	}
	return Python{}, fmt.Errorf("kernelspec: no Python environment in %s (neither %s runs)", prefix, strings.Join(paths, " nor "))
}

// pythons returns where the Python of an environment may be.
func (s System) pythons(prefix string) []string {
	if s.OS == "windows" {
		return []string{s.join(prefix, "Scripts", "python.exe"), s.join(prefix, "python.exe")}
	}
	return []string{s.join(prefix, "bin", "python3"), s.join(prefix, "bin", "python")}
}

// AskPython returns what the Python at the path says of itself.
func AskPython(path string) (Python, error) {
	out, err := exec.Command(path, "-c", about).Output()
	if err != nil {
		return Python{}, fmt.Errorf("kernelspec: %s: %w", path, err)
	}
	var p Python
	if err := json.Unmarshal(out, &p); err != nil {
		return Python{}, fmt.Errorf("kernelspec: %s says %q: %w", path, out, err)
	}
	return p, nil
}
