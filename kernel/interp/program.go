package interp

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/types"
	"os"
	"runtime"

	"golab/kernel"
)

// RunProgram runs a program of one file, whose package is main, with args as
// its arguments. The program sees no cell, and cells do not see it.
//
// A failure is a [*kernel.Error] with positions in the file. When the program
// calls os.Exit with another status than 0, the error's Kind is Exited and its
// Err is the [kernel.ExitStatus].
func (e *Engine) RunProgram(ctx context.Context, filename, src string, args ...string) error {
	c, err := e.loadProgram(filename, src)
	if err != nil {
		return err
	}
	oldArgs, oldFlags := os.Args, flag.CommandLine
	defer func() { os.Args, flag.CommandLine = oldArgs, oldFlags }()
	os.Args = append([]string{filename}, args...)
	flag.CommandLine = flag.NewFlagSet(filename, flag.ExitOnError)
	err = e.execute(ctx, kernel.Cell{Number: programNumber}, []*cell{c})
	var status kernel.ExitStatus
	if errors.As(err, &status) && status == 0 {
		return nil
	}
	return err
}

// programNumber is the cell number of a program.
const programNumber = -2

func (e *Engine) loadProgram(filename, src string) (*cell, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	u, err := e.front.program(filename, src)
	if err != nil {
		return nil, err
	}
	c, err := e.link(u, programNumber)
	if err != nil {
		return nil, compileErrors([]fault{{kernel.Position{}, err.Error()}})
	}
	return c, nil
}

// program checks the one file of a program by the rules of the Go compiler.
func (c *compiler) program(filename, src string) (*unit, error) {
	file, err := parser.ParseFile(c.fset, filename, src, parser.SkipObjectResolution|parser.ParseComments|parser.AllErrors)
	var list scanner.ErrorList
	if errors.As(err, &list) {
		return nil, c.syntaxErrors(list, []byte(src), programNumber)
	}
	if err != nil {
		return nil, err
	}
	if file.Name.Name != "main" {
		return nil, compileErrors([]fault{{position(c.fset.Position(file.Name.Pos())),
			fmt.Sprintf("the package is %s, a program's is main", file.Name.Name)}})
	}
	k := &checker{compiler: c, d: &draft{}, file: file, pkg: types.NewPackage("main", "main"), info: newInfo()}
	anchorDefers(file)
	k.missingImports()
	if len(k.faults) == 0 {
		conf := &types.Config{Context: c.context, Importer: c.lib, Sizes: types.SizesFor("gc", runtime.GOARCH), Error: k.add}
		_ = types.NewChecker(conf, c.fset, k.pkg, k.info).Files([]*ast.File{file}) // conf.Error has the errors
		k.missingBodies()
	}
	if _, ok := k.pkg.Scope().Lookup("main").(*types.Func); !ok && len(k.faults) == 0 {
		k.faults = append(k.faults, fault{position(c.fset.Position(file.Name.Pos())), "the program has no func main"})
	}
	if len(k.faults) > 0 {
		return nil, compileErrors(k.faults)
	}
	return &unit{pkg: k.pkg, info: k.info, files: []*ast.File{file}, run: "main"}, nil
}
