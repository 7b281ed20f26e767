// Package symbols is what cells may import: the bindings of Go packages that
// are linked into golab, in the registry from which the interpreter resolves
// imports. A program links it for its effect:
//
//	import _ "golab/internal/symbols"
//
// The standard library's bindings are ixgo's own. The others are made by the
// generator in the folder gen, whose list names them.
package symbols

import (
	_ "github.com/goplus/ixgo/pkg"                 // the standard library
	_ "github.com/goplus/reflectx/icall/icall8192" // room for the methods of types that cells declare
)

//go:generate go run ./gen
