package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golab/kernel/kernelspec"
)

// lab opens JupyterLab with the kernel.
//
// The kernel is registered by JUPYTER_PATH, which names a folder of golab's own
// that comes before all others: nothing of the user's is written to, there is
// nothing to uninstall, and the kernel is the golab that was called, not one that
// was installed once.
func lab(args []string) error {
	o, err := parseLab(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Print(labHelp)
		return nil
	}
	if err != nil {
		return err
	}
	system, err := kernelspec.Host()
	if err != nil {
		return err
	}
	jupyter := findJupyterLab(system)
	if jupyter == nil {
		if jupyter, err = offerJupyterLab(system, o.yes); err != nil {
			return err
		}
	}
	if err := register(system); err != nil {
		return err
	}
	hint(o.target)
	return become(slices.Concat(jupyter, o.flags()))
}

// LabOptions are what the command line of lab says.
type labOptions struct {
	target string // the folder or the notebook to open, absolute
	yes    bool
	args   []string // of JupyterLab
}

// parseLab reads a command line.
func parseLab(args []string) (labOptions, error) {
	var o labOptions
	if i := slices.Index(args, "--"); i >= 0 {
		args, o.args = args[:i], args[i+1:]
	}
	flags := newFlags("lab")
	flags.BoolVar(&o.yes, "yes", false, "")
	rest, err := parseFlags(flags, args)
	var wrong misuse
	if errors.As(err, &wrong) && !strings.Contains(wrong.text, "did you mean") {
		wrong.text += "; options of JupyterLab follow after --"
		return o, wrong
	}
	if err != nil {
		return o, err
	}
	switch len(rest) {
	case 0:
		rest = []string{"."}
	case 1:
	default:
		return o, misuse{fmt.Sprintf("golab lab takes one folder, not %d", len(rest)), "lab"}
	}
	info, err := os.Stat(rest[0])
	if errors.Is(err, fs.ErrNotExist) {
		return o, fmt.Errorf("there is no folder or notebook %s", rest[0])
	}
	if err != nil {
		return o, err
	}
	if !info.IsDir() && !isNotebook(rest[0]) {
		return o, fmt.Errorf("%s is neither a folder nor a notebook", rest[0])
	}
	o.target, err = filepath.Abs(rest[0])
	return o, err
}

// flags returns the arguments of JupyterLab. The user's come last, and win.
func (o labOptions) flags() []string {
	first := []string{o.target, "--MultiKernelManager.default_kernel_name=" + kernelspec.DefaultName}
	return append(first, o.args...)
}

// register writes the kernelspec into a folder of golab's own, and makes Jupyter
// look there.
func register(system kernelspec.System) error {
	binary, err := os.Executable()
	if err != nil {
		return err
	}
	folder := filepath.Join(system.GolabData(), "lab")
	spec := kernelspec.New(binary, "", moduleVersion())
	if _, err := kernelspec.Install(filepath.Join(folder, "kernels"), kernelspec.DefaultName, spec); err != nil {
		return err
	}
	if others := os.Getenv("JUPYTER_PATH"); others != "" {
		folder += string(os.PathListSeparator) + others
	}
	return os.Setenv("JUPYTER_PATH", folder)
}

// hint says where golab's notebooks are when the folder to open has none.
func hint(folder string) {
	if own, _ := filepath.Glob(filepath.Join(folder, "*.ipynb")); len(own) > 0 || isNotebook(folder) {
		return
	}
	labs := labsNear(folder)
	if labs == "" {
		return
	}
	if here, err := os.Getwd(); err == nil {
		if rel, err := filepath.Rel(here, labs); err == nil && len(rel) < len(labs) {
			labs = rel
		}
	}
	fmt.Fprintf(os.Stderr, "golab: no notebooks in %s; golab lab %s opens the labs\n", folder, labs)
}

// labsNear returns the folder of golab's notebooks in a source checkout that the
// folder or the binary is in, or nothing.
func labsNear(folder string) string {
	starts := []string{folder}
	if binary, err := os.Executable(); err == nil {
		starts = append(starts, filepath.Dir(binary))
	}
	for _, at := range starts {
		for {
			_, err := os.Stat(filepath.Join(at, "cmd", "golab"))
			labs := filepath.Join(at, "notebooks")
			if info, e := os.Stat(labs); err == nil && e == nil && info.IsDir() {
				return labs
			}
			parent := filepath.Dir(at)
			if parent == at {
				break
			}
			at = parent
		}
	}
	return ""
}
