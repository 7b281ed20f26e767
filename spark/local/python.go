package local

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// A python is a Python and what Spark cares for in it.
type python struct {
	Executable string
	Version    string // such as 3.11.2
	Spark      string // the folder of its pyspark, or nothing
	Arrow      bool   // it has pyarrow, which models are scored with
}

// about is the program that a Python answers with.
const about = `import importlib.util, json, os, platform, sys
def place(name):
    try:
        spec = importlib.util.find_spec(name)
        return os.path.dirname(spec.origin) if spec and spec.origin else ""
    except Exception:
        return ""
print(json.dumps({"Executable": sys.executable, "Version": platform.python_version(),
    "Spark": place("pyspark"), "Arrow": place("pyarrow") != ""}))`

// askPython runs a Python and returns what it says of itself.
func askPython(ctx context.Context, path string) (python, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, "-c", about)
	cmd.Env = append(os.Environ(), "PYTHONSAFEPATH=1") // no modules of this folder
	out, err := cmd.Output()
	if err != nil {
		return python{}, fmt.Errorf("local: %s: %w", path, err)
	}
	var p python
	if err := json.Unmarshal(out, &p); err != nil || p.Executable == "" {
		return python{}, fmt.Errorf("local: %s does not answer as a Python does: %q", path, out)
	}
	return p, nil
}

// pythons returns the Pythons that there are, the likeliest first: of the active
// environment and of the PATH.
func pythons(ctx context.Context) []python {
	var paths []string
	for _, name := range []string{"VIRTUAL_ENV", "CONDA_PREFIX"} {
		if folder := os.Getenv(name); folder != "" {
			paths = append(paths, pythonIn(folder))
		}
	}
	for _, name := range []string{"python3", "python"} {
		if path, err := exec.LookPath(name); err == nil {
			paths = append(paths, path)
		}
	}
	var found []python
	seen := map[string]bool{}
	for _, path := range paths {
		p, err := askPython(ctx, path)
		if err == nil && !seen[p.Executable] {
			seen[p.Executable] = true
			found = append(found, p)
		}
	}
	return found
}

// pythonIn returns where the Python of an environment is.
func pythonIn(folder string) string {
	if runtime.GOOS != "windows" {
		return filepath.Join(folder, "bin", "python")
	}
	inScripts := filepath.Join(folder, "Scripts", "python.exe")
	if _, err := os.Stat(inScripts); err == nil {
		return inScripts
	}
	return filepath.Join(folder, "python.exe") // conda's
}

// executables returns the paths of Pythons, for a message.
func executables(list []python) string {
	var paths []string
	for _, p := range list {
		paths = append(paths, p.Executable)
	}
	return strings.Join(paths, ", ")
}
