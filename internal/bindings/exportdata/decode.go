package exportdata

import (
	"fmt"
	"go/token"
	"go/types"
	"sort"
)

// A Decoder makes go/types packages of an archive. The packages share what they
// mention of each other. It is not safe for concurrent use.
type Decoder struct {
	// Missing, if not nil, is asked to declare in p what p's chunk lacks.
	Missing func(p *types.Package) error

	archive Archive
	opened  map[string]*source
	basic   []types.Type
	context *types.Context
	depth   int                // of declarations being decoded
	waiting []*types.Interface // to be completed once depth is 0 again
}

// NewDecoder returns a Decoder of the chunks of a.
func NewDecoder(a Archive) *Decoder {
	return &Decoder{archive: a, opened: map[string]*source{}, basic: predeclared(), context: types.NewContext()}
}

// Package returns the package with all its exported objects.
func (d *Decoder) Package(path string) (*types.Package, error) {
	s, err := d.open(path)
	if err != nil {
		return nil, err
	}
	if s.pkg.Complete() {
		return s.pkg, nil
	}
	for i := range s.count {
		if name := s.name(i); token.IsExported(name) {
			s.object(name)
		}
	}
	s.pkg.MarkComplete()
	return s.pkg, nil
}

// A source is one chunk and the package that it becomes.
type source struct {
	d                  *Decoder
	pkg                *types.Package
	chunk              string
	index, count, data int
	types              map[int]types.Type // by the offset that tagAgain names
}

func (d *Decoder) open(path string) (*source, error) {
	if s := d.opened[path]; s != nil {
		return s, nil
	}
	text, ok := d.archive[path]
	if !ok {
		return nil, fmt.Errorf("no types of package %q", path)
	}
	s := &source{d: d, chunk: text, index: le32(text, 4), count: le32(text, 8), data: le32(text, 12), types: map[int]types.Type{}}
	s.pkg = types.NewPackage(path, s.str(le32(text, 0)))
	d.opened[path] = s
	return s, nil
}

// mustOpen is open for a package that the archive's own text mentions.
func (d *Decoder) mustOpen(path string) *source {
	s, err := d.open(path)
	if err != nil {
		panic("exportdata: " + err.Error())
	}
	return s
}

func (s *source) str(at int) string {
	r := reader{text: s.chunk, at: headerSize + at}
	return r.take(r.int())
}

// name is the name of the declaration with a number.
func (s *source) name(i int) string { return s.str(le32(s.chunk, s.index+i*entrySize)) }

// object returns the object with a name, which it declares unless that
// happened before.
func (s *source) object(name string) types.Object {
	if o := s.pkg.Scope().Lookup(name); o != nil {
		return o
	}
	i := sort.Search(s.count, func(i int) bool { return s.name(i) >= name })
	if i == s.count || s.name(i) != name {
		return s.missing(name)
	}
	s.d.depth++
	c := &cursor{reader: reader{text: s.chunk, at: s.data + le32(s.chunk, s.index+i*entrySize+4)}, source: s}
	o := c.declaration(name)
	s.d.depth--
	s.d.complete()
	return o
}

// missing returns the object with a name that the chunk does not declare.
func (s *source) missing(name string) types.Object {
	if s.d.Missing != nil {
		if err := s.d.Missing(s.pkg); err != nil {
			panic("exportdata: " + err.Error())
		}
	}
	if o := s.pkg.Scope().Lookup(name); o != nil {
		return o
	}
	panic(fmt.Sprintf("exportdata: package %q has no %s", s.pkg.Path(), name))
}

// complete completes the interfaces decoded so far, which is possible only
// when the types embedded in them have their underlying types.
func (d *Decoder) complete() {
	if d.depth > 0 {
		return
	}
	for _, i := range d.waiting {
		i.Complete()
	}
	d.waiting = d.waiting[:0]
}

// A cursor reads one declaration.
type cursor struct {
	reader
	*source
	params []*types.TypeParam // in force
	base   *types.Named       // whose underlying type comes next, or nil
}

func (c *cursor) string() string { return c.str(c.int()) }

// owner reads which package unexported names belong to.
func (c *cursor) owner() *types.Package { return c.mentioned().pkg }

// mentioned reads a path.
func (c *cursor) mentioned() *source {
	path := c.string()
	if path == "" {
		return c.source
	}
	return c.d.mustOpen(path)
}

func (c *cursor) declaration(name string) types.Object {
	scope := c.pkg.Scope()
	var o types.Object
	switch tag := c.num(); tag {
	case declConst:
		t := c.typ()
		o = types.NewConst(token.NoPos, c.pkg, name, t, c.value())
	case declVar:
		o = types.NewVar(token.NoPos, c.pkg, name, c.typ())
	case declFunc:
		params := c.typeParams()
		o = types.NewFunc(token.NoPos, c.pkg, name, c.signature(nil, nil, params))
	case declType:
		return c.typeName(name)
	case declAlias:
		params := c.typeParams()
		tn := types.NewTypeName(token.NoPos, c.pkg, name, nil)
		types.NewAlias(tn, c.typ()).SetTypeParams(params)
		o = tn
	default:
		panic(fmt.Sprintf("exportdata: unknown declaration %d", tag))
	}
	if old := scope.Insert(o); old != nil {
		return old // the declaration mentions itself by way of another
	}
	return o
}

// typeName declares a defined type. It is in scope before its underlying type
// is read, which may mention it.
func (c *cursor) typeName(name string) types.Object {
	tn := types.NewTypeName(token.NoPos, c.pkg, name, nil)
	n := types.NewNamed(tn, nil, nil)
	c.pkg.Scope().Insert(tn)
	if params := c.typeParams(); len(params) > 0 {
		n.SetTypeParams(params)
	}
	c.base = n
	n.SetUnderlying(c.typ())
	for range c.int() {
		n.AddMethod(c.method(n))
	}
	return tn
}

func (c *cursor) method(n *types.Named) *types.Func {
	name, recvName, pointer := c.string(), c.string(), c.bool()
	c.params = nil
	params := c.typeParams()
	var recv types.Type = n
	if len(params) > 0 {
		args := make([]types.Type, len(params))
		for i, p := range params {
			args[i] = p
		}
		recv, _ = types.Instantiate(c.d.context, n, args, false)
	}
	if pointer {
		recv = types.NewPointer(recv)
	}
	v := types.NewParam(token.NoPos, c.pkg, recvName, recv)
	return types.NewFunc(token.NoPos, c.pkg, name, c.signature(v, params, nil))
}

// typeParams reads a list of type parameters and puts them in force.
func (c *cursor) typeParams() []*types.TypeParam {
	n := c.int()
	if n == 0 {
		return nil
	}
	list := make([]*types.TypeParam, n)
	for i := range list {
		list[i] = types.NewTypeParam(types.NewTypeName(token.NoPos, c.pkg, c.string(), nil), nil)
	}
	c.params = append(c.params, list...)
	for _, p := range list {
		p.SetConstraint(c.typ())
	}
	return list
}
