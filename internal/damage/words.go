package damage

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"iter"
	"slices"
)

// Words yields copies of good in which one word is overwritten by a huge or a negative
// number: at each offset that is a multiple of step, one of 4 and one of 8 bytes, little-
// and big-endian, each with a description. A copy lives until the next one.
func Words(good []byte, step int) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		bad := bytes.Clone(good)
		for at := 0; at < len(good); at += step {
			for _, word := range words() {
				if at+len(word) > len(good) {
					continue
				}
				copy(bad[at:], word)
				if !yield(fmt.Sprintf("bytes %d to %d are % x", at, at+len(word)-1, word), bad) {
					return
				}
				copy(bad[at:at+len(word)], good[at:])
			}
		}
	}
}

// words returns the numbers that are written: lengths that no file has, and those that a
// reader may take for true.
func words() [][]byte {
	var all [][]byte
	for _, n := range []uint32{1<<32 - 1, 1<<31 - 1, 1 << 28} {
		all = append(all, binary.LittleEndian.AppendUint32(nil, n), binary.BigEndian.AppendUint32(nil, n))
	}
	for _, n := range []uint64{1<<63 - 1, 1 << 63, 1 << 45, 1 << 36} {
		all = append(all, binary.LittleEndian.AppendUint64(nil, n))
	}
	slices.SortFunc(all, bytes.Compare)
	return slices.CompactFunc(all, bytes.Equal)
}
