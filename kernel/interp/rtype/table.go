package rtype

import (
	"fmt"
	"go/types"
	"reflect"
	"runtime"
	"sync"
	"weak"

	"golang.org/x/tools/go/types/typeutil"
)

// A Config says what a table needs from the rest of a session. The functions
// are called with the table locked, except for Method, and must not use it.
type Config struct {
	// Named returns the type that compiled code has for a named type of a
	// package. The instances of generic types are asked for one by one.
	Named func(*types.Named) (reflect.Type, bool)

	// Method returns the code of a method when it is first called: a function
	// of the type that [Method.Code] says, or a [General].
	Method func(*Method) (code any, err error)

	// Name returns the name of a type, where it is not what the declaration
	// says: Go calls a type T that is local to an instance of a generic
	// function T[int]. It may be nil.
	Name func(*types.Named) string
}

// A Table holds the types of a session. Its methods may be called by several
// goroutines at once, and while code calls the methods of its types.
type Table struct {
	config Config

	mu        sync.Mutex
	unnamed   typeutil.Map                // to reflect.Type; may be emptied at any time
	back      map[reflect.Type]types.Type // of unnamed types and compiled ones
	entries   map[reflect.Type]*entry
	decls     map[*types.TypeName]*decl              // the latest of each
	former    map[weak.Pointer[types.TypeName]]*decl // those that were repeated since
	instances map[string]*entry                      // of generic types
	made      map[string]reflect.Type                // unnamed types made here
	serial    int
	names     names
	undo      []func() // what has happened since Begin
}

// New returns an empty table, or an error when types do not lie in memory as
// this package was written for.
func New(config Config) (*Table, error) {
	if err := checked(); err != nil {
		return nil, fmt.Errorf("rtype: %w", err)
	}
	return newTable(config), nil
}

func newTable(config Config) *Table {
	return &Table{
		config:    config,
		back:      map[reflect.Type]types.Type{},
		entries:   map[reflect.Type]*entry{},
		decls:     map[*types.TypeName]*decl{},
		former:    map[weak.Pointer[types.TypeName]]*decl{},
		instances: map[string]*entry{},
		made:      map[string]reflect.Type{},
		names:     newNames(),
	}
}

// Type returns the type that values of typ have at run time. It fails for type
// parameters and constraints, for types that package reflect finds too large,
// and when the stubs for methods are used up; then nothing has changed.
func (t *Table) Type(typ types.Type) (rt reflect.Type, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	start := len(t.undo)
	defer func() {
		if err = failed(recover(), typ); err != nil {
			t.rollback(start)
			rt = nil
		}
	}()
	return t.typ(typ), nil
}

// Back returns the type that rt was made for, the latest where a declaration
// was repeated. It knows all types that Type has returned or met.
func (t *Table) Back(rt reflect.Type) (types.Type, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if e, ok := t.entries[rt]; ok {
		return e.typ, true
	}
	typ, ok := t.back[rt]
	return typ, ok
}

// maxUnnamed bounds the types that are remembered by what go/types has for
// them, which holds on to the cells that mention them.
const maxUnnamed = 1024

// Begin starts a cell.
func (t *Table) Begin() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.undo = nil
	if t.unnamed.Len() > maxUnnamed {
		t.unnamed = typeutil.Map{}
	}
}

// Undo takes back all types and all redeclarations since Begin, and gives their
// stubs to others. The caller vouches that no value has got one of these types,
// which is so when no code of the cell has run.
func (t *Table) Undo() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rollback(0)
}

// Close lets go of the code of all methods, which panic if they are called from
// then on. Their stubs are not used again, for nobody can know that no value of
// these types is left.
func (t *Table) Close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, e := range t.entries {
		for _, b := range e.bindings {
			b.rebind(nil)
		}
	}
}

// rollback takes back what has happened since the journal had length start.
func (t *Table) rollback(start int) {
	for len(t.undo) > start {
		last := len(t.undo) - 1
		f := t.undo[last]
		t.undo = t.undo[:last]
		f()
	}
}

// journal notes how to take back what is done next.
func (t *Table) journal(undo func()) { t.undo = append(t.undo, undo) }

// A failure is an error that Type returns; deep in types it is a panic.
type failure struct{ error }

func fail(format string, args ...any) { panic(failure{fmt.Errorf(format, args...)}) }

// failed turns what stopped the making of typ into an error. Package reflect
// panics with texts where a type is too large.
func failed(v any, typ types.Type) error {
	switch v := v.(type) {
	case nil:
		return nil
	case failure:
		return fmt.Errorf("rtype: %w", v.error)
	case runtime.Error:
		panic(v)
	case string:
		return fmt.Errorf("rtype: %s: %s", typ, v)
	case error:
		return fmt.Errorf("rtype: %s: %w", typ, v)
	}
	panic(v)
}
