package goroutine

import (
	"context"
	"sync"
)

// contexts has the contexts of the pieces of work: Key -> context.Context. Like
// the labels themselves it is there once for all goroutines.
var contexts sync.Map

// SetContext says when the work that the calling goroutine belongs to is to stop.
// Outside of Do it does nothing.
func SetContext(ctx context.Context) {
	key := Current()
	if key == 0 {
		return
	}
	contexts.Store(key, ctx)
	OnEnd(func(key Key) { contexts.CompareAndDelete(key, ctx) })
}

// Context returns the context of the work that the calling goroutine belongs to:
// when it ends, what takes long should give up. Outside of Do it never ends. A
// call may take some microseconds, and much longer without the help of the
// runtime: ask once at the beginning.
func Context() context.Context {
	if ctx, ok := contexts.Load(Current()); ok {
		return ctx.(context.Context)
	}
	return context.Background()
}
