package vm

import (
	"fmt"
	"go/types"
	"io"
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
	// It decides what stops the methods and func values that compiled code calls;
	// without it, the run that made the func value does, or the latest.
	RunOf func() *Run
	// Stderr, if set, returns what the builtin print writes to; else os.Stderr.
	Stderr func() io.Writer
	// KeyOf, if set, saves calls of RunOf, whose result it must determine until
	// the function that Code.Run was called for has returned.
	KeyOf func() uintptr
	// Debugger, if set, can stop what is compiled from then on.
	Debugger *Debugger

	host     Host
	mu       sync.Mutex // for all that follows up to machines
	funcs    objects[types.Func, *Func]
	vars     objects[types.Var, unsafe.Pointer]
	generics objects[types.Func, []*instance]
	types    typeutil.Map            // reflect.Type by types.Type
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
	keyed    atomic.Pointer[keyedRun]
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
		funcs:    newObjects[types.Func, *Func](),
		vars:     newObjects[types.Var, unsafe.Pointer](),
		generics: newObjects[types.Func, []*instance](),
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
	if t, ok := w.host.Back(r); ok {
		return t
	}
	if r.Kind() == reflect.Pointer {
		if t, ok := w.host.Back(r.Elem()); ok {
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
	g := w.funcs.get(f)
	return g, g != nil
}

// Var returns the address of a variable of a cell.
func (w *World) Var(v *types.Var) (reflect.Value, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	p := w.vars.get(v)
	if p == nil {
		return reflect.Value{}, false
	}
	return reflect.NewAt(w.typeOf(v.Type()), p), true
}

// Forget drops functions and variables that no later cell will mention, though
// others of their cell may be mentioned. What earlier code uses stays alive with it.
func (w *World) Forget(objects ...types.Object) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, o := range objects {
		switch o := o.(type) {
		case *types.Var:
			w.vars.delete(o)
		case *types.Func:
			w.funcs.delete(o)
			w.generics.delete(o)
		}
	}
}

// Redeclared says that the reflect type of t has new methods: those of t, which
// repeats an earlier declaration.
func (w *World) Redeclared(t *types.Named) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	r, err := w.host.Type(t)
	if err != nil {
		return err
	}
	w.types = typeutil.Map{} // it holds on to the old type
	for key := range w.methods {
		if key.typ == r || key.typ == reflect.PointerTo(r) {
			delete(w.methods, key)
		}
	}
	return nil
}

// global returns the address of a package variable.
func (w *World) global(g *ssa.Global) unsafe.Pointer {
	o, ok := g.Object().(*types.Var)
	if !ok { // SSA's own init$guard
		return newObject(typePtr(w.typeOf(g.Type().Underlying().(*types.Pointer).Elem())))
	}
	if p := w.vars.get(o); p != nil {
		return p
	}
	if p, ok := w.host.Var(o); ok {
		return p
	}
	p := newObject(typePtr(w.typeOf(o.Type())))
	w.vars.set(o, p)
	w.news = append(w.news, o)
	return p
}
