package interp

import (
	"fmt"
	"reflect"
	"unsafe"

	"github.com/goplus/ixgo"
	"golang.org/x/tools/go/ssa"
)

// The types below repeat the first fields of unexported types of ixgo v1.1.1,
// whose instructions the engine wraps and whose frames it reads. checkLayout
// compares them with the real ones.

// A frame is a call that is being interpreted: ixgo.Frame.
type frame struct {
	_      *ixgo.Interp
	caller *frame
	callee *frame
	pfn    *function
	defers *deferRecord
	_      unsafe.Pointer // panics
	block  *ssa.BasicBlock
	stack  []any
	ipc    int
}

// A function is compiled code: what ixgo.Frame's pfn points to.
type function struct {
	_         *ixgo.Interp
	fn        *ssa.Function
	_         *ssa.BasicBlock // first block
	_         unsafe.Pointer  // pool of frames
	_         ssa.Instruction // being compiled
	index     map[ssa.Value]uint32
	_         unsafe.Pointer // registers by instruction
	instrs    []instruction
	_         []instruction // after a recovered panic
	_         []int         // where the blocks begin
	_         []any         // stack of a new frame
	ssaInstrs []ssa.Instruction
}

// An instruction is how ixgo compiles one SSA instruction.
type instruction = func(*ixgo.Frame)

// A deferRecord is a deferred call: what ixgo.Frame's _defer points to.
type deferRecord struct {
	fn      any
	tail    *deferRecord
	args    []any
	ssaArgs []ssa.Value
}

// A panicError is an ixgo.PanicError, whose stack only ixgo can set.
type panicError struct {
	stack []byte
	value any
}

// register returns where in a frame's stack a value is.
func (f *function) register(v ssa.Value) int { return int(f.index[v] & 0xffffff) }

func frameOf(fr *ixgo.Frame) *frame { return (*frame)(unsafe.Pointer(fr)) }

// field returns the address of a field, also of an unexported one.
func field[T any](of any, name string) *T {
	return (*T)(reflect.ValueOf(of).Elem().FieldByName(name).Addr().UnsafePointer())
}

// functionsOf returns the code that an Interp has compiled.
func functionsOf(in *ixgo.Interp) map[*ssa.Function]*function {
	return *field[map[*ssa.Function]*function](in, "funcs")
}

// checkLayout reports in what way ixgo's types differ from those above.
func checkLayout() error {
	fr := reflect.TypeFor[ixgo.Frame]()
	pfn, _ := fr.FieldByName("pfn")
	defers, _ := fr.FieldByName("_defer")
	for _, f := range []reflect.StructField{pfn, defers} {
		if f.Type == nil || f.Type.Kind() != reflect.Pointer {
			return fmt.Errorf("interp: New: ixgo.Frame has no pointers pfn and _defer")
		}
	}
	pairs := []struct {
		ours, theirs reflect.Type
		names        []string
	}{
		{reflect.TypeFor[frame](), fr, []string{"interp", "caller", "callee", "pfn", "_defer", "_panic", "block", "stack", "ipc"}},
		{reflect.TypeFor[function](), pfn.Type.Elem(), []string{"Interp", "Fn", "Main", "pool", "makeInstr", "index",
			"instrIndex", "Instrs", "Recover", "Blocks", "stack", "ssaInstrs"}},
		{reflect.TypeFor[deferRecord](), defers.Type.Elem(), []string{"fn", "tail", "args", "ssaArgs"}},
		{reflect.TypeFor[panicError](), reflect.TypeFor[ixgo.PanicError](), []string{"stack", "Value"}},
	}
	for _, p := range pairs {
		for i, name := range p.names {
			f, ok := p.theirs.FieldByName(name)
			if o := p.ours.Field(i); !ok || f.Offset != o.Offset || f.Type.Size() != o.Type.Size() || f.Type.Kind() != o.Type.Kind() && o.Type.Kind() != reflect.UnsafePointer {
				return fmt.Errorf("interp: New: field %s of ixgo's %v is not where v1.1.1 has it", name, p.theirs)
			}
		}
	}
	return checkFields()
}

// checkFields reports a field that is not there.
func checkFields() error {
	for _, f := range []struct {
		of    reflect.Type
		names []string
	}{
		{reflect.TypeFor[ixgo.Interp](), []string{"funcs", "msets", "cherror"}},
		{reflect.TypeFor[ixgo.Context](), []string{"nestedMap", "output"}},
		{reflect.TypeFor[ssa.Program](), []string{"makeInterfaceTypes"}},
	} {
		for _, name := range f.names {
			if _, ok := f.of.FieldByName(name); !ok {
				return fmt.Errorf("interp: New: %v has no field %s", f.of, name)
			}
		}
	}
	return nil
}
