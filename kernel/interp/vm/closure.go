package vm

import (
	"reflect"
	"unsafe"
)

// A closure is what a func value of interpreted code points to. It starts as a Go
// func value of its type does, so that compiled code can call it: with the head of
// a func made by reflect.MakeFunc, whose handler follows; or, for the types of
// wrappers.go, with the code of a Go func literal and the one variable it captures.
type closure struct {
	head    funcHead
	handler uintptr // code of the handler, which captures self
	self    *closure
	fn      *Func
	env     []unsafe.Pointer // what free variables hold, or of which a copy
	run     *Run             // that made it
}

// A proto is what closures of one type share.
type proto struct {
	typ     reflect.Type
	head    funcHead
	wrapper uintptr // code of a typed wrapper, or 0
}

// protoOf returns the proto of the func type t.
func (w *World) protoOf(t reflect.Type) *proto {
	if p, ok := w.protos.Load(t); ok {
		return p.(*proto)
	}
	p := &proto{typ: t}
	if funcsKnown {
		p.wrapper = wrappers.byType[t]
		p.head = headOf(reflect.MakeFunc(t, func([]reflect.Value) []reflect.Value { return nil }))
	}
	w.protos.Store(t, p)
	return p
}

// make returns a func value of fn with the environment env.
func (p *proto) make(fn *Func, env []unsafe.Pointer, run *Run) unsafe.Pointer {
	c := &closure{fn: fn, env: env, run: run}
	switch {
	case !funcsKnown:
		return fn.world.makeByReflect(p.typ, c)
	case p.wrapper != 0:
		c.head.code, c.head.stack = p.wrapper, unsafe.Pointer(c)
	default:
		c.head = p.head
		c.handler, c.self = handlerCode, c
		c.head.handler = unsafe.Pointer(&c.handler)
	}
	return unsafe.Pointer(c)
}

// closureOf returns the closure behind a func value; nil if that is compiled code
// or nil.
func (w *World) closureOf(f unsafe.Pointer) *closure {
	if f == nil {
		return nil
	}
	if !funcsKnown {
		return w.closureByReflect(f)
	}
	code := *(*uintptr)(f)
	if code == stubCode {
		c := (*closure)(f)
		if *(*uintptr)(c.head.handler) == handlerCode {
			return c
		}
		return nil
	}
	if wrappers.has(code) {
		return (*closure)(f)
	}
	return nil
}

// enter returns a machine and a frame for a call from compiled code.
func (c *closure) enter() (*Machine, unsafe.Pointer) {
	m := c.fn.world.machine(c.fn.world.caller(c.run))
	return m, m.closureFrame(c)
}

// caller returns the run that a call from compiled code belongs to. maker made
// the func value, or is nil.
func (w *World) caller(maker *Run) *Run {
	if r := w.goroutineRun(); r != nil {
		return r
	}
	if maker != nil && !maker.ended.Load() {
		return maker
	}
	if latest := w.latest.Load(); latest != nil {
		return latest
	}
	return NewRun()
}

// A keyedRun is the run of the goroutines with a key.
type keyedRun struct {
	key uintptr
	run *Run
}

// goroutineRun returns what RunOf says, which it asks but once per key.
func (w *World) goroutineRun() *Run {
	if w.RunOf == nil {
		return nil
	}
	if w.KeyOf == nil {
		return w.RunOf()
	}
	key := w.KeyOf()
	if k := w.keyed.Load(); k != nil && k.key == key && !k.run.ended.Load() {
		return k.run
	}
	r := w.RunOf()
	if r != nil && !r.ended.Load() {
		w.keyed.Store(&keyedRun{key, r})
	}
	return r
}

// run runs f on the frame fp. It goes through the world, which has exec, because
// the tables of wrappers and their code would else depend on each other.
func (f *Func) run(m *Machine, fp, res unsafe.Pointer) { f.world.exec(m, f, fp, res) }

// callReflect is the handler of reflect's stub.
func (c *closure) callReflect(args []reflect.Value) []reflect.Value {
	m, fp := c.enter()
	out := c.fn.callValues(m, fp, args)
	c.fn.world.idle(m)
	return out
}

// callValues runs f on the frame fp with arguments and results as reflect has them.
func (f *Func) callValues(m *Machine, fp unsafe.Pointer, args []reflect.Value) []reflect.Value {
	for i := range args {
		f.params[i].set(fp, args[i])
	}
	res := f.newResults()
	f.run(m, fp, res)
	return f.values(res)
}

// values returns the results at res as reflect has them.
func (f *Func) values(res unsafe.Pointer) []reflect.Value {
	out := make([]reflect.Value, len(f.results))
	for i := range f.results {
		r := &f.results[i]
		v := reflect.New(r.typ)
		storeForm(r.form, typePtr(r.typ), v.UnsafePointer(), r.at(res))
		out[i] = v.Elem()
	}
	return out
}
