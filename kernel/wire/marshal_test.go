package wire

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"
	"unicode/utf8"
)

type failing struct{}

func (failing) MarshalJSON() ([]byte, error) { return nil, errors.New("no") }

type panicking struct{ x *int }

func (p panicking) MarshalText() ([]byte, error) { return []byte{byte(*p.x)}, nil }

type broken struct{}

func (broken) MarshalJSON() ([]byte, error) { return []byte(`{"x":`), nil }

type key struct{ n int }

func (k key) MarshalText() ([]byte, error) { return []byte{'k', byte('0' + k.n)}, nil }

type inner struct{ Inner float64 }

type point struct {
	inner
	X      float64 `json:"x"`
	Y      float64 `json:"y,omitempty"`
	Hidden float64 `json:"-"`
	Deep   *point  `json:"deep"`
	secret float64
	Any    any `json:",omitzero"`
}

type list []any

func TestMarshal(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	cycle := map[string]any{"x": 1}
	cycle["self"] = cycle
	ring := list{1, nil}
	ring[1] = ring
	loop := &point{}
	loop.Deep = loop
	shared := []any{nan}
	for _, c := range []struct {
		name string
		v    any
		want string
	}{
		{"HTML", map[string]string{"text/html": "<b>&amp;</b>\u2028"}, `{"text/html":"<b>&amp;</b>\u2028"}`},
		{"not UTF-8", map[string]any{"a\xff": "\xe4\x00"}, `{"a\ufffd":"\ufffd\u0000"}`},
		{"RawMessage not UTF-8", map[string]any{"a": Object("\"\xe4\"")}, "{\"a\":\"\ufffd\"}"},
		{"RawMessage not JSON", map[string]any{"a": Object("<x>"), "b": 1}, `{"a":"<x>","b":1}`},
		{"NaN", nan, `null`},
		{"floats", map[string]any{"a": nan, "b": inf, "c": -inf, "d": float32(0.1), "e": 1e300}, `{"a":null,"b":null,"c":null,"d":0.1,"e":1e+300}`},
		{"slices", []any{[]float64{1, nan}, [2]float32{0, float32(inf)}, []int(nil), []byte("ab"), []float64{}}, `[[1,null],[0,null],null,"YWI=",[]]`},
		{"struct", point{inner{nan}, 1, 0, 2, nil, 3, nil}, `{"Inner":null,"deep":null,"x":1}`},
		{"pointers", &point{Deep: &point{X: nan, Y: 2}}, `{"Inner":0,"deep":{"Inner":0,"deep":null,"x":null,"y":2},"x":0}`},
		{"functions", map[string]any{"f": func() {}, "c": make(chan int), "n": (*int)(nil), "i": nil, "b": true, "u": uint8(3)}, `{"b":true,"c":null,"f":null,"i":null,"n":null,"u":3}`},
		{"complex", []complex128{1 + 2i}, `["(1+2i)"]`},
		{"map in itself", cycle, `{"self":null,"x":1}`},
		{"slice in itself", ring, `[1,null]`},
		{"struct in itself", loop, `{"Inner":0,"deep":null,"x":0}`},
		{"the same twice", []any{shared, shared}, `[[null],[null]]`},
		{"failing", map[string]any{"a": failing{}, "b": broken{}, "c": panicking{}, "d": 1}, `{"a":null,"b":null,"c":null,"d":1}`},
		{"keys", map[any]any{1: nan, "x": 2, key{3}: 4, 2.5: 5}, `{"1":null,"2.5":5,"k3":4,"x":2}`},
		{"bad number", []any{json.Number("x"), json.Number("12")}, `["x","12"]`},
		{"Object", Object(`{ "as": "it is" }`), `{ "as": "it is" }`},
		{"nil Object", Object(nil), `{}`},
		{"nil", nil, `null`},
	} {
		got := Marshal(c.v)
		if string(got) != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		if !json.Valid(got) || !utf8.Valid(got) {
			t.Errorf("%s: %q is not JSON", c.name, got)
		}
	}
}

func TestMarshalOfDeepValues(t *testing.T) {
	var deep any = math.NaN()
	for range 100_000 {
		deep = []any{deep}
	}
	if got := Marshal(deep); !json.Valid(got) {
		t.Errorf("%d bytes that are not JSON", len(got))
	}
}

func FuzzMarshal(f *testing.F) {
	f.Add("x < y", []byte(`{"a":1}`), 0.5)
	f.Add("\xff\u2028\x00", []byte("{\"\xff\":"), math.Inf(1))
	f.Fuzz(func(t *testing.T, text string, raw []byte, x float64) {
		got := Marshal(map[string]any{text: text, "raw": Object(raw), "x": x})
		var back map[string]any
		if err := json.Unmarshal(got, &back); err != nil || !utf8.Valid(got) {
			t.Fatalf("%q: %v", got, err)
		}
		clean := strings.ToValidUTF8(text, "\ufffd")
		if value, ok := back[clean].(string); clean == text && clean != "raw" && clean != "x" && (!ok || value != clean) {
			t.Fatalf("%q became %q", text, value)
		}
	})
}
