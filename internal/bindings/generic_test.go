package bindings

import (
	"bytes"
	"crypto/hkdf"
	"crypto/pbkdf2"
	"crypto/sha256"
	"fmt"
	"hash/maphash"
	"io"
	"io/fs"
	"maps"
	"reflect"
	"runtime"
	"slices"
	"testing"

	ouratomic "golab/internal/bindings/generic/atomic"
	ourerrors "golab/internal/bindings/generic/errors"
	ourhkdf "golab/internal/bindings/generic/hkdf"
	ouriter "golab/internal/bindings/generic/iter"
	ourmaphash "golab/internal/bindings/generic/maphash"
	ourmaps "golab/internal/bindings/generic/maps"
	ourpbkdf2 "golab/internal/bindings/generic/pbkdf2"
	ourrand "golab/internal/bindings/generic/rand"
	ourreflect "golab/internal/bindings/generic/reflect"
	ourruntime "golab/internal/bindings/generic/runtime"
	oursync "golab/internal/bindings/generic/sync"
	ourunique "golab/internal/bindings/generic/unique"
	ourweak "golab/internal/bindings/generic/weak"
)

func TestMaps(t *testing.T) {
	m := map[string]int{"a": 1, "b": 2, "c": 3}
	clone := ourmaps.Clone(m)
	if !ourmaps.Equal(m, clone) || !ourmaps.EqualFunc(clone, m, func(a, b int) bool { return a == b }) {
		t.Error("a clone is not equal")
	}
	clone["d"] = 4
	if ourmaps.Equal(m, clone) || len(m) != 3 {
		t.Error("a clone shares its elements")
	}
	ourmaps.DeleteFunc(clone, func(_ string, v int) bool { return v%2 == 0 })
	if want := map[string]int{"a": 1, "c": 3}; !maps.Equal(clone, want) {
		t.Errorf("after DeleteFunc: %v", clone)
	}
	if got := ourmaps.Collect(ourmaps.All(m)); !maps.Equal(got, m) {
		t.Errorf("collected %v", got)
	}
	if got := slices.Sorted(ourmaps.Keys(m)); !slices.Equal(got, []string{"a", "b", "c"}) {
		t.Errorf("keys %v", got)
	}
	if got := slices.Sorted(ourmaps.Values(m)); !slices.Equal(got, []int{1, 2, 3}) {
		t.Errorf("values %v", got)
	}
	if ourmaps.Clone(map[int]int(nil)) != nil {
		t.Error("the clone of nil is not nil")
	}
}

func TestPull(t *testing.T) {
	cleaned := false
	next, stop := ouriter.Pull(func(yield func(int) bool) {
		defer func() { cleaned = true }()
		for i := range 5 {
			if !yield(i) {
				return
			}
		}
	})
	var got []int
	for range 3 {
		v, ok := next()
		if !ok {
			t.Fatal("ended early")
		}
		got = append(got, v)
	}
	stop()
	stop()
	if v, ok := next(); ok || v != 0 || !cleaned || !slices.Equal(got, []int{0, 1, 2}) {
		t.Errorf("pulled %v; then %d, %t; cleaned up: %t", got, v, ok, cleaned)
	}
	next2, stop2 := ouriter.Pull2(slices.All([]string{"a"}))
	defer stop2()
	if i, s, ok := next2(); i != 0 || s != "a" || !ok {
		t.Errorf("pulled %d, %q, %t", i, s, ok)
	}
	if i, s, ok := next2(); i != 0 || s != "" || ok {
		t.Errorf("pulled %d, %q, %t at the end", i, s, ok)
	}
}

func TestPullPassesOnHowTheIteratorEnds(t *testing.T) {
	next, _ := ouriter.Pull(func(yield func(int) bool) {
		yield(1)
		panic("over")
	})
	next()
	if got := outcome(func() any { v, _ := next(); return v }); got != "panic: over" {
		t.Errorf("a panicking iterator: %s", got)
	}
	if _, ok := next(); ok {
		t.Error("there is a value after the panic")
	}
	exited := make(chan bool)
	go func() {
		defer close(exited)
		next, _ := ouriter.Pull(func(func(int) bool) { runtime.Goexit() })
		next()
		exited <- true // must not be reached
	}()
	if _, ok := <-exited; ok {
		t.Error("next returned although the iterator left its goroutine")
	}
	_, stop := ouriter.Pull(func(func(int) bool) { t.Error("started by stop") })
	stop()
}

func TestOnceValue(t *testing.T) {
	calls := 0
	f := oursync.OnceValue(func() int { calls++; return 7 })
	for range 2 {
		if got := f(); got != 7 || calls != 1 {
			t.Errorf("%d after %d calls", got, calls)
		}
	}
	g := oursync.OnceValues(func() (int, error) { panic("bad") })
	for range 2 {
		if got := outcome(func() any { g(); return nil }); got != "panic: bad" {
			t.Errorf("a call that panicked: %s", got)
		}
	}
}

func TestPointersOfGenericTypes(t *testing.T) {
	a, b := new(int), new(int)
	var p ouratomic.Pointer[int]
	p.Store(a)
	if p.Load() != a || p.CompareAndSwap(b, a) || !p.CompareAndSwap(a, b) || p.Swap(a) != b || p.Load() != a {
		t.Error("atomic.Pointer goes wrong")
	}
	x, y, z := ourunique.Make("one"), ourunique.Make(string([]byte("one"))), ourunique.Make("two")
	if x != y || x == z || x.Value() != "one" || z.Value() != "two" {
		t.Error("unique handles go wrong")
	}
	strong := &[]int{1, 2, 3}
	w := ourweak.Make(strong)
	if w.Value() != strong || w != ourweak.Make(strong) {
		t.Error("a weak pointer loses what is in use")
	}
	runtime.KeepAlive(strong)
	done := make(chan string)
	ourruntime.AddCleanup(strong, func(s string) { done <- s }, "gone")
	strong = nil
	runtime.GC()
	if got := <-done; got != "gone" || w.Value() != nil {
		t.Errorf("after collection: %q, %v", got, w.Value())
	}
	var nothing ourweak.Pointer[int]
	if nothing.Value() != nil || ourweak.Make[int](nil) != nothing {
		t.Error("the zero weak.Pointer is not nil's")
	}
}

func TestSmallGenerics(t *testing.T) {
	if got := ourreflect.TypeFor[io.Reader](); got != reflect.TypeFor[io.Reader]() {
		t.Errorf("TypeFor gives %v", got)
	}
	if _, ok := ourreflect.TypeAssert[string](reflect.ValueOf(1)); ok {
		t.Error("an int is asserted to be a string")
	}
	wrapped := fmt.Errorf("x: %w", &fs.PathError{Op: "open"})
	if e, ok := ourerrors.AsType[*fs.PathError](wrapped); !ok || e.Op != "open" {
		t.Errorf("AsType gives %v, %t", e, ok)
	}
	seen := map[int8]bool{}
	for range 1000 {
		seen[ourrand.N[int8](3)] = true
	}
	if len(seen) != 3 || seen[3] || seen[-1] {
		t.Errorf("N(3) gives %v", seen)
	}
}

func TestHashes(t *testing.T) {
	seed := maphash.MakeSeed()
	a := ourmaphash.Comparable(seed, "a")
	if again, b := ourmaphash.Comparable(seed, "a"), ourmaphash.Comparable(seed, "b"); again != a || b == a {
		t.Error("maphash.Comparable goes wrong")
	}
	got, err := ourhkdf.Key(sha256.New, []byte("secret"), []byte("salt"), "info", 40)
	want, _ := hkdf.Key(sha256.New, []byte("secret"), []byte("salt"), "info", 40)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("hkdf.Key gives %x, %v", got, err)
	}
	got, err = ourpbkdf2.Key(sha256.New, "password", []byte("salt of 16 bytes"), 1000, 20)
	want, _ = pbkdf2.Key(sha256.New, "password", []byte("salt of 16 bytes"), 1000, 20)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("pbkdf2.Key gives %x, %v", got, err)
	}
}
