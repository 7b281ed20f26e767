package interp

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/types"
	"reflect"
	"strings"
	"sync"
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
	bound := sync.OnceValue(func() func([]reflect.Value) []reflect.Value {
		t := fn.Signature().Recv().Type()
		if p, ok := t.(*types.Pointer); ok {
			t = p.Elem()
		}
		return f.e.holder(t.(*types.Named)).interp.FindMethod(typ, fn)
	})
	return func(args []reflect.Value) []reflect.Value { return bound()(args) }
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

// A callee is a method of the types that one call has met last.
type callee struct {
	recv reflect.Type
	fn   reflect.Value // not valid: ixgo knows the method
	pair reflect.Type
}

// method returns the method name of a type that the interpreter of c, with the
// method sets known, was made too early to know.
func (e *Engine) method(known map[reflect.Type]map[string]*ssa.Function, rt reflect.Type, name string) *callee {
	c := &callee{recv: rt}
	if known[rt][name] != nil {
		return c
	}
	elem, prefix := rt, "value_"
	if rt.Kind() == reflect.Pointer && rt.Name() == "" {
		elem, prefix = rt.Elem(), "pointer_"
	}
	n, ok := e.loader.named(elem)
	if !ok {
		return c
	}
	h := e.holder(n)
	if v, ok := h.vars[prefix+name]; ok {
		c.fn, c.pair = v.Elem(), h.tuple
	}
	return c
}

// invoked calls a method through an interface. ixgo looks for methods of types
// that are younger than the calling code in the tables of package reflect,
// which do not have those of cells' types in a form that it could call.
func (e *Engine) invoked(c *cell, f *function, in *ssa.Call, orig instruction) instruction {
	known := *field[map[reflect.Type]map[string]*ssa.Function](c.interp, "msets")
	name := in.Call.Method.Name()
	recv, result := f.register(in.Call.Value), f.register(in)
	args := make([]int, len(in.Call.Args))
	for i, a := range in.Call.Args {
		args[i] = f.register(a)
	}
	var last atomic.Pointer[callee]
	return func(fr *ixgo.Frame) {
		stack := frameOf(fr).stack
		v := stack[recv]
		if v == nil {
			orig(fr)
			return
		}
		m := last.Load()
		if rt := reflect.TypeOf(v); m == nil || m.recv != rt {
			m = e.method(known, rt, name)
			last.Store(m)
		}
		if !m.fn.IsValid() {
			orig(fr)
			return
		}
		values := []reflect.Value{reflect.ValueOf(v)}
		for i, a := range args {
			values = append(values, argument(stack[a], m.fn.Type().In(i+1)))
		}
		m.results(stack, result, values)
	}
}

// argument returns a register's value as an argument of type t.
func argument(v any, t reflect.Type) reflect.Value {
	if v == nil {
		return reflect.Zero(t)
	}
	return reflect.ValueOf(v)
}

// results calls the method and leaves its results in a register.
func (m *callee) results(stack []any, result int, values []reflect.Value) {
	var out []reflect.Value
	if m.fn.Type().IsVariadic() {
		out = m.fn.CallSlice(values)
	} else {
		out = m.fn.Call(values)
	}
	switch len(out) {
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

// deferred refuses go and defer of a method that ixgo could not call.
func (e *Engine) deferred(c *cell, f *function, call *ssa.CallCommon, orig instruction) instruction {
	if !call.IsInvoke() {
		return orig
	}
	known := *field[map[reflect.Type]map[string]*ssa.Function](c.interp, "msets")
	recv, name := f.register(call.Value), call.Method.Name()
	return func(fr *ixgo.Frame) {
		if v := frameOf(fr).stack[recv]; v != nil && e.method(known, reflect.TypeOf(v), name).fn.IsValid() {
			panic(fmt.Sprintf("go or defer of method %s: its type %s is younger than this code; run this cell again",
				name, typeName(v)))
		}
		orig(fr)
	}
}
