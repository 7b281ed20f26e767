// Package native does in compiled code what the generic source of cells'
// packages cannot do by itself: its functions are bound, but no cell can import
// it.
package native

import (
	"crypto/hkdf"
	"crypto/pbkdf2"
	"hash"
	"hash/maphash"
	"runtime"
	"slices"
	"sync"
	"unsafe"
	"weak"
)

// Sort sorts a slice of a basic ordered type. It reports whether list is one.
func Sort(list any) bool {
	switch s := list.(type) {
	case []int:
		slices.Sort(s)
	case []float64:
		slices.Sort(s)
	case []string:
		slices.Sort(s)
	case []byte:
		slices.Sort(s)
	case []rune:
		slices.Sort(s)
	case []int64:
		slices.Sort(s)
	case []float32:
		slices.Sort(s)
	case []uint64:
		slices.Sort(s)
	default:
		return false
	}
	return true
}

var interned sync.Map // pointers to copies of values, by value

// Intern returns the pointer that it was given with the first value equal to
// value. It never forgets one.
func Intern(value any, p unsafe.Pointer) unsafe.Pointer {
	first, _ := interned.LoadOrStore(value, p)
	return first.(unsafe.Pointer)
}

// MakeWeak returns the one word of a weak.Pointer. (To mention that type here
// would be a cycle: its source imports this package.)
func MakeWeak(p unsafe.Pointer) unsafe.Pointer {
	w := weak.Make((*byte)(p))
	return *(*word)(unsafe.Pointer(&w))
}

// Strong returns what the weak.Pointer of a word points to, or nil when that is
// gone.
func Strong(w unsafe.Pointer) unsafe.Pointer {
	return unsafe.Pointer((*weak.Pointer[byte])(unsafe.Pointer(&w)).Value())
}

// A word is as large as a weak.Pointer, or the next line does not compile.
type word = unsafe.Pointer

var _ = [1]int{}[unsafe.Sizeof(weak.Pointer[byte]{})-unsafe.Sizeof(word(nil))]

// AddCleanup has f called some time after p is unreachable.
func AddCleanup(p unsafe.Pointer, f func()) runtime.Cleanup {
	return runtime.AddCleanup((*byte)(p), func(f func()) { f() }, f)
}

// Comparable is maphash.Comparable.
func Comparable(seed maphash.Seed, v any) uint64 { return maphash.Comparable(seed, v) }

// WriteComparable is maphash.WriteComparable.
func WriteComparable(h *maphash.Hash, v any) { maphash.WriteComparable(h, v) }

// Expand is hkdf.Expand.
func Expand(h func() hash.Hash, key []byte, info string, n int) ([]byte, error) {
	return hkdf.Expand(h, key, info, n)
}

// Extract is hkdf.Extract.
func Extract(h func() hash.Hash, secret, salt []byte) ([]byte, error) {
	return hkdf.Extract(h, secret, salt)
}

// Key is pbkdf2.Key.
func Key(h func() hash.Hash, password string, salt []byte, iterations, n int) ([]byte, error) {
	return pbkdf2.Key(h, password, salt, iterations, n)
}
