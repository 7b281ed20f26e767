package exportdata

import (
	"fmt"
	"go/constant"
	"go/token"
	"go/types"
)

// typ reads a type. Types without type parameters are kept by their offset, for
// a later tagAgain.
func (c *cursor) typ() types.Type {
	start := c.at - c.data
	base := c.base
	c.base = nil
	switch tag := c.num(); tag {
	case tagBasic:
		return c.d.basic[c.num()]
	case tagAgain:
		return c.again(c.int())
	case tagParam:
		return c.params[c.num()]
	case tagInterface:
		return c.iface(base)
	default:
		t := c.literal(tag)
		if c.params == nil {
			c.types[start] = t
		}
		return t
	}
}

// again returns the type at an offset of the data.
func (c *cursor) again(at int) types.Type {
	if t := c.types[at]; t != nil {
		return t
	}
	d := &cursor{reader: reader{text: c.chunk, at: c.data + at}, source: c.source}
	return d.typ()
}

func (c *cursor) literal(tag uint64) types.Type {
	switch tag {
	case tagNamed:
		return c.named()
	case tagPointer:
		return types.NewPointer(c.typ())
	case tagSlice:
		return types.NewSlice(c.typ())
	case tagArray:
		n := int64(c.num())
		return types.NewArray(c.typ(), n)
	case tagMap:
		key := c.typ()
		return types.NewMap(key, c.typ())
	case tagChan:
		dir := types.ChanDir(c.num())
		return types.NewChan(dir, c.typ())
	case tagStruct:
		return c.structure()
	case tagSignature:
		return c.signature(nil, nil, nil)
	case tagUnion:
		terms := make([]*types.Term, c.int())
		for i := range terms {
			tilde := c.bool()
			terms[i] = types.NewTerm(tilde, c.typ())
		}
		return types.NewUnion(terms)
	}
	panic(fmt.Sprintf("exportdata: unknown type %d", tag))
}

func (c *cursor) named() types.Type {
	s := c.mentioned()
	t := s.object(c.string()).Type()
	n := c.int()
	if n == 0 {
		return t
	}
	args := make([]types.Type, n)
	for i := range args {
		args[i] = c.typ()
	}
	inst, err := types.Instantiate(c.d.context, t, args, false)
	if err != nil {
		panic("exportdata: " + err.Error())
	}
	return inst
}

func (c *cursor) structure() types.Type {
	n := c.int()
	if n == 0 {
		return types.NewStruct(nil, nil)
	}
	fields := make([]*types.Var, n)
	var tags []string
	owner := c.owner()
	for i := range fields {
		name, embedded, tag := c.string(), c.bool(), c.string()
		fields[i] = types.NewField(token.NoPos, owner, name, c.typ(), embedded)
		if tag != "" {
			if tags == nil {
				tags = make([]string, n)
			}
			tags[i] = tag
		}
	}
	return types.NewStruct(fields, tags)
}

// iface reads an interface. The receiver of its methods is base, if it is the
// underlying type of one.
func (c *cursor) iface(base *types.Named) types.Type {
	implicit := c.bool()
	methods := make([]*types.Func, c.int())
	if len(methods) > 0 {
		owner := c.owner()
		var recv *types.Var
		if base != nil {
			recv = types.NewParam(token.NoPos, owner, "", base)
		}
		for i := range methods {
			name := c.string()
			methods[i] = types.NewFunc(token.NoPos, owner, name, c.signature(recv, nil, nil))
		}
	}
	embedded := make([]types.Type, c.int())
	for i := range embedded {
		embedded[i] = c.typ()
	}
	t := types.NewInterfaceType(methods, embedded)
	if implicit {
		t.MarkImplicit()
	}
	c.d.waiting = append(c.d.waiting, t)
	return t
}

func (c *cursor) signature(recv *types.Var, recvParams, params []*types.TypeParam) *types.Signature {
	variadic := c.bool()
	in := c.tuple()
	return types.NewSignatureType(recv, recvParams, params, in, c.tuple(), variadic)
}

func (c *cursor) tuple() *types.Tuple {
	n := c.int()
	if n == 0 {
		return nil
	}
	vars := make([]*types.Var, n)
	for i := range vars {
		name := c.string()
		vars[i] = types.NewParam(token.NoPos, c.pkg, name, c.typ())
	}
	return types.NewTuple(vars...)
}

func (c *cursor) value() constant.Value {
	switch tag := c.num(); tag {
	case valFalse, valTrue:
		return constant.MakeBool(tag == valTrue)
	case valString:
		return constant.MakeString(c.string())
	case valInt:
		n := c.num()
		return constant.MakeInt64(int64(n>>1) ^ -int64(n&1))
	case valBig:
		return constant.MakeFromLiteral(c.string(), token.INT, 0)
	case valFloat:
		return constant.MakeFromLiteral(c.string(), token.FLOAT, 0)
	case valRatio:
		num := c.value()
		return constant.ToFloat(constant.BinaryOp(num, token.QUO, c.value()))
	case valComplex:
		re := c.value()
		im := c.value()
		return constant.BinaryOp(re, token.ADD, constant.MakeImag(im))
	default:
		panic(fmt.Sprintf("exportdata: unknown constant %d", tag))
	}
}
