package rtype

import (
	"fmt"
	"go/types"
	"reflect"
	"unsafe"
)

// basics are the types of go/types.Basic.
var basics = map[types.BasicKind]reflect.Type{
	types.Bool:           reflect.TypeFor[bool](),
	types.Int:            reflect.TypeFor[int](),
	types.Int8:           reflect.TypeFor[int8](),
	types.Int16:          reflect.TypeFor[int16](),
	types.Int32:          reflect.TypeFor[int32](),
	types.Int64:          reflect.TypeFor[int64](),
	types.Uint:           reflect.TypeFor[uint](),
	types.Uint8:          reflect.TypeFor[uint8](),
	types.Uint16:         reflect.TypeFor[uint16](),
	types.Uint32:         reflect.TypeFor[uint32](),
	types.Uint64:         reflect.TypeFor[uint64](),
	types.Uintptr:        reflect.TypeFor[uintptr](),
	types.Float32:        reflect.TypeFor[float32](),
	types.Float64:        reflect.TypeFor[float64](),
	types.Complex64:      reflect.TypeFor[complex64](),
	types.Complex128:     reflect.TypeFor[complex128](),
	types.String:         reflect.TypeFor[string](),
	types.UnsafePointer:  reflect.TypeFor[unsafe.Pointer](),
	types.UntypedBool:    reflect.TypeFor[bool](),
	types.UntypedInt:     reflect.TypeFor[int](),
	types.UntypedRune:    reflect.TypeFor[rune](),
	types.UntypedFloat:   reflect.TypeFor[float64](),
	types.UntypedComplex: reflect.TypeFor[complex128](),
	types.UntypedString:  reflect.TypeFor[string](),
}

// maxDepth bounds how deep structs and arrays may hold one another.
const maxDepth = 1000

// shape returns an unnamed type that lies in memory as typ does, and compares
// and hashes as it does, but for fields called _. It never needs a type that is
// being made: what typ refers to by pointers is replaced.
func (t *Table) shape(typ types.Type, depth int) reflect.Type {
	if depth > maxDepth {
		fail("type %s holds itself", typ)
	}
	switch typ := types.Unalias(typ).(type) {
	case *types.Basic:
		return basic(typ)
	case *types.Named:
		if rt, ok := t.compiled(typ); ok {
			return rt
		}
		return t.shape(typ.Underlying(), depth+1)
	case *types.Pointer:
		return reflect.TypeFor[*byte]()
	case *types.Slice:
		return reflect.TypeFor[[]byte]()
	case *types.Map:
		return reflect.TypeFor[map[int]int]()
	case *types.Chan:
		return reflect.TypeFor[chan int]()
	case *types.Signature:
		return reflect.TypeFor[func()]()
	case *types.Interface:
		if typ.NumMethods() > 0 {
			return reflect.TypeFor[error]()
		}
		return reflect.TypeFor[any]()
	case *types.Array:
		return reflect.ArrayOf(length(typ), t.shape(typ.Elem(), depth+1))
	case *types.Struct:
		fields := make([]reflect.StructField, typ.NumFields())
		for i := range fields {
			f := typ.Field(i)
			fields[i] = reflect.StructField{Name: fmt.Sprintf("F%d", i), Type: t.shape(f.Type(), depth+1)}
			if f.Name() == "_" { // which hashing skips
				fields[i].Name, fields[i].PkgPath = "_", "main"
			}
		}
		return reflect.StructOf(fields)
	}
	fail("%s is no type of values", typ)
	return nil
}

// basic is the type of a basic type.
func basic(typ *types.Basic) reflect.Type {
	rt, ok := basics[typ.Kind()]
	if !ok {
		fail("%s is no type of values", typ)
	}
	return rt
}

// length is that of an array. One too long for package reflect is no type that
// a value could have.
func length(typ *types.Array) int {
	n := typ.Len()
	if n < 0 || n != int64(int(n)) {
		fail("%s: no such length", typ)
	}
	return int(n)
}
