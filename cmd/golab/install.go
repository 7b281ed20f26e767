package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"golab/internal/atomicfile"
	"golab/kernel/kernelspec"
)

// install tells Jupyter about the kernel.
func install(args []string) error {
	var at place
	fs := at.flags("install")
	displayName := fs.String("display-name", "", "")
	rest, err := parseFlags(fs, args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Print(installHelp)
		return nil
	}
	if err == nil {
		err = at.check(fs, rest)
	}
	if err != nil {
		return err
	}
	system, err := kernelspec.Host()
	if err != nil {
		return err
	}
	if err := at.install(system, *displayName); err != nil {
		return err
	}
	return at.installTranslator(system)
}

// install writes the kernelspec.
func (p *place) install(system kernelspec.System, displayName string) error {
	kernels, err := p.kernels(system)
	if err != nil {
		return err
	}
	binary, err := lastingBinary(system)
	if err != nil {
		return err
	}
	spec := kernelspec.New(binary, displayName, moduleVersion())
	folder, err := kernelspec.Install(kernels, p.name, spec)
	if errors.Is(err, os.ErrPermission) && !p.user {
		return fmt.Errorf("%w\ngolab install --user needs no permission", err)
	}
	if err != nil {
		return err
	}
	fmt.Printf("Jupyter now has the kernel %s: %s\n", spec.DisplayName, folder)
	return nil
}

// installTranslator teaches papermill Go where that was asked for, and says how to
// where it was not.
func (p *place) installTranslator(system kernelspec.System) error {
	python, err := p.python(system)
	switch {
	case p.papermill && err != nil:
		return err
	case p.papermill:
		folder, err := python.InstallTranslator()
		if err != nil {
			return err
		}
		fmt.Printf("papermill in %s now writes parameters in Go: %s\n", python.Prefix, folder)
	case err == nil && python.Papermill && python.TranslatorIn() == "":
		fmt.Printf("papermill in %s does not write parameters in Go yet: golab install %s --papermill teaches it\n", python.Prefix, p)
	}
	return nil
}

// lastingBinary returns the path of golab's binary. That of "go run" is gone when
// the run ends, so it returns a copy in golab's own folder.
func lastingBinary(system kernelspec.System) (string, error) {
	binary, err := os.Executable()
	if err != nil {
		return "", err
	}
	if !isFleeting(binary, os.Getenv) {
		return binary, nil
	}
	to := filepath.Join(system.GolabData(), "bin", "golab")
	if runtime.GOOS == "windows" {
		to += ".exe"
	}
	if err := copyBinary(binary, to); err != nil {
		return "", fmt.Errorf("go run's golab is gone when it ends, and cannot be copied: %w", err)
	}
	fmt.Printf("go run's golab is gone when it ends, so this is a copy: %s\n", to)
	return to, nil
}

// isFleeting reports whether a binary is one that the go command made for a single
// run: in a folder of its own, or in its cache.
func isFleeting(binary string, env func(string) string) bool {
	for part := range strings.SplitSeq(filepath.ToSlash(binary), "/") {
		if strings.HasPrefix(part, "go-build") {
			return true
		}
	}
	cache := env("GOCACHE")
	return cache != "" && strings.HasPrefix(binary, filepath.Clean(cache)+string(filepath.Separator))
}

// copyBinary copies a program.
func copyBinary(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	err = atomicfile.Write(to, func(w io.Writer) error {
		_, err := io.Copy(w, in)
		return err
	})
	if err != nil {
		return err
	}
	return os.Chmod(to, 0o755)
}
