package rtype

import "go/types"

// A matcher compares types as types.Identical does, but takes the names of
// repeated declarations for the same.
type matcher struct {
	table *Table
	pairs map[*types.TypeName]*types.TypeName // from new to old
}

// declarations reports whether two declared types have the same type
// parameters, underlying types and methods.
func (m *matcher) declarations(repeat, old *types.TypeName) bool {
	x, ok := repeat.Type().(*types.Named)
	y, ok2 := old.Type().(*types.Named)
	if !ok || !ok2 || repeat.Name() != old.Name() || x.NumMethods() != y.NumMethods() {
		return false
	}
	if !m.typeParams(x.TypeParams(), y.TypeParams()) || !m.same(x.Underlying(), y.Underlying()) {
		return false
	}
	methods := map[string]*types.Func{}
	for f := range y.Methods() {
		methods[f.Name()] = f
	}
	for f := range x.Methods() {
		g := methods[f.Name()]
		if g == nil || !m.same(f.Signature(), g.Signature()) || byPointer(f) != byPointer(g) {
			return false
		}
	}
	return true
}

// byPointer reports whether a method has a pointer receiver.
func byPointer(f *types.Func) bool {
	_, ok := f.Signature().Recv().Type().(*types.Pointer)
	return ok
}

func (m *matcher) typeParams(x, y *types.TypeParamList) bool {
	if x.Len() != y.Len() {
		return false
	}
	for i := range x.Len() {
		if !m.same(x.At(i).Constraint(), y.At(i).Constraint()) {
			return false
		}
	}
	return true
}

// same compares two types.
func (m *matcher) same(x, y types.Type) bool {
	x, y = types.Unalias(x), types.Unalias(y)
	if x == y {
		return true
	}
	switch x := x.(type) {
	case *types.Basic:
		y, ok := y.(*types.Basic)
		return ok && x.Kind() == y.Kind()
	case *types.Named:
		y, ok := y.(*types.Named)
		return ok && m.named(x, y)
	case *types.TypeParam:
		y, ok := y.(*types.TypeParam)
		return ok && x.Index() == y.Index()
	case *types.Pointer:
		y, ok := y.(*types.Pointer)
		return ok && m.same(x.Elem(), y.Elem())
	case *types.Slice:
		y, ok := y.(*types.Slice)
		return ok && m.same(x.Elem(), y.Elem())
	case *types.Array:
		y, ok := y.(*types.Array)
		return ok && x.Len() == y.Len() && m.same(x.Elem(), y.Elem())
	case *types.Map:
		y, ok := y.(*types.Map)
		return ok && m.same(x.Key(), y.Key()) && m.same(x.Elem(), y.Elem())
	case *types.Chan:
		y, ok := y.(*types.Chan)
		return ok && x.Dir() == y.Dir() && m.same(x.Elem(), y.Elem())
	case *types.Signature:
		y, ok := y.(*types.Signature)
		return ok && x.Variadic() == y.Variadic() && m.tuples(x.Params(), y.Params()) && m.tuples(x.Results(), y.Results())
	case *types.Struct:
		y, ok := y.(*types.Struct)
		return ok && m.structs(x, y)
	case *types.Interface:
		y, ok := y.(*types.Interface)
		return ok && m.interfaces(x, y)
	case *types.Union:
		y, ok := y.(*types.Union)
		return ok && m.unions(x, y)
	}
	return false
}

// named compares uses of two named types.
func (m *matcher) named(x, y *types.Named) bool {
	if x.TypeArgs().Len() != y.TypeArgs().Len() {
		return false
	}
	for i := range x.TypeArgs().Len() {
		if !m.same(x.TypeArgs().At(i), y.TypeArgs().At(i)) {
			return false
		}
	}
	a, b := x.Origin().Obj(), y.Origin().Obj()
	if a == b || m.pairs[a] == b {
		return true
	}
	d := m.table.declOf(b)
	if old, ok := m.pairs[a]; ok {
		a = old
	}
	return d != nil && m.table.declOf(a) == d
}

func (m *matcher) tuples(x, y *types.Tuple) bool {
	if x.Len() != y.Len() {
		return false
	}
	for i := range x.Len() {
		if !m.same(x.At(i).Type(), y.At(i).Type()) {
			return false
		}
	}
	return true
}

func (m *matcher) structs(x, y *types.Struct) bool {
	if x.NumFields() != y.NumFields() {
		return false
	}
	for i := range x.NumFields() {
		f, g := x.Field(i), y.Field(i)
		if f.Id() != g.Id() || f.Embedded() != g.Embedded() || x.Tag(i) != y.Tag(i) || !m.same(f.Type(), g.Type()) {
			return false
		}
	}
	return true
}

func (m *matcher) interfaces(x, y *types.Interface) bool {
	if x.NumMethods() != y.NumMethods() || x.IsComparable() != y.IsComparable() || x.NumEmbeddeds() != y.NumEmbeddeds() {
		return false
	}
	for i := range x.NumMethods() {
		f, g := x.Method(i), y.Method(i)
		if f.Id() != g.Id() || !m.same(f.Signature(), g.Signature()) {
			return false
		}
	}
	for i := range x.NumEmbeddeds() {
		if !m.same(x.EmbeddedType(i), y.EmbeddedType(i)) {
			return false
		}
	}
	return true
}

func (m *matcher) unions(x, y *types.Union) bool {
	if x.Len() != y.Len() {
		return false
	}
	for i := range x.Len() {
		f, g := x.Term(i), y.Term(i)
		if f.Tilde() != g.Tilde() || !m.same(f.Type(), g.Type()) {
			return false
		}
	}
	return true
}
