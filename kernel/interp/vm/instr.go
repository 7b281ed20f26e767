package vm

import (
	"fmt"
	"io"
	"reflect"
	"sync/atomic"
	"unsafe"
)

// An Instr is one instruction. Operands are byte offsets in the frame, immediate
// numbers, or jumps in bytes relative to the next instruction.
type Instr struct {
	op      opcode
	k       uint16
	a, b, c int32
	p       unsafe.Pointer // a callSite, a type or a closure
}

const instrSize = unsafe.Sizeof(Instr{})

// A slowFunc does what has no opcode.
type slowFunc = func(m *Machine, fp unsafe.Pointer)

// funcWord returns the word of a func value.
func funcWord(f slowFunc) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&f)) }

// A callSite is what a call instruction knows.
type callSite struct {
	fn      *Func  // the callee of opCall
	moves   []move // the arguments, to the callee's frame
	slow    bool   // opCall: an argument is memory
	ret     int32  // where the results go; 0 when nobody wants them
	value   int32  // slot of the func value or interface
	args    []operand
	results []operand    // from ret on
	typ     reflect.Type // of the func value or interface
	method  *methodCache
	wrapper uintptr // code of most closures that opCallFunc meets, or 0

	last                    atomic.Pointer[valueThunk]
	thunkArgs, thunkResults []int32
}

// Dump writes the code of f.
func (f *Func) Dump(w io.Writer) {
	fmt.Fprintf(w, "%s: frame of %d bytes\n", f.name, f.size)
	for i, in := range f.code {
		fmt.Fprintf(w, "%4d %-14v", i, in.op)
		info := &opcodes[in.op]
		for _, x := range []struct {
			role  role
			value int32
		}{{info.a, in.a}, {info.b, in.b}, {info.c, in.c}} {
			switch x.role {
			case unused:
			case target:
				fmt.Fprintf(w, " ->%d", i+1+int(x.value)/int(instrSize))
			case immediate:
				fmt.Fprintf(w, " #%d", x.value)
			default:
				fmt.Fprintf(w, " %d", x.value)
			}
		}
		fmt.Fprintln(w)
	}
}
