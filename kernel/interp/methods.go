package interp

import (
	"go/ast"
	"go/parser"
	"go/types"
	"reflect"
	"sync"

	"github.com/goplus/ixgo"
)

// A finder binds the methods of cells' types for compiled code, such as the
// String that fmt calls, when they are first called.
type finder struct{ e *Engine }

// FindMethod implements ixgo.FindMethod.
func (f finder) FindMethod(typ reflect.Type, fn *types.Func) func([]reflect.Value) []reflect.Value {
	bound := sync.OnceValue(func() func([]reflect.Value) []reflect.Value {
		return f.e.holder(fn).FindMethod(typ, fn)
	})
	return func(args []reflect.Value) []reflect.Value { return bound()(args) }
}

// holder returns an interpreter that has the methods of fn's receiver.
func (e *Engine) holder(fn *types.Func) *ixgo.Interp {
	t := fn.Signature().Recv().Type()
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	n := t.(*types.Named)
	e.holding.Lock()
	defer e.holding.Unlock()
	if in := e.holders[n]; in != nil {
		return in
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	c, err := e.link(e.mention(n), -1)
	if err == nil {
		err = c.interp.RunInit()
	}
	if err != nil {
		panic(err)
	}
	e.holders[n] = c.interp
	return c.interp
}

// mention makes a unit that needs all methods of n.
func (e *Engine) mention(n *types.Named) *unit {
	pkg, info := types.NewPackage("main", "main"), newInfo()
	pkg.Scope().Insert(types.NewTypeName(0, pkg, "T", n))
	f, err := parser.ParseFile(e.ctx.FileSet, "", "package main\nfunc f() any { return (*T)(nil) }\n", 0)
	if err == nil {
		conf := &types.Config{Context: e.front.context}
		err = types.NewChecker(conf, e.ctx.FileSet, pkg, info).Files([]*ast.File{f})
	}
	if err != nil {
		panic(err)
	}
	return &unit{pkg: pkg, info: info, files: []*ast.File{f}}
}
