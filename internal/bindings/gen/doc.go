// Gen writes the bindings in the folder above: for each package of its lists a
// Go file with the package's functions, variables and types as values; the
// types as export data; the docs; and the callers of common signatures.
//
// Packages are checked from source, once for each platform that golab is built
// for, without function bodies and without cgo. What is the same on all
// platforms is written once.
package main
