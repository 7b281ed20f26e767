package rtype

import (
	"fmt"
	"go/token"
	"go/types"
	"reflect"
	"runtime"
	"testing"
)

// A typeMaker makes types as bytes tell it.
type typeMaker struct {
	bytes []byte
	pkg   *types.Package
	named []*types.Named
}

func (m *typeMaker) next(n int) int {
	if len(m.bytes) == 0 {
		return 0
	}
	b := m.bytes[0]
	m.bytes = m.bytes[1:]
	return int(b) % n
}

// typ makes a type. Only behind a pointer may it be one that is not complete.
func (m *typeMaker) typ(depth int) types.Type {
	if depth > 4 || len(m.bytes) == 0 {
		return types.Typ[types.Bool+types.BasicKind(m.next(int(types.UnsafePointer)))]
	}
	switch m.next(11) {
	case 0:
		return types.NewPointer(m.behind(depth))
	case 1:
		return types.NewSlice(m.behind(depth))
	case 2:
		return types.NewArray(m.typ(depth+1), int64(m.next(4)))
	case 3:
		return types.NewMap(types.Typ[types.String], m.typ(depth+1))
	case 4:
		return types.NewChan(types.ChanDir(m.next(3)), m.typ(depth+1))
	case 5:
		return signatureOf([]types.Type{m.behind(depth)}, []types.Type{m.typ(depth + 1)})
	case 6:
		sig := signatureOf([]types.Type{m.behind(depth)}, nil)
		return types.NewInterfaceType([]*types.Func{types.NewFunc(token.NoPos, m.pkg, "m", sig)}, nil).Complete()
	case 7:
		n := types.NewNamed(types.NewTypeName(token.NoPos, m.pkg, fmt.Sprint("T", len(m.named)), nil), nil, nil)
		m.named = append(m.named, n)
		n.SetUnderlying(m.typ(depth + 1).Underlying())
		return n
	case 8, 9:
		return m.strct(depth)
	}
	return types.Typ[types.Bool+types.BasicKind(m.next(int(types.UnsafePointer)))]
}

// behind makes a type that stands behind a pointer.
func (m *typeMaker) behind(depth int) types.Type {
	if len(m.named) > 0 && m.next(2) == 0 {
		return m.named[m.next(len(m.named))]
	}
	return m.typ(depth + 1)
}

func (m *typeMaker) strct(depth int) types.Type {
	fields := make([]*types.Var, m.next(5))
	for i := range fields {
		name, typ := fmt.Sprint([]string{"F", "f"}[m.next(2)], i), m.typ(depth+1)
		if m.next(8) == 0 {
			name = "_"
		}
		n, embeds := typ.(*types.Named)
		if embeds = embeds && m.next(2) == 0; embeds {
			for _, f := range fields[:i] {
				embeds = embeds && f.Name() != n.Obj().Name()
			}
			switch n.Underlying().(type) {
			case nil, *types.Pointer:
				embeds = false
			}
		}
		if embeds {
			name = n.Obj().Name()
		}
		fields[i] = types.NewField(token.NoPos, m.pkg, name, typ, embeds)
	}
	return types.NewStruct(fields, nil)
}

// FuzzLayout: types lie in memory as the compiler lays them out, compare where
// Go says so, and lead back to what they were made for.
func FuzzLayout(f *testing.F) {
	f.Add([]byte{7, 8, 4, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
	f.Add([]byte("a struct of structs, with embedded fields and functions and whatever else"))
	f.Add([]byte{8, 3, 0, 7, 8, 2, 1, 0, 0, 0, 9, 4, 2, 3, 7, 2, 8, 1, 0, 3, 5, 0, 0, 7, 8, 0, 1, 1, 6, 1})
	sizes := types.SizesFor("gc", runtime.GOARCH)
	f.Fuzz(func(t *testing.T, b []byte) {
		m := &typeMaker{bytes: b, pkg: types.NewPackage("main", "main")}
		typ := m.typ(0)
		tab := table(t, nil)
		defer tab.Undo()
		list := []types.Type{typ}
		for _, n := range m.named {
			list = append(list, n)
		}
		for _, typ := range list {
			rt, err := tab.Type(typ)
			if err != nil {
				t.Skip(err) // stubs for promoted methods may run out
			}
			if int64(rt.Size()) != sizes.Sizeof(typ) || int64(rt.Align()) != sizes.Alignof(typ) {
				t.Errorf("%v: size %d alignment %d, want %d and %d", typ, rt.Size(), rt.Align(), sizes.Sizeof(typ), sizes.Alignof(typ))
			}
			if rt.Comparable() != types.Comparable(typ) {
				t.Errorf("%v is comparable: %t", typ, rt.Comparable())
			}
			if back, ok := tab.Back(rt); !ok || !types.Identical(back, typ) {
				t.Errorf("%v leads back to %v", typ, back)
			}
			if s, ok := typ.Underlying().(*types.Struct); ok {
				checkFields(t, rt, s, sizes)
			}
			use(t, rt)
		}
	})
}

func checkFields(t *testing.T, rt reflect.Type, s *types.Struct, sizes types.Sizes) {
	vars := make([]*types.Var, s.NumFields())
	for i := range vars {
		vars[i] = s.Field(i)
	}
	for i, off := range sizes.Offsetsof(vars) {
		f := rt.Field(i)
		if int64(f.Offset) != off || f.Name != vars[i].Name() || f.Anonymous != vars[i].Embedded() || f.IsExported() != vars[i].Exported() {
			t.Errorf("%v: field %d is %+v, want %v at %d", rt, i, f, vars[i], off)
		}
	}
}

// use makes values, which the collector looks at.
func use(t *testing.T, rt reflect.Type) {
	a := reflect.MakeSlice(reflect.SliceOf(rt), 3, 3)
	if rt.Comparable() && a.Index(0).Interface() != a.Index(2).Interface() && rt.Kind() != reflect.Interface {
		t.Errorf("%v: zero values differ", rt)
	}
	m := reflect.MakeMap(reflect.MapOf(reflect.TypeFor[int](), rt))
	m.SetMapIndex(reflect.ValueOf(1), a.Index(1))
	_ = fmt.Sprintf("%v %+v %T", a.Interface(), m.Interface(), a.Index(0).Interface())
}
