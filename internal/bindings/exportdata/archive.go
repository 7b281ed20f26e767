package exportdata

import (
	"encoding/binary"
	"sort"
)

// An Archive is a set of chunks by the path of their package. It does not care
// what is in them.
type Archive map[string]string

// Pack writes chunks as one text.
func Pack(chunks map[string]string) []byte {
	paths := make([]string, 0, len(chunks))
	for path := range chunks {
		paths = append(paths, path)
	}
	sort.Strings(paths)
	b := binary.AppendUvarint(nil, uint64(len(paths)))
	for _, path := range paths {
		b = binary.AppendUvarint(b, uint64(len(path)))
		b = append(b, path...)
		b = binary.AppendUvarint(b, uint64(len(chunks[path])))
	}
	for _, path := range paths {
		b = append(b, chunks[path]...)
	}
	return b
}

// Open adds the chunks that text holds. They are parts of text, not copies.
func (a Archive) Open(text string) {
	r := reader{text: text}
	n := int(r.num())
	type entry struct {
		path string
		size int
	}
	entries := make([]entry, n)
	for i := range entries {
		entries[i] = entry{r.take(int(r.num())), int(r.num())}
	}
	for _, e := range entries {
		a[e.path] = r.take(e.size)
	}
}

// A reader takes numbers off a text.
type reader struct {
	text string
	at   int
}

func (r *reader) num() uint64 {
	b := r.text[r.at]
	r.at++
	if b < 0x80 {
		return uint64(b)
	}
	n := uint64(b & 0x7f)
	for shift := 7; ; shift += 7 {
		b = r.text[r.at]
		r.at++
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return n
		}
	}
}

func (r *reader) int() int { return int(r.num()) }

func (r *reader) bool() bool { return r.num() != 0 }

func (r *reader) take(n int) string {
	s := r.text[r.at : r.at+n]
	r.at += n
	return s
}

// le32 is the number at an offset of text.
func le32(text string, at int) int {
	return int(text[at]) | int(text[at+1])<<8 | int(text[at+2])<<16 | int(text[at+3])<<24
}
