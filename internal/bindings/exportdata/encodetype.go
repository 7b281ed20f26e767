package exportdata

import (
	"fmt"
	"go/constant"
	"go/types"
)

// typ writes t, or where it was written before.
func (c *chunk) typ(t types.Type) {
	if i, ok := c.e.basic[t]; ok {
		c.num(tagBasic)
		c.num(i)
		return
	}
	text, shared := textOf(t)
	if at, ok := c.types[text]; ok && shared {
		c.num(tagAgain)
		c.num(uint64(at))
		return
	}
	if shared {
		c.types[text] = uint32(len(c.data))
	}
	c.literal(t)
}

func (c *chunk) literal(t types.Type) {
	switch t := t.(type) {
	case *types.Alias:
		c.named(t.Obj(), t.TypeArgs())
	case *types.Named:
		c.named(t.Obj(), t.TypeArgs())
	case *types.TypeParam:
		c.num(tagParam)
		c.num(uint64(c.param(t)))
	case *types.Pointer:
		c.num(tagPointer)
		c.typ(t.Elem())
	case *types.Slice:
		c.num(tagSlice)
		c.typ(t.Elem())
	case *types.Array:
		c.num(tagArray)
		c.num(uint64(t.Len()))
		c.typ(t.Elem())
	case *types.Map:
		c.num(tagMap)
		c.typ(t.Key())
		c.typ(t.Elem())
	case *types.Chan:
		c.num(tagChan)
		c.num(uint64(t.Dir()))
		c.typ(t.Elem())
	case *types.Struct:
		c.structure(t)
	case *types.Signature:
		c.num(tagSignature)
		c.signature(t)
	case *types.Interface:
		c.iface(t)
	case *types.Union:
		c.num(tagUnion)
		c.num(uint64(t.Len()))
		for term := range t.Terms() {
			c.bool(term.Tilde())
			c.typ(term.Type())
		}
	default:
		panic(fmt.Sprintf("exportdata: no code for %T", t))
	}
}

func (c *chunk) named(o *types.TypeName, args *types.TypeList) {
	c.e.mention(o)
	c.num(tagNamed)
	c.path(o.Pkg())
	c.str(o.Name())
	c.num(uint64(args.Len()))
	for a := range args.Types() {
		c.typ(a)
	}
}

func (c *chunk) param(t *types.TypeParam) int {
	for i, p := range c.params {
		if p == t {
			return i
		}
	}
	panic(fmt.Sprintf("exportdata: type parameter %s is not in force in %s", t, c.pkg.Path()))
}

func (c *chunk) structure(t *types.Struct) {
	c.num(tagStruct)
	c.num(uint64(t.NumFields()))
	if t.NumFields() == 0 {
		return
	}
	c.path(t.Field(0).Pkg())
	for i := range t.NumFields() {
		f := t.Field(i)
		c.str(f.Name())
		c.bool(f.Embedded())
		c.str(t.Tag(i))
		c.typ(f.Type())
	}
}

func (c *chunk) iface(t *types.Interface) {
	c.num(tagInterface)
	c.bool(t.IsImplicit())
	c.num(uint64(t.NumExplicitMethods()))
	if t.NumExplicitMethods() > 0 {
		c.path(t.ExplicitMethod(0).Pkg())
	}
	for m := range t.ExplicitMethods() {
		c.str(m.Name())
		c.signature(m.Signature())
	}
	c.num(uint64(t.NumEmbeddeds()))
	for e := range t.EmbeddedTypes() {
		c.typ(e)
	}
}

func (c *chunk) signature(s *types.Signature) {
	c.bool(s.Variadic())
	c.tuple(s.Params())
	c.tuple(s.Results())
}

func (c *chunk) tuple(t *types.Tuple) {
	c.num(uint64(t.Len()))
	for v := range t.Variables() {
		c.str(v.Name())
		c.typ(v.Type())
	}
}

func (c *chunk) value(v constant.Value) {
	switch v.Kind() {
	case constant.Bool:
		if constant.BoolVal(v) {
			c.num(valTrue)
		} else {
			c.num(valFalse)
		}
	case constant.String:
		c.num(valString)
		c.str(constant.StringVal(v))
	case constant.Int:
		if n, exact := constant.Int64Val(v); exact {
			c.num(valInt)
			c.num(uint64(n)<<1 ^ uint64(n>>63))
			return
		}
		c.num(valBig)
		c.str(v.ExactString())
	case constant.Float:
		num, denom := constant.Num(v), constant.Denom(v)
		if num.Kind() == constant.Unknown || denom.Kind() == constant.Unknown {
			c.num(valFloat)
			c.str(v.ExactString())
			return
		}
		c.num(valRatio)
		c.value(num)
		c.value(denom)
	case constant.Complex:
		c.num(valComplex)
		c.value(constant.Real(v))
		c.value(constant.Imag(v))
	default:
		panic(fmt.Sprintf("exportdata: no code for the constant %s", v))
	}
}

// generic reports whether a type parameter occurs in t. The depth guards
// against instances that contain themselves; what lies deeper counts as
// generic, which is safe.
func generic(t types.Type, depth int) bool {
	if depth > 20 {
		return true
	}
	in := func(t types.Type) bool { return generic(t, depth+1) }
	switch t := t.(type) {
	case *types.TypeParam:
		return true
	case *types.Named:
		return genericList(t.TypeArgs(), in)
	case *types.Alias:
		return genericList(t.TypeArgs(), in)
	case *types.Map:
		return in(t.Key()) || in(t.Elem())
	case interface{ Elem() types.Type }:
		return in(t.Elem())
	case *types.Struct:
		for f := range t.Fields() {
			if in(f.Type()) {
				return true
			}
		}
	case *types.Signature:
		return genericTuple(t.Params(), in) || genericTuple(t.Results(), in)
	case *types.Interface, *types.Union:
		return true // rare, and not worth telling apart
	}
	return false
}

func genericList(list *types.TypeList, in func(types.Type) bool) bool {
	for t := range list.Types() {
		if in(t) {
			return true
		}
	}
	return false
}

func genericTuple(list *types.Tuple, in func(types.Type) bool) bool {
	for v := range list.Variables() {
		if in(v.Type()) {
			return true
		}
	}
	return false
}
