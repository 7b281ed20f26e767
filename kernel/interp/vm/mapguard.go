package vm

import (
	"runtime"
	"sync"
	"sync/atomic"
	"unsafe"
)

// Go ends the whole program when it sees that a map is written while somebody else
// uses it. While goroutines of cells run, their operations on maps are therefore
// noted, and one that clashes with another panics instead. Operations of compiled
// code are not known.

// mapClash is the value of the panic.
type mapClash string

func (e mapClash) Error() string { return string(e) }

// RuntimeError makes it a runtime.Error.
func (mapClash) RuntimeError() {}

var _ runtime.Error = mapClash("")

// A mapUse is how an operation uses its map.
type mapUse int8

const (
	mapRead mapUse = iota
	mapIterate
	mapWrite
)

var clashes = [...]mapClash{
	mapRead:    "concurrent map read and map write",
	mapIterate: "concurrent map iteration and map write",
	mapWrite:   "concurrent map writes",
}

// mapGuards has the operations under way, by where their maps lie.
type mapGuards [64]struct {
	sync.Mutex
	users []mapUser
}

type mapUser struct {
	of  unsafe.Pointer
	use mapUse
}

// parallel counts the goroutines that cells have started.
type parallel struct {
	live   atomic.Int32
	guards mapGuards
}

// goroutine starts f as the whole of a goroutine of run.
func (w *World) goroutine(run *Run, f func()) {
	w.parallel.live.Add(1)
	go func() {
		defer w.parallel.live.Add(-1)
		run.goroutine(f)
	}()
}

// onMap returns f, which uses the map in the slot at off, guarded.
func onMap(off int32, use mapUse, f slowFunc) slowFunc {
	return func(m *Machine, fp unsafe.Pointer) {
		if m.world.parallel.live.Load() == 0 {
			f(m, fp)
			return
		}
		m.world.parallel.guards.during(*ptrAt(fp, off), use, func() { f(m, fp) })
	}
}

// during calls f, unless somebody uses the map in a way that clashes.
func (g *mapGuards) during(of unsafe.Pointer, use mapUse, f func()) {
	s := &g[uintptr(of)>>4%uintptr(len(g))]
	s.Lock()
	for _, u := range s.users {
		if u.of == of && max(u.use, use) == mapWrite {
			s.Unlock()
			panic(clashes[min(u.use, use)])
		}
	}
	s.users = append(s.users, mapUser{of, use})
	s.Unlock()
	defer func() {
		s.Lock()
		defer s.Unlock()
		for i, u := range s.users {
			if u == (mapUser{of, use}) {
				last := len(s.users) - 1
				s.users[i] = s.users[last]
				s.users[last] = mapUser{}
				s.users = s.users[:last]
				return
			}
		}
	}()
	f()
}
