package hdf5_test

import (
	"bytes"
	"testing"

	"golab/nn/interchange/internal/hdf5"
)

// walk reads what is in a file, down to some depth, and returns how many numbers
// that were.
func walk(f *hdf5.File, path string, depth int) (numbers int) {
	o, err := f.Object(path)
	if err != nil || depth == 0 {
		return 0
	}
	if _, err := o.Strings("name"); err != nil {
		return 0
	}
	if o.IsDataset() {
		v, err := o.Float32s()
		if err != nil {
			return 0
		}
		return len(v)
	}
	names, err := o.Names()
	if err != nil {
		return 0
	}
	for _, name := range names[:min(len(names), 20)] {
		numbers += walk(f, path+"/"+name, depth-1)
	}
	return numbers
}

func FuzzOpen(f *testing.F) {
	for _, n := range []int{0, 3, 40} {
		data := write(f, wide(n))
		f.Add(data)
		f.Add(data[:len(data)*3/4])
		for i := 1; i < 32; i++ {
			changed := bytes.Clone(data)
			changed[i*len(data)/32] ^= 0x55
			f.Add(changed)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := hdf5.Open(data)
		if err != nil {
			return
		}
		// Numbers have 2 bytes or more, and all bytes are handed out 4 times at most.
		if n := walk(file, "", 4); n > 2*len(data) {
			t.Errorf("%d numbers of a file of %d bytes", n, len(data))
		}
	})
}
