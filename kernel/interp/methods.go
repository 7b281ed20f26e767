package interp

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/types"
	"reflect"
	"strings"
	"sync/atomic"

	"github.com/goplus/ixgo"
	"golang.org/x/tools/go/ssa"
)

// A holder is a unit of our own that mentions all methods of a type of a cell:
// for those who cannot compile them, which are compiled code and interpreters
// that were made before the type.
type holder struct {
	*cell
	tuple reflect.Type // ixgo's type of several results
}

// A finder binds the methods of cells' types for compiled code, such as the
// String that fmt calls, when they are first called.
type finder struct{ e *Engine }

// FindMethod implements ixgo.FindMethod.
func (f finder) FindMethod(typ reflect.Type, fn *types.Func) func([]reflect.Value) []reflect.Value {
	var bound atomic.Pointer[func([]reflect.Value) []reflect.Value]
	return func(args []reflect.Value) []reflect.Value {
		if f := bound.Load(); f != nil {
			return (*f)(args)
		}
		t := fn.Signature().Recv().Type()
		if p, ok := t.(*types.Pointer); ok {
			t = p.Elem()
		}
		m := f.e.holder(t.(*types.Named)).interp.FindMethod(typ, fn)
		bound.Store(&m)
		return m(args)
	}
}

// holder returns the holder of n's methods.
func (e *Engine) holder(n *types.Named) *holder {
	e.holding.Lock()
	defer e.holding.Unlock()
	if h := e.holders[n]; h != nil {
		return h
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	h := &holder{}
	u, err := e.mention(n)
	if err == nil {
		h.cell, err = e.link(u, -1)
	}
	if err == nil {
		err = h.interp.RunInit()
	}
	var pair any
	if err == nil {
		pair, err = h.interp.RunFunc("pair")
	}
	if err != nil {
		panic(fmt.Errorf("the methods of %v: %w", n, err))
	}
	h.tuple = reflect.TypeOf(pair)
	e.holders[n] = h
	return h
}

// mention makes the unit of a holder: every method of T is in a variable
// value_name, every method of *T in pointer_name, with the receiver as first
// parameter.
func (e *Engine) mention(n *types.Named) (*unit, error) {
	var src strings.Builder
	src.WriteString("package main\nfunc pair() (int, int) { return 0, 0 }\nfunc all() any { return (*T)(nil) }\n")
	list := func(t types.Type, prefix, expr string) {
		for m := range e.program().MethodSets.MethodSet(t).Methods() {
			if o := m.Obj(); o.Exported() || o.Pkg().Path() == "main" {
				fmt.Fprintf(&src, "var %s%s = %s.%s\n", prefix, o.Name(), expr, o.Name())
			}
		}
	}
	list(n, "value_", "T")
	list(types.NewPointer(n), "pointer_", "(*T)")
	pkg, info := types.NewPackage("main", "main"), newInfo()
	pkg.Scope().Insert(types.NewTypeName(0, pkg, "T", n))
	f, err := parser.ParseFile(e.ctx.FileSet, "", src.String(), 0)
	if err != nil {
		return nil, err
	}
	conf := &types.Config{Context: e.front.context}
	if err := types.NewChecker(conf, e.ctx.FileSet, pkg, info).Files([]*ast.File{f}); err != nil {
		return nil, err
	}
	return &unit{pkg: pkg, info: info, files: []*ast.File{f}}, nil
}

// A callee is the method that an interface call has met last.
type callee struct {
	recv reflect.Type
	fn   reflect.Value // with the receiver as first parameter; not valid when ixgo knows the method
	pair reflect.Type  // ixgo's type of several results
}

// An invocation is a call through an interface. ixgo knows the methods of the
// types that the calling code itself puts into interfaces. For others it looks
// in the tables of package reflect, which do not have those of cells' types in
// a form that it could call.
type invocation struct {
	e     *Engine
	known map[reflect.Type]map[string]*ssa.Function
	name  string
	recv  int // registers
	args  []int
	last  atomic.Pointer[callee]
}

// newInvocation returns nil when the call is not one through an interface.
func (e *Engine) newInvocation(c *cell, f *function, call *ssa.CallCommon) *invocation {
	if !call.IsInvoke() {
		return nil
	}
	i := &invocation{e: e, name: call.Method.Name(), recv: f.register(call.Value)}
	i.known = *field[map[reflect.Type]map[string]*ssa.Function](c.interp, "msets")
	for _, a := range call.Args {
		i.args = append(i.args, f.register(a))
	}
	return i
}

// callee returns the method of the receiver, or nil when ixgo knows it.
func (i *invocation) callee(stack []any) *callee {
	v := stack[i.recv]
	if v == nil {
		return nil
	}
	m := i.last.Load()
	if rt := reflect.TypeOf(v); m == nil || m.recv != rt {
		m = &callee{recv: rt}
		if i.known[rt][i.name] == nil {
			m.fn, m.pair = i.e.method(rt, i.name)
		}
		i.last.Store(m)
	}
	if !m.fn.IsValid() {
		return nil
	}
	return m
}

// method returns a method of a type that a cell declares.
func (e *Engine) method(rt reflect.Type, name string) (fn reflect.Value, pair reflect.Type) {
	elem, prefix := rt, "value_"
	if rt.Kind() == reflect.Pointer && rt.Name() == "" {
		elem, prefix = rt.Elem(), "pointer_"
	}
	n, ok := e.loader.named(elem)
	if !ok {
		return fn, nil
	}
	h := e.holder(n)
	if v, ok := h.vars[prefix+name]; ok {
		fn = v.Elem()
	}
	return fn, h.tuple
}

// arguments returns the receiver and the arguments.
func (i *invocation) arguments(stack []any) []any {
	args := []any{stack[i.recv]}
	for _, a := range i.args {
		args = append(args, stack[a])
	}
	return args
}

// call calls the method.
func (m *callee) call(args []any) []reflect.Value {
	t := m.fn.Type()
	in := make([]reflect.Value, len(args))
	for i, a := range args {
		if in[i] = reflect.ValueOf(a); a == nil {
			in[i] = reflect.Zero(t.In(i))
		}
	}
	if t.IsVariadic() {
		return m.fn.CallSlice(in)
	}
	return m.fn.Call(in)
}

// invoked calls a method through an interface.
func (e *Engine) invoked(c *cell, f *function, in *ssa.Call, orig instruction) instruction {
	i := e.newInvocation(c, f, &in.Call)
	if i == nil {
		return orig
	}
	result := f.register(in)
	return func(fr *ixgo.Frame) {
		stack := frameOf(fr).stack
		m := i.callee(stack)
		if m == nil {
			orig(fr)
			return
		}
		switch out := m.call(i.arguments(stack)); len(out) {
		case 0:
		case 1:
			stack[result] = out[0].Interface()
		default:
			several := make([]any, len(out))
			for i, o := range out {
				several[i] = o.Interface()
			}
			stack[result] = reflect.ValueOf(several).Convert(m.pair).Interface()
		}
	}
}

// deferred is a defer statement.
func (e *Engine) deferred(c *cell, f *function, in *ssa.Defer, orig instruction) instruction {
	i := e.newInvocation(c, f, &in.Call)
	if i == nil {
		return orig
	}
	return func(fr *ixgo.Frame) {
		own := frameOf(fr)
		m := i.callee(own.stack)
		if m == nil {
			orig(fr)
			return
		}
		if in.DeferStack != nil {
			panic(fmt.Sprintf("defer of method %s of another cell's type %s in a loop over a function", i.name, typeName(own.stack[i.recv])))
		}
		own.defers = &deferRecord{fn: m.fn, tail: own.defers, args: i.arguments(own.stack), ssaArgs: in.Call.Args}
	}
}

// spawned is a go statement: it needs someone to take the panic of its goroutine.
func (e *Engine) spawned(c *cell, f *function, in *ssa.Go, orig instruction) instruction {
	i := e.newInvocation(c, f, &in.Call)
	return func(fr *ixgo.Frame) {
		e.listen.Do(func() { go e.collectPanics() })
		stack := frameOf(fr).stack
		var m *callee
		if i != nil {
			m = i.callee(stack)
		}
		if m == nil {
			orig(fr)
			return
		}
		args := i.arguments(stack)
		go func() {
			defer func() {
				if v := recover(); v != nil {
					e.panics <- noted(v, nil)
				}
			}()
			m.call(args)
		}()
	}
}
