package vm

import (
	"container/heap"
	"go/types"
	"sort"
	"sync/atomic"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

// Sorting and heaps call the methods of their argument so often that these get the
// machine that is there: the compiled function sees, instead of a value of a cell's
// type, one that is bound to the machine.

// bindable are the functions that do no more with their first argument than call
// its methods. They are called with the other arguments, which lie in args, and the
// place of the result.
var bindable = map[string]func(b *bound, fp unsafe.Pointer, args []operand, ret int32){
	"sort.Sort":           func(b *bound, _ unsafe.Pointer, _ []operand, _ int32) { sort.Sort(b) },
	"sort.Stable":         func(b *bound, _ unsafe.Pointer, _ []operand, _ int32) { sort.Stable(b) },
	"container/heap.Init": func(b *bound, _ unsafe.Pointer, _ []operand, _ int32) { heap.Init(b) },
	"container/heap.Fix":  func(b *bound, fp unsafe.Pointer, args []operand, _ int32) { heap.Fix(b, *intAt(fp, args[0].off)) },
	"container/heap.Push": func(b *bound, fp unsafe.Pointer, args []operand, _ int32) { heap.Push(b, *anyAt(fp, args[0].off)) },
	"container/heap.Pop": func(b *bound, fp unsafe.Pointer, _ []operand, ret int32) {
		if x := heap.Pop(b); ret != 0 {
			*anyAt(fp, ret) = x
		}
	},
	"container/heap.Remove": func(b *bound, fp unsafe.Pointer, args []operand, ret int32) {
		if x := heap.Remove(b, *intAt(fp, args[0].off)); ret != 0 {
			*anyAt(fp, ret) = x
		}
	},
}

// boundCall returns a call of a bindable function; plain calls it with an argument
// of a compiled type. It is nil for other functions.
func (c *compiler) boundCall(fn *ssa.Function, site *callSite, plain slowFunc) slowFunc {
	call, ok := bindable[fn.String()]
	if !ok {
		return nil
	}
	iface := fn.Signature.Params().At(0).Type().Underlying().(*types.Interface)
	methods := map[string]*methodCache{}
	for i := range iface.NumMethods() {
		m := iface.Method(i)
		methods[m.Name()] = &methodCache{method: m, entries: map[unsafe.Pointer]*methodEntry{}}
	}
	var last atomic.Pointer[boundType]
	x, args := site.args[0].off, site.args[1:]
	return func(m *Machine, fp unsafe.Pointer) {
		h := ifaceAt(fp, x)
		t := last.Load()
		if h.word != nil && (t == nil || t.tab != h.word) {
			t = newBoundType(m.world, methods, h.word)
			last.Store(t)
		}
		if h.word == nil || !t.interpreted {
			plain(m, fp)
			return
		}
		call(&bound{t, m, h.data}, fp, args, site.ret)
	}
}

// A boundType has the methods of a type.
type boundType struct {
	tab                           unsafe.Pointer
	interpreted                   bool // all of them
	length, less, swap, push, pop *methodEntry
}

func newBoundType(w *World, methods map[string]*methodCache, tab unsafe.Pointer) *boundType {
	t := &boundType{tab: tab, interpreted: true}
	for name, to := range map[string]**methodEntry{"Len": &t.length, "Less": &t.less, "Swap": &t.swap, "Push": &t.push, "Pop": &t.pop} {
		if m := methods[name]; m != nil {
			*to = m.find(w, tab, &callSite{})
			t.interpreted = t.interpreted && (*to).fn != nil
		}
	}
	return t
}

// A bound is a value whose methods run on a machine. It implements heap.Interface.
type bound struct {
	*boundType
	m    *Machine
	data unsafe.Pointer // the word of the interface
}

// frame returns a frame for a call of e.
func (b *bound) frame(e *methodEntry) unsafe.Pointer {
	fp := b.m.take(e.fn)
	e.receive(fp, b.data)
	return fp
}

// run calls e on a frame and returns its result, if that is a word.
func (b *bound) run(e *methodEntry, fp unsafe.Pointer) uint64 {
	b.m.exec(e.fn, fp, unsafe.Pointer(&b.m.word))
	return b.m.word
}

// Len implements sort.Interface.
func (b *bound) Len() int { return int(b.run(b.length, b.frame(b.length))) }

// Less implements sort.Interface.
func (b *bound) Less(i, j int) bool {
	fp := b.frame(b.less)
	p := b.less.fn.params
	*intAt(fp, p[1].off), *intAt(fp, p[2].off) = i, j
	return b.run(b.less, fp) != 0
}

// Swap implements sort.Interface.
func (b *bound) Swap(i, j int) {
	fp := b.frame(b.swap)
	p := b.swap.fn.params
	*intAt(fp, p[1].off), *intAt(fp, p[2].off) = i, j
	b.run(b.swap, fp)
}

// Push implements heap.Interface.
func (b *bound) Push(x any) {
	fp := b.frame(b.push)
	*anyAt(fp, b.push.fn.params[1].off) = x
	b.run(b.push, fp)
}

// Pop implements heap.Interface.
func (b *bound) Pop() any {
	res := new(any)
	b.m.exec(b.pop.fn, b.frame(b.pop), unsafe.Pointer(res))
	return *res
}
