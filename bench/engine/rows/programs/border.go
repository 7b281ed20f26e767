package programs

import (
	"fmt"
	"math"
	"sort"
	"strings"
)

// Sort sorts numbers by a function that compiled code calls.
func Sort(n int) int {
	x := make([]int, n)
	v := 12345
	for i := range x {
		v = (v*1103515245 + 12345) & 0x7fffffff
		x[i] = v
	}
	sort.Slice(x, func(i, j int) bool { return x[i] < x[j] })
	return x[n/2]
}

type word struct{ key int }

func (w word) String() string { return "a word of its own" }

// Sprint has compiled code call a String method.
func Sprint(n int) int {
	w := word{1}
	r := 0
	for i := 0; i < n; i++ {
		r += len(fmt.Sprint(w))
	}
	return r
}

type byKey []word

func (b byKey) Len() int           { return len(b) }
func (b byKey) Less(i, j int) bool { return b[i].key < b[j].key }
func (b byKey) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }

// SortSort sorts words by their own methods, 2000 at a time.
func SortSort(n int) int {
	r := 0
	for k := 0; k < n/2000; k++ {
		b := make(byKey, 2000)
		v := 12345
		for i := range b {
			v = (v*1103515245 + 12345) & 0x7fffffff
			b[i].key = v
		}
		sort.Sort(b)
		r += b[1000].key
	}
	return r
}

// Repeat calls a compiled function that makes a string.
func Repeat(n int) int {
	s, k, r := "ab", 5, 0
	for i := 0; i < n; i++ {
		r += len(strings.Repeat(s, k))
	}
	return r
}

// Build puts a string together, a thousand pieces at a time.
func Build(n int) int {
	pieces := []string{"spam", "ham", "eggs"}
	r := 0
	for k := 0; k < n/1000; k++ {
		var b strings.Builder
		for i := 0; i < 1000; i++ {
			b.WriteString(pieces[i%3])
		}
		r += len(b.String())
	}
	return r
}

// Sqrt calls a compiled function of floats.
func Sqrt(n int) int {
	s := 0.0
	for i := 0; i < n; i++ {
		s += math.Sqrt(float64(i))
	}
	return int(s)
}
