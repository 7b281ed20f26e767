package vm

import (
	"fmt"
	"testing"
	"unsafe"
)

// TestMemoryIsTried has memories with a defect: reflect's must take their place.
func TestMemoryIsTried(t *testing.T) {
	if !reflectMemory().works() {
		t.Fatal("reflect's memory does not work")
	}
	if m := runtimeMemory(); portable != (m.move == nil) || !portable && !m.works() {
		t.Errorf("portable is %v, the runtime's memory works: %v", portable, m.move != nil && m.works())
	}
	for i, spoil := range []func(*memory){
		func(m *memory) { m.move = func(_, _, _ unsafe.Pointer) {} },
		func(m *memory) { m.clear = func(_, _ unsafe.Pointer) {} },
		func(m *memory) { m.object = func(unsafe.Pointer) unsafe.Pointer { return nil } },
		func(m *memory) { m.array = func(unsafe.Pointer, int) unsafe.Pointer { return nil } },
		func(m *memory) {
			m.grow = func(old unsafe.Pointer, _, _, _ int, _ unsafe.Pointer) sliceHeader { return sliceHeader{old, 3, 3} }
		},
		func(m *memory) {
			get := m.mapGet
			m.mapGet = func(typ, at, key unsafe.Pointer) (unsafe.Pointer, bool) {
				p, ok := get(typ, at, key)
				return p, !ok
			}
		},
		func(m *memory) { m.mapSet = func(_, _, _, _, _ unsafe.Pointer) {} },
	} {
		m := reflectMemory()
		spoil(&m)
		if m.works() {
			t.Errorf("defect %d is not seen", i)
		}
		if got, not := fmt.Sprintf("%p", chooseMemory(m).move), fmt.Sprintf("%p", m.move); i == 0 && got == not {
			t.Error("the memory with a defect is taken")
		}
	}
}
