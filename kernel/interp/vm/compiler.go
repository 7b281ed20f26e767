package vm

import (
	"go/token"
	"reflect"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

// A compiler compiles one function, in this order: decide which values need no
// instruction of their own (fold.go, alias.go), give the others slots, shared
// where a phi allows it (live.go, coalesce.go), order the blocks (order.go), lay
// the frame out (frame.go), emit instructions (emit*.go).
type compiler struct {
	world *World
	fn    *Func
	ssa   *ssa.Function

	folds   map[ssa.Value]bool          // computed where it is used
	appends map[*ssa.Call]ssa.Value     // append of one element and some calls of fmt.Sprint: the element
	skips   map[ssa.Instruction]bool    // the stores of such elements
	slots   map[ssa.Value]*slot         // by value, after coalescing
	locals  map[*ssa.Alloc]*slot        // variables that live in the frame
	consts  map[string]*slot            // by kind and value
	constOf map[ssa.Value]*slot         // the same by SSA value
	temps   map[reflect.Type]*slot      // for cycles of moves, by slot type
	drops   map[*ssa.Defer]*slot        // room for results of deferred calls
	order   []*slot                     // all slots, to be placed
	blocks  []*ssa.BasicBlock           // in code order
	place   map[*ssa.BasicBlock]int     // index in blocks
	starts  map[*ssa.BasicBlock]int     // index in code
	copied  map[*ssa.BasicBlock]*ssa.If // blocks whose condition is copied to the jumps to it
	patches []patch
	looked  lookedUp
	code    []Instr
	pos     []int32
	here    token.Pos
	block   int  // index of the current block
	stacked bool // the function asks for its own list of deferred calls
}

// A patch is a jump whose target has no place yet.
type patch struct {
	at int
	to *ssa.BasicBlock
}

// maxLocal bounds the variables that live in frames, in bytes.
const maxLocal = 1024

// compile gives fn its code.
func (w *World) compile(fn *Func, f *ssa.Function) {
	if f.Blocks == nil {
		fail("%s has no body", f)
	}
	c := &compiler{
		world: w, fn: fn, ssa: f,
		folds:   map[ssa.Value]bool{},
		appends: map[*ssa.Call]ssa.Value{},
		skips:   map[ssa.Instruction]bool{},
		slots:   map[ssa.Value]*slot{},
		locals:  map[*ssa.Alloc]*slot{},
		consts:  map[string]*slot{},
		constOf: map[ssa.Value]*slot{},
		temps:   map[reflect.Type]*slot{},
		drops:   map[*ssa.Defer]*slot{},
		starts:  map[*ssa.BasicBlock]int{},
	}
	c.findFolds()
	c.giveSlots(c.coalesce())
	results := w.tuple(f.Signature.Results())
	fn.results, fn.tupleTyp = results.parts, results.typ
	c.arrange(true)
	c.layout()
	for i := range fn.consts {
		fn.consts[i].off = fn.consts[i].slot.off
		fn.consts[i].slot = nil
	}
	points := newPointer(c)
	if points == nil {
		c.findCopied()
	}
	c.emitBlocks(points)
	c.finish()
	points.finish()
	if w.Verify {
		c.verify()
	}
}

// giveSlots gives a slot to every value that is computed. merged has the values
// that share one.
func (c *compiler) giveSlots(merged map[ssa.Value]ssa.Value) {
	for _, p := range c.ssa.Params {
		c.giveSlot(p, merged)
	}
	for _, v := range c.ssa.FreeVars {
		c.giveSlot(v, merged)
	}
	for _, b := range c.ssa.Blocks {
		for _, in := range b.Instrs {
			if v, ok := in.(ssa.Value); ok {
				c.giveValueSlots(v, merged)
			}
			if d, ok := in.(*ssa.Defer); ok && d.Call.Signature().Results().Len() > 0 {
				c.drops[d] = c.keep(c.world.newSlot(d.Call.Signature().Results()))
			}
			c.giveConstSlots(in)
		}
	}
}

func (c *compiler) giveValueSlots(v ssa.Value, merged map[ssa.Value]ssa.Value) {
	if c.isComputed(v) {
		c.giveSlot(v, merged)
	}
	switch v := v.(type) {
	case *ssa.Alloc:
		if (!v.Heap || appendOnly(v)) && !c.folds[v] {
			t := c.world.padded(c.world.typeOf(elemType(v.Type())))
			if t.Size() <= maxLocal {
				c.locals[v] = c.keep(&slot{kind: kMem, typ: t, size: int32(t.Size())})
			}
		}
	case *ssa.Phi:
		c.temp(c.slots[v])
	}
}

// giveConstSlots gives slots to the constants that in reads.
func (c *compiler) giveConstSlots(in ssa.Instruction) {
	var callee *ssa.Value // a static callee needs none
	if call, ok := in.(ssa.CallInstruction); ok && !call.Common().IsInvoke() {
		if _, ok := call.Common().Value.(*ssa.Function); ok {
			callee = &call.Common().Value
		}
	}
	for _, p := range in.Operands(nil) {
		if *p == nil || p == callee {
			continue
		}
		if root, _ := c.root(*p); isConstant(root) {
			c.constSlot(root)
		}
	}
}

func (c *compiler) giveSlot(v ssa.Value, merged map[ssa.Value]ssa.Value) {
	root := v
	if r := merged[v]; r != nil {
		root = r
	}
	s := c.slots[root]
	if s == nil {
		s = c.keep(c.world.newSlot(root.Type()))
		c.slots[root] = s
	}
	c.slots[v] = s
}

// keep notes that s needs a place.
func (c *compiler) keep(s *slot) *slot {
	c.order = append(c.order, s)
	return s
}

// temp returns a slot like s for moves that form a cycle.
func (c *compiler) temp(s *slot) *slot {
	t := kindType(s.kind, s.typ)
	if c.temps[t] == nil {
		c.temps[t] = c.keep(&slot{kind: s.kind, typ: s.typ, size: s.size})
	}
	return c.temps[t]
}

// slot returns the slot that v lies in, and where in it.
func (c *compiler) slot(v ssa.Value) (*slot, int32) {
	root, off := c.root(v)
	if isConstant(root) {
		return c.constSlot(root), off
	}
	s := c.slots[root]
	if s == nil {
		fail("%s has no slot for %s = %s", c.ssa, v.Name(), v)
	}
	return s, off
}

// off returns v's offset in the frame.
func (c *compiler) off(v ssa.Value) int32 {
	s, off := c.slot(v)
	return s.off + off
}

// operand returns v's place with its type.
func (c *compiler) operand(v ssa.Value) operand {
	k, f := kindOf(v.Type())
	return operand{off: c.off(v), kind: k, form: f, typ: c.world.typeOf(v.Type())}
}

// parts returns the parts of a tuple value with their offsets in the frame.
func (c *compiler) parts(v ssa.Value) []operand {
	return shifted(c.world.tuple(tupleType(v)).parts, c.off(v))
}

// shifted returns parts moved by off.
func shifted(parts []operand, off int32) []operand {
	list := make([]operand, len(parts))
	for i, p := range parts {
		p.off += off
		list[i] = p
	}
	return list
}

// finish appends the last instruction, which nothing reaches, patches jumps and
// hands the code over.
func (c *compiler) finish() {
	c.emit(Instr{op: opExit})
	for _, p := range c.patches {
		c.code[p.at].a = jumpBy(p.at, c.starts[p.to])
	}
	c.fn.code, c.fn.pos, c.fn.fset = c.code, c.pos, c.ssa.Prog.Fset
	c.fn.declared = c.ssa.Pos()
	c.fn.entry = unsafe.Pointer(&c.code[0])
	if r := c.ssa.Recover; r != nil {
		c.fn.recover = unsafe.Pointer(&c.code[c.starts[r]])
	}
}

// jumpBy returns the operand of a jump from instruction from to instruction to.
func jumpBy(from, to int) int32 { return int32((to - from - 1) * int(instrSize)) }

// emit appends an instruction and returns its index.
func (c *compiler) emit(in Instr) int {
	c.code = append(c.code, in)
	c.pos = append(c.pos, int32(c.here))
	return len(c.code) - 1
}

// drop takes the last n instructions back.
func (c *compiler) drop(n int) {
	c.code = c.code[:len(c.code)-n]
	c.pos = c.pos[:len(c.pos)-n]
}

// slow appends an instruction that calls f.
func (c *compiler) slow(f slowFunc) { c.emit(Instr{op: opSlow, p: funcWord(f)}) }

// mov appends a copy of a slot of kind k.
func (c *compiler) mov(k kind, typ reflect.Type, dst, src int32) {
	if dst == src {
		return
	}
	in := Instr{op: opMovWord + opcode(k), a: dst, b: src}
	if k == kMem {
		in.p, in.k = c.memory(typ)
	}
	c.emit(in)
}
