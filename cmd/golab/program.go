package main

import (
	"context"
	"errors"
	"os"

	"golab/kernel"
	"golab/kernel/interp"
)

// runProgram runs a Go program of one file.
func runProgram(ctx context.Context, o options) error {
	src, err := os.ReadFile(o.file)
	if err != nil {
		return err
	}
	engine, err := interp.New(interp.Config{})
	if err != nil {
		return err
	}
	if o.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, o.timeout)
		defer cancel()
	}
	err = engine.RunProgram(ctx, o.file, string(src), o.args...)
	var status kernel.ExitStatus
	if errors.As(err, &status) {
		return status
	}
	return explain(err, map[int]string{0: string(src)})
}
