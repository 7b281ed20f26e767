package interp

import (
	"go/scanner"
	"go/token"
	"maps"
	"slices"
	"strings"

	"golab/kernel"
)

// late compiles the declarations of Config.Late that a cell mentions first.
func (e *Engine) late(code kernel.Cell) ([]*cell, error) {
	var cells []*cell
	for _, name := range slices.Sorted(maps.Keys(e.pending)) {
		if e.scope.known(name) {
			delete(e.pending, name) // a cell has taken the name
			continue
		}
		if !mentions(code.Code, name) {
			continue
		}
		src := e.pending[name]
		delete(e.pending, name)
		cs, err := e.add(kernel.Cell{Code: src})
		if err != nil {
			return nil, err
		}
		cells = append(cells, cs...)
	}
	return cells, nil
}

// mentions reports whether a name occurs in the code as one.
func mentions(code, name string) bool {
	if !strings.Contains(code, name) {
		return false
	}
	src := []byte(code)
	fset := token.NewFileSet()
	var s scanner.Scanner
	s.Init(fset.AddFile("", fset.Base(), len(src)), src, nil, 0)
	for {
		switch _, tok, lit := s.Scan(); {
		case tok == token.EOF:
			return false
		case tok == token.IDENT && lit == name:
			return true
		}
	}
}
