package goroutine_test

import (
	"context"
	"testing"

	"golab/internal/goroutine"
)

func TestContextIsThatOfTheWork(t *testing.T) {
	goroutine.SetContext(t.Context()) // outside of work: nothing
	if ctx := goroutine.Context(); ctx != context.Background() {
		t.Errorf("outside of work the context is %v", ctx)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	goroutine.Do(func(goroutine.Key) {
		goroutine.SetContext(ctx)
		inherited := make(chan context.Context)
		go func() { inherited <- goroutine.Context() }()
		if got := <-inherited; got != ctx {
			t.Errorf("a goroutine of the work has the context %v", got)
		}
		goroutine.Do(func(goroutine.Key) {
			if got := goroutine.Context(); got != context.Background() {
				t.Errorf("work inside of work has the context %v, its own is none", got)
			}
		})
	})
	if got := goroutine.Context(); got != context.Background() {
		t.Errorf("after the work the context is %v", got)
	}
}
