// Package interp is the interpreter behind [golab/kernel.Engine].
//
// The front half turns the text of a cell into type-checked syntax, with
// go/scanner, go/parser and go/types alone: a cell is split into declarations
// and statements (split.go), cut where a name gets a new meaning half way
// (segment.go), written out as one file of a package main (source.go), checked
// in a fresh package that holds the objects of earlier cells (check.go), and
// its initialisers are moved among its statements (order.go). The product is a
// [unit].
//
// The back half makes the SSA of a unit in a program of its own (link.go), which
// mentions earlier cells by their objects alone; only of units with generic
// declarations is the syntax kept (linked.go). golab/kernel/interp/vm compiles it
// to register code and keeps nothing of it, golab/kernel/interp/rtype makes the
// reflect types of cells' types, and golab/internal/bindings has the packages that
// cells import (host.go); some of their functions behave otherwise in a cell
// (replace.go). A run is the execution of a cell with the goroutines that it
// starts: it can be stopped (run.go), and what it ends with is told in the user's
// own lines (failure.go).
package interp
