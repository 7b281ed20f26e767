package interp

import "go/types"

// A segment is a part of a cell that is checked as a package of its own.
//
// Most cells are one segment. In a package every name has one meaning, so a
// cell is cut where a name of an earlier cell that was mentioned above gets a
// new one: in
//
//	fmt.Println(x)
//	x := x * 2
//
// the first segment prints the old x and computes x * 2 into a hidden variable,
// and the second declares the new x.
type segment struct {
	items []item
	temp  int   // index of the last item when it only computes a new value, or -1
	carry *item // the define whose value the segment before computed
}

// cut divides the items of a cell into segments. known reports the names that
// had a meaning before the cell.
func cut(src []byte, items []item, known func(string) bool) []segment {
	var segs []segment
	cur := segment{temp: -1}
	seen, declared := map[string]bool{}, map[string]bool{}
	next := func(carry *item) {
		segs = append(segs, cur)
		cur = segment{temp: -1, carry: carry}
		clear(seen)
		clear(declared)
	}
	for i, it := range items {
		if !it.effect() {
			cur.items = append(cur.items, it)
			continue
		}
		text := src[it.start:it.end]
		if it.kind == define {
			text = src[it.op+len(":=") : it.end]
		}
		mentions := mentioned(text)
		for _, n := range it.declares {
			if known(n) && seen[n] && !declared[n] {
				next(nil)
				break
			}
		}
		cur.items = append(cur.items, it)
		if it.kind == define && refersToOld(it, mentions, declared, known) {
			cur.temp = len(cur.items) - 1
			next(&items[i])
		}
		for n := range mentions {
			seen[n] = true
		}
		for _, n := range it.declares {
			declared[n] = true
		}
	}
	segs = append(segs, cur)
	pullDeclarations(src, segs)
	return segs
}

// refersToOld reports whether x := …x… means an older x on its right side.
func refersToOld(it item, mentions, declared map[string]bool, known func(string) bool) bool {
	for _, n := range it.declares {
		if n != "_" && mentions[n] && !declared[n] && known(n) {
			return true
		}
	}
	return false
}

// pullDeclarations moves declarations of later segments to the first segment
// that mentions them: functions and types may be used above their place.
func pullDeclarations(src []byte, segs []segment) {
	for i := range segs[:len(segs)-1] {
		need := map[string]bool{}
		add := func(it item) {
			for n := range mentioned(src[it.start:it.end]) {
				need[n] = true
			}
		}
		for _, it := range segs[i].items {
			add(it)
		}
		for moved := true; moved; {
			moved = false
			for j := i + 1; j < len(segs); j++ {
				var stay []item
				for _, it := range segs[j].items {
					if it.effect() || !needed(it, need) {
						stay = append(stay, it)
						continue
					}
					segs[i].items = append([]item{it}, segs[i].items...)
					if segs[i].temp >= 0 {
						segs[i].temp++
					}
					add(it)
					moved = true
				}
				segs[j].items = stay
				segs[j].temp = lastDefine(segs, j)
			}
		}
	}
}

func needed(it item, need map[string]bool) bool {
	if it.kind == importDecl || it.kind == methodDecl && need[it.recv] {
		return true
	}
	for _, n := range it.declares {
		if need[n] {
			return true
		}
	}
	return false
}

// lastDefine finds the temp of segment j again after items moved out of it.
func lastDefine(segs []segment, j int) int {
	if segs[j].temp < 0 {
		return -1
	}
	return len(segs[j].items) - 1
}

// universal reports whether a name is predeclared.
func universal(name string) bool { return types.Universe.Lookup(name) != nil }
