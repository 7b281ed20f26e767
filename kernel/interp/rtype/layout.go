package rtype

import "unsafe"

// The types of this file lie in memory as those of internal/abi that are named
// beside them. selfCheck compares the two field by field before any is used.

// An rtype is an abi.Type, the head of every type.
type rtype struct {
	size       uintptr
	ptrBytes   uintptr
	hash       uint32
	tflag      uint8
	align      uint8
	fieldAlign uint8
	kind       uint8
	equal      func(unsafe.Pointer, unsafe.Pointer) bool
	gcData     *byte
	str        int32 // of a name
	ptrToThis  int32 // of a type
}

// Bits of rtype.tflag.
const (
	flagUncommon  = 1 << 0
	flagExtraStar = 1 << 1
	flagNamed     = 1 << 2
	flagDirect    = 1 << 5 // an interface holds the value itself, which is one pointer
)

// An uncommonType is an abi.UncommonType; it follows the type proper.
type uncommonType struct {
	pkgPath int32 // of a name
	mcount  uint16
	xcount  uint16
	moff    uint32 // from here to the methods
	_       uint32
}

// A tableMethod is an abi.Method.
type tableMethod struct {
	name int32
	mtyp int32 // of the func type without receiver
	ifn  int32 // of the code that takes the data word of an interface
	tfn  int32 // of the code that takes the receiver as it is
}

// An interfaceMethod is an abi.Imethod.
type interfaceMethod struct {
	name int32
	typ  int32
}

// A name is an abi.Name: flags, length and text, tag, package.
type name struct{ bytes *byte }

// A structField is an abi.StructField.
type structField struct {
	name   name
	typ    *rtype
	offset uintptr
}

type arrayType struct {
	rtype
	elem  *rtype
	slice *rtype
	len   uintptr
}

type chanType struct {
	rtype
	elem *rtype
	dir  int
}

type funcType struct {
	rtype
	inCount  uint16
	outCount uint16 // with the top bit set for a variadic function
}

type interfaceType struct {
	rtype
	pkgPath name
	methods []interfaceMethod
}

type mapType struct {
	rtype
	key       *rtype
	elem      *rtype
	group     *rtype
	hasher    func(unsafe.Pointer, uintptr) uintptr
	groupSize uintptr
	slotSize  uintptr
	elemOff   uintptr
	flags     uint32
}

type ptrType struct {
	rtype
	elem *rtype
}

type sliceType struct {
	rtype
	elem *rtype
}

type structType struct {
	rtype
	pkgPath name
	fields  []structField
}

// words are those of an interface value.
type words struct{ typ, data unsafe.Pointer }
