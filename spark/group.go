package spark

import "golab/spark/internal/wire"

// GroupedData is a frame whose rows are put in groups.
type GroupedData struct {
	df   *DataFrame
	keys []string
}

// GroupBy puts the rows with equal values in the columns into one group, or all rows
// where none is named.
func (df *DataFrame) GroupBy(columns ...string) *GroupedData { return &GroupedData{df, columns} }

// Agg returns a row for each group: its keys and what expressions of Spark's SQL make of
// its rows, such as "avg(age) AS age" or "count(*)".
func (g *GroupedData) Agg(expressions ...string) *DataFrame {
	return g.df.with(&wire.Relation{RelType: &wire.Relation_Aggregate{Aggregate: &wire.Aggregate{
		Input: g.df.input(), GroupType: wire.Aggregate_GROUP_TYPE_GROUPBY,
		GroupingExpressions: columnExpressions(g.keys), AggregateExpressions: sqlExpressions(expressions),
	}}})
}

// Count returns the number of rows of each group as the column count.
func (g *GroupedData) Count() *DataFrame { return g.Agg("count(1) AS count") }
