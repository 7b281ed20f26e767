package data

import (
	"errors"
	"math"
	"strconv"
	"strings"
)

// A decimal is a plain number at the start of a text: an optional minus, up to 15
// digits and an optional point among them.
type decimal struct {
	digits uint64 // all digits as one number, below 10¹⁵
	scale  int    // digits behind the point
	neg    bool
	whole  bool // no point, and not -0
	len    int  // bytes; 0 means that there is no such number
}

// scanDecimal returns the plain number that text begins with. What is behind it
// is for the caller to look at.
func scanDecimal(text []byte) decimal {
	const most = 15 // digits: their value is below 2⁵³, so a float64 holds it exactly
	i, neg := 0, false
	if i < len(text) && text[i] == '-' {
		i, neg = 1, true
	}
	start, digits := i, uint64(0)
	for ; i < len(text) && text[i]-'0' <= 9; i++ {
		digits = digits*10 + uint64(text[i]-'0')
	}
	n, scale, point := i-start, 0, false
	if i < len(text) && text[i] == '.' {
		point = true
		i++
		for start = i; i < len(text) && text[i]-'0' <= 9; i++ {
			digits = digits*10 + uint64(text[i]-'0')
		}
		scale = i - start
		n += scale
	}
	if n == 0 || n > most {
		return decimal{}
	}
	whole := !point && !(neg && digits == 0) && (strconv.IntSize == 64 || digits <= math.MaxInt32)
	return decimal{digits: digits, scale: scale, neg: neg, whole: whole, len: i}
}

// int returns the value of a whole decimal.
func (d decimal) int() int {
	if d.neg {
		return -int(d.digits)
	}
	return int(d.digits)
}

// float returns the value of d, correctly rounded: digits and power are exact, and
// one division rounds once (Clinger 1990, the fast path of strconv.ParseFloat).
func (d decimal) float() float64 {
	powers := [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15}
	x := float64(d.digits) / powers[d.scale]
	if d.neg {
		return -x
	}
	return x
}

// parseFloat reads any number in decimal notation, NaN and infinities. A number
// too large becomes infinite, as in Java.
func parseFloat(text string) (float64, bool) {
	if strings.ContainsAny(text, "xXpP_") { // Go's own notations
		return 0, false
	}
	x, err := strconv.ParseFloat(text, 64)
	return x, err == nil || errors.Is(err, strconv.ErrRange)
}
