package goroutine

import (
	"testing"
	"unsafe"
)

// TestLabelsAreTried has functions that do not do what they should.
func TestLabelsAreTried(t *testing.T) {
	var set unsafe.Pointer
	one := new(int)
	for i, f := range []struct {
		get func() unsafe.Pointer
		set func(unsafe.Pointer)
	}{
		{func() unsafe.Pointer { return nil }, func(unsafe.Pointer) {}},
		{func() unsafe.Pointer { return unsafe.Pointer(one) }, func(unsafe.Pointer) {}},
		{func() unsafe.Pointer { return unsafe.Pointer(new(int)) }, func(unsafe.Pointer) {}},
		{func() unsafe.Pointer { return set }, func(p unsafe.Pointer) { set = p }},
	} {
		if knowsLabels(f.get, f.set) {
			t.Errorf("the labels of functions %d are known", i)
		}
	}
}

// TestProfiledKeys is about the keys that are had when labels have no address.
func TestProfiledKeys(t *testing.T) {
	if k := profiledKey(); k != 0 {
		t.Fatalf("key %v outside of all work", k)
	}
	doProfiled(func(outer Key) {
		doProfiled(func(inner Key) {
			got := make(chan Key)
			go func() { go func() { got <- profiledKey() }() }()
			if k := <-got; k != inner || inner == outer || profiledKey() != inner {
				t.Errorf("key %v of a goroutine, %v of the work inside, %v of that around", k, inner, outer)
			}
		})
		if k := profiledKey(); k != outer {
			t.Errorf("key %v after the work inside, want %v", k, outer)
		}
	})
	if k := profiledKey(); k != 0 {
		t.Fatalf("key %v after all work", k)
	}
}
