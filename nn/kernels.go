package nn

// float is what the executor computes with: float32 for networks, float64 for
// the checks of their gradients.
type float interface{ float32 | float64 }

// affine computes C = A·W + b, where A is rows×in, W is in×out, b holds out
// numbers or none, C is rows×out.
func affine[T float](c []T, a *packed[T], w, b []T, rows, out int) {
	if !worthSharing(rows, len(w)) {
		affineRows(c, a, w, b, 0, rows, out)
		return
	}
	share(rows, 1, func(from, to int) { affineRows(c, a, w, b, from, to, out) })
}

// affineRows is affine for the rows from to to.
func affineRows[T float](c []T, a *packed[T], w, b []T, from, to, out int) {
	for r := from; r < to; r++ {
		at, val := a.row(r)
		cr := c[r*out : (r+1)*out]
		clear(cr)
		copy(cr, b)
		addProduct(cr, w, at, val)
	}
}

// gradWeights adds Aᵀ·D to dW and the column sums of D to db, where A is
// rows×in, D is rows×out, dW is in×out; db holds out numbers or none.
func gradWeights[T float](dw, db []T, a *packed[T], d []T, rows, out int) {
	if !worthSharing(rows, len(dw)) {
		gradColumns(dw, db, a, d, rows, 0, out, out)
		return
	}
	share(out, 8, func(from, to int) { gradColumns(dw, db, a, d, rows, from, to, out) })
}

// gradColumns is gradWeights for the columns from to to of D: whatever they are,
// each weight's gradient is added up in the order of the rows.
func gradColumns[T float](dw, db []T, a *packed[T], d []T, rows, from, to, out int) {
	for r := range rows {
		at, val := a.row(r)
		dr := d[r*out+from : r*out+to]
		if len(db) > 0 {
			for j, v := range dr {
				db[from+j] += v
			}
		}
		addOuter(dw[from:], dr, at, val, out)
	}
}

// gradInputs computes dA = D·Wᵀ, where D is rows×out, W is in×out, dA is
// rows×in; with a.live, only where A is not zero, and zeros elsewhere.
func gradInputs[T float](da, d, w []T, a *packed[T], rows, in, out int) {
	if !worthSharing(rows, len(w)) {
		gradRows(da, d, w, a, 0, rows, in, out)
		return
	}
	share(rows, 1, func(from, to int) { gradRows(da, d, w, a, from, to, in, out) })
}

// gradRows is gradInputs for the rows from to to.
func gradRows[T float](da, d, w []T, a *packed[T], from, to, in, out int) {
	for r := from; r < to; r++ {
		dr, ar := d[r*out:(r+1)*out], da[r*in:(r+1)*in]
		if !a.live {
			dotRows(ar, dr, w)
			continue
		}
		clear(ar)
		at, _ := a.row(r)
		dotSomeRows(ar, dr, w, at)
	}
}

// addProduct adds to z the product of one packed row with W.
//
//go:noinline
func addProduct[T float](z, w []T, at []int32, val []T) {
	val = val[:len(at)]
	out, j := len(z), 0
	for ; j+8 <= out; j += 8 {
		q, wj := (*[8]T)(z[j:]), w[j:]
		z0, z1, z2, z3, z4, z5, z6, z7 := q[0], q[1], q[2], q[3], q[4], q[5], q[6], q[7]
		for i, o := range at {
			v, u := val[i], (*[8]T)(wj[int(o)*out:])
			z0 += v * u[0]
			z1 += v * u[1]
			z2 += v * u[2]
			z3 += v * u[3]
			z4 += v * u[4]
			z5 += v * u[5]
			z6 += v * u[6]
			z7 += v * u[7]
		}
		q[0], q[1], q[2], q[3], q[4], q[5], q[6], q[7] = z0, z1, z2, z3, z4, z5, z6, z7
	}
	if j+4 <= out {
		q, wj := (*[4]T)(z[j:]), w[j:]
		z0, z1, z2, z3 := q[0], q[1], q[2], q[3]
		for i, o := range at {
			v, u := val[i], (*[4]T)(wj[int(o)*out:])
			z0 += v * u[0]
			z1 += v * u[1]
			z2 += v * u[2]
			z3 += v * u[3]
		}
		q[0], q[1], q[2], q[3] = z0, z1, z2, z3
		j += 4
	}
	for ; j < out; j++ {
		sum, wj := z[j], w[j:]
		for i, o := range at {
			sum += val[i] * wj[int(o)*out]
		}
		z[j] = sum
	}
}

// addOuter adds to dW the outer product of one packed row with d; stride is the
// length of a row of dW.
//
//go:noinline
func addOuter[T float](dw, d []T, at []int32, val []T, stride int) {
	val = val[:len(at)]
	out, j := len(d), 0
	for ; j+8 <= out; j += 8 {
		q, gj := (*[8]T)(d[j:]), dw[j:]
		d0, d1, d2, d3, d4, d5, d6, d7 := q[0], q[1], q[2], q[3], q[4], q[5], q[6], q[7]
		for i, o := range at {
			v, g := val[i], (*[8]T)(gj[int(o)*stride:])
			g[0] += v * d0
			g[1] += v * d1
			g[2] += v * d2
			g[3] += v * d3
			g[4] += v * d4
			g[5] += v * d5
			g[6] += v * d6
			g[7] += v * d7
		}
	}
	if j+4 <= out {
		q, gj := (*[4]T)(d[j:]), dw[j:]
		d0, d1, d2, d3 := q[0], q[1], q[2], q[3]
		for i, o := range at {
			v, g := val[i], (*[4]T)(gj[int(o)*stride:])
			g[0] += v * d0
			g[1] += v * d1
			g[2] += v * d2
			g[3] += v * d3
		}
		j += 4
	}
	for ; j < out; j++ {
		dj, gj := d[j], dw[j:]
		for i, o := range at {
			gj[int(o)*stride] += val[i] * dj
		}
	}
}

// dotRows writes to a the product of d with each row of W.
//
//go:noinline
func dotRows[T float](a, d, w []T) {
	for i := range a {
		wi := w[i*len(d) : (i+1)*len(d)]
		var sum T
		for j, v := range d {
			sum += v * wi[j]
		}
		a[i] = sum
	}
}

// dotSomeRows does the same for the rows listed in at only.
//
//go:noinline
func dotSomeRows[T float](a, d, w []T, at []int32) {
	for _, o := range at {
		i := int(o)
		wi := w[i*len(d) : (i+1)*len(d)]
		var sum T
		for j, v := range d {
			sum += v * wi[j]
		}
		a[i] = sum
	}
}
