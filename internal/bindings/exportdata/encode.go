package exportdata

import (
	"encoding/binary"
	"fmt"
	"go/token"
	"go/types"
	"sort"
	"strings"
)

// An Encoder encodes packages for one platform. Packages mention unexported
// declarations of others only by way of exported ones, so all packages of an
// archive go through one Encoder: Add first those that can be imported.
type Encoder struct {
	chunks map[string]*chunk
	queue  []types.Object // mentioned, not yet encoded
	basic  map[types.Type]uint64
	leave  func(types.Object) bool
}

// NewEncoder returns an Encoder of no packages. It leaves out the declarations
// that leave says, also where others mention them.
func NewEncoder(leave func(types.Object) bool) *Encoder {
	e := &Encoder{leave: leave, chunks: map[string]*chunk{}, basic: map[types.Type]uint64{}}
	for i, t := range predeclared() {
		e.basic[t] = uint64(i)
	}
	return e
}

// Add encodes the exported objects of p and all that they mention.
func (e *Encoder) Add(p *types.Package) {
	e.chunk(p) // there is a package even without exported objects
	for _, name := range p.Scope().Names() {
		if o := p.Scope().Lookup(name); token.IsExported(name) {
			e.mention(o)
		}
	}
	for len(e.queue) > 0 {
		o := e.queue[0]
		e.queue = e.queue[1:]
		c := e.chunk(o.Pkg())
		c.decls[o.Name()] = uint32(len(c.data))
		c.declare(o)
	}
}

// Chunks returns the encoded packages by path.
func (e *Encoder) Chunks() map[string]string {
	m := map[string]string{}
	for path, c := range e.chunks {
		m[path] = c.bytes()
	}
	return m
}

// mention puts o in the queue unless it was there before.
func (e *Encoder) mention(o types.Object) {
	if c := e.chunk(o.Pkg()); !c.seen[o.Name()] && !e.leave(o) {
		c.seen[o.Name()] = true
		e.queue = append(e.queue, o)
	}
}

func (e *Encoder) chunk(p *types.Package) *chunk {
	c := e.chunks[p.Path()]
	if c == nil {
		c = &chunk{e: e, pkg: p, seen: map[string]bool{}, decls: map[string]uint32{},
			offsets: map[string]uint32{}, types: map[string]uint32{}, sealed: sealedMethods(p)}
		c.str("") // offset 0 is the empty string
		e.chunks[p.Path()] = c
	}
	return c
}

// sealedMethods are the names of the unexported methods of p's interfaces.
// Only these unexported methods of p's types matter outside p.
func sealedMethods(p *types.Package) map[string]bool {
	names := map[string]bool{}
	for _, name := range p.Scope().Names() {
		i, ok := p.Scope().Lookup(name).Type().Underlying().(*types.Interface)
		if !ok {
			continue
		}
		for m := range i.Methods() {
			if !m.Exported() {
				names[m.Name()] = true
			}
		}
	}
	return names
}

// A chunk is the code of one package in the making.
type chunk struct {
	e       *Encoder
	pkg     *types.Package
	seen    map[string]bool   // names queued
	decls   map[string]uint32 // where in data a name is declared
	strings []byte
	offsets map[string]uint32 // of strings
	data    []byte
	types   map[string]uint32 // where in data a type lies, by its text
	params  []*types.TypeParam
	sealed  map[string]bool
}

func (c *chunk) bytes() string {
	names := make([]string, 0, len(c.decls))
	for name := range c.decls {
		names = append(names, name)
	}
	sort.Strings(names)
	name := c.offset(c.pkg.Name())
	var index []byte
	for _, n := range names {
		index = binary.LittleEndian.AppendUint32(index, c.offset(n))
		index = binary.LittleEndian.AppendUint32(index, c.decls[n])
	}
	var b []byte
	b = binary.LittleEndian.AppendUint32(b, name)
	b = binary.LittleEndian.AppendUint32(b, uint32(headerSize+len(c.strings)))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(names)))
	b = binary.LittleEndian.AppendUint32(b, uint32(headerSize+len(c.strings)+len(index)))
	return string(append(append(append(b, c.strings...), index...), c.data...))
}

func (c *chunk) num(n uint64) { c.data = binary.AppendUvarint(c.data, n) }

func (c *chunk) bool(b bool) {
	if b {
		c.num(1)
	} else {
		c.num(0)
	}
}

func (c *chunk) str(s string) { c.num(uint64(c.offset(s))) }

func (c *chunk) offset(s string) uint32 {
	at, ok := c.offsets[s]
	if !ok {
		at = uint32(len(c.strings))
		c.offsets[s] = at
		c.strings = binary.AppendUvarint(c.strings, uint64(len(s)))
		c.strings = append(c.strings, s...)
	}
	return at
}

// path writes which package an unexported name belongs to: the empty string is
// the chunk's own.
func (c *chunk) path(p *types.Package) {
	if p == nil || p == c.pkg {
		c.num(0)
		return
	}
	c.str(p.Path())
}

func (c *chunk) declare(o types.Object) {
	switch o := o.(type) {
	case *types.Const:
		c.num(declConst)
		c.typ(o.Type())
		c.value(o.Val())
	case *types.Var:
		c.num(declVar)
		c.typ(o.Type())
	case *types.Func:
		c.num(declFunc)
		c.typeParams(o.Signature().TypeParams())
		c.signature(o.Signature())
	case *types.TypeName:
		c.typeName(o)
	default:
		panic(fmt.Sprintf("exportdata: %s cannot be exported", o))
	}
	c.params = nil
}

func (c *chunk) typeName(o *types.TypeName) {
	if a, ok := o.Type().(*types.Alias); ok && o.IsAlias() {
		c.num(declAlias)
		c.typeParams(a.TypeParams())
		c.typ(a.Rhs())
		return
	}
	n := o.Type().(*types.Named)
	c.num(declType)
	c.typeParams(n.TypeParams())
	c.typ(n.Underlying())
	var methods []*types.Func
	for m := range n.Methods() {
		if m.Exported() || c.sealed[m.Name()] {
			methods = append(methods, m)
		}
	}
	sort.Slice(methods, func(i, j int) bool { return methods[i].Name() < methods[j].Name() })
	c.num(uint64(len(methods)))
	for _, m := range methods {
		c.method(m)
	}
}

func (c *chunk) method(m *types.Func) {
	recv := m.Signature().Recv()
	_, pointer := types.Unalias(recv.Type()).(*types.Pointer)
	c.str(m.Name())
	c.str(recv.Name())
	c.bool(pointer)
	c.params = nil
	c.typeParams(m.Signature().RecvTypeParams())
	c.signature(m.Signature())
}

// typeParams writes a list of type parameters and puts them in force.
func (c *chunk) typeParams(list *types.TypeParamList) {
	c.num(uint64(list.Len()))
	for p := range list.TypeParams() {
		c.params = append(c.params, p)
		c.str(p.Obj().Name())
	}
	for p := range list.TypeParams() {
		c.typ(p.Constraint())
	}
}

// textOf is the key by which c finds a type again, and whether it may: a type
// with type parameters means another thing elsewhere, and the text of a struct
// or interface does not tell whose its unexported names are.
func textOf(t types.Type) (string, bool) {
	if generic(t, 0) {
		return "", false
	}
	s := types.TypeString(t, nil)
	plain := strings.ReplaceAll(strings.ReplaceAll(s, "struct{}", ""), "interface{}", "")
	return s, !strings.Contains(plain, "struct{") && !strings.Contains(plain, "interface{")
}
