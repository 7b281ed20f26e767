package kernel

import (
	"context"
	"slices"
	"sync"

	"golab/internal/goroutine"
)

// An execution is a request that runs, or one that has ended but has goroutines
// left: what these show belongs to it.
type execution struct {
	cell  int // its number; 0 for a message of the front end
	out   *outbox
	input Input
	fail  func(error) // stops the cell

	mu      sync.Mutex
	payload []map[string]any
}

// Input asks the user for a line, without the newline at its end. It fails when
// ctx ends, and with io.EOF when the user ends the input.
type Input func(ctx context.Context, prompt string, password bool) (string, error)

// addPayload adds an item to the payload of the reply.
func (x *execution) addPayload(item map[string]any) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.payload = append(x.payload, item)
}

// takePayload returns the payload.
func (x *execution) takePayload() []map[string]any {
	x.mu.Lock()
	defer x.mu.Unlock()
	return slices.Clone(x.payload)
}

// A work is a piece of work that goroutines do for an execution.
type work struct {
	*execution
	ctx context.Context // ends when it has to end
}

// executions are those that may still show something.
type executions struct {
	mu      sync.Mutex
	byWork  map[goroutine.Key]work
	running []*execution // in the order in which they began
	last    *execution   // never nil
}

// run runs f, whose goroutines belong to x and are to end with ctx, if that ends
// before f.
func (l *executions) run(ctx context.Context, x *execution, f func()) {
	goroutine.Do(func(key goroutine.Key) {
		own, stop := context.WithCancelCause(context.Background())
		goroutine.SetContext(own)
		defer context.AfterFunc(ctx, func() { stop(context.Cause(ctx)) })()
		l.mu.Lock()
		l.byWork[key] = work{x, ctx}
		l.running = append(l.running, x)
		if x.cell != 0 {
			l.last = x
		}
		l.mu.Unlock()
		goroutine.OnEnd(func(key goroutine.Key) {
			l.mu.Lock()
			defer l.mu.Unlock()
			if l.byWork[key].execution == x {
				delete(l.byWork, key)
			}
		})
		defer l.ended(ctx, x, key)
		f()
	})
}

// ended notes that the run of x has ended. The goroutines that are left may go on,
// also when ctx is taken back, unless it has ended before.
func (l *executions) ended(ctx context.Context, x *execution, key goroutine.Key) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if ctx.Err() == nil {
		l.byWork[key] = work{x, context.Background()}
	}
	i := slices.Index(l.running, x) // one of them: callbacks of x may run meanwhile
	l.running = slices.Delete(l.running, i, i+1)
}

// current returns the execution that the calling goroutine belongs to; for those
// that belong to none, the foreground.
func (l *executions) current() *execution { return l.work().execution }

// work returns the piece of work that the calling goroutine does; for those that
// belong to none, one of the foreground without an end.
func (l *executions) work() work {
	l.mu.Lock()
	defer l.mu.Unlock()
	if w, ok := l.byWork[goroutine.Current()]; ok {
		return w
	}
	return work{l.front(), context.Background()}
}

// foreground returns the execution that began last of those that run, or else
// the last one.
func (l *executions) foreground() *execution {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.front()
}

func (l *executions) front() *execution {
	if n := len(l.running); n > 0 {
		return l.running[n-1]
	}
	return l.last
}

// busy reports whether one of them runs.
func (l *executions) busy() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.running) > 0
}

// all returns the executions that may still show something.
func (l *executions) all() []*execution {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := []*execution{l.last}
	for _, w := range l.byWork {
		all = append(all, w.execution)
	}
	return all
}
