// Package bindings is what cells may import: the standard library and the
// packages of the labs, as values and as go/types packages.
package bindings

//go:generate go run ./gen
