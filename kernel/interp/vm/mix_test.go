package vm_test

import (
	_ "embed"
	"math"
	"reflect"
	"strings"
	"testing"

	"golab/kernel/interp/vm"
	"golab/kernel/interp/vm/testdata/mix"
)

//go:embed testdata/mix/mix.go
var mixSource string

func mixSession(t testing.TB) *session {
	s := newSession()
	s.must(t, strings.Replace(mixSource, "package mix\n", "\n", 1))
	return s
}

func FuzzIntegers(f *testing.F) {
	for _, a := range []int{0, 1, -1, 3, 127, 128, -129, 1 << 15, 1<<31 - 1, 1 << 40, math.MaxInt, math.MinInt} {
		for _, b := range []int{0, -1, 2, 255, -32768, 1 << 31, math.MaxInt} {
			f.Add(a, b)
		}
	}
	fn, run := mixSession(f).lookup(f, "Integers"), vm.NewRun()
	f.Fuzz(func(t *testing.T, a, b int) {
		got := fn.Call(run, []reflect.Value{reflect.ValueOf(a), reflect.ValueOf(b)})[0].Int()
		if want := mix.Integers(a, b); int(got) != want {
			t.Errorf("Integers(%d, %d) = %d, want %d", a, b, got, want)
		}
	})
}

func FuzzFloats(f *testing.F) {
	values := []float64{0, 1, -2.5, 1e300, 1e-300, math.Inf(1), math.NaN(), math.Copysign(0, -1)}
	for _, a := range values {
		for _, b := range values {
			f.Add(a, b)
		}
	}
	fn, run := mixSession(f).lookup(f, "Floats"), vm.NewRun()
	f.Fuzz(func(t *testing.T, a, b float64) {
		got := fn.Call(run, []reflect.Value{reflect.ValueOf(a), reflect.ValueOf(b)})[0].Float()
		want := mix.Floats(a, b)
		if math.Float64bits(got) != math.Float64bits(want) && (got == got || want == want) {
			t.Errorf("Floats(%v, %v) = %v, want %v", a, b, got, want)
		}
	})
}
