package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golab/kernel/notebook"
)

// runNotebook runs a notebook in its folder and writes it where it is wanted.
func runNotebook(ctx context.Context, o options) error {
	nb, err := notebook.ReadFile(o.file)
	if err != nil {
		return err
	}
	if err := nb.SetParameters(o.params...); err != nil {
		return err
	}
	if o.out != "" { // before the work, not after it
		if o.out, err = filepath.Abs(o.out); err != nil {
			return err
		}
		if err := writable(o.out); err != nil {
			return err
		}
	}
	ran, printed := runCells(ctx, o, nb)
	var failed *notebook.CellError
	if o.out != "" && (ran == nil || errors.As(ran, &failed)) {
		printed = errors.Join(nb.WriteFile(o.out), printed)
	}
	return errors.Join(ran, printed)
}

// writable reports what will prevent a notebook from being written.
func writable(path string) error {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return fmt.Errorf("%s is a folder, not a file to write the notebook to", path)
	} else if err == nil && info.Mode().Perm()&0o222 == 0 {
		return fmt.Errorf("%s is read-only", path)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".golab.*")
	if err != nil {
		return fmt.Errorf("no notebook can be written to %s: %w", filepath.Dir(path), errors.Unwrap(err))
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// runCells runs the cells of nb. Printed is what came of printing their outputs.
func runCells(ctx context.Context, o options, nb *notebook.Notebook) (err, printed error) {
	if err := os.Chdir(filepath.Dir(o.file)); err != nil {
		return err, nil
	}
	session, err := newSession(false)
	if err != nil {
		return err, nil
	}
	defer session.Close()
	c := newConsole(session.Stdout(), session.Stderr())
	defer func() { printed = c.close() }()
	sources := map[int]string{}
	err = notebook.Runner{
		Session: session, Timeout: o.timeout, Output: c.output,
		Start: func(cell *notebook.Cell, number int) {
			sources[number] = cell.Source()
			c.start(number)
		},
	}.Run(ctx, nb)
	var failed *notebook.CellError
	if errors.As(err, &failed) {
		failed.Err = explain(failed.Err, sources)
	}
	return err, nil
}
