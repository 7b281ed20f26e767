package vm

import "go/types"

// A kind says how a value lies in its slot of a frame.
type kind uint8

const (
	kWord  kind = iota // 8 bytes without pointers
	kPtr               // one pointer word
	kStr               // a string
	kIface             // an interface
	kSlice             // a slice
	kMem               // anything else, as its Go type lies in memory
)

// A form says how a value lies in memory outside of slots.
type form uint8

const (
	fWord form = iota
	fU8
	fS8
	fU16
	fS16
	fU32
	fS32
	fPtr
	fStr
	fIface
	fSlice
	fMem
)

// kindOf returns how values of type t lie in slots and in memory.
func kindOf(t types.Type) (kind, form) {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return basicKind(u.Kind())
	case *types.Slice:
		return kSlice, fSlice
	case *types.Interface:
		return kIface, fIface
	case *types.Struct, *types.Array, *types.Tuple:
		return kMem, fMem
	}
	return kPtr, fPtr // also SSA's own iterators and defer stacks
}

func basicKind(k types.BasicKind) (kind, form) {
	switch k {
	case types.Bool, types.UntypedBool, types.Uint8:
		return kWord, fU8
	case types.Int8:
		return kWord, fS8
	case types.Uint16:
		return kWord, fU16
	case types.Int16:
		return kWord, fS16
	case types.Uint32, types.Float32:
		return kWord, fU32
	case types.Int32, types.UntypedRune:
		return kWord, fS32
	case types.String, types.UntypedString:
		return kStr, fStr
	case types.UnsafePointer, types.UntypedNil:
		return kPtr, fPtr
	case types.Complex64, types.Complex128, types.UntypedComplex:
		return kMem, fMem
	}
	return kWord, fWord
}

// kindSize has the sizes of the kinds but kMem, in bytes.
var kindSize = [...]int32{kWord: 8, kPtr: 8, kStr: 16, kIface: 16, kSlice: 24}

func basicInfo(t types.Type) types.BasicInfo {
	if b, ok := t.Underlying().(*types.Basic); ok {
		return b.Info()
	}
	return 0
}

func isInt(t types.Type) bool      { return basicInfo(t)&types.IsInteger != 0 }
func isUnsigned(t types.Type) bool { return basicInfo(t)&types.IsUnsigned != 0 }
func isFloat(t types.Type) bool    { return basicInfo(t)&types.IsFloat != 0 }
func isString(t types.Type) bool   { return basicInfo(t)&types.IsString != 0 }
func isFloat32(t types.Type) bool  { return isFloat(t) && bitsOf(t) == 32 }

// bitsOf returns the size of a basic type's values.
func bitsOf(t types.Type) int {
	switch t.Underlying().(*types.Basic).Kind() {
	case types.Int8, types.Uint8, types.Bool:
		return 8
	case types.Int16, types.Uint16:
		return 16
	case types.Int32, types.Uint32, types.Float32, types.UntypedRune:
		return 32
	case types.Complex128, types.UntypedComplex:
		return 128
	}
	return 64
}

// isOpaque reports whether t is one of SSA's own types, which go/types does not know.
func isOpaque(t types.Type) bool {
	switch t := t.(type) {
	case *types.Pointer:
		return isOpaque(t.Elem())
	case *types.Basic, *types.Named, *types.Slice, *types.Map, *types.Chan, *types.Struct, *types.Array,
		*types.Signature, *types.Interface, *types.Tuple, *types.Alias, *types.TypeParam:
		return false
	}
	return true
}

// isUnset reports whether t marks a part of a tuple that nobody wants.
func isUnset(t types.Type) bool {
	b, ok := t.(*types.Basic)
	return ok && b.Kind() == types.Invalid
}
