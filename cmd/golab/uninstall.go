package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"golab/kernel/kernelspec"
)

// uninstall makes Jupyter forget the kernel.
func uninstall(args []string) error {
	var at place
	flags := at.flags("uninstall")
	rest, err := parseFlags(flags, args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Print(uninstallHelp)
		return nil
	}
	if err == nil {
		err = at.check(flags, rest)
	}
	if err != nil {
		return err
	}
	system, err := kernelspec.Host()
	if err != nil {
		return err
	}
	translator := at.uninstallTranslator(system)
	err = at.uninstall(system)
	if _, missing := err.(noKernel); missing && at.papermill && translator == nil {
		return nil // there was only the translator to take away
	}
	return errors.Join(err, translator)
}

// uninstall removes the kernelspec.
func (p *place) uninstall(system kernelspec.System) error {
	kernels, err := p.kernels(system)
	if err != nil {
		return err
	}
	spec, err := kernelspec.Remove(kernels, p.name)
	if errors.Is(err, fs.ErrNotExist) {
		return noKernel{fmt.Sprintf("no kernel %s in %s%s", p.name, kernels, p.elsewhere(system, kernels))}
	}
	if err != nil {
		return err
	}
	fmt.Printf("Jupyter no longer has the kernel %s: %s is removed\n", spec.DisplayName, filepath.Join(kernels, p.name))
	if strings.HasPrefix(spec.Binary(), system.GolabData()) {
		fmt.Printf("the copy of golab that it started stays: %s\n", spec.Binary())
	}
	return nil
}

// A noKernel error says that there is no kernel to take away.
type noKernel struct{ text string }

func (n noKernel) Error() string { return n.text }

// elsewhere says which kernels of golab there are.
func (p *place) elsewhere(system kernelspec.System, kernels string) string {
	folders := append([]string{kernels, system.UserKernels()}, system.PathKernels()...)
	if python, err := p.python(system); err == nil {
		folders = append(folders, system.PrefixKernels(python.Prefix))
	}
	var found []string
	for _, folder := range folders {
		names, _ := kernelspec.List(folder) // an unreadable folder has none to speak of
		for _, name := range names {
			if path := filepath.Join(folder, name); !slices.Contains(found, path) {
				found = append(found, path)
			}
		}
	}
	if len(found) == 0 {
		return ""
	}
	return "; golab's are " + strings.Join(found, ", ")
}

// uninstallTranslator takes Go away from papermill where that was asked for.
func (p *place) uninstallTranslator(system kernelspec.System) error {
	if !p.papermill {
		return nil
	}
	python, err := p.python(system)
	if err != nil {
		return err
	}
	folder, err := python.RemoveTranslator()
	if err != nil {
		return err
	}
	fmt.Printf("papermill in %s no longer writes parameters in Go: golab_papermill in %s is removed\n", python.Prefix, folder)
	return nil
}
