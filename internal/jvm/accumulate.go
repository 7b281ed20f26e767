package jvm

import "math"

// accumulate adds the terms' coefficients times their columns of a to c, term after
// term. Rows are independent of each other, so eight run side by side in registers.
func accumulate(c, a []float64, terms terms) {
	t := terms.coefficients
	offsets := terms.offsets[:len(t)]
	i := 0
	for ; i+8 <= len(c); i += 8 {
		d := c[i : i+8 : i+8]
		s0, s1, s2, s3, s4, s5, s6, s7 := d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7]
		for q, v := range t {
			r := a[offsets[q]+i:]
			r = r[:8]
			s0 += float64(v * r[0])
			s1 += float64(v * r[1])
			s2 += float64(v * r[2])
			s3 += float64(v * r[3])
			s4 += float64(v * r[4])
			s5 += float64(v * r[5])
			s6 += float64(v * r[6])
			s7 += float64(v * r[7])
		}
		d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7] = s0, s1, s2, s3, s4, s5, s6, s7
	}
	for ; i+4 <= len(c); i += 4 {
		d := c[i : i+4 : i+4]
		s0, s1, s2, s3 := d[0], d[1], d[2], d[3]
		for q, v := range t {
			r := a[offsets[q]+i:]
			r = r[:4]
			s0 += float64(v * r[0])
			s1 += float64(v * r[1])
			s2 += float64(v * r[2])
			s3 += float64(v * r[3])
		}
		d[0], d[1], d[2], d[3] = s0, s1, s2, s3
	}
	for ; i < len(c); i++ {
		s := c[i]
		for q, v := range t {
			s += float64(v * a[offsets[q]+i])
		}
		c[i] = s
	}
}

// accumulateFused is accumulate with one rounding for each multiplication and
// addition.
func accumulateFused(c, a []float64, terms terms) {
	t := terms.coefficients
	offsets := terms.offsets[:len(t)]
	i := 0
	for ; i+8 <= len(c); i += 8 {
		d := c[i : i+8 : i+8]
		s0, s1, s2, s3, s4, s5, s6, s7 := d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7]
		for q, v := range t {
			r := a[offsets[q]+i:]
			r = r[:8]
			s0 = math.FMA(v, r[0], s0)
			s1 = math.FMA(v, r[1], s1)
			s2 = math.FMA(v, r[2], s2)
			s3 = math.FMA(v, r[3], s3)
			s4 = math.FMA(v, r[4], s4)
			s5 = math.FMA(v, r[5], s5)
			s6 = math.FMA(v, r[6], s6)
			s7 = math.FMA(v, r[7], s7)
		}
		d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7] = s0, s1, s2, s3, s4, s5, s6, s7
	}
	for ; i+4 <= len(c); i += 4 {
		d := c[i : i+4 : i+4]
		s0, s1, s2, s3 := d[0], d[1], d[2], d[3]
		for q, v := range t {
			r := a[offsets[q]+i:]
			r = r[:4]
			s0 = math.FMA(v, r[0], s0)
			s1 = math.FMA(v, r[1], s1)
			s2 = math.FMA(v, r[2], s2)
			s3 = math.FMA(v, r[3], s3)
		}
		d[0], d[1], d[2], d[3] = s0, s1, s2, s3
	}
	for ; i < len(c); i++ {
		s := c[i]
		for q, v := range t {
			s = math.FMA(v, a[offsets[q]+i], s)
		}
		c[i] = s
	}
}
