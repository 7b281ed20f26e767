package bindings

import (
	"go/types"
	"io"
	"strings"
	"testing"
)

func TestResolve(t *testing.T) {
	i := NewImporter()
	object := func(path, name string) types.Object {
		p, err := i.Import(path)
		if err != nil {
			t.Fatal(err)
		}
		return p.Scope().Lookup(name)
	}
	method := func(path, typ, name string) *types.Func {
		o, _, _ := types.LookupFieldOrMethod(object(path, typ).Type(), true, nil, name)
		return o.(*types.Func)
	}
	if f, ok := i.Func(object("strings", "ToUpper").(*types.Func)); !ok || f.Interface().(func(string) string)("a") != "A" {
		t.Error("strings.ToUpper does not resolve")
	}
	var b strings.Builder
	if f, ok := i.Func(method("strings", "Builder", "WriteByte")); !ok || f.Interface().(func(*strings.Builder, byte) error)(&b, 'x') != nil || b.String() != "x" {
		t.Error("(*strings.Builder).WriteByte does not resolve")
	}
	if f, ok := i.Func(method("time", "Duration", "Seconds")); !ok || f.Type().NumIn() != 1 || f.Type().In(0).String() != "time.Duration" {
		t.Error("time.Duration.Seconds does not resolve")
	}
	if _, ok := i.Func(method("io", "Reader", "Read")); ok {
		t.Error("a method of an interface resolves")
	}
	if _, ok := i.Func(object("slices", "Sort").(*types.Func)); ok {
		t.Error("a generic function resolves")
	}
	if _, ok := i.Func(method("sync/atomic", "Pointer", "Load")); ok {
		t.Error("a method of a generic type resolves")
	}
	if v, ok := i.Var(object("io", "EOF").(*types.Var)); !ok || v.Interface().(*error) != &io.EOF {
		t.Error("io.EOF does not resolve")
	}
	_, func1 := i.Thunk(object("strings", "Repeat").(*types.Func))
	_, method1 := i.Thunk(method("gonum.org/v1/gonum/mat", "Dense", "At"))
	if func1 != method1 {
		t.Errorf("Thunks: of a function %t, of a method %t", func1, method1)
	}
	if f, ok := i.Thunk(method("io", "Reader", "Read")); ok || f != nil {
		t.Error("a method of an interface has a Thunk")
	}
}
