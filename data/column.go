package data

import (
	"math"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
)

// A kind is what a column holds.
type kind uint8

const (
	kindOpen kind = iota // nothing but missing values so far
	kindInt
	kindFloat
	kindText
	kindBool
)

// A column grows cell by cell until newFrame makes it part of a frame.
type column struct {
	name    string
	kind    kind
	bits    []uint64 // of an int, a float64 or a bool; none for text
	texts   []string
	missing []int // rows without a value
}

// newColumn returns an empty column with room for some rows.
func newColumn(name string, k kind, rows int) column {
	c := column{name: name, kind: k}
	if k == kindText {
		c.texts = make([]string, 0, rows)
	} else {
		c.bits = make([]uint64, 0, rows)
	}
	return c
}

// addInt appends n, as a float64 if the column has floats or a gap.
func (c *column) addInt(n int) {
	switch {
	case c.kind == kindFloat:
		c.bits = append(c.bits, math.Float64bits(float64(n)))
	case c.kind == kindInt || len(c.missing) == 0:
		c.kind = kindInt
		c.bits = append(c.bits, uint64(n))
	default:
		c.addFloat(float64(n))
	}
}

// addFloat appends x and makes the column one of floats.
func (c *column) addFloat(x float64) {
	if c.kind != kindFloat {
		c.widen()
	}
	c.bits = append(c.bits, math.Float64bits(x))
}

// addBool appends true or false to a column that has nothing else.
func (c *column) addBool(b bool) {
	c.kind = kindBool
	c.bits = append(c.bits, uint64(boolToInt(b)))
}

// addText appends a text to a column that has no numbers.
func (c *column) addText(text string) {
	if c.kind == kindOpen {
		c.kind = kindText
		c.texts = make([]string, len(c.missing), cap(c.bits))
		c.missing, c.bits = nil, nil
	}
	c.texts = append(c.texts, text)
}

// addMissing appends a gap: the empty text, or NaN, for which ints become floats.
func (c *column) addMissing() {
	switch c.kind {
	case kindText:
		c.texts = append(c.texts, "")
		return
	case kindInt:
		c.widen()
	}
	c.missing = append(c.missing, len(c.bits))
	c.bits = append(c.bits, 0)
}

// widen makes the column one of floats, in place.
func (c *column) widen() {
	if c.kind == kindInt {
		for i, b := range c.bits {
			c.bits[i] = math.Float64bits(float64(int(b)))
		}
	}
	c.kind = kindFloat
}

// zero returns a series of one element: 0, the empty text or false.
func (c *column) zero() series.Series {
	switch c.kind {
	case kindInt:
		return series.New([]int{0}, series.Int, c.name)
	case kindText:
		return series.New([]string{""}, series.String, c.name)
	case kindBool:
		return series.New([]bool{false}, series.Bool, c.name)
	default:
		return series.New([]float64{0}, series.Float, c.name)
	}
}

// newFrame makes a frame of columns with the given number of rows and distinct
// names. gota copies every slice it is given three times; repeating the one row
// of a frame of zeros gets the final memory at once, and then only what is not
// zero must be set.
func newFrame(columns []column, rows int) dataframe.DataFrame {
	zeros := make([]series.Series, len(columns))
	for i := range columns {
		zeros[i] = columns[i].zero()
	}
	df := dataframe.New(zeros...).Subset(make([]int, rows))
	for j, c := range columns {
		c.fill(df, j)
	}
	return df
}

// fill sets the elements of column j of df, which are zero.
func (c *column) fill(df dataframe.DataFrame, j int) {
	for i, b := range c.bits {
		if b == 0 {
			continue
		}
		switch e := df.Elem(i, j); c.kind {
		case kindInt:
			e.Set(int(b))
		case kindBool:
			e.Set(true)
		default:
			e.Set(math.Float64frombits(b))
		}
	}
	for i, text := range c.texts {
		if text != "" {
			df.Elem(i, j).Set(text)
		}
	}
	for _, i := range c.missing {
		df.Elem(i, j).Set(nil)
	}
}
