package vm

import (
	"runtime"
	"sync"
)

// Program counters of interpreted code, as cells see them, are numbers beyond
// those of compiled code: the number of a function, and an instruction in it.
const (
	counterBase  uintptr = 1 << 62
	counterShift         = 24
)

// maxCounted bounds the functions that have numbers: then the oldest lose theirs.
const maxCounted = 1024

// counters gives functions their numbers.
type counters struct {
	mu      sync.Mutex
	numbers map[*Func]uintptr
	funcs   []counted // by number modulo maxCounted
	next    uintptr
}

type counted struct {
	number uintptr
	fn     *Func
	info   *runtime.Func // nil if it cannot be made
}

// counter returns the program counter behind instruction i of fn.
func (c *counters) counter(fn *Func, i int) uintptr {
	c.mu.Lock()
	defer c.mu.Unlock()
	n, ok := c.numbers[fn]
	if !ok {
		n = c.next
		c.next++
		if c.numbers == nil {
			c.numbers = map[*Func]uintptr{}
		}
		if n < maxCounted {
			c.funcs = append(c.funcs, counted{})
		}
		slot := &c.funcs[n%maxCounted]
		delete(c.numbers, slot.fn)
		c.numbers[fn] = n
		pos := fn.start()
		*slot = counted{n, fn, newRuntimeFunc(goName(fn.name), pos.Filename, pos.Line, entryCounter(n))}
	}
	return entryCounter(n) + uintptr(i) + 1
}

func entryCounter(number uintptr) uintptr { return counterBase | number<<counterShift }

// isCounter reports whether pc is of interpreted code.
func isCounter(pc uintptr) bool { return pc >= counterBase }

// find returns the function that pc is in, and the instruction before it.
func (c *counters) find(pc uintptr) (f counted, i int, ok bool) {
	if !isCounter(pc) {
		return counted{}, 0, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	n := (pc - counterBase) >> counterShift
	if n >= c.next {
		return counted{}, 0, false
	}
	f = c.funcs[n%maxCounted]
	i = int(pc&(1<<counterShift-1)) - 1
	return f, i, f.number == n && i < len(f.fn.code)
}

// frame returns what is known of pc.
func (c *counters) frame(pc uintptr) (frame runtime.Frame, ok bool) {
	f, i, ok := c.find(pc)
	if !ok {
		return frame, false
	}
	pos := f.fn.positionAt(max(i, 0))
	return runtime.Frame{
		PC: pc - 1, Func: f.info, Function: goName(f.fn.name), File: pos.Filename, Line: pos.Line,
		Entry: entryCounter(f.number),
	}, true
}
