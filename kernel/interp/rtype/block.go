package rtype

import (
	"reflect"
	"unsafe"
)

// A block is the memory of a type that is made here.
type block struct {
	typ      *rtype
	uncommon *uncommonType
	args     []*rtype      // of a func type
	methods  []tableMethod // room for them
}

// heads are the types of the memory of each kind of type.
var heads = map[reflect.Kind]reflect.Type{
	reflect.Array:     reflect.TypeFor[arrayType](),
	reflect.Chan:      reflect.TypeFor[chanType](),
	reflect.Func:      reflect.TypeFor[funcType](),
	reflect.Interface: reflect.TypeFor[interfaceType](),
	reflect.Map:       reflect.TypeFor[mapType](),
	reflect.Pointer:   reflect.TypeFor[ptrType](),
	reflect.Slice:     reflect.TypeFor[sliceType](),
	reflect.Struct:    reflect.TypeFor[structType](),
}

// newBlock makes a block that starts as a copy of the type proto, with room for
// args parameters and results of a func type, and for methods.
func newBlock(proto reflect.Type, args, methods int) *block {
	head, ok := heads[proto.Kind()]
	if !ok {
		head = reflect.TypeFor[rtype]()
	}
	layout := reflect.StructOf([]reflect.StructField{
		{Name: "Head", Type: head},
		{Name: "Uncommon", Type: reflect.TypeFor[uncommonType]()},
		{Name: "Args", Type: reflect.ArrayOf(args, reflect.TypeFor[*rtype]())},
		{Name: "Methods", Type: reflect.ArrayOf(room(methods), reflect.TypeFor[tableMethod]())},
	})
	v := reflect.New(layout)
	base := v.UnsafePointer()
	at := func(i int) unsafe.Pointer { return unsafe.Add(base, layout.Field(i).Offset) }
	b := &block{typ: (*rtype)(base), uncommon: (*uncommonType)(at(1))}
	if args > 0 {
		b.args = unsafe.Slice((**rtype)(at(2)), args)
	}
	if methods > 0 {
		b.methods = unsafe.Slice((*tableMethod)(at(3)), methods)
	}
	b.uncommon.moff = uint32(layout.Field(3).Offset - layout.Field(1).Offset)
	b.copyOf(raw(proto))
	b.typ.ptrToThis = 0
	b.typ.tflag |= flagUncommon
	return b
}

// room rounds n up, so that blocks have few layouts.
func room(n int) int {
	size := 0
	for size < n {
		size += max(1, size/2)
	}
	return size
}

// copyOf makes the type in b what r is, except for its name, hash, pointer and
// methods.
func (b *block) copyOf(r *rtype) {
	keep := *b.typ
	dst, src := unsafe.Pointer(b.typ), unsafe.Pointer(r)
	switch typeOf(r).Kind() {
	case reflect.Array:
		*(*arrayType)(dst) = *(*arrayType)(src)
	case reflect.Chan:
		*(*chanType)(dst) = *(*chanType)(src)
	case reflect.Func:
		b.copyFunc(typeOf(r))
	case reflect.Interface:
		*(*interfaceType)(dst) = *(*interfaceType)(src)
	case reflect.Map:
		*(*mapType)(dst) = *(*mapType)(src)
	case reflect.Pointer:
		*(*ptrType)(dst) = *(*ptrType)(src)
	case reflect.Slice:
		*(*sliceType)(dst) = *(*sliceType)(src)
	case reflect.Struct:
		*(*structType)(dst) = *(*structType)(src)
	default:
		*b.typ = *r
	}
	b.typ.str, b.typ.hash, b.typ.ptrToThis = keep.str, keep.hash, keep.ptrToThis
	const own = flagUncommon | flagExtraStar | flagNamed
	b.typ.tflag = keep.tflag&own | r.tflag&^own
}

// copyFunc copies a func type, which must have as many parameters and results
// as b has room for, or none.
func (b *block) copyFunc(t reflect.Type) {
	f := (*funcType)(unsafe.Pointer(b.typ))
	src := (*funcType)(unsafe.Pointer(raw(t)))
	f.rtype, f.inCount, f.outCount = src.rtype, src.inCount, src.outCount
	for i := range t.NumIn() {
		b.args[i] = raw(t.In(i))
	}
	for i := range t.NumOut() {
		b.args[t.NumIn()+i] = raw(t.Out(i))
	}
}

// entitle gives the type its text, as in "main.T", and its package; named says
// whether the text is a name. serial tells it from others of the same text.
// From then on the type lives for ever: the collector does not follow the type
// words of interfaces, so it cannot know when the last value is gone.
func (b *block) entitle(text string, pkg int32, named bool, serial int) {
	addReflectOff(unsafe.Pointer(b.typ))
	b.typ.str = addReflectOff(unsafe.Pointer(newName(text, "", nameExported, 0).bytes))
	b.typ.hash = hashOf(text, serial)
	b.typ.tflag &^= flagExtraStar | flagNamed
	if named {
		b.typ.tflag |= flagNamed
	}
	b.uncommon.pkgPath = pkg
}

// hashOf is FNV-1. Package reflect finds func, struct and map types by the
// hashes of what they are made of, so types must not share one.
func hashOf(text string, serial int) uint32 {
	h := uint32(2166136261)
	for i := range len(text) {
		h = h*16777619 ^ uint32(text[i])
	}
	for range 4 {
		h = h*16777619 ^ uint32(serial&0xff)
		serial >>= 8
	}
	return h
}

// setFields sets the fields of a struct type.
func (b *block) setFields(pkgPath string, fields []structField) {
	st := (*structType)(unsafe.Pointer(b.typ))
	st.fields = fields
	if pkgPath != "" {
		st.pkgPath = newName(pkgPath, "", 0, 0)
	}
}

// compareFields makes a comparable struct type compare its own fields.
func (b *block) compareFields() {
	if b.typ.equal != nil {
		b.typ.equal = structEqual((*structType)(unsafe.Pointer(b.typ)))
	}
}

// setInterface sets the methods of an interface type.
func (b *block) setInterface(pkgPath string, methods []interfaceMethod) {
	it := (*interfaceType)(unsafe.Pointer(b.typ))
	it.methods = methods
	if pkgPath != "" {
		it.pkgPath = newName(pkgPath, "", 0, 0)
	}
}

// setPointer makes p the type of pointers to b's.
func (b *block) setPointer(p *block) {
	(*ptrType)(unsafe.Pointer(p.typ)).elem = b.typ
	b.typ.ptrToThis = addReflectOff(unsafe.Pointer(p.typ))
}
