package rtype

import (
	"fmt"
	"reflect"
	"testing"
)

// TestSelfCheck: layouts that differ are told apart.
func TestSelfCheck(t *testing.T) {
	if err := selfCheck(); err != nil {
		t.Fatal(err)
	}
	type same struct {
		A, B uintptr
		M    []interfaceMethod
	}
	tests := []struct {
		other any
		want  string
	}{
		{struct {
			x, y uintptr
			m    []interfaceMethod
		}{}, ""},
		{struct {
			x uintptr
			y int
			m []interfaceMethod
		}{}, "field B: a uintptr of 8 bytes is a int of 8"},
		{struct {
			x, y uintptr
			m    []tableMethod
		}{}, "field M: a struct of 8 bytes is a struct of 16"},
		{struct {
			x uintptr
			m []interfaceMethod
			y uintptr
		}{}, "field B: a uintptr of 8 bytes is a slice of 24"},
		{struct{ x, y, z, a, b uintptr }{}, "3 fields are 5"},
		{0, "a struct of 40 bytes is a int of 8"},
	}
	for _, test := range tests {
		err := sameLayout(reflect.TypeFor[same](), reflect.TypeOf(test.other))
		if got := fmt.Sprint(err); test.want == "" && err != nil || test.want != "" && got != test.want {
			t.Errorf("%T: %v, want %s", test.other, err, test.want)
		}
	}
}
