package vm

import (
	"unsafe"
)

// Run-time errors are raised by Go itself, so that types and texts are its own.

func nilDereference() { _ = *(*int)(nil) }

// nothing is what slices of any length can be made of.
var nothing struct{}

func panicIndex(i, n int) {
	s := unsafe.Slice(&nothing, n)
	s[i] = nothing
	panic("unreachable")
}

// panicSlice raises the error of s[low:high:max].
func panicSlice(s sliceHeader, low, high, max int, three bool) {
	b := unsafe.Slice(&nothing, s.cap)[:s.len]
	if three {
		_ = b[low:high:max]
	} else {
		_ = b[low:high]
	}
	panic("unreachable")
}

// panicMake raises the error of make([]T, n, max).
func panicMake(n, max int) {
	if n < 0 || n > 1<<40 {
		_ = make([]uint64, n)
	}
	_ = make([]uint64, n, max)
	panic("unreachable")
}

func panicShift(n int64) {
	if 1<<n != 0 {
		panic("unreachable")
	}
}

// boundsError mirrors runtime.boundsError.
type boundsError struct {
	x      int64
	y      int
	signed bool
	code   uint8
}

// panicArray raises the error of converting a slice of n elements to an array of
// want. The array's length is part of the type that Go's own error needs, so an
// error like it is altered.
func panicArray(n, want int) {
	defer func() {
		r := recover()
		h := anyHeader(&r)
		e := *(*boundsError)(h.data)
		if e.x == 1 && e.y == 0 {
			e.x, e.y = int64(want), n
			h.data = unsafe.Pointer(&e)
		}
		panic(r)
	}()
	var empty []byte
	_ = *(*[1]byte)(empty)
}

// panicUnsafeSlice raises the error of unsafe.Slice(p, n), with a negative n for
// all that are too long.
func panicUnsafeSlice(p unsafe.Pointer, n int) {
	if s := unsafe.Slice((*byte)(p), n); s != nil {
		panic("unreachable")
	}
}
