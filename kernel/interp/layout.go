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
	interp *ixgo.Interp
	caller *frame
	callee *frame
	pfn    *function
	defers unsafe.Pointer
	panics unsafe.Pointer
	block  *ssa.BasicBlock
	stack  []any
	ipc    int
}

// A function is compiled code: what ixgo.Frame's pfn points to.
type function struct {
	interp     *ixgo.Interp
	fn         *ssa.Function
	main       *ssa.BasicBlock
	pool       unsafe.Pointer
	makeInstr  ssa.Instruction
	index      map[ssa.Value]uint32
	instrIndex unsafe.Pointer
	instrs     []instruction
	recover    []instruction
	blocks     []int
	stack      []any
	ssaInstrs  []ssa.Instruction
}

// An instruction is how ixgo compiles one SSA instruction.
type instruction = func(*ixgo.Frame)

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
	if pfn.Type == nil || pfn.Type.Kind() != reflect.Pointer {
		return fmt.Errorf("interp: New: ixgo.Frame has no pointer pfn")
	}
	pairs := []struct {
		ours, theirs reflect.Type
		names        []string
	}{
		{reflect.TypeFor[frame](), fr, []string{"interp", "caller", "callee", "pfn", "_defer", "_panic", "block", "stack", "ipc"}},
		{reflect.TypeFor[function](), pfn.Type.Elem(), []string{"Interp", "Fn", "Main", "pool", "makeInstr", "index",
			"instrIndex", "Instrs", "Recover", "Blocks", "stack", "ssaInstrs"}},
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
	for _, name := range []string{"funcs", "msets", "cherror"} {
		if _, ok := reflect.TypeFor[ixgo.Interp]().FieldByName(name); !ok {
			return fmt.Errorf("interp: New: ixgo.Interp has no field %s", name)
		}
	}
	for _, name := range []string{"nestedMap", "output"} {
		if _, ok := reflect.TypeFor[ixgo.Context]().FieldByName(name); !ok {
			return fmt.Errorf("interp: New: ixgo.Context has no field %s", name)
		}
	}
	return nil
}
