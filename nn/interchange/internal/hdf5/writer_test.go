package hdf5_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golab/nn/interchange/internal/hdf5"
)

// write returns the file of g.
func write(t testing.TB, g *hdf5.Group) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := hdf5.Write(&b, g); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// wide returns a group of n scalars and, in one of its groups, a matrix.
func wide(n int) *hdf5.Group {
	g := &hdf5.Group{}
	for i := range n {
		g.Put(fmt.Sprint("n", i), hdf5.Dataset{Floats: []float32{float32(i)}})
	}
	inner := g.Group("a").Group("b")
	inner.Name = "Größe"
	inner.Put("m", hdf5.Dataset{Dims: []int{2, 3}, Floats: []float32{1, 2, 3, 4, 5, 6.5}})
	count := int64(-7)
	inner.Put("i", hdf5.Dataset{Int: &count})
	inner.Put("none", hdf5.Dataset{Dims: []int{0, 4}})
	return g
}

func TestWriteThenRead(t *testing.T) {
	for _, n := range []int{0, 1, 7, 8, 300, 9000} {
		f, err := hdf5.Open(write(t, wide(n)))
		if err != nil {
			t.Fatal(err)
		}
		root, err := f.Object("")
		if err != nil {
			t.Fatal(err)
		}
		if names, err := root.Names(); err != nil || len(names) != n+1 {
			t.Errorf("%d scalars: %d names, %v", n, len(names), err)
		}
		for i := 0; i < n; i += 1 + n/17 {
			o, err := f.Object(fmt.Sprint("n", i))
			if err != nil {
				t.Fatal(err)
			}
			if v, err := o.Float32s(); err != nil || len(v) != 1 || v[0] != float32(i) {
				t.Errorf("n%d = %v, %v", i, v, err)
			}
		}
		o, err := f.Object("a/b/m")
		if err != nil {
			t.Fatal(err)
		}
		dims, err := o.Dims()
		if err != nil || !slices.Equal(dims, []int{2, 3}) {
			t.Errorf("dims %v, %v", dims, err)
		}
		if v, err := o.Float32s(); err != nil || !slices.Equal(v, []float32{1, 2, 3, 4, 5, 6.5}) {
			t.Errorf("m = %v, %v", v, err)
		}
	}
}

func TestWriteScalarsAndNames(t *testing.T) {
	f, err := hdf5.Open(write(t, wide(1)))
	if err != nil {
		t.Fatal(err)
	}
	b, err := f.Object("a/b")
	if err != nil {
		t.Fatal(err)
	}
	if s, err := b.Strings("name"); err != nil || !slices.Equal(s, []string{"Größe"}) {
		t.Errorf("name %q, %v", s, err)
	}
	for path, want := range map[string][]float64{"a/b/i": {-7}, "a/b/none": {}} {
		o, err := f.Object(path)
		if err != nil {
			t.Fatal(err)
		}
		if v, err := o.Float64s(); err != nil || !slices.Equal(v, want) {
			t.Errorf("%s = %v, %v", path, v, err)
		}
	}
}

func TestWriteIsReproducible(t *testing.T) {
	if !bytes.Equal(write(t, wide(40)), write(t, wide(40))) {
		t.Error("two files of the same groups differ")
	}
}

func TestWriteRefuses(t *testing.T) {
	n := int64(1)
	for name, d := range map[string]hdf5.Dataset{
		"too few":  {Dims: []int{2, 2}, Floats: make([]float32, 3)},
		"negative": {Dims: []int{-1}},
		"huge":     {Dims: []int{1 << 20, 1 << 20}},
		"both":     {Int: &n, Floats: []float32{1}},
	} {
		g := &hdf5.Group{}
		g.Put("d", d)
		if err := hdf5.Write(&bytes.Buffer{}, g); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if err := hdf5.Write(&bytes.Buffer{}, &hdf5.Group{Name: strings.Repeat("n", 1<<16)}); err == nil {
		t.Error("a name that no attribute holds: no error")
	}
}
