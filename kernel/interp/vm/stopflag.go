//go:build !wasm

package vm

import "sync/atomic"

// A stopFlag says that a run has been stopped. Loops and calls ask it.
type stopFlag = atomic.Bool
