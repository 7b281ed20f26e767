package spark

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
)

// A program is a scorer for the executors.
type program struct {
	content   []byte
	arguments []string
}

// architectures are those that scorers are made for, by what Python calls the platform.
func architectures() map[string]string {
	return map[string]string{"Linux-x86_64": "amd64", "Linux-aarch64": "arm64"}
}

// findScorer returns the scorer for a platform: the file at path, or else one that is
// beside this program, is built, or is this program.
func findScorer(platform, path string) (program, error) {
	if path != "" {
		content, err := os.ReadFile(path)
		return program{content: content}, err
	}
	arch, ok := architectures()[platform]
	if !ok {
		return program{}, fmt.Errorf("the executors run on %s; golab has scorers for Linux on x86-64 and arm64. ScoreOptions.Scorer may name another: "+
			"GOOS=… GOARCH=… go build -tags golab_scorer golab/cmd/golab-scorer makes it", platform)
	}
	var reasons []error
	for _, source := range []func(arch string) (program, error){scorerBeside, scorerBuilt, golabItself} {
		found, err := source(arch)
		if err == nil {
			return found, nil
		}
		reasons = append(reasons, err)
	}
	return program{}, fmt.Errorf("no scorer for the executors, Linux on %s: %w; put a golab-scorer-linux-%s beside %s, or name one in ScoreOptions.Scorer",
		arch, errors.Join(reasons...), arch, filepath.Base(os.Args[0]))
}

// scorerBeside is in the folder of this program, where a release puts it.
func scorerBeside(arch string) (program, error) {
	self, err := os.Executable()
	if err != nil {
		return program{}, err
	}
	if resolved, err := filepath.EvalSymlinks(self); err == nil {
		self = resolved
	}
	content, err := os.ReadFile(filepath.Join(filepath.Dir(self), "golab-scorer-linux-"+arch))
	return program{content: content}, err
}

// scorerBuilt is made by the go command from golab's source into the user's cache. The
// go command knows by itself whether the one that is there is of that source.
func scorerBuilt(arch string) (program, error) {
	root, err := sourceRoot()
	if err != nil {
		return program{}, err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return program{}, err
	}
	path := filepath.Join(cache, "golab", "golab-scorer-linux-"+arch)
	command := exec.Command("go", "build", "-trimpath", "-tags", "golab_scorer", "-ldflags", "-s -w", "-o", path, "./cmd/golab-scorer")
	command.Dir = root
	command.Env = append(os.Environ(), "GOOS=linux", "GOARCH="+arch, "CGO_ENABLED=0", "GOFLAGS=")
	if out, err := command.CombinedOutput(); err != nil {
		return program{}, fmt.Errorf("building it from %s: %w: %s", root, err, bytes.TrimSpace(out))
	}
	content, err := os.ReadFile(path)
	return program{content: content}, err
}

// sourceRoot returns the folder of golab's source: where this file was compiled, or the
// working directory and those above it.
func sourceRoot() (string, error) {
	var candidates []string
	if _, file, _, ok := runtime.Caller(0); ok && filepath.IsAbs(file) {
		candidates = append(candidates, filepath.Dir(filepath.Dir(file)))
	}
	if wd, err := os.Getwd(); err == nil {
		for dir := wd; ; dir = filepath.Dir(dir) {
			candidates = append(candidates, dir)
			if dir == filepath.Dir(dir) {
				break
			}
		}
	}
	for _, dir := range candidates {
		mod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
		if first, _, _ := strings.Cut(string(mod), "\n"); err == nil && strings.TrimSpace(first) == "module golab" {
			return dir, nil
		}
	}
	return "", errors.New("golab's source is not here to build it from")
}

// golabItself is this program, if it is golab and runs there, too.
func golabItself(arch string) (program, error) {
	if info, ok := debug.ReadBuildInfo(); !ok || info.Path != "golab/cmd/golab" {
		return program{}, errors.New("this program is not golab")
	}
	if runtime.GOOS != "linux" || runtime.GOARCH != arch {
		return program{}, fmt.Errorf("this golab is for %s/%s", runtime.GOOS, runtime.GOARCH)
	}
	self, err := os.Executable()
	if err != nil {
		return program{}, err
	}
	content, err := os.ReadFile(self)
	return program{content: content, arguments: []string{"scorer"}}, err
}
