package exportdata

import "go/types"

// Tags of declarations.
const (
	declConst = iota
	declVar
	declFunc
	declType
	declAlias
)

// Tags of types.
const (
	tagBasic     = iota // index in predeclared
	tagAgain            // offset of a type in the same chunk
	tagNamed            // path, name, type arguments
	tagParam            // index among the type parameters in force
	tagPointer          // element
	tagSlice            // element
	tagArray            // length, element
	tagMap              // key, element
	tagChan             // direction, element
	tagStruct           // path of its fields' package, fields
	tagSignature        // parameters, results, variadic
	tagInterface        // path, methods, embedded types, implicit
	tagUnion            // terms
)

// Tags of constant values.
const (
	valFalse = iota
	valTrue
	valString
	valInt   // zigzag
	valBig   // decimal digits
	valFloat // exact text
	valRatio // numerator, denominator
	valComplex
)

// predeclared lists the types without a package. Its order is part of the
// format.
func predeclared() []types.Type {
	var list []types.Type
	for _, t := range types.Typ { // Invalid to UntypedNil
		list = append(list, t)
	}
	for _, name := range []string{"byte", "rune", "error", "any", "comparable"} {
		list = append(list, types.Universe.Lookup(name).Type())
	}
	return list
}

// headerSize is the length of a chunk's header: name of the package, start of
// the index, number of declarations, start of the data, each 4 bytes.
const (
	headerSize = 16
	entrySize  = 8
)
