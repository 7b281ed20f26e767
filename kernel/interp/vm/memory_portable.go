//go:build vmportable

package vm

// portable says that nothing of Go's run-time system is taken for granted.
const portable = true

// runtimeMemory is empty: memory is reflect's.
func runtimeMemory() memory { return memory{} }
