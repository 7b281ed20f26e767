package rtype

import (
	"fmt"
	"reflect"
	"sync"
)

// checked is the result of selfCheck, which is done once.
var checked = sync.OnceValue(selfCheck)

// selfCheck compares the types of layout.go with those of internal/abi, which
// package reflect shows because a reflect.Type is a pointer to one. Where all
// agree it tries what is made of them.
func selfCheck() (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("cannot tell how types lie in memory: %v", v)
		}
	}()
	head := reflect.TypeOf(reflect.TypeFor[int]()).Elem().Field(0).Type
	checks := []struct {
		ours   reflect.Type
		theirs reflect.Type
	}{
		{reflect.TypeFor[rtype](), head},
		{reflect.TypeFor[uncommonType](), method(head, "Uncommon").Elem()},
		{reflect.TypeFor[tableMethod](), method(head, "ExportedMethods").Elem()},
		{reflect.TypeFor[arrayType](), method(head, "ArrayType").Elem()},
		{reflect.TypeFor[funcType](), method(head, "FuncType").Elem()},
		{reflect.TypeFor[interfaceType](), method(head, "InterfaceType").Elem()},
		{reflect.TypeFor[mapType](), method(head, "MapType").Elem()},
		{reflect.TypeFor[structType](), method(head, "StructType").Elem()},
	}
	for _, c := range checks {
		if err := sameLayout(c.ours, c.theirs); err != nil {
			return fmt.Errorf("%s lies in memory otherwise than %s: %w", c.theirs, c.ours, err)
		}
	}
	if err := checkFlags(); err != nil {
		return err
	}
	return checkMethods()
}

// method is what the named method of pointers to t returns.
func method(t reflect.Type, name string) reflect.Type {
	m, ok := reflect.PointerTo(t).MethodByName(name)
	if !ok {
		panic(fmt.Sprintf("%s has no method %s", t, name))
	}
	return m.Type.Out(0)
}

// sameLayout compares fields one by one, and what slices hold.
func sameLayout(a, b reflect.Type) error {
	if a.Kind() != b.Kind() || a.Size() != b.Size() {
		return fmt.Errorf("a %s of %d bytes is a %s of %d", a.Kind(), a.Size(), b.Kind(), b.Size())
	}
	switch {
	case a.Kind() == reflect.Slice:
		return sameLayout(a.Elem(), b.Elem())
	case a.Kind() != reflect.Struct:
		return nil
	}
	if a.NumField() != b.NumField() {
		return fmt.Errorf("%d fields are %d", a.NumField(), b.NumField())
	}
	for i := range a.NumField() {
		f, g := a.Field(i), b.Field(i)
		if f.Offset != g.Offset {
			return fmt.Errorf("field %s at %d is %s at %d", f.Name, f.Offset, g.Name, g.Offset)
		}
		if err := sameLayout(f.Type, g.Type); err != nil {
			return fmt.Errorf("field %s: %w", f.Name, err)
		}
	}
	return nil
}

// checkFlags compares what raw says about types with what package reflect does.
func checkFlags() error {
	type named struct{ P, Q *int }
	for _, t := range []reflect.Type{
		reflect.TypeFor[int](), reflect.TypeFor[named](), reflect.TypeFor[*int](), reflect.TypeFor[[]string](),
		reflect.TypeFor[struct{ p *int }](), reflect.TypeFor[map[string]int](), reflect.TypeFor[error](),
	} {
		r := raw(t)
		if typeOf(r) != t {
			return fmt.Errorf("%s: not found again", t)
		}
		if r.size != t.Size() || int(r.align) != t.Align() || reflect.Kind(r.kind) != t.Kind() {
			return fmt.Errorf("%s: size %d, alignment %d, kind %d", t, r.size, r.align, r.kind)
		}
		if (r.tflag&flagNamed != 0) != (t.Name() != "") || t.PkgPath() != "" && r.tflag&flagUncommon == 0 {
			return fmt.Errorf("%s: flags %b", t, r.tflag)
		}
		if pointer := t.Size() == reflect.TypeFor[uintptr]().Size() && t.Kind() != reflect.Int; direct(t) != pointer {
			return fmt.Errorf("%s: flags %b", t, r.tflag)
		}
	}
	return nil
}
