package spark

import (
	"math"

	"golab/spark/internal/wire"
)

// Select returns the columns with the names; * is all of them, a.b the field b of the
// column a, and `a.b` in back quotes the column a.b.
func (df *DataFrame) Select(columns ...string) *DataFrame {
	return df.project(columnExpressions(columns))
}

// SelectExpr returns columns computed by expressions of Spark's SQL, such as
// "cast(_c0 as double) AS price".
func (df *DataFrame) SelectExpr(expressions ...string) *DataFrame {
	return df.project(sqlExpressions(expressions))
}

func (df *DataFrame) project(expressions []*wire.Expression) *DataFrame {
	return df.with(&wire.Relation{RelType: &wire.Relation_Project{
		Project: &wire.Project{Input: df.input(), Expressions: expressions},
	}})
}

// Filter returns the rows for which a condition in Spark's SQL is true, such as
// "price > 10 AND city = 'Bern'".
func (df *DataFrame) Filter(condition string) *DataFrame {
	return df.with(&wire.Relation{RelType: &wire.Relation_Filter{
		Filter: &wire.Filter{Input: df.input(), Condition: sqlExpression(condition)},
	}})
}

// Where is Filter by its name in SQL.
func (df *DataFrame) Where(condition string) *DataFrame { return df.Filter(condition) }

// WithColumn returns df with a column computed by an expression of Spark's SQL, which
// replaces the one of that name or comes last.
func (df *DataFrame) WithColumn(name, expression string) *DataFrame {
	return df.withColumns(aliased(sqlExpression(expression), name))
}

// Cast returns df with columns as another type of Spark's SQL: df.Cast("double", "age",
// "income"). A value that is none of that type fails at the action.
func (df *DataFrame) Cast(dataType string, columns ...string) *DataFrame {
	if len(columns) == 0 {
		return df.fail("spark: Cast: no columns are named")
	}
	aliases := make([]*wire.Expression_Alias, len(columns))
	for i, name := range columns {
		aliases[i] = aliased(&wire.Expression{ExprType: &wire.Expression_Cast_{Cast: &wire.Expression_Cast{
			Expr: columnExpression(quoted(name)), CastToType: &wire.Expression_Cast_TypeStr{TypeStr: dataType},
		}}}, name)
	}
	return df.withColumns(aliases...)
}

func (df *DataFrame) withColumns(aliases ...*wire.Expression_Alias) *DataFrame {
	return df.with(&wire.Relation{RelType: &wire.Relation_WithColumns{
		WithColumns: &wire.WithColumns{Input: df.input(), Aliases: aliases},
	}})
}

// WithColumnRenamed returns df with a column under another name. Without a column of
// the old name nothing changes, as in Spark.
func (df *DataFrame) WithColumnRenamed(existing, name string) *DataFrame {
	return df.with(&wire.Relation{RelType: &wire.Relation_WithColumnsRenamed{WithColumnsRenamed: &wire.WithColumnsRenamed{
		Input:   df.input(),
		Renames: []*wire.WithColumnsRenamed_Rename{{ColName: existing, NewColName: name}},
	}}})
}

// ToDF returns df with new names for all columns.
func (df *DataFrame) ToDF(names ...string) *DataFrame {
	return df.with(&wire.Relation{RelType: &wire.Relation_ToDf{ToDf: &wire.ToDF{Input: df.input(), ColumnNames: names}}})
}

// Drop returns df without the columns. Names that df does not have are passed over, as
// in Spark.
func (df *DataFrame) Drop(columns ...string) *DataFrame {
	return df.with(&wire.Relation{RelType: &wire.Relation_Drop{Drop: &wire.Drop{Input: df.input(), ColumnNames: columns}}})
}

// Limit returns the first n rows.
func (df *DataFrame) Limit(n int) *DataFrame {
	if n < 0 || n > math.MaxInt32 {
		return df.fail("spark: Limit: %d rows, want 0 to %d", n, math.MaxInt32)
	}
	return df.with(&wire.Relation{RelType: &wire.Relation_Limit{Limit: &wire.Limit{Input: df.input(), Limit: int32(n)}}})
}

// OrderBy returns the rows sorted by expressions of Spark's SQL, each of which may end
// in ASC or DESC and in NULLS FIRST or NULLS LAST: df.OrderBy("city", "age DESC").
func (df *DataFrame) OrderBy(expressions ...string) *DataFrame {
	global := true
	order := make([]*wire.Expression_SortOrder, len(expressions))
	for i, text := range expressions {
		order[i] = sortOrder(text)
	}
	return df.with(&wire.Relation{RelType: &wire.Relation_Sort{
		Sort: &wire.Sort{Input: df.input(), Order: order, IsGlobal: &global},
	}})
}

// Distinct returns the rows of df once each.
func (df *DataFrame) Distinct() *DataFrame {
	all := true
	return df.with(&wire.Relation{RelType: &wire.Relation_Deduplicate{
		Deduplicate: &wire.Deduplicate{Input: df.input(), AllColumnsAsKeys: &all},
	}})
}

// Repartition returns df in n partitions, for which all rows are moved.
func (df *DataFrame) Repartition(n int) *DataFrame { return df.repartition("Repartition", n, true) }

// Coalesce returns df in at most n partitions, for which partitions are put together.
func (df *DataFrame) Coalesce(n int) *DataFrame { return df.repartition("Coalesce", n, false) }

func (df *DataFrame) repartition(method string, n int, shuffle bool) *DataFrame {
	if n < 1 || n > math.MaxInt32 {
		return df.fail("spark: %s: %d partitions, want 1 to %d", method, n, math.MaxInt32)
	}
	return df.with(&wire.Relation{RelType: &wire.Relation_Repartition{
		Repartition: &wire.Repartition{Input: df.input(), NumPartitions: int32(n), Shuffle: &shuffle},
	}})
}

// Alias gives df a name by which conditions of a join can mention it.
func (df *DataFrame) Alias(name string) *DataFrame {
	return df.with(&wire.Relation{RelType: &wire.Relation_SubqueryAlias{
		SubqueryAlias: &wire.SubqueryAlias{Input: df.input(), Alias: name},
	}})
}

// Describe returns count, mean, stddev, min and max of the columns as a frame of text;
// of all numbers and texts where none is named.
func (df *DataFrame) Describe(columns ...string) *DataFrame {
	return df.with(&wire.Relation{RelType: &wire.Relation_Describe{
		Describe: &wire.StatDescribe{Input: df.input(), Cols: columns},
	}})
}
