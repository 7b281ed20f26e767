package forest

import "slices"

// scalaOrder sorts ascending trees as Scala 2.13 goes through a map of them: up to four in
// the order of a mutable table of 16, more in that of a trie of their hashes. It is
// the order in which Spark takes up trees, on which the draws for their nodes depend.
func scalaOrder(trees []int) []int {
	if len(trees) <= 4 {
		out := slices.Clone(trees)
		slices.SortStableFunc(out, func(a, b int) int { return a%16 - b%16 })
		return out
	}
	return trieOrder(trees, 0)
}

// trieOrder lists what a node of the trie holds itself, then what its children do.
func trieOrder(trees []int, shift uint) []int {
	var places [32][]int
	for _, t := range trees {
		at := improved(t) >> shift & 31
		places[at] = append(places[at], t)
	}
	var here, below []int
	for _, at := range places {
		switch {
		case len(at) == 1:
			here = append(here, at...)
		case len(at) > 1:
			below = append(below, trieOrder(at, shift+5)...)
		}
	}
	return append(here, below...)
}

// improved is Scala's hash of a number in a trie. Different numbers have different ones.
func improved(n int) uint32 {
	h := uint32(n)
	h += ^(h << 9)
	h ^= h >> 14
	h += h << 4
	return h ^ h>>10
}
