package vm

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// findFolds finds the values that are computed as part of what uses them: the
// addresses of fields and elements, and comparisons before a branch.
func (c *compiler) findFolds() {
	for _, b := range c.ssa.Blocks {
		for _, in := range b.Instrs {
			if v, ok := in.(*ssa.Call); ok {
				c.foldAppend(v)
				c.foldSprint(v)
			}
		}
	}
	for _, b := range c.ssa.Blocks {
		for _, in := range b.Instrs {
			switch v := in.(type) {
			case *ssa.FieldAddr:
				c.folds[v] = c.foldsField(v)
			case *ssa.IndexAddr:
				c.folds[v] = c.folds[v] || foldsElement(v)
			case *ssa.BinOp:
				c.folds[v] = foldsComparison(v)
			}
		}
	}
}

// foldAppend recognises append(s, x): the array and the slice of x are not made.
func (c *compiler) foldAppend(v *ssa.Call) {
	b, ok := v.Call.Value.(*ssa.Builtin)
	if !ok || b.Name() != "append" || len(v.Call.Args) != 2 {
		return
	}
	c.foldElement(v, v.Call.Args[1])
}

// foldElement recognises that arg, an argument of v, is a slice made of one
// element. It notes the element, which the call can have without array and slice.
func (c *compiler) foldElement(v *ssa.Call, arg ssa.Value) {
	s, ok := arg.(*ssa.Slice)
	if !ok || len(*s.Referrers()) != 1 || s.Block() != v.Block() {
		return
	}
	array, ok := s.X.(*ssa.Alloc)
	if !ok || array.Comment != "varargs" || len(*array.Referrers()) != 2 || elemType(array.Type()).Underlying().(*types.Array).Len() != 1 {
		return
	}
	for _, r := range *array.Referrers() {
		elem, ok := r.(*ssa.IndexAddr)
		if !ok || len(*elem.Referrers()) != 1 {
			continue
		}
		if store, ok := (*elem.Referrers())[0].(*ssa.Store); ok && store.Addr == ssa.Value(elem) && store.Block() == v.Block() {
			c.folds[array], c.folds[elem], c.folds[s], c.skips[store] = true, true, true, true
			c.appends[v] = store.Val
		}
		return
	}
}

// guarded is the size of what lies at address 0 and faults when touched: a nil
// pointer's field below it needs no check.
const guarded = 2048

// foldsField reports whether the address of a field goes into the loads and
// stores through it.
func (c *compiler) foldsField(v *ssa.FieldAddr) bool {
	if _, local := v.X.(*ssa.Alloc); !local && c.fieldOffset(v) >= guarded {
		return false
	}
	used := false
	for _, r := range *v.Referrers() {
		if _, debug := r.(*ssa.DebugRef); debug {
			continue
		}
		if !goesThrough(r, v) {
			return false
		}
		used = true
	}
	return used
}

// goesThrough reports whether r is a load or store through addr in its block.
func goesThrough(r ssa.Instruction, addr ssa.Value) bool {
	if r.Block() != addr.(ssa.Instruction).Block() {
		return false
	}
	switch r := r.(type) {
	case *ssa.UnOp:
		return r.Op == token.MUL
	case *ssa.Store:
		return r.Addr == addr && r.Val != addr
	}
	return false
}

// foldsElement reports whether the address of a slice's element goes into the one
// load or store through it.
func foldsElement(v *ssa.IndexAddr) bool {
	if _, ok := v.X.Type().Underlying().(*types.Slice); !ok || len(*v.Referrers()) != 1 {
		return false
	}
	r := (*v.Referrers())[0]
	if !goesThrough(r, v) {
		return false
	}
	_, f := kindOf(elemType(v.Type()))
	if _, ok := r.(*ssa.Store); ok {
		_, ok := storeIndexed[f]
		return ok
	}
	_, ok := loadIndexed[f]
	return ok
}

// foldsComparison reports whether v is but the condition of the branch behind it.
func foldsComparison(v *ssa.BinOp) bool {
	if len(*v.Referrers()) != 1 {
		return false
	}
	r, ok := (*v.Referrers())[0].(*ssa.If)
	if !ok || r.Block() != v.Block() {
		return false
	}
	k, _ := kindOf(v.X.Type())
	if k != kPtr && (k != kWord || isFloat32(v.X.Type())) {
		return false
	}
	if ky, _ := kindOf(v.Y.Type()); ky != k {
		return false
	}
	switch v.Op {
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		return true
	}
	return false
}

// fieldOffset returns the offset of the field in its struct.
func (c *compiler) fieldOffset(v *ssa.FieldAddr) int32 {
	return int32(c.world.typeOf(elemType(v.X.Type())).Field(v.Field).Offset)
}

// uses lists the computed values that in reads, looking through what is folded.
func (c *compiler) uses(in ssa.Instruction) (list []ssa.Value) {
	if v, ok := in.(ssa.Value); ok && !c.isComputed(v) || c.skips[in] {
		return nil
	}
	for _, p := range in.Operands(nil) {
		if *p != nil {
			list = c.addUses(list, *p)
		}
	}
	return list
}

func (c *compiler) addUses(list []ssa.Value, v ssa.Value) []ssa.Value {
	root, _ := c.root(v)
	switch {
	case isConstant(root):
		return list
	case !c.folds[root]:
		return append(list, root)
	}
	switch x := root.(type) {
	case *ssa.MakeInterface: // the argument of fmt.Sprint
		return c.addUses(list, x.X)
	case *ssa.Slice: // an argument of one element
		return c.addUses(list, c.appends[(*x.Referrers())[0].(*ssa.Call)])
	case *ssa.FieldAddr:
		return c.addUses(list, x.X)
	case *ssa.IndexAddr:
		return c.addUses(c.addUses(list, x.X), x.Index)
	case *ssa.BinOp:
		return c.addUses(c.addUses(list, x.X), x.Y)
	}
	return list
}
