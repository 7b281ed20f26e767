package vm

import (
	"slices"
	"sync"
	"sync/atomic"
)

// A Debugger stops interpreted code at breakpoints and steps through it. Set it as
// World.Debugger before the code in question is compiled: functions then have a
// point before each statement, where they can stop, and a table of their local
// variables. Other code has nothing of this and runs as fast as ever.
//
// The SSA of such code is best built with ssa.NaiveForm, which keeps every variable
// in a place of its own. Without it, those that SSA has turned into values are
// listed, but not available.
type Debugger struct {
	hook func(*Pause) Action
	gate chan struct{} // held while the hook runs
	busy atomic.Bool   // somebody steps, or a pause is asked for

	pause   atomic.Bool
	stepper atomic.Pointer[stepping]

	mu     sync.Mutex
	points map[string][]*point // by file, in order of code
	wanted map[string][]int    // the lines of breakpoints by file
}

// An Action is how a run goes on after a Pause.
type Action uint8

const (
	Continue Action = iota
	StepOver        // to the next line of the function or, at its end, of its caller
	StepIn          // to the next line, also of a function that is called
	StepOut         // to the caller
)

// NewDebugger returns a Debugger without breakpoints. When code stops, its
// goroutine calls hook and goes on as that says; one at a time. A hook that waits
// should also watch Pause.Stopped.
func NewDebugger(hook func(*Pause) Action) *Debugger {
	return &Debugger{hook: hook, gate: make(chan struct{}, 1), points: map[string][]*point{}, wanted: map[string][]int{}}
}

// Break sets the breakpoints of a file, whether its code is there yet or not, in
// place of those that it had. It returns the line where each takes effect, which is
// the next one with a statement, or 0 for those that have none yet.
func (d *Debugger) Break(file string, lines []int) []int {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.wanted[file] = slices.Clone(lines)
	return d.arm(file)
}

// Lines lists the lines of a file that have statements, in order.
func (d *Debugger) Lines(file string) []int {
	d.mu.Lock()
	defer d.mu.Unlock()
	var lines []int
	for _, p := range d.points[file] {
		lines = append(lines, p.line)
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

// Pause stops the next code that comes to a statement.
func (d *Debugger) Pause() {
	d.pause.Store(true)
	d.busy.Store(true)
}

// Forget drops what is known of a file whose code will not run again.
func (d *Debugger) Forget(file string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, p := range d.points[file] {
		p.armed.Store(false)
	}
	delete(d.points, file)
	delete(d.wanted, file)
}

// add notes the points of a function.
func (d *Debugger) add(points []*point) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, p := range points {
		d.points[p.file] = append(d.points[p.file], p)
	}
	if len(points) > 0 && len(d.wanted[points[0].file]) > 0 {
		d.arm(points[0].file)
	}
}

// arm has the points of a file stop if they are wanted: of each function the
// first on a line.
func (d *Debugger) arm(file string) []int {
	points := d.points[file]
	var at []int
	for _, line := range d.wanted[file] {
		best := 0
		for _, p := range points {
			if p.line >= line && (best == 0 || p.line < best) {
				best = p.line
			}
		}
		at = append(at, best)
	}
	type place struct {
		fn   *Func
		line int
	}
	seen := map[place]bool{}
	for _, p := range points {
		here := place{p.fn, p.line}
		p.armed.Store(slices.Contains(at, p.line) && !seen[here])
		seen[here] = true
	}
	return at
}
