package vm_test

import (
	_ "embed"
	"math"
	"strings"
	"testing"
	"time"

	"golab/kernel/interp/vm/testdata/rows"
)

//go:embed testdata/rows/rows.go
var rowsSource string

// benchRows are the eleven programs of the comparison with other engines; n is
// the argument, per how many source-level iterations it makes.
var benchRows = []struct {
	name   string
	n      int
	native func(int) int
	per    int
}{
	{"FloatLoop", 300_000, rows.FloatLoop, 300_000},
	{"Fib", 18, rows.Fib, 8361},
	{"Sieve", 50_000, rows.Sieve, 124821},
	{"MatMul", 50, rows.MatMul, 125_000},
	{"Map", 40_000, rows.Map, 40_000},
	{"Str", 500_000, rows.Str, 500_000},
	{"Sort", 2_000, rows.Sort, 23_000},
	{"Iface", 20_000, rows.Iface, 40_000},
	{"Closure", 40_000, rows.Closure, 40_000},
	{"Structs", 10_000, rows.Structs, 30_000},
	{"Append", 40_000, rows.Append, 40_000},
}

func compiledRows(t testing.TB) func(name string, n int) int {
	s := newSession()
	s.must(t, strings.Replace(rowsSource, "package rows\n", "\n", 1))
	return func(name string, n int) int { return int(s.caller(t, name)(n)[0].Int()) }
}

func TestRows(t *testing.T) {
	call := compiledRows(t)
	for _, r := range benchRows {
		n := max(r.n/10, 5)
		if got, want := call(r.name, n), r.native(n); got != want {
			t.Errorf("%s(%d) = %d, want %d", r.name, n, got, want)
		}
	}
}

func BenchmarkVM(b *testing.B) {
	call := compiledRows(b)
	for _, r := range benchRows {
		b.Run(r.name, func(b *testing.B) { benchRow(b, r.per, func() { call(r.name, r.n) }) })
	}
}

func BenchmarkNative(b *testing.B) {
	for _, r := range benchRows {
		b.Run(r.name, func(b *testing.B) { benchRow(b, r.per, func() { r.native(r.n) }) })
	}
}

// benchRow reports the fastest round: the machine may be busy with other things.
func benchRow(b *testing.B, per int, f func()) {
	best := time.Duration(math.MaxInt64)
	for b.Loop() {
		start := time.Now()
		f()
		best = min(best, time.Since(start))
	}
	b.ReportMetric(float64(best.Nanoseconds())/float64(per), "ns/iter")
	b.ReportMetric(0, "ns/op")
}
