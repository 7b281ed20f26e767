package learn

import "math/bits"

// A rankSet is a set of ranks that is taken apart in ascending order. A criterion
// adds up the rows of a node by rank, and notes the ranks here: that sorts the rows in
// linear time. Its memory is used again at each node.
type rankSet struct {
	words []uint64 // one bit a rank
	top   []uint64 // one bit a word, if the set is sparse
	ranks []uint32 // what sorted returns
}

// reset makes room for ranks below distinct. The set is empty, as sorted leaves it.
func (s *rankSet) reset(distinct int) []uint64 {
	n := (distinct + 63) / 64
	if cap(s.words) < n {
		s.words = make([]uint64, n)
		s.top = make([]uint64, (n+63)/64)
	}
	s.words = s.words[:n]
	return s.words
}

// sorted returns the ranks of the set in ascending order and empties it. rows and column
// tell again which they are.
func (s *rankSet) sorted(rows, column []uint32) []uint32 {
	s.ranks = s.ranks[:0]
	if len(rows) >= len(s.words)/4 {
		for w := range s.words {
			s.takeWord(w)
		}
		return s.ranks
	}
	for _, i := range rows {
		w := column[i] / 64
		s.top[w/64] |= 1 << (w % 64)
	}
	for t := range s.top[:(len(s.words)+63)/64] {
		for word := s.top[t]; word != 0; word &= word - 1 {
			s.takeWord(t*64 + bits.TrailingZeros64(word))
		}
		s.top[t] = 0
	}
	return s.ranks
}

func (s *rankSet) takeWord(w int) {
	for word := s.words[w]; word != 0; word &= word - 1 {
		s.ranks = append(s.ranks, uint32(w*64+bits.TrailingZeros64(word)))
	}
	s.words[w] = 0
}
