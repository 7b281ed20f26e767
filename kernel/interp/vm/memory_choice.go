package vm

import (
	"reflect"
	"unsafe"
)

// A memory is what the package needs of Go's memory and maps, on types as typePtr
// has them.
type memory struct {
	move   func(typ, dst, src unsafe.Pointer)
	clear  func(typ, ptr unsafe.Pointer)
	object func(typ unsafe.Pointer) unsafe.Pointer
	array  func(typ unsafe.Pointer, n int) unsafe.Pointer
	grow   func(old unsafe.Pointer, newLen, oldCap, num int, elem unsafe.Pointer) sliceHeader
	mapGet func(typ, m, key unsafe.Pointer) (unsafe.Pointer, bool)
	mapSet func(typ, elem, m, key, val unsafe.Pointer)
}

// The package's memory: the runtime's, or reflect's.
var (
	chosen = chooseMemory(runtimeMemory())

	typedMove  = chosen.move
	typedClear = chosen.clear
	newObject  = chosen.object
	newArray   = chosen.array
	// growSlice returns a slice of length newLen that has what is in old, which is
	// num shorter.
	growSlice = chosen.grow
	// mapGet returns the element's address, or that of a zero value.
	mapGet = chosen.mapGet
	// mapSet sets the element of key to what val points to; elem is its type.
	mapSet = chosen.mapSet
)

// chooseMemory returns m, or reflect's memory if m is empty or does not work.
func chooseMemory(m memory) memory {
	if m.move == nil || !m.works() {
		return reflectMemory()
	}
	return m
}

// works tries m, whose functions may have changed since this was written.
func (m memory) works() (ok bool) {
	defer func() { ok = recover() == nil && ok }()
	type pair struct {
		p *int
		s string
	}
	one := 1
	full := pair{&one, "one"}
	typ := typePtr(reflect.TypeFor[pair]())
	p := (*pair)(m.object(typ))
	if *p != (pair{}) {
		return false
	}
	m.move(typ, unsafe.Pointer(p), unsafe.Pointer(&full))
	if *p != full {
		return false
	}
	m.clear(typ, unsafe.Pointer(p))
	array := (*[3]pair)(m.array(typ, 3))
	if *p != (pair{}) || *array != [3]pair{} {
		return false
	}
	array[2] = full
	grown := m.grow(unsafe.Pointer(array), 4, 3, 1, typ)
	list := *(*[]pair)(unsafe.Pointer(&grown))
	return len(list) == 4 && cap(list) >= 4 && list[0] == pair{} && list[2] == full && m.mapsWork()
}

func (m memory) mapsWork() bool {
	table := map[[2]string]float64{{"a", "b"}: 1}
	t := reflect.TypeOf(table)
	typ, elem, at := typePtr(t), typePtr(t.Elem()), *(*unsafe.Pointer)(unsafe.Pointer(&table))
	key, none, val := [2]string{"a", "b"}, [2]string{"b", "a"}, 2.0
	p, ok := m.mapGet(typ, at, unsafe.Pointer(&key))
	if !ok || *(*float64)(p) != 1 {
		return false
	}
	if p, ok = m.mapGet(typ, at, unsafe.Pointer(&none)); ok || *(*float64)(p) != 0 {
		return false
	}
	m.mapSet(typ, elem, at, unsafe.Pointer(&key), unsafe.Pointer(&val))
	m.mapSet(typ, elem, at, unsafe.Pointer(&none), unsafe.Pointer(&val))
	return len(table) == 2 && table[key] == 2 && table[none] == 2
}
