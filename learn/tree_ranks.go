package learn

import (
	"encoding/binary"
	"math/bits"
)

// A rankSet is a set of ranks that is taken apart in ascending order. A criterion
// adds up the rows of a node by rank, and marks the ranks here: that sorts the rows in
// linear time. Its memory is used again at each node.
type rankSet struct {
	marks []byte   // 1 for each rank of the set
	top   []uint64 // one bit for each eight marks; used if they are many
	ranks []uint32 // what sorted returns
}

// reset makes room for ranks below distinct and returns the marks. The set is empty,
// as sorted leaves it.
func (s *rankSet) reset(distinct int) []byte {
	n := (distinct + 7) / 8
	if cap(s.marks) < 8*n {
		s.marks = make([]byte, 8*n)
		s.top = make([]uint64, (n+63)/64)
	}
	s.marks = s.marks[:8*n]
	return s.marks
}

// sorted returns the ranks of the set in ascending order and empties it. rows and column
// tell again which they are.
func (s *rankSet) sorted(rows, column []uint32) []uint32 {
	s.ranks = s.ranks[:0]
	eights := len(s.marks) / 8
	if 4*len(rows) >= eights {
		for e := range eights {
			s.take(e)
		}
		return s.ranks
	}
	for _, i := range rows {
		e := column[i] / 8
		s.top[e/64] |= 1 << (e % 64)
	}
	for t := range s.top[:(eights+63)/64] {
		for word := s.top[t]; word != 0; word &= word - 1 {
			s.take(t*64 + bits.TrailingZeros64(word))
		}
		s.top[t] = 0
	}
	return s.ranks
}

// take moves the ranks of eight marks to ranks.
func (s *rankSet) take(e int) {
	marks := s.marks[8*e : 8*e+8]
	word := binary.LittleEndian.Uint64(marks)
	if word == 0 {
		return
	}
	for ; word != 0; word &= word - 1 {
		s.ranks = append(s.ranks, uint32(8*e+bits.TrailingZeros64(word)/8))
	}
	clear(marks)
}
