// Package spelling says how much two words differ, for messages that ask whether
// another word was meant.
package spelling

// Distance returns how many characters have to be inserted, deleted, replaced or
// exchanged with their neighbour to make b of a, none of them twice. It is the
// optimal string alignment distance, with time and memory len(a)·len(b).
//
// Source: F. J. Damerau, A technique for computer detection and correction of
// spelling errors, Communications of the ACM 7 (1964).
func Distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	rows := make([][]int, len(s)+1)
	for i := range rows {
		rows[i] = make([]int, len(t)+1)
		rows[i][0] = i
	}
	for j := range t {
		rows[0][j+1] = j + 1
	}
	for i := range s {
		for j := range t {
			cost := 1
			if s[i] == t[j] {
				cost = 0
			}
			d := min(rows[i][j]+cost, rows[i][j+1]+1, rows[i+1][j]+1)
			if i > 0 && j > 0 && s[i] == t[j-1] && s[i-1] == t[j] {
				d = min(d, rows[i-1][j-1]+1)
			}
			rows[i+1][j+1] = d
		}
	}
	return rows[len(s)][len(t)]
}
