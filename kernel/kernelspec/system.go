package kernelspec

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
)

// A System is what the places of Jupyter's files depend on. Its methods look at
// nothing else, and touch no file.
type System struct {
	OS   string              // as runtime.GOOS: linux, darwin, windows
	Home string              // the user's home folder
	Env  func(string) string // as os.Getenv
}

// Host returns the System that the program runs on.
func Host() (System, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		return System{}, fmt.Errorf("kernelspec: %w", err)
	}
	return System{OS: runtime.GOOS, Home: home, Env: os.Getenv}, nil
}

// UserKernels returns the folder of the user's kernelspecs, where Jupyter looks
// whatever Python it runs in.
func (s System) UserKernels() string { return s.join(s.jupyterData(), "kernels") }

// PrefixKernels returns the folder of the kernelspecs of a Python environment, or
// of the whole system for a prefix such as /usr/local.
func (s System) PrefixKernels(prefix string) string {
	return s.join(prefix, "share", "jupyter", "kernels")
}

// PathKernels returns the folders of kernelspecs that $JUPYTER_PATH names, which
// come before all others.
func (s System) PathKernels() []string {
	list := ":"
	if s.OS == "windows" {
		list = ";"
	}
	var folders []string
	for folder := range strings.SplitSeq(s.Env("JUPYTER_PATH"), list) {
		if folder != "" {
			folders = append(folders, s.join(folder, "kernels"))
		}
	}
	return folders
}

// GolabData returns the folder of golab's own files.
func (s System) GolabData() string { return s.join(s.userData(), "golab") }

// jupyterData returns the folder of the user's Jupyter files.
func (s System) jupyterData() string {
	if dir := s.Env("JUPYTER_DATA_DIR"); dir != "" {
		return dir
	}
	switch {
	case s.OS == "darwin" && s.isSet("JUPYTER_PLATFORM_DIRS"):
		return s.join(s.userData(), "Jupyter")
	case s.OS == "darwin":
		return s.join(s.Home, "Library", "Jupyter")
	case s.OS == "windows" && s.isSet("JUPYTER_PLATFORM_DIRS"):
		return s.join(s.userData(), "Jupyter")
	case s.OS == "windows":
		return s.roaming()
	}
	return s.join(s.userData(), "jupyter")
}

// roaming returns the folder of Jupyter's files on Windows.
func (s System) roaming() string {
	if dir := s.Env("APPDATA"); dir != "" {
		return s.join(dir, "jupyter")
	}
	if dir := s.Env("JUPYTER_CONFIG_DIR"); dir != "" {
		return s.join(dir, "data")
	}
	return s.join(s.Home, ".jupyter", "data")
}

// userData returns the folder for the files of the user's programs.
func (s System) userData() string {
	switch s.OS {
	case "darwin":
		return s.join(s.Home, "Library", "Application Support")
	case "windows":
		if dir := s.Env("LOCALAPPDATA"); dir != "" {
			return dir
		}
		return s.join(s.Home, "AppData", "Local")
	}
	if dir := s.Env("XDG_DATA_HOME"); dir != "" {
		return dir
	}
	return s.join(s.Home, ".local", "share")
}

// isSet reports whether a variable of Jupyter's is switched on.
func (s System) isSet(name string) bool {
	off := []string{"", "no", "n", "false", "off", "0", "0.0"}
	return !slices.Contains(off, strings.ToLower(s.Env(name)))
}

// join puts a path together in the manner of the System, not of the host.
func (s System) join(parts ...string) string {
	separator := "/"
	if s.OS == "windows" {
		separator = `\`
	}
	path := strings.TrimRight(parts[0], separator)
	return path + separator + strings.Join(parts[1:], separator)
}
