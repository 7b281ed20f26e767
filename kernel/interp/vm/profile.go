package vm

import (
	"cmp"
	"go/token"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// A profile says where a run spends its time. A ticker asks for attention, and the
// first of the run's machines that comes by a poll gets the ticks since the last
// time: at the head of a loop, at a call, or behind a call of compiled code. No
// machine looks at another.
type profile struct {
	ticks  atomic.Int64
	ended  chan struct{}
	mu     sync.Mutex
	told   int64    // ticks
	last   *Machine // that was told of some
	counts map[spot]int
}

// A spot is an instruction of a function.
type spot struct {
	fn *Func
	at int
}

// A Sample says how often a line was under way.
type Sample struct {
	Func    string
	Pos     token.Position // of one of the line's parts
	Samples int
}

// StartProfile begins to count where r spends its time, in units of every. Code
// without loops and calls counts for the next of them.
func (r *Run) StartProfile(every time.Duration) {
	p := &profile{counts: map[spot]int{}, ended: make(chan struct{})}
	if !r.profile.CompareAndSwap(nil, p) {
		return
	}
	go func() {
		t := time.NewTicker(every)
		defer t.Stop()
		for {
			select {
			case <-p.ended:
				return
			case <-r.done:
				return
			case <-t.C:
				p.ticks.Add(1)
				r.attention.Store(true)
			}
		}
	}()
}

// Profile ends what StartProfile began and returns the lines that took time, those
// that took most first.
func (r *Run) Profile() []Sample {
	p := r.profile.Swap(nil)
	if p == nil {
		return nil
	}
	close(p.ended)
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.lines()
}

// sample counts a tick for what m does, or all since the last time if m was told of
// that, too: it has been in compiled code all the while.
func (p *profile) sample(m *Machine) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.ticks.Load()
	n := min(1, now-p.told)
	if p.last == m {
		n = now - p.told
	}
	p.told, p.last = now, m
	m.eachCall(func(f Frame, _ *activation) bool {
		p.counts[spot{f.fn, f.at}] += int(n)
		return false
	})
}

// lines sums the counts up by line.
func (p *profile) lines() (list []Sample) {
	type line struct {
		fn, file string
		n        int
	}
	index := map[line]int{}
	for c, n := range p.counts {
		pos := c.fn.positionAt(c.at)
		key := line{c.fn.name, pos.Filename, pos.Line}
		i, ok := index[key]
		if !ok {
			i = len(list)
			index[key] = i
			list = append(list, Sample{Func: c.fn.name, Pos: pos})
		}
		if pos.Column < list[i].Pos.Column {
			list[i].Pos = pos
		}
		list[i].Samples += n
	}
	slices.SortFunc(list, func(a, b Sample) int {
		return cmp.Or(b.Samples-a.Samples, cmp.Compare(a.Pos.Filename, b.Pos.Filename), a.Pos.Line-b.Pos.Line)
	})
	return list
}
