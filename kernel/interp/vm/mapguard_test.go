package vm_test

import (
	"runtime"
	"strings"
	"testing"

	"golab/kernel/interp/vm"
)

// TestMapClashesAreErrors has goroutines use a map without a lock, in ways that
// would end a Go program.
func TestMapClashesAreErrors(t *testing.T) {
	if runtime.GOARCH == "wasm" {
		t.Skip("goroutines share one thread, so their operations do not overlap")
	}
	for _, c := range []struct{ name, m, use string }{
		{"writes", "map[int]int", "m[i%100] = i"},
		{"updates", "map[string]int", `m["a"]++; m["b"]++`},
		{"reads", "map[int]string", `_ = m[i%50]; m[i%100] = "x"`},
		{"structs", "map[int]struct{ a, b int }", "_, ok := m[i]; _ = ok; m[i%100] = struct{ a, b int }{i, i}"},
		{"deletes", "map[int]int", "delete(m, i%100); m[i%100] = 1"},
		{"iterations", "map[int]int", "for range m { break }; m[i%100] = 1"},
		{"clears", "map[int]int", "clear(m); m[i%100] = 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSession()
			got := s.must(t, `import ("fmt"; "sync")
func cell() {
	m := make(`+c.m+`)
	var wg sync.WaitGroup
	clash := make(chan any, 8)
	stop := make(chan bool)
	for range 4 {
		wg.Go(func() {
			defer func() { clash <- recover() }()
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				for range 100 { `+c.use+` }
			}
		})
	}
	fmt.Print(<-clash)
	close(stop)
	wg.Wait()
}`)
			if !strings.HasPrefix(got, "concurrent map ") {
				t.Errorf("a goroutine ends with %q", got)
			}
		})
	}
}

func TestLockedMapsDoNotClash(t *testing.T) {
	s := newSession()
	got := s.must(t, `import ("fmt"; "sync")
func cell() {
	m := map[int]int{}
	var mu sync.RWMutex
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i := range 300 {
				mu.RLock()
				n := m[i%10]
				for range m { n++ }
				mu.RUnlock()
				_ = n
				mu.Lock()
				m[i%10]++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	sum := 0
	for _, n := range m { sum += n }
	fmt.Print(sum)
	defer func() { fmt.Print(recover()) }()
	var none map[int]int
	none[1] = 2
}`)
	if got != "1200assignment to entry in nil map" {
		t.Errorf("prints %q", got)
	}
	if err := s.eval(vm.NewRun(), "func cell() { m := map[any]int{}; go func() {}(); defer func() { recover(); m[1] = 1 }(); m[[]int{}] = 1 }"); err != nil {
		t.Error(err)
	}
}
