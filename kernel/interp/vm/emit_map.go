package vm

import (
	"go/types"
	"reflect"
	"unicode/utf8"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

// makeMap emits v = make(map[K]uint64, v.Reserve).
func (c *compiler) makeMap(v *ssa.MakeMap) {
	d, room := c.operand(v), c.bound(v.Reserve)
	c.slow(func(_ *Machine, fp unsafe.Pointer) {
		d.set(fp, reflect.MakeMapWithSize(d.typ, max(0, indexOr(fp, room, 0))))
	})
}

// isIntKey and isStringKey report whether Go's own code for map[int]T, map[string]T
// serves a map with keys of type t, too: it hashes them alike.
func isIntKey(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Int, reflect.Int64, reflect.Uint, reflect.Uint64:
		return true
	}
	return false
}

func isStringKey(t reflect.Type) bool { return t.Kind() == reflect.String }

// wordMap is the map in a slot as one of words.
func wordMap[K comparable](fp unsafe.Pointer, off int32) map[K]uint64 {
	return *slotAt[map[K]uint64](fp, off)
}

// lookup emits v = v.X[v.Index], with or without ok.
func (c *compiler) lookup(v *ssa.Lookup) {
	dst, m, key := c.off(v), c.off(v.X), c.operand(v.Index)
	if isString(v.X.Type()) {
		c.emit(Instr{op: opIndexString, a: dst, b: m, c: key.off})
		return
	}
	t := c.world.typeOf(v.X.Type())
	_, f := kindOf(v.X.Type().Underlying().(*types.Map).Elem())
	k := key.off
	c.looked = lookedUp{v, len(c.code)}
	switch plain := f == fWord && !v.CommaOk; {
	case plain && isIntKey(t.Key()):
		c.slow(onMap(m, mapRead, func(_ *Machine, fp unsafe.Pointer) { *u64At(fp, dst) = wordMap[int](fp, m)[*intAt(fp, k)] }))
		return
	case plain && isStringKey(t.Key()):
		c.slow(onMap(m, mapRead, func(_ *Machine, fp unsafe.Pointer) { *u64At(fp, dst) = wordMap[string](fp, m)[*strAt(fp, k)] }))
		return
	}
	ok := int32(-1)
	if v.CommaOk {
		ok = c.parts(v)[1].off
	}
	mapType, elem := typePtr(t), typePtr(t.Elem())
	c.slow(onMap(m, mapRead, func(_ *Machine, fp unsafe.Pointer) {
		p, found := mapGet(mapType, *ptrAt(fp, m), unsafe.Add(fp, int(k)))
		loadForm(f, elem, unsafe.Add(fp, int(dst)), p)
		if ok >= 0 {
			*u64At(fp, ok) = boolWord(found)
		}
	}))
}

// mapUpdate emits v.Map[v.Key] = v.Value.
func (c *compiler) mapUpdate(v *ssa.MapUpdate) {
	t := c.world.typeOf(v.Map.Type())
	m, k, x := c.off(v.Map), c.off(v.Key), c.off(v.Value)
	_, f := kindOf(v.Value.Type())
	switch {
	case f == fWord && c.fuseMapUpdate(v, t.Key()):
		return
	case f == fWord && isIntKey(t.Key()):
		c.slow(onMap(m, mapWrite, func(_ *Machine, fp unsafe.Pointer) { wordMap[int](fp, m)[*intAt(fp, k)] = *u64At(fp, x) }))
		return
	case f == fWord && isStringKey(t.Key()):
		c.slow(onMap(m, mapWrite, func(_ *Machine, fp unsafe.Pointer) { wordMap[string](fp, m)[*strAt(fp, k)] = *u64At(fp, x) }))
		return
	}
	mapType, elem := typePtr(t), typePtr(t.Elem())
	c.slow(onMap(m, mapWrite, func(_ *Machine, fp unsafe.Pointer) {
		mapSet(mapType, elem, *ptrAt(fp, m), unsafe.Add(fp, int(k)), unsafe.Add(fp, int(x)))
	}))
}

// A stringIter goes over the runes of a string.
type stringIter struct {
	s string
	i int
}

// rangeOver emits v = an iterator over a string or a map.
func (c *compiler) rangeOver(v *ssa.Range) {
	dst, x := c.off(v), c.operand(v.X)
	if x.kind == kStr {
		c.slow(func(_ *Machine, fp unsafe.Pointer) {
			*ptrAt(fp, dst) = unsafe.Pointer(&stringIter{s: *strAt(fp, x.off)})
		})
		return
	}
	c.slow(func(_ *Machine, fp unsafe.Pointer) {
		*ptrAt(fp, dst) = unsafe.Pointer(&mapIter{x.get(fp).MapRange(), *ptrAt(fp, x.off)})
	})
}

// A mapIter goes over a map.
type mapIter struct {
	*reflect.MapIter
	of unsafe.Pointer
}

// next is Next, unless a goroutine writes the map.
func (it *mapIter) next(m *Machine) (ok bool) {
	if m.world.parallel.live.Load() == 0 {
		return it.Next()
	}
	m.world.parallel.guards.during(it.of, mapIterate, func() { ok = it.Next() })
	return ok
}

// iterate emits v = (ok, key, value) of an iterator.
func (c *compiler) iterate(v *ssa.Next) {
	iter, parts := c.off(v.Iter), c.parts(v)
	ok, key, value := parts[0].off, parts[1], parts[2]
	if v.IsString {
		c.slow(func(_ *Machine, fp unsafe.Pointer) {
			it := (*stringIter)(*ptrAt(fp, iter))
			*u64At(fp, ok) = boolWord(it.i < len(it.s))
			if it.i == len(it.s) {
				return
			}
			r, n := utf8.DecodeRuneInString(it.s[it.i:])
			if key.typ != nil {
				*intAt(fp, key.off) = it.i
			}
			if value.typ != nil {
				*i64At(fp, value.off) = int64(r)
			}
			it.i += n
		})
		return
	}
	keyVar, valueVar := variableOf(key), variableOf(value)
	c.slow(func(m *Machine, fp unsafe.Pointer) {
		it := (*mapIter)(*ptrAt(fp, iter))
		if !it.next(m) {
			*u64At(fp, ok) = 0
			return
		}
		*u64At(fp, ok) = 1
		if key.typ != nil {
			keyVar(fp, func(v reflect.Value) { v.SetIterKey(it.MapIter) })
		}
		if value.typ != nil {
			valueVar(fp, func(v reflect.Value) { v.SetIterValue(it.MapIter) })
		}
	})
}

// variableOf returns what lets set assign to the variable o. A narrow integer's
// word is cleared first, and extended afterwards.
func variableOf(o operand) func(fp unsafe.Pointer, set func(reflect.Value)) {
	return func(fp unsafe.Pointer, set func(reflect.Value)) {
		set(o.get(fp))
		if o.kind == kWord && o.form != fWord {
			loadForm(o.form, nil, o.at(fp), o.at(fp))
		}
	}
}
