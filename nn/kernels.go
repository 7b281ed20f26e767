package nn

// float is what the executor computes with: float32 for networks, float64 for
// the checks of their gradients.
type float interface{ float32 | float64 }

// scratch holds the non-zero entries of one row: their places, already
// multiplied by the row length of the weights, and their values. Rows of
// counts (Spambase is 77 % zeros) and the outputs of ReLU are mostly zeros.
type scratch[T float] struct {
	at  []int32
	val []T
}

// newScratch returns room for rows of up to n entries.
func newScratch[T float](n int) *scratch[T] {
	return &scratch[T]{at: make([]int32, n), val: make([]T, n)}
}

// pack collects the non-zero entries of row; stride is the length of a row of
// weights. The loop has no branch to mispredict.
func (s *scratch[T]) pack(row []T, stride int) ([]int32, []T) {
	at, val := s.at[:len(row)], s.val[:len(row)]
	n, place := 0, int32(0)
	for _, v := range row {
		at[n], val[n] = place, v
		if v != 0 {
			n++
		}
		place += int32(stride)
	}
	return at[:n], val[:n]
}

// affine computes C = A·W + b, where A is rows×in, W is in×out, b holds out
// numbers or none, C is rows×out.
func affine[T float](c, a, w, b []T, rows, in, out int, s *scratch[T]) {
	for r := range rows {
		at, val := s.pack(a[r*in:(r+1)*in], out)
		cr := c[r*out : (r+1)*out]
		clear(cr)
		copy(cr, b)
		addProduct(cr, w, at, val)
	}
}

// addProduct adds to z the product of one packed row with W.
func addProduct[T float](z, w []T, at []int32, val []T) {
	val = val[:len(at)]
	j := 0
	for ; j+4 <= len(z); j += 4 {
		q := (*[4]T)(z[j:])
		z0, z1, z2, z3 := q[0], q[1], q[2], q[3]
		wj := w[j:]
		for i, o := range at {
			v, u := val[i], (*[4]T)(wj[o:])
			z0 += v * u[0]
			z1 += v * u[1]
			z2 += v * u[2]
			z3 += v * u[3]
		}
		q[0], q[1], q[2], q[3] = z0, z1, z2, z3
	}
	for ; j < len(z); j++ {
		sum, wj := z[j], w[j:]
		for i, o := range at {
			sum += val[i] * wj[o]
		}
		z[j] = sum
	}
}

// gradWeights adds Aᵀ·D to dW and the column sums of D to db, where A is
// rows×in, D is rows×out, dW is in×out; db holds out numbers or none.
func gradWeights[T float](dw, db, a, d []T, rows, in, out int, s *scratch[T]) {
	for r := range rows {
		at, val := s.pack(a[r*in:(r+1)*in], out)
		dr := d[r*out : (r+1)*out]
		for j := range db {
			db[j] += dr[j]
		}
		addOuter(dw, dr, at, val)
	}
}

// addOuter adds to dW the outer product of one packed row with d.
func addOuter[T float](dw, d []T, at []int32, val []T) {
	val = val[:len(at)]
	j := 0
	for ; j+4 <= len(d); j += 4 {
		q := (*[4]T)(d[j:])
		d0, d1, d2, d3 := q[0], q[1], q[2], q[3]
		gj := dw[j:]
		for i, o := range at {
			v, g := val[i], (*[4]T)(gj[o:])
			g[0] += v * d0
			g[1] += v * d1
			g[2] += v * d2
			g[3] += v * d3
		}
	}
	for ; j < len(d); j++ {
		dj, gj := d[j], dw[j:]
		for i, o := range at {
			gj[o] += val[i] * dj
		}
	}
}

// gradInputs computes dA = D·Wᵀ, where D is rows×out, W is in×out, dA is
// rows×in.
func gradInputs[T float](da, d, w []T, rows, in, out int) {
	for r := range rows {
		dr := d[r*out : (r+1)*out]
		ar := da[r*in : (r+1)*in]
		for i := range ar {
			wi := w[i*out:]
			wi = wi[:len(dr)]
			var sum T
			for j, v := range dr {
				sum += v * wi[j]
			}
			ar[i] = sum
		}
	}
}
