package spark

import (
	"strings"

	"golab/spark/internal/wire"
)

// sqlExpression is an expression in Spark's SQL.
func sqlExpression(text string) *wire.Expression {
	return &wire.Expression{ExprType: &wire.Expression_ExpressionString_{
		ExpressionString: &wire.Expression_ExpressionString{Expression: text},
	}}
}

// sqlExpressions are expressions in Spark's SQL.
func sqlExpressions(texts []string) []*wire.Expression {
	expressions := make([]*wire.Expression, len(texts))
	for i, text := range texts {
		expressions[i] = sqlExpression(text)
	}
	return expressions
}

// columnExpression is the column that Spark finds by a name as in Python's df["name"]:
// * is all columns, a.b the field b of a, and `a.b` the column a.b.
func columnExpression(name string) *wire.Expression {
	if name == "*" {
		return &wire.Expression{ExprType: &wire.Expression_UnresolvedStar_{UnresolvedStar: &wire.Expression_UnresolvedStar{}}}
	}
	return &wire.Expression{ExprType: &wire.Expression_UnresolvedAttribute_{
		UnresolvedAttribute: &wire.Expression_UnresolvedAttribute{UnparsedIdentifier: name},
	}}
}

// columnExpressions are the columns of the names.
func columnExpressions(names []string) []*wire.Expression {
	expressions := make([]*wire.Expression, len(names))
	for i, name := range names {
		expressions[i] = columnExpression(name)
	}
	return expressions
}

// quoted returns a name as SQL takes it whatever is in it.
func quoted(name string) string {
	return "`" + strings.ReplaceAll(name, "`", "``") + "`"
}

// aliased is an expression with a name.
func aliased(e *wire.Expression, name string) *wire.Expression_Alias {
	return &wire.Expression_Alias{Expr: e, Name: []string{name}}
}

// sortOrder reads a name or an expression of SQL that may end in ASC or DESC, and NULLS
// FIRST or NULLS LAST.
func sortOrder(text string) *wire.Expression_SortOrder {
	order := &wire.Expression_SortOrder{
		Direction:    wire.Expression_SortOrder_SORT_DIRECTION_ASCENDING,
		NullOrdering: wire.Expression_SortOrder_SORT_NULLS_FIRST,
	}
	rest, nullsLast := cutWords(text, "NULLS", "LAST")
	rest, nullsFirst := cutWords(rest, "NULLS", "FIRST")
	rest, descending := cutWords(rest, "DESC")
	if !descending {
		rest, _ = cutWords(rest, "ASC")
	} else {
		order.Direction = wire.Expression_SortOrder_SORT_DIRECTION_DESCENDING
	}
	if nullsLast || descending && !nullsFirst {
		order.NullOrdering = wire.Expression_SortOrder_SORT_NULLS_LAST
	}
	order.Child = sqlExpression(rest)
	return order
}

// cutWords cuts words off the end of text, in whatever case.
func cutWords(text string, words ...string) (string, bool) {
	rest := strings.TrimSpace(text)
	for i := len(words) - 1; i >= 0; i-- {
		at := len(rest) - len(words[i])
		if at < 2 || !strings.EqualFold(rest[at:], words[i]) || rest[at-1] != ' ' && rest[at-1] != '\t' {
			return text, false
		}
		rest = strings.TrimSpace(rest[:at])
	}
	return rest, true
}
