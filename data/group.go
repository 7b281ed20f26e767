package data

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-gota/gota/dataframe"
)

// Groups are the rows of a frame, put together by the values of some columns.
// [GroupBy] makes them.
type Groups struct {
	df   dataframe.DataFrame
	keys []values
	rows [][]int // of each group, in the frame's order
}

// GroupBy puts the rows of df that have the same values in the named columns into
// one group each. Groups come in the order of these values; rows where one of them
// is missing are in none.
//
//	groups, err := data.GroupBy(people, "city")
//	table, err := groups.Agg(data.Mean.Of("age"), data.Max.Of("income").As("richest"))
//
// It fails if df has no column of a name, or if one holds vectors.
func GroupBy(df dataframe.DataFrame, names ...string) (*Groups, error) {
	if len(names) == 0 {
		return nil, fmt.Errorf("data: GroupBy: no column is named")
	}
	if first, again := duplicate(names); again >= 0 {
		return nil, fmt.Errorf("data: GroupBy: %q is named twice, at places %d and %d", names[again], first, again)
	}
	g := &Groups{df: df}
	for _, name := range names {
		j, err := only(df, name)
		if err != nil {
			return nil, fmt.Errorf("data: GroupBy: %w", err)
		}
		g.keys = append(g.keys, valuesOf(df, j))
	}
	position := map[string]int{}
	var key []byte
	for i := range df.Nrow() {
		if slices.ContainsFunc(g.keys, func(v values) bool { return v.missing[i] }) {
			continue
		}
		key = appendKey(key[:0], g.keys, i, nil)
		k, ok := position[string(key)]
		if !ok {
			k = len(g.rows)
			position[string(key)] = k
			g.rows = append(g.rows, nil)
		}
		g.rows[k] = append(g.rows[k], i)
	}
	order := orderBy(g.keys)
	slices.SortFunc(g.rows, func(a, b []int) int { return order(a[0], b[0]) })
	return g, nil
}

// Len returns the number of groups.
func (g *Groups) Len() int { return len(g.rows) }

// String says how many groups there are, and of what: "4 groups by city, 286 rows".
func (g *Groups) String() string {
	names := make([]string, len(g.keys))
	for k, key := range g.keys {
		names[k] = key.name
	}
	rows := 0
	for _, group := range g.rows {
		rows += len(group)
	}
	return fmt.Sprintf("%d groups by %s, %d rows", len(g.rows), strings.Join(names, ", "), rows)
}

// Frames returns the rows of each group as a frame.
func (g *Groups) Frames() ([]dataframe.DataFrame, error) {
	frames := make([]dataframe.DataFrame, len(g.rows))
	for k, rows := range g.rows {
		var err error
		if frames[k], err = subset(g.df, rows); err != nil {
			return nil, fmt.Errorf("data: Frames: %w", err)
		}
	}
	return frames, nil
}

// An Aggregate is a statistic of a column. [Statistic.Of] makes it.
type Aggregate struct {
	statistic    Statistic
	column, name string
}

// Of returns the statistic of a column, for [Groups.Agg]. In the result it is
// called after both, as age_mean.
func (s Statistic) Of(column string) Aggregate {
	return Aggregate{s, column, column + "_" + s.String()}
}

// As returns the aggregate under another name.
func (a Aggregate) As(name string) Aggregate {
	a.name = name
	return a
}

// Agg returns a row for each group: the values that its rows share, then the
// aggregates in order. Missing values do not count; sums, means and deviations have
// all digits of pandas's. Counts are int, and so are the sum, minimum and maximum
// of ints.
//
// It fails if the frame has no column of an aggregate, if one holds text and the
// statistic wants numbers, or if two columns of the result would share a name.
func (g *Groups) Agg(aggregates ...Aggregate) (dataframe.DataFrame, error) {
	df, err := g.aggregate(aggregates)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: Agg: %w", err)
	}
	return df, nil
}

// Each returns a row for each group: the values that its rows share, then the
// statistic of each named column, under that column's name. If none is named it
// takes all other columns that the statistic can be had of. It fails as Agg does.
func (g *Groups) Each(s Statistic, names ...string) (dataframe.DataFrame, error) {
	df, err := g.each(s, names)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: Each: %w", err)
	}
	return df, nil
}

// GroupMeans is short for the groups by the named columns and the means of all
// other columns of numbers in each: df.groupby(names).mean() of pandas.
func GroupMeans(df dataframe.DataFrame, names ...string) (dataframe.DataFrame, error) {
	g, err := GroupBy(df, names...)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: GroupMeans: %w", bare(err))
	}
	means, err := g.each(Mean, nil)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: GroupMeans: %w", err)
	}
	return means, nil
}

// Sizes returns a row for each group: the values that its rows share and, as
// count, how many rows it has.
func (g *Groups) Sizes() (dataframe.DataFrame, error) {
	columns := g.heads()
	sizes := newColumn("count", kindInt, len(g.rows))
	for _, rows := range g.rows {
		sizes.addInt(len(rows))
	}
	df, err := distinctFrame(append(columns, sizes), len(g.rows))
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: Sizes: %w", err)
	}
	return df, nil
}

func (g *Groups) each(s Statistic, names []string) (dataframe.DataFrame, error) {
	all, err := chosen(g.df, names)
	if err != nil {
		return g.df, err
	}
	var aggregates []Aggregate
	for _, j := range all {
		name := g.df.Names()[j]
		isKey := slices.ContainsFunc(g.keys, func(v values) bool { return v.name == name })
		fits := s == Count || s == Mode || numeric(g.df.Types()[j])
		if len(names) > 0 || !isKey && fits {
			aggregates = append(aggregates, Aggregate{s, name, name})
		}
	}
	if len(aggregates) == 0 {
		return g.df, fmt.Errorf("none of the %d columns has a %v", g.df.Ncol(), s)
	}
	return g.aggregate(aggregates)
}

func (g *Groups) aggregate(aggregates []Aggregate) (dataframe.DataFrame, error) {
	columns := g.heads()
	for _, a := range aggregates {
		j, err := only(g.df, a.column)
		if err != nil {
			return g.df, err
		}
		v := valuesOf(g.df, j)
		if err := a.statistic.check(v); err != nil {
			return g.df, err
		}
		c := newColumn(a.name, a.statistic.kind(v), len(g.rows))
		for _, rows := range g.rows {
			a.statistic.addTo(&c, v, rows)
		}
		columns = append(columns, c)
	}
	return distinctFrame(columns, len(g.rows))
}

// heads returns the columns of what the rows of each group share.
func (g *Groups) heads() []column {
	firsts := make([]int, len(g.rows))
	for k, rows := range g.rows {
		firsts[k] = rows[0]
	}
	columns := make([]column, len(g.keys))
	for k, key := range g.keys {
		columns[k] = key.rows(firsts)
	}
	return columns
}

// distinctFrame makes a frame of columns whose names must differ.
func distinctFrame(columns []column, rows int) (dataframe.DataFrame, error) {
	names := make([]string, len(columns))
	for k, c := range columns {
		names[k] = c.name
		if c.name == "" {
			return dataframe.DataFrame{}, fmt.Errorf("the name of column %d of the result is empty", k)
		}
	}
	if first, again := duplicate(names); again >= 0 {
		return dataframe.DataFrame{}, fmt.Errorf("columns %d and %d of the result would both be %q", first, again, names[again])
	}
	return newFrame(columns, rows), nil
}
