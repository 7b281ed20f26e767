package vm

import (
	"reflect"
	"sync"
	"sync/atomic"
	"unsafe"
)

// onceFlag is where a sync.Once says that it is done, -1 if that is not known.
var onceFlag = findOnceFlag()

func findOnceFlag() int {
	f, ok := reflect.TypeFor[sync.Once]().FieldByName("done")
	if !ok || f.Type != reflect.TypeFor[atomic.Bool]() {
		return -1
	}
	var o sync.Once
	at := (*atomic.Bool)(unsafe.Add(unsafe.Pointer(&o), f.Offset))
	before := at.Load()
	inside := true
	o.Do(func() { inside = at.Load() })
	if before || inside || !at.Load() {
		return -1
	}
	return int(f.Offset)
}

// onceDone reports whether o is known to be done.
func onceDone(o *sync.Once) bool {
	return onceFlag >= 0 && (*atomic.Bool)(unsafe.Add(unsafe.Pointer(o), onceFlag)).Load()
}
