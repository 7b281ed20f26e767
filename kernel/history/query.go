package history

import "slices"

// Tail returns the last n inputs of all sessions, the oldest first; all of them if
// n is negative.
func (s *Store) Tail(n int) []Row {
	rows, _ := s.all()
	return lastOf(rows, n)
}

// Range returns the inputs of a session from line start up to, not including, line
// stop; 0 is the end of the session. Session 0 is this one and a negative one counts
// back from it. A negative start or stop counts back from the end of the session.
func (s *Store) Range(session, start, stop int) []Row {
	rows, current := s.all()
	if session <= 0 {
		session += current
	}
	var found []Row
	end := 0 // the line behind the last
	for _, row := range rows {
		if row.Session == session {
			found = append(found, row)
			end = max(end, row.Line+1)
		}
	}
	if start < 0 {
		start += end
	}
	if stop <= 0 {
		stop += end
	}
	in := found[:0]
	for _, row := range found {
		if start <= row.Line && row.Line < stop {
			in = append(in, row)
		}
	}
	return in
}

// Search returns the last n inputs that match the pattern, the oldest first; all of
// them if n is negative. In the pattern * stands for any text and ? for one
// character. If unique, only the last of equal inputs counts.
func (s *Store) Search(pattern string, n int, unique bool) []Row {
	rows, _ := s.all()
	seen := map[string]bool{}
	var found []Row // the newest first
	for i := len(rows) - 1; i >= 0 && (n < 0 || len(found) < n); i-- {
		input := rows[i].Input
		if unique && seen[input] || !match([]rune(pattern), []rune(input)) {
			continue
		}
		seen[input] = true
		found = append(found, rows[i])
	}
	slices.Reverse(found)
	return found
}

// all returns the inputs of all sessions, in the order of their numbers, and the
// number of this session. What this session has typed comes from memory, the rest
// from the file, which other kernels may have written meanwhile. A file that cannot
// be read has nothing.
func (s *Store) all() ([]Row, int) {
	s.flush()
	var text []byte
	if s.path != "" {
		s.disk.Lock()
		text, _ = read(s.path)
		s.disk.Unlock()
	}
	rows, highest := parseRows(text)
	s.mu.Lock()
	defer s.mu.Unlock()
	current := s.number
	if current == 0 {
		current = highest + 1
	}
	rows = slices.DeleteFunc(rows, func(row Row) bool { return row.Session == current })
	for _, row := range s.rows {
		row.Session = current
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(a, b Row) int { return a.Session - b.Session })
	return rows, current
}

// lastOf returns the last n rows, all of them if n is negative.
func lastOf(rows []Row, n int) []Row {
	if n < 0 || n > len(rows) {
		return rows
	}
	return rows[len(rows)-n:]
}

// match reports whether text is what the pattern says. It goes back to the last *
// only, which suffices, so that it takes at most len(pattern) × len(text) steps.
func match(pattern, text []rune) bool {
	p, t := 0, 0
	star, from := -1, 0 // the last *, and where the text behind it begins
	for t < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, from = p, t
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == text[t]):
			p++
			t++
		case star >= 0:
			from++
			p, t = star+1, from
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}
