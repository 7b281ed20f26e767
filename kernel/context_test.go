package kernel

import (
	"context"
	"errors"
	"testing"
	"time"

	"golab/internal/goroutine"
)

// Compiled code that takes long learns of an interrupt from the context of its
// goroutine. The end of the cell is none: its goroutines go on.
func TestCompiledCodeLearnsOfAnInterrupt(t *testing.T) {
	work := make(chan context.Context, 2)
	s := newSession(t, fake{
		"fits": func(context.Context) ([]any, error) {
			ctx := goroutine.Context()
			work <- ctx
			<-ctx.Done()
			return nil, &Error{Kind: Interrupted, Name: "Interrupted", Text: "interrupted", Err: ctx.Err()}
		},
		"ends": func(context.Context) ([]any, error) {
			work <- goroutine.Context()
			return nil, nil
		},
	})
	stop := errors.New("the user said so")
	ctx, cancel := context.WithTimeoutCause(t.Context(), 10*time.Millisecond, stop)
	defer cancel()
	if err := s.Execute(ctx, "fits", nil); !errors.Is(err, context.Canceled) {
		t.Errorf("the interrupted cell gives %v", err)
	}
	if got := context.Cause(<-work); got != stop {
		t.Errorf("the cause is %v, want %v", got, stop)
	}
	ctx, cancel = context.WithCancel(t.Context())
	if err := s.Execute(ctx, "ends", nil); err != nil {
		t.Fatal(err)
	}
	cancel()
	if got := <-work; got == context.Background() || got.Err() != nil {
		t.Errorf("after the end of the cell its goroutines have the context %v, want one that goes on", got)
	}
}
