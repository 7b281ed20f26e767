package main

import "math/big"

// precision is that of every intermediate number, in bits. The tables keep at
// most 120 of them.
const precision = 400

func whole(n int64) *big.Float  { return new(big.Float).SetPrec(precision).SetInt64(n) }
func real(x float64) *big.Float { return new(big.Float).SetPrec(precision).SetFloat64(x) }

func sub(x, y *big.Float) *big.Float { return new(big.Float).SetPrec(precision).Sub(x, y) }
func quo(x, y *big.Float) *big.Float { return new(big.Float).SetPrec(precision).Quo(x, y) }
func mul(x, y *big.Float) *big.Float { return new(big.Float).SetPrec(precision).Mul(x, y) }
func add(x, y *big.Float) *big.Float { return new(big.Float).SetPrec(precision).Add(x, y) }

// power returns x^(k/n), n a power of two, by square roots.
func power(x *big.Float, k, n int) *big.Float {
	root := x
	for ; n > 1; n /= 2 {
		root = new(big.Float).SetPrec(precision).Sqrt(root)
	}
	p := whole(1)
	for range max(k, -k) {
		p = mul(p, root)
	}
	if k < 0 {
		return quo(whole(1), p)
	}
	return p
}

// naturalLog returns ln x = 2 atanh((x-1)/(x+1)) by its series, for x in [1, 2].
func naturalLog(x *big.Float) *big.Float {
	z := quo(sub(x, whole(1)), add(x, whole(1))) // at most 1/3
	square := mul(z, z)
	sum, term := whole(0), z
	for n := int64(1); n < precision; n += 2 { // 3^-400 is 2^-634
		sum = add(sum, quo(term, whole(n)))
		term = mul(term, square)
	}
	return mul(sum, whole(2))
}
