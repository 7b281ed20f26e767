package hdf5_test

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"golab/nn/interchange/internal/hdf5"
)

// small returns a file of a group g that holds a matrix m of 2×3 numbers.
func small(t testing.TB) []byte {
	root := &hdf5.Group{}
	g := root.Group("g")
	g.Name = "title"
	g.Put("m", hdf5.Dataset{Dims: []int{2, 3}, Floats: []float32{1, 2, 3, 4, 5, 6}})
	return write(t, root)
}

// find returns where a text is in data for the nth time, from 0.
func find(t *testing.T, data []byte, text string, n int) int {
	t.Helper()
	at := 0
	for {
		i := bytes.Index(data[at:], []byte(text))
		if i < 0 {
			t.Fatalf("%q is not in the file", text)
		}
		if n == 0 {
			return at + i
		}
		at, n = at+i+1, n-1
	}
}

// readAll reads all that small holds.
func readAll(data []byte) error {
	f, err := hdf5.Open(data)
	if err != nil {
		return err
	}
	g, err := f.Object("g")
	if err != nil {
		return err
	}
	if _, err := g.Strings("name"); err != nil {
		return err
	}
	m, err := f.Object("g/m")
	if err != nil {
		return err
	}
	if _, err := m.Dims(); err != nil {
		return err
	}
	_, err = m.Float64s()
	return err
}

// A message of the header of m starts with these bytes, up to its data.
const (
	spaceMessage  = "\x01\x00\x18\x00\x00\x00\x00\x00"
	typeMessage   = "\x03\x00\x18\x00\x00\x00\x00\x00"
	layoutMessage = "\x08\x00\x18\x00\x00\x00\x00\x00"
)

func TestFilesThatAreRefused(t *testing.T) {
	if err := readAll(small(t)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text  string // what to look for in small's file
		nth   int
		place int // from there on
		value uint64
		size  int
		words string
	}{
		{"\x89HDF", 0, 1, 0, 1, "this is not an HDF5 file"},
		{"\x89HDF", 0, 8, 7, 1, "superblock of version 7"},
		{"\x89HDF", 0, 13, 4, 1, "offsets of 4 and lengths of 8 bytes"},
		{"\x89HDF", 0, 24, 512, 8, "base address 512"},
		{"\x89HDF", 0, 40, 1 << 50, 8, "it is truncated"},
		{"\x89HDF", 0, 64, 1 << 50, 8, "root: object header"},
		{"\x89HDF", 0, 64, 8, 8, "there is no object header at 8"},
		{"HEAP", 0, 0, 0, 4, "heap of names is missing"},
		{"HEAP", 0, 8, 1 << 60, 8, "heap of names"},
		{"HEAP", 0, 24, 1 << 63, 8, "heap of names"},
		{"TREE", 0, 5, 1, 1, "there is no B-tree of a group"},
		{"TREE", 0, 6, 0xFFFF, 2, "the B-tree"},
		{"TREE", 0, 32, 1 << 40, 8, "symbols"},
		{"SNOD", 0, 6, 0xFFFF, 2, "symbols"},
		{"SNOD", 0, 8, 1 << 20, 8, "a name at 1048576"},
		{"SNOD", 0, 16, 1 << 40, 8, "object header"},
		{"SNOD", 0, 24, 2, 4, `link "m" is not a hard link`},
		{spaceMessage, 0, 8, 9, 1, "dataspace of version 9"},
		{spaceMessage, 0, 9, 255, 1, "a dataspace of 255 dimensions"},
		{spaceMessage, 0, 16, 1 << 40, 8, "dimension 1 is 1099511627776"},
		{spaceMessage, 0, 16, 1 << 30, 8, "that is too many numbers"},
		{spaceMessage, 0, 16, 4, 8, "the layout has 24 bytes, the dimensions take 48"},
		{spaceMessage, 0, 4, 2, 1, "is shared with another object"},
		{typeMessage, 0, 8, 0x16, 1, "elements of class 6"},
		{typeMessage, 0, 12, 16, 4, "the layout has 24 bytes, the dimensions take 96"},
		{typeMessage, 0, 12, 1 << 31, 4, "elements of 2147483648 bytes"},
		{typeMessage, 0, 21, 5, 1, "elements of class 1 and 4 bytes"},
		{layoutMessage, 0, 8, 1, 1, "a layout that is not of version 3 or 4"},
		{layoutMessage, 0, 9, 2, 1, "the dataset is in chunks"},
		{layoutMessage, 0, 9, 7, 1, "layout of class 7"},
		{layoutMessage, 0, 10, 1 << 62, 8, "the file has"},
		{layoutMessage, 0, 10, 1<<64 - 1, 8, "the numbers were never written"},
		{layoutMessage, 0, 18, 1 << 40, 8, "the dimensions take 24"},
		{layoutMessage, 0, 0, 0x0B, 2, "this is not a dataset"},
		{layoutMessage, 0, 2, 0xFFFF, 2, "a message of 65535 bytes"},
		{"name\x00\x00\x00\x00\x13", 0, -8, 9, 1, "an attribute of version 9"},
		{"name\x00\x00\x00\x00\x13", 0, -6, 0xFFFF, 2, "a part of 65535 bytes"},
		{"name\x00\x00\x00\x00\x13", 0, 8, 0x11, 1, "wanted are texts"},
		{"name\x00\x00\x00\x00\x13", 0, 12, 1 << 20, 4, "1 elements of 1048576 bytes"},
		{"name\x00\x00\x00\x00\x13", 0, 12, 0, 4, "1 elements of 0 bytes"},
		{"name\x00\x00\x00\x00\x13", 0, 8, 0x10000119, 4, "wanted are texts"},
	} {
		data := small(t)
		var b [8]byte
		binary.LittleEndian.PutUint64(b[:], c.value)
		copy(data[find(t, data, c.text, c.nth)+c.place:], b[:c.size])
		if err := readAll(data); err == nil || !strings.Contains(err.Error(), c.words) {
			t.Errorf("%q %+d = %d: %v, want %q", c.text, c.place, c.value, err, c.words)
		}
	}
}

func TestTruncatedFiles(t *testing.T) {
	data := small(t)
	for n := range data {
		if err := readAll(data[:n]); err == nil {
			t.Errorf("%d of %d bytes: no error", n, len(data))
		}
	}
}

// A group may hold itself: a path is as long as it is.
func TestGroupInItself(t *testing.T) {
	data := small(t)
	// m's entry leads to the root.
	root := binary.LittleEndian.Uint64(data[64:])
	binary.LittleEndian.PutUint64(data[find(t, data, "SNOD", 0)+16:], root)
	f, err := hdf5.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	o, err := f.Object(strings.Repeat("g/m/", 5000) + "g")
	if err != nil {
		t.Fatal(err)
	}
	if names, err := o.Names(); err != nil || len(names) != 1 || names[0] != "m" {
		t.Errorf("%v, %v", names, err)
	}
	if _, err := f.Object("g/m/m"); err == nil || err.Error() != "hdf5: there is no /g/m/m" {
		t.Errorf("a path that leads nowhere: %v", err)
	}
}

// A header that continues in itself comes to an end.
func TestHeaderThatContinuesInItself(t *testing.T) {
	data := small(t)
	space := find(t, data, spaceMessage, 0)
	message := binary.LittleEndian.AppendUint16(nil, 0x10)
	message = append(message, 24, 0, 0, 0, 0, 0)
	message = binary.LittleEndian.AppendUint64(message, uint64(space))
	message = binary.LittleEndian.AppendUint64(message, 32)
	copy(data[space:], message)
	if err := readAll(data); err == nil || !strings.Contains(err.Error(), "it refers to itself") {
		t.Errorf("got %v", err)
	}
}

// The same numbers many times are not many numbers.
func TestDatasetsThatShareNumbers(t *testing.T) {
	root := &hdf5.Group{}
	root.Put("a", hdf5.Dataset{Dims: []int{1000}, Floats: make([]float32, 1000)})
	f, err := hdf5.Open(write(t, root))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; ; i++ {
		o, err := f.Object("a")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.Float32s(); err != nil {
			if !strings.Contains(err.Error(), "they lie over each other") {
				t.Error(err)
			}
			return
		}
		if i > 8 {
			t.Fatal("no end")
		}
	}
}

func TestWhatAnObjectIs(t *testing.T) {
	f, err := hdf5.Open(small(t))
	if err != nil {
		t.Fatal(err)
	}
	g, err := f.Object("/g/")
	if err != nil {
		t.Fatal(err)
	}
	if g.IsDataset() {
		t.Error("a group is a dataset")
	}
	if _, err := g.Float32s(); err == nil {
		t.Error("a group has numbers")
	}
	if _, err := g.Dims(); err == nil {
		t.Error("a group has dimensions")
	}
	if s, err := g.Strings("other"); s != nil || err != nil {
		t.Errorf("an attribute that is not there: %v, %v", s, err)
	}
	if _, err := f.Object("g/m/x"); err == nil || !strings.Contains(err.Error(), `group "/g/m": this is not a group`) {
		t.Errorf("a dataset as a group: %v", err)
	}
}
