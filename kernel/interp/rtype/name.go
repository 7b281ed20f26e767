package rtype

import (
	"encoding/binary"
	"unsafe"
)

// Bits of the first byte of a name.
const (
	nameExported = 1 << 0
	nameTag      = 1 << 1
	namePkgPath  = 1 << 2
	nameEmbedded = 1 << 3
)

// newName encodes a name with flags. pkgPath is the number of a name or 0.
func newName(text, tag string, flags byte, pkgPath int32) name {
	if tag != "" {
		flags |= nameTag
	}
	if pkgPath != 0 {
		flags |= namePkgPath
	}
	b := append(make([]byte, 0, 16+len(text)+len(tag)), flags)
	b = append(binary.AppendUvarint(b, uint64(len(text))), text...)
	if tag != "" {
		b = append(binary.AppendUvarint(b, uint64(len(tag))), tag...)
	}
	if pkgPath != 0 {
		b = binary.NativeEndian.AppendUint32(b, uint32(pkgPath))
	}
	return name{&b[0]}
}

// isBlank reports whether n is _.
func (n name) isBlank() bool {
	b := unsafe.Slice(n.bytes, 2)
	return b[1] == 1 && *(*byte)(unsafe.Add(unsafe.Pointer(n.bytes), 2)) == '_'
}

// A methodName is the name of a method; two packages' unexported names differ.
type methodName struct {
	text    string
	pkgPath string // of an unexported name
}

// names are the numbers of the names that types have had.
type names struct {
	plain   map[string]int32
	methods map[methodName]int32
}

func newNames() names {
	return names{map[string]int32{}, map[methodName]int32{}}
}

// off is the number of a plain name, such as a package's path.
func (n *names) off(text string) int32 {
	if text == "" {
		return 0
	}
	off, ok := n.plain[text]
	if !ok {
		off = addReflectOff(unsafe.Pointer(newName(text, "", 0, 0).bytes))
		n.plain[text] = off
	}
	return off
}

// method is the number of a method's name.
func (n *names) method(m methodName) int32 {
	off, ok := n.methods[m]
	if !ok {
		flags := byte(nameExported)
		if m.pkgPath != "" {
			flags = 0
		}
		off = addReflectOff(unsafe.Pointer(newName(m.text, "", flags, n.off(m.pkgPath)).bytes))
		n.methods[m] = off
	}
	return off
}
