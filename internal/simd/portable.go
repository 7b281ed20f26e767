package simd

// packRowsGo copies inner rows of cols numbers, which begin stride apart, to rows
// of width numbers padded by zeros.
func packRowsGo[T Float](dst, src []T, stride, inner, cols, width int) {
	for l := range inner {
		row := dst[l*width : (l+1)*width]
		n := copy(row, src[l*stride:][:cols])
		clear(row[n:])
	}
}

// packColumnsGo does the same for rows that are columns in src: cols of them,
// which begin stride apart.
func packColumnsGo[T Float](dst, src []T, stride, inner, cols, width int) {
	for j := range width {
		if j >= cols {
			for l := range inner {
				dst[l*width+j] = 0
			}
			continue
		}
		for l, v := range src[j*stride:][:inner] {
			dst[l*width+j] = v
		}
	}
}

// unpackRowsGo copies rows rows of cols numbers, each padded to whole vectors, to rows
// that begin stride apart.
func unpackRowsGo[T Float](dst, src []T, stride, rows, cols int) {
	for l := range rows {
		copy(dst[l*stride:][:cols], src[l*Padded(cols):])
	}
}

// panelGo computes one block, eight columns of one row at a time.
func (w *Workspace[T]) panelGo(b block) {
	p := &w.product
	panel, stride := w.at(b)
	stored := p.stored(b)
	for i := b.row; i < b.row+b.rows; i++ {
		a := p.A[i*p.ARow+b.first*p.AInner:]
		c := p.C[i*p.CStride+b.panel*panelCols[T]():][:stored]
		for j := 0; j < stored; j += Lanes {
			var sums [Lanes]T
			if p.starts(b) {
				sums = [Lanes]T(w.bias[b.panel*panelCols[T]()+j:])
			} else {
				copy(sums[:], c[j:])
			}
			switch left := p.Cols - b.panel*panelCols[T]() - j; {
			case left == 1:
				addProducts1(&sums, a, p.AInner, panel[j:], stride, b.inner)
			case left <= 4:
				addProducts4(&sums, a, p.AInner, panel[j:], stride, b.inner)
			default:
				addProducts(&sums, a, p.AInner, panel[j:], stride, b.inner)
			}
			if p.ReLU && p.ends(b) {
				for k, v := range sums {
					sums[k] = max(v, 0)
				}
			}
			copy(c[j:], sums[:])
		}
	}
}

// addProducts adds a[l·step]·b[l·stride+k] to sums[k], for l from 0 to inner-1. As all
// plain Go here it rounds twice everywhere: a conversion forbids to fuse.
//
//go:noinline
func addProducts[T Float](sums *[Lanes]T, a []T, step int, b []T, stride, inner int) {
	s0, s1, s2, s3, s4, s5, s6, s7 := sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], sums[6], sums[7]
	for l := range inner {
		v, u := a[l*step], (*[Lanes]T)(b[l*stride:])
		s0 += T(v * u[0])
		s1 += T(v * u[1])
		s2 += T(v * u[2])
		s3 += T(v * u[3])
		s4 += T(v * u[4])
		s5 += T(v * u[5])
		s6 += T(v * u[6])
		s7 += T(v * u[7])
	}
	*sums = [Lanes]T{s0, s1, s2, s3, s4, s5, s6, s7}
}

// addProducts4 does so for k from 0 to 3.
//
//go:noinline
func addProducts4[T Float](sums *[Lanes]T, a []T, step int, b []T, stride, inner int) {
	s0, s1, s2, s3 := sums[0], sums[1], sums[2], sums[3]
	for l := range inner {
		v, u := a[l*step], (*[4]T)(b[l*stride:])
		s0 += T(v * u[0])
		s1 += T(v * u[1])
		s2 += T(v * u[2])
		s3 += T(v * u[3])
	}
	sums[0], sums[1], sums[2], sums[3] = s0, s1, s2, s3
}

// addProducts1 does so for k = 0.
//
//go:noinline
func addProducts1[T Float](sums *[Lanes]T, a []T, step int, b []T, stride, inner int) {
	sum := sums[0]
	for l := range inner {
		sum += T(a[l*step] * b[l*stride])
	}
	sums[0] = sum
}
