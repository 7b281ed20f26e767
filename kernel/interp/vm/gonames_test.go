package vm

import "testing"

func TestGoNames(t *testing.T) {
	for name, want := range map[string]string{
		"main.f":                           "main.f",
		"main.f$1":                         "main.f.func1",
		"main.f$2$1$3":                     "main.f.func2.1.3",
		"(main.T).M":                       "main.T.M",
		"(*main.T).M$1":                    "main.(*T).M.func1",
		"(*a.b/c.T).M":                     "a.b/c.(*T).M",
		"main.F[int]":                      "main.F[...]",
		"(*main.L[map[string][]int]).P":    "main.(*L[...]).P",
		"main.F[func(main.T[int]) bool]$1": "main.F[...].func1",
		"main.init#2":                      "main.init.1",
		"main.init#1$1":                    "main.init.0.func1",
	} {
		if got := goName(name); got != want {
			t.Errorf("goName(%q) = %q, want %q", name, got, want)
		}
	}
}

// TestCountersForget gives more functions numbers than are kept.
func TestCountersForget(t *testing.T) {
	var c counters
	first := c.counter(&Func{name: "first", code: make([]Instr, 3)}, 1)
	if f, i, ok := c.find(first); !ok || i != 1 || f.fn.name != "first" {
		t.Errorf("find gives %v %d %v", f.fn, i, ok)
	}
	var last uintptr
	for range maxCounted {
		last = c.counter(&Func{name: "other", code: make([]Instr, 3)}, 0)
	}
	if _, _, ok := c.find(first); ok {
		t.Error("the first is not forgotten")
	}
	if _, _, ok := c.find(last); !ok {
		t.Error("the last is not found")
	}
	for _, pc := range []uintptr{0, last + 1000, last + 1<<counterShift, counterBase | 1<<61} {
		if _, _, ok := c.find(pc); ok {
			t.Errorf("%x is found", pc)
		}
	}
	if len(c.numbers) != maxCounted || len(c.funcs) != maxCounted {
		t.Errorf("%d numbers and %d functions are kept", len(c.numbers), len(c.funcs))
	}
}

func TestLayoutsAreKnown(t *testing.T) {
	if err := Supported(); err != nil {
		t.Error(err)
	}
	if !assertionKnown {
		t.Error("errors of type assertions are not known")
	}
	if funcsKnown == portable {
		t.Errorf("func values are known: %v, portable is %v", funcsKnown, portable)
	}
	if !inlinedKnown || framesField < 0 || onceFlag < 0 {
		t.Errorf("runtime.Func known: %v, runtime.Frames at %d, sync.Once at %d", inlinedKnown, framesField, onceFlag)
	}
}
