// Package rtype makes reflect types of the types that cells declare.
//
// A [Table] goes from go/types to package reflect for one session, and back.
// What package reflect can make itself (pointers, slices, maps, functions,
// plain structs) it makes, so that these types are the very ones that compiled
// code has. Named types, interfaces with methods, and structs with embedded
// fields it cannot make: they are built here, as the compiler lays them out
// (layout.go, block.go).
//
// A named type starts as a copy of its shape, an unnamed type of the same size,
// alignment, pointers and comparison (shape.go). Only then are its real fields
// or elements looked up, so a type that mentions itself is complete wherever it
// is met again.
//
// Methods of cells' types are code of the session, while method tables hold
// bare code pointers that know no session. So every method gets a numbered
// stub, a compiled function that finds its code by its number (pool.go). The
// signatures that matter have stubs of their own in stubs.go, which pass typed
// arguments; all others share the stubs of reflectx's icall packages, which
// pass []reflect.Value (general.go). Numbers are finite: when none is left the
// type is an error. Stubs find their code at the first call ([Config].Method).
package rtype

//go:generate go run ./stubgen
