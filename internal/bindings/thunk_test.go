//go:build !vmportable

package bindings

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"unsafe"
)

// funcTypes are the types of all bound functions and methods, by their text.
func funcTypes() map[string]reflect.Type {
	all := map[string]reflect.Type{}
	for _, p := range packages {
		for _, s := range p.funcs {
			t := reflect.TypeOf(s.value)
			all[t.String()] = t
		}
		for _, s := range p.types {
			if t := reflect.TypeOf(s.value); t.Elem().Kind() != reflect.Interface {
				for m := range t.Methods() {
					all[m.Type.String()] = m.Type
				}
			}
		}
	}
	return all
}

// example returns a value of type t that is not zero where one is easily had.
func example(t reflect.Type) reflect.Value {
	v := reflect.New(t).Elem()
	switch t.Kind() {
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(-7)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		v.SetUint(200)
	case reflect.Float32, reflect.Float64:
		v.SetFloat(-2.5)
	case reflect.String:
		v.SetString("text")
	case reflect.Slice:
		v.Set(reflect.MakeSlice(t, 2, 3))
	case reflect.Map:
		v.Set(reflect.MakeMap(t))
	case reflect.Chan:
		v.Set(reflect.MakeChan(reflect.ChanOf(reflect.BothDir, t.Elem()), 1).Convert(t))
	case reflect.Pointer:
		v.Set(reflect.New(t.Elem()))
	case reflect.Interface:
		if e := reflect.ValueOf(errors.New("e")); e.Type().Implements(t) {
			v.Set(e)
		}
	}
	return v
}

// same reports whether a and b are equal as far as they can be compared.
func same(a, b reflect.Value) bool {
	switch a.Kind() {
	case reflect.Slice:
		return a.Pointer() == b.Pointer() && a.Len() == b.Len() && a.Cap() == b.Cap()
	case reflect.Map, reflect.Func:
		return a.Pointer() == b.Pointer()
	}
	return a.Equal(b)
}

// slotType is the Go type of a slot that holds values of type t.
func slotType(t reflect.Type) reflect.Type {
	switch t.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return reflect.TypeFor[int64]()
	case reflect.Bool, reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr, reflect.Float32:
		return reflect.TypeFor[uint64]()
	}
	return t
}

// A testFrame has a slot for each parameter and result of a func type.
type testFrame struct {
	frame         reflect.Value // a pointer to a struct
	args, results []int32
}

func newTestFrame(t reflect.Type) *testFrame {
	var fields []reflect.StructField
	add := func(t reflect.Type) {
		fields = append(fields, reflect.StructField{Name: "F" + string(rune('A'+len(fields))), Type: slotType(t)})
	}
	for p := range t.Ins() {
		add(p)
	}
	for r := range t.Outs() {
		add(r)
	}
	f := &testFrame{frame: reflect.New(reflect.StructOf(fields))}
	for i := range fields {
		off := int32(f.frame.Elem().Type().Field(i).Offset)
		if i < t.NumIn() {
			f.args = append(f.args, off)
		} else {
			f.results = append(f.results, off)
		}
	}
	return f
}

func (f *testFrame) set(i int, v reflect.Value) {
	slot := f.frame.Elem().Field(i)
	if v.Kind() == reflect.Bool {
		slot.SetUint(1) // example's
		return
	}
	if v.Kind() == reflect.Float32 {
		*(*float32)(slot.Addr().UnsafePointer()) = float32(v.Float())
		return
	}
	slot.Set(v.Convert(slot.Type()))
}

func (f *testFrame) get(i int, t reflect.Type) reflect.Value {
	slot := f.frame.Elem().Field(i)
	switch t.Kind() {
	case reflect.Bool:
		return reflect.ValueOf(slot.Uint() == 1).Convert(t)
	case reflect.Float32:
		return reflect.ValueOf(*(*float32)(slot.Addr().UnsafePointer())).Convert(t)
	}
	return slot.Convert(t)
}

// For each type of function that is bound, a Thunk brings all arguments to a
// func of that very type and all results back.
func TestThunksCarryArgumentsAndResults(t *testing.T) {
	made, types := 0, funcTypes()
	for text, typ := range types {
		var want, got, results []reflect.Value
		for p := range typ.Ins() {
			want = append(want, example(p))
		}
		for r := range typ.Outs() {
			results = append(results, example(r))
		}
		f := reflect.MakeFunc(typ, func(args []reflect.Value) []reflect.Value {
			got = args
			return results
		})
		thunk, ok := NewThunk(f)
		if !ok {
			continue
		}
		made++
		frame := newTestFrame(typ)
		for i, v := range want {
			frame.set(i, v)
		}
		thunk(frame.frame.UnsafePointer(), frame.args, nil)
		thunk(frame.frame.UnsafePointer(), frame.args, frame.results)
		for i := range want {
			if !same(got[i], want[i]) {
				t.Errorf("%s: argument %d arrives as %v, was %v", text, i, got[i], want[i])
			}
		}
		for i, r := range results {
			if back := frame.get(typ.NumIn()+i, r.Type()); !same(back, r) {
				t.Errorf("%s: result %d comes back as %v, was %v", text, i, back, r)
			}
		}
	}
	t.Logf("%d of %d types of functions have a Thunk", made, len(types))
	if made < len(types)*3/4 {
		t.Errorf("only %d of %d types of functions have a Thunk", made, len(types))
	}
}

func TestThunksOfRealFunctions(t *testing.T) {
	p, _ := Lookup("strings")
	type frame struct {
		s     string
		n     uint64
		out   string
		b     *strings.Builder
		count uint64
		err   error
	}
	f := frame{s: "ab", n: 3, b: new(strings.Builder)}
	offsets := func(list ...uintptr) (o []int32) {
		for _, n := range list {
			o = append(o, int32(n))
		}
		return o
	}
	repeat, ok := NewThunk(reflect.ValueOf(p.Func("Repeat")))
	if !ok {
		t.Fatal("strings.Repeat has no Thunk")
	}
	repeat(unsafe.Pointer(&f), offsets(unsafe.Offsetof(f.s), unsafe.Offsetof(f.n)), offsets(unsafe.Offsetof(f.out)))
	m, _ := reflect.PointerTo(p.Type("Builder")).MethodByName("WriteString")
	write, ok := NewThunk(m.Func)
	if !ok {
		t.Fatal("(*strings.Builder).WriteString has no Thunk")
	}
	write(unsafe.Pointer(&f), offsets(unsafe.Offsetof(f.b), unsafe.Offsetof(f.out)), offsets(unsafe.Offsetof(f.count), unsafe.Offsetof(f.err)))
	if f.out != "ababab" || f.b.String() != "ababab" || f.count != 6 || f.err != nil {
		t.Errorf("the frame is %+v", f)
	}
	if _, ok := NewThunk(reflect.ValueOf((func())(nil))); ok {
		t.Error("a nil func has a Thunk")
	}
}

func BenchmarkCall(b *testing.B) {
	type frame struct {
		x, y float64
		s    string
		n    uint64
		out  string
	}
	f := &frame{x: 2, y: 3, s: "go"}
	for _, c := range []struct {
		name, pkg, fn string
		args, results []int32
	}{
		{"math.Max", "math", "Max", []int32{0, 8}, []int32{0}},
		{"strings.ToUpper", "strings", "ToUpper", []int32{16}, []int32{40}},
	} {
		p, _ := Lookup(c.pkg)
		v := reflect.ValueOf(p.Func(c.fn))
		b.Run(c.name+"/thunk", func(b *testing.B) {
			thunk, ok := NewThunk(v)
			if !ok {
				b.Skip("no Thunk")
			}
			for b.Loop() {
				thunk(unsafe.Pointer(f), c.args, c.results)
			}
		})
		b.Run(c.name+"/reflect", func(b *testing.B) {
			args := []reflect.Value{reflect.ValueOf(f.x), reflect.ValueOf(f.y)}
			if c.pkg == "strings" {
				args = []reflect.Value{reflect.ValueOf(f.s)}
			}
			for b.Loop() {
				v.Call(args)
			}
		})
	}
}
