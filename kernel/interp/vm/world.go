package vm

import (
	"fmt"
	"go/types"
	"reflect"
	"sync"
	"sync/atomic"
	"unsafe"

	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/types/typeutil"
)

// A World is a session: what its cells have declared.
type World struct {
	// MaxDepth bounds nested calls; a run that exceeds it ends with ErrDepth.
	MaxDepth int32
	// Verify has the code of every function checked, which takes its time.
	Verify bool
	// RunOf, if set, returns the run that the calling goroutine belongs to, or nil.
	// It decides what stops a func value that compiled code calls; without it,
	// the run that made the func value does, or the latest.
	RunOf func() *Run
	// Debugger, if set, can stop what is compiled from then on.
	Debugger *Debugger

	host     Host
	mu       sync.Mutex // for all that follows up to machines
	funcs    map[types.Object]*Func
	vars     map[types.Object]unsafe.Pointer
	generics map[types.Object][]*instance
	types    typeutil.Map // reflect.Type by types.Type
	typeAt   map[reflect.Type]types.Type
	structs  map[string]reflect.Type // by their fields
	frames   map[string]reflect.Type // by the runs of their shape
	methods  map[methodKey]*Func
	nextID   int

	// Of the unit that is being compiled.
	prog    *ssa.Program
	firstID int // of its functions
	queue   []pending
	local   map[*ssa.Function]*Func // functions without a lasting name
	values  map[*ssa.Function]unsafe.Pointer
	tuples  map[*types.Tuple]*tupleLayout
	news    []types.Object // objects that the unit has given code

	machines sync.Pool
	protos   sync.Map // *proto by reflect.Type
	closures sync.Map // *closure by func value, when the layout of funcs is not known
	exec     func(m *Machine, f *Func, fp, res unsafe.Pointer)
	latest   atomic.Pointer[Run]
	counters counters
	parallel parallel
}

// DefaultMaxDepth is the MaxDepth of a new World.
const DefaultMaxDepth = 1_000_000

// NewWorld returns a World without cells.
func NewWorld(host Host) *World {
	return &World{
		MaxDepth: DefaultMaxDepth,
		host:     host,
		exec:     (*Machine).exec,
		funcs:    map[types.Object]*Func{},
		vars:     map[types.Object]unsafe.Pointer{},
		generics: map[types.Object][]*instance{},
		typeAt:   map[reflect.Type]types.Type{},
		structs:  map[string]reflect.Type{},
		frames:   map[string]reflect.Type{},
		methods:  map[methodKey]*Func{},
	}
}

// unsupported is the panic of what cannot be compiled.
type unsupported struct{ err error }

func fail(format string, args ...any) { panic(unsupported{fmt.Errorf("vm: "+format, args...)}) }

// typeOf returns the reflect type of t.
func (w *World) typeOf(t types.Type) reflect.Type {
	if isOpaque(t) {
		return ptrType
	}
	if r := w.types.At(t); r != nil {
		return r.(reflect.Type)
	}
	r := w.makeType(t)
	w.types.Set(t, r)
	if _, ok := w.typeAt[r]; !ok {
		w.typeAt[r] = t
	}
	w.needMethods(t)
	return r
}

func (w *World) makeType(t types.Type) reflect.Type {
	if b, ok := t.(*types.Basic); ok {
		switch {
		case b.Kind() == types.UntypedNil:
			return ptrType
		case b.Info()&types.IsUntyped != 0:
			return w.typeOf(types.Default(t))
		}
	}
	r, err := w.host.Type(t)
	if err != nil {
		panic(unsupported{fmt.Errorf("vm: type %v: %w", t, err)})
	}
	return r
}

// sourceType is the inverse of typeOf; nil for types that no cell mentions.
func (w *World) sourceType(r reflect.Type) types.Type {
	if t := w.typeAt[r]; t != nil {
		return t
	}
	if r.Kind() == reflect.Pointer {
		if t := w.typeAt[r.Elem()]; t != nil {
			return types.NewPointer(t)
		}
	}
	return nil
}

// Type returns the reflect type of t.
func (w *World) Type(t types.Type) (r reflect.Type, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	defer caught(&err)
	w.startUnit(nil)
	return w.typeOf(t), nil
}

// caught turns the panic of fail into an error.
func caught(err *error) {
	switch r := recover().(type) {
	case nil:
	case unsupported:
		*err = r.err
	default:
		panic(r)
	}
}

// Func returns the code of a function or method that a cell has declared.
func (w *World) Func(f *types.Func) (*Func, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	g, ok := w.funcs[f]
	return g, ok
}

// Var returns the address of a variable of a cell.
func (w *World) Var(v *types.Var) (reflect.Value, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	p, ok := w.vars[v]
	if !ok {
		return reflect.Value{}, false
	}
	return reflect.NewAt(w.typeOf(v.Type()), p), true
}

// Forget drops functions and variables that no later cell will mention. What
// earlier code uses stays alive with it.
func (w *World) Forget(objects ...types.Object) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, o := range objects {
		delete(w.funcs, o)
		delete(w.vars, o)
		delete(w.generics, o)
	}
}

// global returns the address of a package variable.
func (w *World) global(g *ssa.Global) unsafe.Pointer {
	o := g.Object()
	if o == nil { // SSA's own init$guard
		return newObject(typePtr(w.typeOf(g.Type().Underlying().(*types.Pointer).Elem())))
	}
	if p, ok := w.vars[o]; ok {
		return p
	}
	if p, ok := w.host.Var(o.(*types.Var)); ok {
		return p
	}
	p := newObject(typePtr(w.typeOf(o.Type())))
	w.vars[o] = p
	w.news = append(w.news, o)
	return p
}
