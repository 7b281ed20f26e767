package rtype

import (
	"fmt"
	"reflect"
	"sync"
	"sync/atomic"
	"unsafe"
)

// A class is the stubs of one signature. Stub n calls the function whose func
// value is in slots[n]. Until the method's code has been asked for, that is one
// that asks.
type class struct {
	typ      reflect.Type // the signature, without receiver
	code     reflect.Type // with it
	slots    []unsafe.Pointer
	bindings []atomic.Pointer[binding]
	stub     func(n int) unsafe.Pointer
	// adapt turns what Config.Method returned into the func value of a slot,
	// or into nil when it has another type.
	adapt func(code any, boxed bool) unsafe.Pointer
	// wait makes the func value that calls late(n), then what it returns.
	wait func(n int) unsafe.Pointer

	next int   // no stub from here on has been used
	free []int // those that were given back
}

// set makes stub n call the func value f.
func (c *class) set(n int, f unsafe.Pointer) { atomic.StorePointer(&c.slots[n], f) }

// late finds the code of stub n at its first call.
func (c *class) late(n int) unsafe.Pointer {
	b := c.bindings[n].Load()
	if b == nil {
		panic(errGone)
	}
	var f unsafe.Pointer
	for f == nil {
		b.find(func(code any) {
			f = c.adapt(code, b.boxed)
			if f == nil {
				panic(fmt.Errorf("rtype: the code of %s is a %T, not a %s", b.method.Load().Func.FullName(), code, c.code))
			}
			c.set(n, f)
		})
	}
	return f
}

// A pool is the stubs of the process. They are compiled functions, so there is
// one pool for all tables; it is the only state that tables share.
type pool struct {
	once    sync.Once
	classes []*class

	mu   sync.Mutex
	find map[reflect.Type]*class
}

var stubs pool

func (p *pool) start() {
	p.classes = newClasses()
	p.find = map[reflect.Type]*class{}
	for _, c := range p.classes {
		p.find[c.typ] = c
	}
}

// late finds the code of stub n of class k at its first call.
func (p *pool) late(k, n int) unsafe.Pointer { return p.classes[k].late(n) }

// take returns a stub for m and its code, which is nil when none is left.
func (p *pool) take(t *Table, m *Method, boxed bool) (*binding, unsafe.Pointer) {
	p.once.Do(p.start)
	p.mu.Lock()
	defer p.mu.Unlock()
	b := &binding{config: &t.config, boxed: boxed}
	var code unsafe.Pointer
	if c := p.find[m.Type]; c != nil {
		code = c.take(b)
	}
	if code == nil {
		code = takeGeneral(b, m)
	}
	if code != nil {
		b.rebind(m)
	}
	return b, code
}

// take makes b one of c's stubs, if there is one left.
func (c *class) take(b *binding) unsafe.Pointer {
	switch {
	case len(c.free) > 0:
		b.index = c.free[0]
		c.free = c.free[1:]
	case c.next < len(c.slots):
		b.index = c.next
		c.next++
	default:
		return nil
	}
	b.class = c
	c.bindings[b.index].Store(b)
	return c.stub(b.index)
}

// give takes b's stub back.
func (p *pool) give(b *binding) {
	b.rebind(nil)
	p.mu.Lock()
	defer p.mu.Unlock()
	if c := b.class; c != nil {
		c.bindings[b.index].Store(nil)
		c.free = append(c.free, b.index)
		return
	}
	b.release()
}

// argument is a parameter as package reflect has it, an interface as such.
func argument[T any](v T) reflect.Value { return reflect.ValueOf(&v).Elem() }

// result is the inverse of argument.
func result[T any](out []reflect.Value, i int) (v T) {
	reflect.ValueOf(&v).Elem().Set(out[i])
	return v
}
