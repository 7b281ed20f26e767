package data

import (
	"bytes"
	"math"
	"strconv"

	"golab/internal/jvm"
)

// Spambase has this many messages of each class, spam first.
const (
	spamRows = 1813
	hamRows  = 2788
)

// misfits is the share of messages whose numbers are drawn from the other class.
// In the real data the columns of a row depend on each other and so tell less
// than as many independent ones; this share makes up for it: a logistic
// regression is right about as often as on the real data, 92 to 93 times of 100.
const misfits = 0.04

// syntheticSpambase returns the text of a file like spambase.data: as many rows,
// columns and messages of each class, and columns with as many zeros and with
// values as great, class by class. It is the same on every call.
func syntheticSpambase() []byte {
	d := drawer{jvm.NewXORShiftRandom(1)}
	var b bytes.Buffer
	for i := range spamRows + hamRows {
		class := 0
		if i < spamRows {
			class = 1
		}
		looks := class
		if d.uniform() < misfits {
			looks = 1 - class
		}
		for _, x := range d.message(looks) {
			b.Write(strconv.AppendFloat(nil, x, 'f', -1, 64))
			b.WriteByte(',')
		}
		b.WriteString(strconv.Itoa(class))
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// A drawer draws messages.
type drawer struct {
	random *jvm.XORShiftRandom
}

func (d drawer) uniform() float64 { return d.random.NextDouble() }

// normal returns a standard normal number, near enough: the sum of twelve uniform
// ones, less their mean. It has no logarithm that could differ between machines.
func (d drawer) normal() float64 {
	sum := -6.0
	for range 12 {
		sum += d.uniform()
	}
	return sum
}

// message returns the columns of a message of a class but the label.
func (d drawer) message(class int) []float64 {
	const (
		words    = 48 // columns of word frequencies, in per cent
		chars    = 6  // of character frequencies
		together = 0.8
		runs     = words + chars
	)
	x := make([]float64, len(spambaseLaws))
	for j := range runs {
		decimals := 100.0
		if j >= words {
			decimals = 1000
		}
		if l := spambaseLaws[j][class]; d.uniform() >= l.zero {
			v := math.Exp(float64(l.sigma*d.normal()) + l.mu)
			x[j] = min(max(math.Round(v*decimals), 1)/decimals, 100)
		}
	}
	// The lengths of runs of capitals go together: one normal number is in all.
	common := d.normal()
	for j := runs; j < len(x); j++ {
		l := spambaseLaws[j][class]
		z := float64(together*common) + float64(math.Sqrt(1-together*together)*d.normal())
		x[j] = math.Exp(float64(l.sigma*z) + l.mu)
	}
	average, longest, total := &x[runs], &x[runs+1], &x[runs+2]
	*average = min(max(math.Round(*average*1000)/1000, 1), 1000)
	*longest = min(max(math.Round(*longest), math.Ceil(*average)), 10000)
	*total = min(max(math.Round(*total), *longest), 20000)
	return x
}
