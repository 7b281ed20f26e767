package vm

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// root returns the value in whose slot v lies, and where in the slot: some values
// are parts of others, or others under a new type, and take no instruction.
func (c *compiler) root(v ssa.Value) (ssa.Value, int32) {
	switch x := v.(type) {
	case *ssa.Extract:
		return x.Tuple, c.world.tuple(tupleType(x.Tuple)).parts[x.Index].off
	case *ssa.ChangeType:
		return c.root(x.X)
	case *ssa.Convert:
		if sameSlot(x.X.Type(), x.Type()) {
			return c.root(x.X)
		}
	case *ssa.Call:
		if part, ok := headerPart(x); ok {
			r, off := c.root(x.Call.Args[0])
			return r, off + part
		}
	}
	return v, 0
}

// headerPart returns where the length or capacity that x asks for is in the slot
// of a string or slice.
func headerPart(x *ssa.Call) (int32, bool) {
	b, ok := x.Call.Value.(*ssa.Builtin)
	if !ok || b.Name() != "len" && b.Name() != "cap" {
		return 0, false
	}
	if k, _ := kindOf(x.Call.Args[0].Type()); k != kSlice && k != kStr {
		return 0, false
	}
	if b.Name() == "len" {
		return 8, true
	}
	return 16, true
}

// sameSlot reports whether a conversion changes nothing in the slot.
func sameSlot(from, to types.Type) bool {
	switch {
	case isInt(from) && isInt(to):
		switch f, t := bitsOf(from), bitsOf(to); {
		case t == 64:
			return true
		case f < t:
			return isUnsigned(from) || !isUnsigned(to)
		default:
			return f == t && isUnsigned(from) == isUnsigned(to)
		}
	case isFloat(from) && isFloat(to):
		return bitsOf(from) == bitsOf(to)
	case isString(from) && isString(to):
		return true
	}
	kf, _ := kindOf(from)
	kt, _ := kindOf(to)
	return kf == kPtr && kt == kPtr
}

func tupleType(v ssa.Value) *types.Tuple { return v.Type().(*types.Tuple) }

// isComputed reports whether v has a slot of its own that an instruction fills.
func (c *compiler) isComputed(v ssa.Value) bool {
	root, _ := c.root(v)
	return root == v && !c.folds[v]
}

// isConstant reports whether v is the same in all calls of the function.
func isConstant(v ssa.Value) bool {
	switch v.(type) {
	case *ssa.Const, *ssa.Global, *ssa.Function, *ssa.Builtin:
		return true
	}
	return false
}
