package rtype

import (
	"errors"
	"fmt"
	"go/token"
	"go/types"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"unsafe"

	"github.com/goplus/reflectx/abi"
)

// inUse counts the stubs in use.
func inUse() int {
	stubs.once.Do(stubs.start)
	stubs.mu.Lock()
	defer stubs.mu.Unlock()
	n := 0
	for _, p := range abi.Default.List() {
		n += p.Used()
	}
	for _, c := range stubs.classes {
		n += c.next - len(c.free)
	}
	return n
}

// declareMany makes n types that have the same methods.
func declareMany(n int, under types.Type, methods map[string]*types.Signature) []*types.Named {
	pkg := types.NewPackage("main", "main")
	list := make([]*types.Named, n)
	for i := range list {
		list[i] = types.NewNamed(types.NewTypeName(token.NoPos, pkg, fmt.Sprint("T", i), nil), under, nil)
		recv := types.NewVar(token.NoPos, pkg, "", list[i])
		for name, sig := range methods {
			full := types.NewSignatureType(recv, nil, nil, sig.Params(), sig.Results(), sig.Variadic())
			list[i].AddMethod(types.NewFunc(token.NoPos, pkg, name, full))
		}
	}
	return list
}

func signatureOf(params, results []types.Type) *types.Signature {
	tuple := func(list []types.Type) *types.Tuple {
		vars := make([]*types.Var, len(list))
		for i, t := range list {
			vars[i] = types.NewParam(token.NoPos, nil, "", t)
		}
		return types.NewTuple(vars...)
	}
	return types.NewSignatureType(nil, nil, nil, tuple(params), tuple(results), false)
}

// TestExhaustion: when stubs run out, types are errors, others go on working,
// and what is undone can be had again.
func TestExhaustion(t *testing.T) {
	method := signatureOf(nil, []types.Type{types.Typ[types.String]})
	many := declareMany(12000, types.Typ[types.Int], map[string]*types.Signature{"String": method})
	tab, err := New(Config{Method: func(m *Method) (any, error) {
		text := m.Recv.String()
		if m.Code() == reflect.TypeFor[General]() {
			return General(func(unsafe.Pointer, []reflect.Value) []reflect.Value {
				return []reflect.Value{reflect.ValueOf(text)}
			}), nil
		}
		return func(unsafe.Pointer) string { return text }, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	before := inUse()
	tab.Begin()
	var values []fmt.Stringer
	failed := 0
	for _, n := range many {
		rt, err := tab.Type(n)
		if err != nil {
			if failed++; !strings.Contains(err.Error(), "no stub is left for another method of signature func() string") {
				t.Fatal(err)
			}
			continue
		}
		values = append(values, reflect.New(rt).Elem().Interface().(fmt.Stringer))
	}
	if failed == 0 || len(values) < 8192 {
		t.Errorf("%d types made, %d failed", len(values), failed)
	}
	for i, v := range values {
		if want := fmt.Sprint("main.T", i); v.String() != want {
			t.Fatalf("%s says it is %s", want, v)
		}
	}
	if _, err := tab.Type(types.NewSlice(declareMany(1, types.Typ[types.Int], nil)[0])); err != nil {
		t.Errorf("a type without methods: %v", err)
	}
	tab.Undo()
	if now := inUse(); now != before {
		t.Errorf("%d stubs in use after Undo, %d before", now, before)
	}
	if err := panicOf(func() { _ = values[0].String() }); !errors.Is(err, errGone) {
		t.Errorf("a method that was undone: %v", err)
	}
	if rt, err := tab.Type(many[11999]); err != nil || fmt.Sprint(reflect.New(rt).Elem()) != "main.T11999" {
		t.Errorf("after Undo: %v, %v", rt, err)
	}
}

// TestManyTypes: types without methods know no bound, and making one takes no
// longer when there are many.
func TestManyTypes(t *testing.T) {
	tab := table(t, nil)
	fields := []*types.Var{
		types.NewField(token.NoPos, nil, "X", types.Typ[types.Int], false),
		types.NewField(token.NoPos, nil, "S", types.Typ[types.String], false),
	}
	many := declareMany(20000, types.NewStruct(fields, nil), nil)
	seen := map[reflect.Type]bool{}
	start := heapInUse()
	for i, n := range many {
		if i%100 == 0 {
			tab.Begin()
		}
		rt, err := tab.Type(n)
		if err != nil {
			t.Fatal(err)
		}
		fn, err := tab.Type(signatureOf([]types.Type{n}, []types.Type{types.NewPointer(n)}))
		if err != nil || fn.In(0) != rt {
			t.Fatal(fn, err)
		}
		seen[rt] = true
	}
	t.Logf("%d bytes a type, with a pointer and a function of it", (heapInUse()-start)/uint64(len(many)))
	if len(seen) != len(many) {
		t.Errorf("%d types, want %d", len(seen), len(many))
	}
	runtime.KeepAlive(tab)
}

// TestConcurrency: types are made, repeated and undone while other goroutines
// call methods of others.
func TestConcurrency(t *testing.T) {
	c := check(t, intsSource)
	tab := table(t, ints("Ints"))
	rt := tab.rt(t, c, "Ints")
	var wg sync.WaitGroup
	stop := make(chan struct{})
	for range 4 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				v := reflect.MakeSlice(rt, 3, 3).Interface().(interface {
					Len() int
					Less(i, j int) bool
				})
				if v.Len() != 3 || v.Less(0, 1) {
					t.Error("wrong result")
				}
				tab.Back(rt)
				runtime.Gosched() // for machines that do not interrupt goroutines
			}
		})
	}
	var makers sync.WaitGroup
	for range 3 {
		makers.Go(func() {
			own := table(t, ints("Ints"))
			last := check(t, intsSource)
			own.rt(t, last, "Ints")
			for i := range 20 {
				next := check(t, intsSource)
				own.Begin()
				redeclared(own, next, last)
				if n := reflect.MakeSlice(own.rt(t, next, "Ints"), i, i).Interface().(interface{ Len() int }).Len(); n != i {
					t.Errorf("length %d, want %d", n, i)
				}
				last = next
				if _, err := tab.Type(check(t, intsSource).typ(t, "Ints")); err != nil {
					t.Error(err)
				}
			}
		})
	}
	makers.Wait()
	close(stop)
	wg.Wait()
}
