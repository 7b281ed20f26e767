//go:build !wasm

package vm

import "sync/atomic"

// A pollFlag says that something is wanted of the machines of a run. Loops and calls
// ask it.
type pollFlag = atomic.Bool
