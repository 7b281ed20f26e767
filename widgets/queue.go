package widgets

import (
	"fmt"
	"slices"
	"sync"

	"golab/kernel/display"
)

// callbacks is process-wide, as the front end of package display is: callbacks
// are code of this process, which is not written to run twice at the same time.
var callbacks queue

// A queue runs callbacks one after another. One that waits already is not put in
// again: when it runs it sees the newest values, and those between are left out.
type queue struct {
	mu      sync.Mutex
	waiting []*job
	running bool
}

// A job is a callback.
type job struct {
	name  string // of whom it belongs to, for messages
	call  func()
	every bool               // it runs as often as it was asked to, as clicks do
	in    func(func()) error // runs a function in the cell that made the job

	failure failure
}

// newJob returns a job of the caller's cell.
func newJob(name string, every bool, call func()) *job {
	return &job{name: name, call: call, every: every, in: display.Bind()}
}

// run runs the jobs and all that come meanwhile. While another goroutine does so,
// or the callback itself, it only leaves the jobs there.
func (q *queue) run(jobs []*job) {
	q.mu.Lock()
	for _, j := range jobs {
		if j.every || !slices.Contains(q.waiting, j) {
			q.waiting = append(q.waiting, j)
		}
	}
	if q.running {
		q.mu.Unlock()
		return
	}
	q.running = true
	q.mu.Unlock()
	rest := false
	defer func() {
		if !rest { // a callback has ended its goroutine
			q.stop()
		}
	}()
	for j := q.next(); j != nil; j = q.next() {
		j.do()
	}
	rest = true
}

// next takes the first job. When there is none the queue is at rest.
func (q *queue) next() *job {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting) == 0 {
		q.running = false
		return nil
	}
	j := q.waiting[0]
	q.waiting = q.waiting[1:]
	return j
}

func (q *queue) stop() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.running = false
}

// do calls the callback and shows its panic.
func (j *job) do() {
	err := j.in(j.call)
	if err != nil {
		err = fmt.Errorf("%s: %w", j.name, err)
	}
	_ = j.in(func() { j.failure.show(err) }) // there is no other place to show its own failure
}
