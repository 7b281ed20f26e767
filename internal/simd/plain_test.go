//go:build (amd64 || arm64) && !purego

package simd

// plainly calls f with plain Go in place of assembly.
func plainly(f func()) {
	defer func(was bool) { haveVectors = was }(haveVectors)
	haveVectors = false
	f()
}
