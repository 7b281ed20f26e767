package bindings

import (
	"go/constant"
	"go/types"
	"net/netip"
	"reflect"
	"strings"
	"testing"
)

// Every bound name, and all that is reached from it, is the same to go/types
// and to reflect: kinds, names, fields with their tags, methods, parameters.
func TestTypesAgreeWithReflect(t *testing.T) {
	i := importAll(t)
	var found pairs
	w := walker{pairs: &found, different: func(where, what string) { t.Errorf("%s: %s", where, what) }}
	for _, p := range packages {
		tp, err := i.load(p.Path)
		if err != nil {
			t.Fatal(err)
		}
		w.pkg(tp, p)
		checkComplete(t, tp, p)
	}
	if n := len(found.byName); n < 1500 {
		t.Errorf("the walk found %d named types, of some 2000", n)
	}
}

// checkComplete fails for an exported object of p that has no value.
func checkComplete(t *testing.T, p *types.Package, values *Package) {
	for _, name := range p.Scope().Names() {
		o := p.Scope().Lookup(name)
		if !o.Exported() {
			continue
		}
		ok := true
		switch o := o.(type) {
		case *types.Const:
			ok = o.Val().Kind() != constant.Unknown
		case *types.Var:
			ok = values.Var(name) != nil
		case *types.Func:
			ok = (values.Func(name) != nil) == (o.Signature().TypeParams() == nil)
		case *types.TypeName:
			if n, isNamed := o.Type().(*types.Named); isNamed && n.TypeParams() == nil {
				iface, isInterface := n.Underlying().(*types.Interface)
				ok = (values.Type(name) != nil) == (!isInterface || iface.IsMethodSet())
			}
		}
		if !ok {
			t.Errorf("%s.%s is not bound, or should not be", p.Path(), name)
		}
	}
}

func TestReflect(t *testing.T) {
	i := NewImporter()
	field := func(path, name, field string) *types.Named {
		p, err := i.Import(path)
		if err != nil {
			t.Fatal(err)
		}
		for f := range p.Scope().Lookup(name).Type().Underlying().(*types.Struct).Fields() {
			if f.Name() == field {
				t := f.Type()
				if p, ok := t.(*types.Pointer); ok {
					t = p.Elem()
				}
				return t.(*types.Named)
			}
		}
		t.Fatalf("%s.%s has no field %s", path, name, field)
		return nil
	}
	for _, c := range []struct {
		named *types.Named
		want  string
	}{
		{field("strings", "Replacer", "once"), "sync.Once"},
		{field("os", "File", "file"), "os.file"},
		{field("net/netip", "Addr", "z"), "unique.Handle[net/netip.addrDetail]"},
	} {
		r, ok := i.Reflect(c.named)
		if !ok || r.String() != c.want {
			t.Errorf("%s: %v, want %s", c.named, r, c.want)
		}
	}
	z, _ := reflect.TypeFor[netip.Addr]().FieldByName("z")
	if r, _ := i.Reflect(field("net/netip", "Addr", "z")); r != z.Type {
		t.Errorf("netip.Addr.z is %v, want %v", r, z.Type)
	}
	if _, ok := i.Reflect(types.Universe.Lookup("error").Type().(*types.Named)); ok {
		t.Error("error is no type of a bound package")
	}
}

func TestLookup(t *testing.T) {
	p, ok := Lookup("strings")
	if !ok {
		t.Fatal("strings is not bound")
	}
	upper, ok := p.Func("ToUpper").(func(string) string)
	if !ok || upper("go") != "GO" {
		t.Error("strings.ToUpper is not what it should be")
	}
	if p.Func("Builder") != nil || p.Func("Nothing") != nil || p.Var("ToUpper") != nil {
		t.Error("a name is bound as what it is not")
	}
	if p.Type("Builder") != reflect.TypeFor[strings.Builder]() {
		t.Error("strings.Builder is another type")
	}
	if _, ok := Lookup("internal/abi"); ok {
		t.Error("an internal package is bound")
	}
	io, _ := Lookup("io")
	if _, ok := io.Var("EOF").(*error); !ok {
		t.Error("io.EOF is not bound by its address")
	}
}

// The walk sees what differs.
func TestWalkerSeesDifferences(t *testing.T) {
	i := NewImporter()
	p, err := i.Import("strings")
	if err != nil {
		t.Fatal(err)
	}
	builder := p.Scope().Lookup("Builder").Type()
	field := func(name string, t types.Type) types.Type {
		return types.NewStruct([]*types.Var{types.NewField(0, p, name, t, false)}, nil)
	}
	for _, c := range []struct {
		t types.Type
		r reflect.Type
	}{
		{types.Typ[types.Int], reflect.TypeFor[int64]()},
		{types.NewSlice(types.Typ[types.Int]), reflect.TypeFor[[]string]()},
		{types.NewArray(types.Typ[types.Int], 2), reflect.TypeFor[[3]int]()},
		{builder, reflect.TypeFor[strings.Reader]()},
		{field("A", types.Typ[types.Int]), reflect.TypeFor[struct{ B int }]()},
		{field("A", types.Typ[types.Int]), reflect.TypeFor[struct{ A, B int }]()},
		{field("A", types.Typ[types.Int]), reflect.TypeFor[struct{ A bool }]()},
		{p.Scope().Lookup("ToUpper").Type(), reflect.TypeFor[func(string) int]()},
		{p.Scope().Lookup("ToUpper").Type(), reflect.TypeFor[func(...string) string]()},
		{types.Universe.Lookup("error").Type().Underlying(), reflect.TypeFor[any]()},
	} {
		seen := 0
		w := walker{pairs: new(pairs), different: func(string, string) { seen++ }}
		w.walk(c.t, c.r)
		if seen == 0 {
			t.Errorf("no difference between %s and %s", c.t, c.r)
		}
	}
}
