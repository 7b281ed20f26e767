// Package bindings is what cells may import: the standard library and the
// packages of the labs, as values and as go/types packages. Neither needs Go to
// be installed, and neither does anything when the program starts.
//
//   - Values (Lookup): functions, variables and types of a package, in tables
//     that the linker lays out. The generator writes them.
//   - Types (Importer): export data in the binary, decoded package by package as
//     they are imported, with parameter names, without positions.
//   - Generic functions, and generic types with methods, cannot be bound. Their
//     source comes along (the folder generic, Importer.Source), written anew for
//     this purpose, and the engine of cells compiles it. What is hot in it, such as
//     sorting basic types, is done by compiled code.
//   - Calls (NewThunk): a function or method called without reflection. A caller
//     for each shape of signature, not for each function, serves most of them.
//   - Docs (Package.Docs): for completion and help, compressed, apart from the rest.
//
// Constants differ between platforms, and so do unexported fields; export data
// that is not the same on all platforms is kept for each of them.
package bindings

//go:generate go run ./gen
