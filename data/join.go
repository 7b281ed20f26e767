package data

import (
	"fmt"
	"slices"

	"github.com/go-gota/gota/dataframe"
)

// A JoinKind says which rows of two frames a join keeps.
type JoinKind uint8

// The kinds of joins.
const (
	Inner JoinKind = iota // the pairs of rows that match, in the left frame's order
	Left                  // and the left rows without a match, in the left frame's order
	Right                 // or the right rows without a match, in the right frame's order
	Outer                 // all of these, sorted by the columns that are matched
)

// String returns "inner", "left", "right" or "outer".
func (k JoinKind) String() string {
	names := [...]string{"inner", "left", "right", "outer"}
	if int(k) < len(names) {
		return names[k]
	}
	return fmt.Sprintf("JoinKind(%d)", uint8(k))
}

// Join puts together the rows of two frames that have the same values in the
// columns on or, if none is named, in all columns whose names both have. A row that
// matches several gives as many rows.
//
// The result has the left frame's columns, then those of the right that are not
// matched. A name that both have there gets _x on the left and _y on the right, as
// in pandas's merge. What a row without a match has not got is missing, and ints
// with a gap become floats. A missing value matches a missing one, as in pandas
// and unlike SQL; 1 matches 1.0.
//
// It fails if a frame has no column of a name, if a column holds numbers in one
// frame and text in the other, or if two columns would share a name.
func Join(left, right dataframe.DataFrame, how JoinKind, on ...string) (dataframe.DataFrame, error) {
	df, err := join(left, right, how, on)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: Join: %w", err)
	}
	return df, nil
}

// A side is one of the two frames of a join.
type side struct {
	keys, rest []values
	rows       []int // of each row of the result, -1 for none
}

func join(left, right dataframe.DataFrame, how JoinKind, on []string) (dataframe.DataFrame, error) {
	if how > Outer {
		return left, fmt.Errorf("%v is none of the kinds Inner, Left, Right and Outer", how)
	}
	for name, df := range map[string]dataframe.DataFrame{"left": left, "right": right} {
		if err := usable(df); err != nil {
			return left, fmt.Errorf("%s: %w", name, err)
		}
	}
	if len(on) == 0 {
		if on = common(left.Names(), right.Names()); len(on) == 0 {
			return left, fmt.Errorf("the frames of %d and %d columns have no name in common", left.Ncol(), right.Ncol())
		}
	}
	l, err := newSide(left, on)
	if err != nil {
		return left, fmt.Errorf("left: %w", err)
	}
	r, err := newSide(right, on)
	if err != nil {
		return left, fmt.Errorf("right: %w", err)
	}
	for k := range on {
		if l.keys[k].numeric() != r.keys[k].numeric() {
			return left, fmt.Errorf("column %q holds %s on the left and %s on the right", on[k], l.keys[k].holds(), r.keys[k].holds())
		}
	}
	pair(&l, &r, how)
	return merged(left, l, r, how)
}

// holds says what a column holds.
func (v values) holds() string {
	if v.numeric() {
		return "numbers"
	}
	return "text"
}

// common returns the names that both lists have, in the order of the first.
func common(a, b []string) []string {
	var both []string
	for _, name := range a {
		if slices.Contains(b, name) {
			both = append(both, name)
		}
	}
	return both
}

// newSide takes a frame apart.
func newSide(df dataframe.DataFrame, on []string) (side, error) {
	if first, again := duplicate(on); again >= 0 {
		return side{}, fmt.Errorf("%q is named twice, at places %d and %d", on[again], first, again)
	}
	var keys []int
	for _, name := range on {
		j, err := only(df, name)
		if err != nil {
			return side{}, err
		}
		keys = append(keys, j)
	}
	return side{keys: allValues(df, keys), rest: allValues(df, without(allRows(df.Ncol()), keys))}, nil
}

// pair finds the rows that match, and sets the rows of both sides.
func pair(l, r *side, how JoinKind) {
	if how == Right {
		pair(r, l, Left)
		return
	}
	coarse := matching(l.keys, r.keys)
	var key []byte
	matches := map[string][]int{}
	for i := range r.keys[0].missing {
		key = appendKey(key[:0], r.keys, i, coarse)
		matches[string(key)] = append(matches[string(key)], i)
	}
	matched := make([]bool, len(r.keys[0].missing))
	for i := range l.keys[0].missing {
		key = appendKey(key[:0], l.keys, i, coarse)
		found := matches[string(key)]
		for _, k := range found {
			l.rows, r.rows = append(l.rows, i), append(r.rows, k)
			matched[k] = true
		}
		if len(found) == 0 && how != Inner {
			l.rows, r.rows = append(l.rows, i), append(r.rows, -1)
		}
	}
	if how != Outer {
		return
	}
	for k, ok := range matched {
		if !ok {
			l.rows, r.rows = append(l.rows, -1), append(r.rows, k)
		}
	}
}

// merged makes the frame of the paired rows, its columns in the left frame's order.
func merged(left dataframe.DataFrame, l, r side, how JoinKind) (dataframe.DataFrame, error) {
	rows := len(l.rows)
	keys, rest := make(map[string]column), make(map[string]column)
	for k, v := range l.keys {
		keys[v.name] = either(v, r.keys[k], l.rows, r.rows)
	}
	inLeft, inRight := make(map[string]bool), make(map[string]bool)
	for _, v := range l.rest {
		rest[v.name] = v.rows(l.rows)
		inLeft[v.name] = true
	}
	for _, v := range r.rest {
		inRight[v.name] = true
	}
	var columns []column
	for _, name := range left.Names() {
		c, ok := keys[name]
		if !ok {
			c = rest[name]
			c.name = suffixed(name, "_x", inRight[name])
		}
		columns = append(columns, c)
	}
	for _, v := range r.rest {
		c := v.rows(r.rows)
		c.name = suffixed(v.name, "_y", inLeft[v.name])
		columns = append(columns, c)
	}
	df, err := distinctFrame(columns, rows)
	if err != nil || how != Outer {
		return df, err
	}
	var sorted []values
	for _, v := range l.keys {
		sorted = append(sorted, valuesOf(df, slices.Index(df.Names(), v.name)))
	}
	order := allRows(rows)
	sortRows(order, orderBy(sorted))
	return subset(df, order)
}

func suffixed(name, suffix string, both bool) string {
	if both {
		return name + suffix
	}
	return name
}

// either returns the column of l's cells and, where l has no row, of r's.
func either(l, r values, rows, others []int) column {
	kind := l.kind
	if l.kind != r.kind && l.numeric() {
		kind = kindFloat
		l.kind, r.kind = kindFloat, kindFloat
	}
	c := newColumn(l.name, kind, len(rows))
	for n, i := range rows {
		if i >= 0 {
			l.addTo(&c, i)
		} else {
			r.addTo(&c, others[n])
		}
	}
	return c
}
