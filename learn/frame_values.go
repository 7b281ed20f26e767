package learn

// flag writes 0 or 1.
func (w *frameWriter) flag(ok bool) {
	n := 0
	if ok {
		n = 1
	}
	w.integer(n)
}

func (r *frameReader) flag() bool {
	n := r.integer()
	r.require(n&^1 == 0, "a flag is %d", n)
	return n == 1
}

// text writes the length of s, 8 bytes, and its bytes.
func (w *frameWriter) text(s string) {
	w.integer(len(s))
	w.data = append(w.data, s...)
}

func (r *frameReader) text() string {
	n := r.integer()
	r.require(n >= 0 && n <= len(r.rest), "a text of %d bytes in %d", n, len(r.rest))
	if r.err != nil {
		return ""
	}
	s := string(r.rest[:n])
	r.rest = r.rest[n:]
	return s
}

// vectorOrNil reads a vector, nil if it is empty.
func (r *frameReader) vectorOrNil() []float64 {
	if v := r.vector(); len(v) > 0 {
		return v
	}
	return nil
}

func (w *frameWriter) integers(v []int) {
	w.integer(len(v))
	for _, n := range v {
		w.integer(n)
	}
}

func (r *frameReader) integers() []int {
	v := make([]int, r.count())
	for i := range v {
		v[i] = r.integer()
	}
	return v
}
