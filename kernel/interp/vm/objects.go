package vm

import (
	"runtime"
	"sync"
	"weak"
)

// An objects holds what a session knows of its objects, which are pointers of type
// *K. It does not keep them alive: what is known of an object goes when nothing,
// no scope, no type and no syntax, mentions it any more.
type objects[K, V any] struct {
	mu *sync.Mutex // guards known
	at map[weak.Pointer[K]]V
}

// newObjects returns an empty table.
func newObjects[K, V any]() objects[K, V] {
	return objects[K, V]{mu: new(sync.Mutex), at: map[weak.Pointer[K]]V{}}
}

func (t objects[K, V]) get(object *K) V {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.at[weak.Make(object)]
}

func (t objects[K, V]) set(object *K, v V) {
	key := weak.Make(object)
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, ok := t.at[key]; !ok {
		runtime.AddCleanup(object, t.drop, key)
	}
	t.at[key] = v
}

func (t objects[K, V]) delete(object *K) { t.drop(weak.Make(object)) }

func (t objects[K, V]) drop(key weak.Pointer[K]) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.at, key)
}
