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
// The back half runs units. It is the only code that knows the interpreter
// proper, github.com/goplus/ixgo: every unit becomes an ixgo.Interp of its own
// over one growing SSA program (link.go, loader.go, methods.go). Its
// instructions are fitted with checks that stop a cell, note the lines of a
// panic and bound the stack (instrument.go, layout.go). Methods of types that
// are younger than the code that calls them come from units of the engine's own
// (methods.go).
package interp
