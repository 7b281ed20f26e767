package vm_test

import (
	_ "embed"
	"runtime"
	"strings"
	"testing"

	"golab/kernel/interp/vm/testdata/fused"
)

//go:embed testdata/fused/fused.go
var fusedSource string

func TestFusedInstructionsDoWhatTheirPartsDo(t *testing.T) {
	s := newSession()
	s.must(t, strings.Replace(fusedSource, "package fused\n", "\n", 1))
	got := strings.Split(s.must(t, `import "fmt"
func cell() { for _, f := range Programs { fmt.Println(f()) } }`), "\n")
	if len(got) != len(fused.Programs) {
		t.Fatalf("%d lines, want %d", len(got), len(fused.Programs))
	}
	for i, f := range fused.Programs {
		if want := f(); got[i] != want {
			t.Errorf("program %d: %s, want %s", i, got[i], want)
		}
	}
}

// TestFused looks for the instructions, lest the test above tests nothing.
func TestFused(t *testing.T) {
	if runtime.GOARCH == "wasm" {
		t.Skip("variables in memory are checked for nil there")
	}
	for _, r := range []struct{ source, has, not string }{
		{"func f(p *struct{ x float64 }) { p.x += 2 }", "update.add.f", "add.f load.word"},
		{"func f(s []int, i int) { s[i]++ }", "elem.add.k", "index.word"},
		{"func f(x, y []float64) (s float64) { for i := range x { s += x[i]*y[i] }; return s }", "elemmulelemadd.f", "mul.f add.f"},
		{"func f(x float64, y []float64) (s float64) { for i := range y { s += x*y[i] }; return s }", "mulelemadd.f", "mul.f add.f"},
		{"func f(x float64, y [][]float64) (s float64) { for i := range y { s += x*y[i][2] }; return s }", "mulelem2add.f", "mul.f index2"},
		{"func f(x []float64, y [][]float64) (s float64) { for i := range x { s += x[i]*y[i][2] }; return s }", "elemmulelem2add.f", "mul.f index2"},
		{"func f(x []float64, y [][]float64) (s float64) { for i := range x { s += y[2][i]*x[i] }; return s }", "elem2mulelemadd.f", "mul.f index2"},
		{"func f(x, y [][]float64) (s float64) { for i := range x { s += x[1][i]*y[i][2] }; return s }", "elem2mulelem2add.f", "mul.f index2"},
		{"func f(x []float64) (s float64) { for i := range x { s += x[i]*x[i]; t := x[i]; s += t*t }; return s }", "muladd.f", "mul.f add.f"},
		{"func f(x, y []float64) (s float64) { for i := range x { s += x[i]*\ny[i] }; return s }", "muladd.f", "elemmulelemadd.f mulelemadd.f"},
		{"func f(x, y, z float64) float64 { for range 3 { z -= x*y }; return z }", "mulsub.f", "mul.f"},
		{"func f(x, y []float32) (s float32) { for i := range x { s += x[i]*y[i] }; return s }", "mul.f32", "muladd.f"},
		{"var x []float64\nfunc f(i int) float64 { return x[i] }", "index.word.of", "load.slice"},
		{"func f(m map[int]int) { m[1] += 2 }", "slow", "add.k"},
		{"func f(m map[int8]int) { m[1] += 2 }", "add.k", ""},
	} {
		s := newSession()
		s.must(t, r.source)
		var code strings.Builder
		s.lookup(t, "f").Dump(&code)
		names := strings.Fields(code.String())
		has := func(name string) bool {
			for _, n := range names {
				if n == name {
					return true
				}
			}
			return false
		}
		if !has(r.has) {
			t.Errorf("no %s in\n%s%s", r.has, r.source, &code)
		}
		for _, n := range strings.Fields(r.not) {
			if has(n) {
				t.Errorf("%s in\n%s\n%s", n, r.source, &code)
			}
		}
	}
}
