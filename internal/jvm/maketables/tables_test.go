package main

import (
	"bytes"
	"math"
	"math/big"
	"os"
	"testing"
)

// The committed file is what this program writes.
func TestTablesAreCurrent(t *testing.T) {
	want, err := tables()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../tables.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("tables.go differs from what maketables writes: run go generate in internal/jvm")
	}
}

func TestNaturalLog(t *testing.T) {
	for _, x := range []float64{1, 1.25, 1.5, 2} {
		got, _ := naturalLog(real(x)).Float64()
		if want := math.Log(x); math.Abs(got-want) > 1e-16 {
			t.Errorf("naturalLog(%v) = %v, want %v", x, got, want)
		}
	}
	// ln 2 to 60 digits.
	want, _, err := big.ParseFloat("0.693147180559945309417232121458176568075500134360255254120680", 10, precision, big.ToNearestEven)
	if err != nil {
		t.Fatal(err)
	}
	if diff, _ := sub(naturalLog(whole(2)), want).Float64(); math.Abs(diff) > 1e-59 {
		t.Errorf("naturalLog(2) is off by %v", diff)
	}
}

func TestPower(t *testing.T) {
	tests := []struct {
		k, n int
		want float64
	}{{0, 64, 1}, {32, 64, math.Sqrt2}, {64, 64, 2}, {-64, 64, 0.5}, {-256, 512, math.Sqrt2 / 2}}
	for _, tt := range tests {
		if got, _ := power(whole(2), tt.k, tt.n).Float64(); got != tt.want {
			t.Errorf("power(2, %d, %d) = %v, want %v", tt.k, tt.n, got, tt.want)
		}
	}
}

func TestSplit(t *testing.T) {
	p := split(quo(whole(1), whole(3)))
	if p.hi != 1.0/3 || p.lo != 0x1.5555555555555p-56 {
		t.Errorf("split(1/3) = %x %x", p.hi, p.lo)
	}
	if p := intelExp(power(whole(2), 1, 2)); p.hi > math.Sqrt2 || p.lo < 0 {
		t.Errorf("intelExp(√2) = %v, want it cut, not rounded", p)
	}
	if p := intelLog(whole(0)); p.hi != 0 || !math.Signbit(p.lo) {
		t.Errorf("intelLog(0) = %v, want 0 and -0", p)
	}
}
