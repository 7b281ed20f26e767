package vm

import (
	"sort"
	"unsafe"
)

// sortable are the functions that sort their first argument by a func, their second.
var sortable = map[string]func(x any, less func(i, j int) bool){
	"sort.Slice":       sort.Slice,
	"sort.SliceStable": sort.SliceStable,
}

// sortCall returns a call of a sortable function that runs a func value of cells on
// the machine that is there; plain calls it with one of compiled code. It is nil for
// other functions.
func sortCall(name string, site *callSite, plain slowFunc) slowFunc {
	call := sortable[name]
	if call == nil {
		return nil
	}
	x, less := site.args[0].off, site.args[1].off
	return func(m *Machine, fp unsafe.Pointer) {
		c := m.world.closureOf(*ptrAt(fp, less))
		if c == nil {
			plain(m, fp)
			return
		}
		call(*anyAt(fp, x), func(i, j int) bool {
			callee := m.closureFrame(c)
			*intAt(callee, paramStart), *intAt(callee, paramStart+8) = i, j
			m.exec(c.fn, callee, unsafe.Pointer(&m.word))
			return m.word != 0
		})
	}
}
