package nn

import "sync"

// tallyQueue joins the tallies of blocks in the order of the blocks, whichever worker
// is done first, so that the sum does not depend on the number of cores.
type tallyQueue struct {
	mu      sync.Mutex
	metrics []Metric
	total   tally
	next    int            // the block to join next
	waiting map[int]*tally // of later blocks
	free    []*tally
}

// newTallyQueue starts from nothing.
func newTallyQueue(metrics []Metric) *tallyQueue {
	return &tallyQueue{metrics: metrics, total: newTally(metrics), waiting: map[int]*tally{}}
}

// take returns a tally of no rows, to count a block in.
func (q *tallyQueue) take() *tally {
	q.mu.Lock()
	defer q.mu.Unlock()
	if n := len(q.free); n > 0 {
		t := q.free[n-1]
		q.free = q.free[:n-1]
		return t
	}
	t := newTally(q.metrics)
	return &t
}

// put joins what take has returned as the tally of a block, now or when the blocks
// before have come.
func (q *tallyQueue) put(block int, t *tally) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting[block] = t
	for t := q.waiting[q.next]; t != nil; t = q.waiting[q.next] {
		q.total.join(t)
		delete(q.waiting, q.next)
		t.reset()
		q.free = append(q.free, t)
		q.next++
	}
}
