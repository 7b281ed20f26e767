package spark

import (
	"strings"

	"golab/spark/internal/wire"
)

// joinType reads a way to join, by any of Spark's names.
func joinType(how string) (wire.Join_JoinType, bool) {
	switch strings.ReplaceAll(strings.ToLower(how), "_", "") {
	case "inner":
		return wire.Join_JOIN_TYPE_INNER, true
	case "outer", "full", "fullouter":
		return wire.Join_JOIN_TYPE_FULL_OUTER, true
	case "left", "leftouter":
		return wire.Join_JOIN_TYPE_LEFT_OUTER, true
	case "right", "rightouter":
		return wire.Join_JOIN_TYPE_RIGHT_OUTER, true
	case "anti", "leftanti":
		return wire.Join_JOIN_TYPE_LEFT_ANTI, true
	case "semi", "leftsemi":
		return wire.Join_JOIN_TYPE_LEFT_SEMI, true
	case "cross":
		return wire.Join_JOIN_TYPE_CROSS, true
	}
	return 0, false
}

// Join returns df joined with other on columns that both have, which come out once. How
// is inner, left, right, outer, semi, anti or cross, or another of Spark's names for these.
func (df *DataFrame) Join(other *DataFrame, how string, columns ...string) *DataFrame {
	return df.join(other, how, &wire.Join{UsingColumns: columns})
}

// JoinExpr returns df joined with other where a condition in Spark's SQL is true. The
// condition tells columns of the same name apart by [DataFrame.Alias]: a.id = b.id.
func (df *DataFrame) JoinExpr(other *DataFrame, how, condition string) *DataFrame {
	return df.join(other, how, &wire.Join{JoinCondition: sqlExpression(condition)})
}

func (df *DataFrame) join(other *DataFrame, how string, join *wire.Join) *DataFrame {
	kind, ok := joinType(how)
	if !ok {
		return df.fail("spark: Join: %q is no way to join; there are inner, left, right, outer, semi, anti and cross", how)
	}
	join.Left, join.Right, join.JoinType = df.input(), other.input(), kind
	return df.both("Join", other, &wire.Relation{RelType: &wire.Relation_Join{Join: join}})
}

// Union returns the rows of df and of other, by the place of the columns and not by
// their names, equal rows included.
func (df *DataFrame) Union(other *DataFrame) *DataFrame {
	all := true
	return df.both("Union", other, &wire.Relation{RelType: &wire.Relation_SetOp{SetOp: &wire.SetOperation{
		LeftInput: df.input(), RightInput: other.input(), SetOpType: wire.SetOperation_SET_OP_TYPE_UNION, IsAll: &all,
	}}})
}

// both returns the frame that a relation makes of df and other.
func (df *DataFrame) both(method string, other *DataFrame, plan *wire.Relation) *DataFrame {
	made := df.with(plan)
	switch {
	case made.err != nil:
		return made
	case other == nil:
		return made.fail("spark: %s: the second frame is nil: the call that should have made it returned an error", method)
	case other.problem() != nil:
		return made.fail("%w", other.problem())
	case other.session.link != df.session.link:
		return made.fail("spark: %s: the two frames belong to different sessions", method)
	}
	return made
}
