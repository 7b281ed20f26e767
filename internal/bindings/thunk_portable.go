//go:build vmportable

package bindings

import "reflect"

// NewThunk has no Thunks where nothing is known of how Go calls: callers fall
// back on reflection.
func NewThunk(reflect.Value) (Thunk, bool) { return nil, false }
