package display

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"strings"
	"testing"
	"time"
)

type point struct{ X, Y int }

type node struct {
	Name string
	Next *node
}

type forgetful struct{ name *string }

func (f forgetful) String() string { return *f.name }

type worse struct{}

func (worse) Error() string { panic(worse{}) }

type grade int

func (g grade) String() string { return fmt.Sprintf("grade %d", int(g)) }

type tree []tree

func TestText(t *testing.T) {
	long := make([]float64, 3288)
	loop := &node{Name: "a"}
	loop.Next = &node{Name: "b", Next: loop}
	ring := tree{nil}
	ring[0] = ring
	var self any
	self = &self
	hidden := struct{ when time.Duration }{time.Second}
	five := 5
	tests := []struct {
		name string
		v    any
		want string
	}{
		{"nil", nil, "<nil>"},
		{"int", 42, "42"},
		{"float", 0.809596, "0.809596"},
		{"float of a whole number", 2.0, "2"},
		{"NaN", math.NaN(), "NaN"},
		{"bool", true, "true"},
		{"complex", 1 + 2i, "(1+2i)"},
		{"rune", 'x', "120"},
		{"text", "spam", `"spam"`},
		{"text that looks like a number", "1", `"1"`},
		{"empty text", "", `""`},
		{"text of lines", "a\n\tb\n", "a\n\tb\n"},
		{"text of lines that is not UTF-8", "a\n\xff", "a\n\uFFFD"},
		{"text that is not UTF-8", "a\xff", `"a\xff"`},
		{"bytes of text", []byte("go"), `[]byte("go")`},
		{"bytes", []byte{0, 1, 255}, "[0 1 255]"},
		{"no bytes", []byte{}, "[]"},
		{"error", errors.New("no such file"), "no such file"},
		{"Stringer", grade(3), "grade 3"},
		{"Duration", 1500 * time.Millisecond, "1.5s"},
		{"Formatter", big.NewFloat(1.5), "1.5"},
		{"nil Stringer", (*big.Int)(nil), "<nil>"},
		{"String panics", forgetful{}, "%!v(PANIC: runtime error: invalid memory address or nil pointer dereference)"},
		{"the panic panics", worse{}, "%!v(PANIC: a panic within the panic)"},
		{"slice", []int{1, 2, 3}, "[1 2 3]"},
		{"nil slice", []int(nil), "[]"},
		{"texts", []string{"a b", "c"}, `["a b" "c"]`},
		{"array", [2]bool{true, false}, "[true false]"},
		{"of any", []any{1, "a", nil, 2.5}, `[1 "a" <nil> 2.5]`},
		{"Stringers", []grade{1, 2}, "[grade 1 grade 2]"},
		{"map", map[string]int{"b": 2, "a": 1}, `map["a":1 "b":2]`},
		{"map of numbers", map[int]string{10: "x", 9: "y", -1: "z"}, `map[-1:"z" 9:"y" 10:"x"]`},
		{"map of any", map[any]int{"a": 1, 2: 2, true: 3, 1: 4}, `map[true:3 1:4 2:2 "a":1]`},
		{"map of structs", map[point]int{{2, 1}: 1, {1, 2}: 2}, "map[display.point{X:1 Y:2}:2 display.point{X:2 Y:1}:1]"},
		{"nil map", map[string]int(nil), "map[]"},
		{"struct", point{1, 2}, "display.point{X:1 Y:2}"},
		{"struct without a name", struct{ A string }{"x"}, `{A:"x"}`},
		{"empty struct", struct{}{}, "{}"},
		{"unexported field with a method", hidden, "{when:1000000000}"},
		{"pointer", &point{1, 2}, "&display.point{X:1 Y:2}"},
		{"pointer to a number", &five, "&5"},
		{"nil pointer", (*point)(nil), "<nil>"},
		{"pointers inside", []*point{{1, 2}, nil}, "[&display.point{X:1 Y:2} <nil>]"},
		{"list with a cycle", loop, `&display.node{Name:"a" Next:&display.node{Name:"b" Next:(cycle)}}`},
		{"slice in itself", ring, "[(cycle)]"},
		{"pointer to itself", self, "&(cycle)"},
		{"func of any", func(...any) {}, "func(...any)"},
		{"func", strings.Repeat, "func(string, int) string"},
		{"nil func", (func())(nil), "<nil>"},
		{"channel", make(chan int, 3), "chan int (0 of 3 waiting)"},
		{"nil channel", (chan int)(nil), "<nil>"},
		{"long slice", long, "[0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 … 3268 more]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Text(tt.v); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestTextOverSeveralLines(t *testing.T) {
	type layer struct {
		Units      int
		Activation string
		Next       []point
	}
	words := make([]int, 40)
	for i := range words {
		words[i] = i * 100
	}
	tests := []struct {
		name string
		v    any
		want []string
	}{
		{"numbers are wrapped", words, []string{
			"[0 100 200 300 400 500 600 700 800 900 1000 1100 1200 1300 1400 1500 1600 1700",
			" 1800 1900 2000 2100 2200 2300 2400 2500 2600 2700 2800 2900 3000 3100 3200 3300",
			" 3400 3500 3600 3700 3800 3900]",
		}},
		{"structs are indented", layer{20, strings.Repeat("relu ", 9), []point{{1, 2}, {3, 4}, {5, 6}}}, []string{
			"display.layer{",
			"  Units:20",
			`  Activation:"relu relu relu relu relu relu relu relu relu "`,
			"  Next:[display.point{X:1 Y:2} display.point{X:3 Y:4} display.point{X:5 Y:6}]",
			"}",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, want := Text(tt.v), strings.Join(tt.want, "\n"); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// What is huge is shown quickly and in little room.
func TestTextIsBounded(t *testing.T) {
	var deep any = 1
	for range 100_000 {
		deep = []any{deep}
	}
	wide := make([][][][]int, 60)
	for i := range wide {
		wide[i] = make([][][]int, 60)
		for j := range wide[i] {
			wide[i][j] = make([][]int, 60)
		}
	}
	big := map[point]int{}
	for i := range 50_000 {
		big[point{i, -i}] = i
	}
	tests := []struct {
		name string
		v    any
		max  int
		end  string
	}{
		{"deep", deep, 200, "]"},
		{"wide", wide, maxText + 100, ""},
		{"long text", strings.Repeat("ä", 1<<20), maxText, "… (2097152 bytes)"},
		{"long lines", strings.Repeat("spam\n", 1<<20), maxText + 100, "… (5142880 more bytes)"},
		{"long bytes", []byte(strings.Repeat("b", 1<<20)), maxText, "… (1048576 bytes))"},
		{"long texts inside", []string{strings.Repeat("a", 1000)}, 400, "… (1000 bytes)]"},
		{"large map", big, 2000, "… 49980 more\n]"},
		{"large array", [100_000]int{}, 200, "… 99980 more]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			start := time.Now()
			got := Text(tt.v)
			if d := time.Since(start); d > 2*time.Second {
				t.Errorf("took %v", d)
			}
			if len(got) > tt.max {
				t.Errorf("%d bytes, want at most %d", len(got), tt.max)
			}
			if !strings.HasSuffix(got, tt.end) {
				t.Errorf("ends in %q, want %q", got[max(0, len(got)-60):], tt.end)
			}
		})
	}
}

func BenchmarkText(b *testing.B) {
	v := struct {
		Names  []string
		Values []float64
		Counts map[string]int
	}{make([]string, 58), make([]float64, 3288), map[string]int{"spam": 1272, "ham": 2016}}
	for b.Loop() {
		Text(v)
	}
}
