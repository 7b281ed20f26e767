package spark

import (
	"fmt"

	"golab/spark/internal/wire"
)

// SQL returns what a statement of Spark's SQL gives. A query runs at the actions of the
// frame; a command, such as CREATE TABLE or SET, runs at once. A question mark in the
// statement stands for one of the arguments, in order: numbers, texts, truth values or
// nil for NULL.
func (s *Session) SQL(statement string, arguments ...any) (*DataFrame, error) {
	if err := s.problem(); err != nil {
		return nil, fmt.Errorf("spark: SQL: %w", err)
	}
	literals := make([]*wire.Expression, len(arguments))
	for i, v := range arguments {
		literal, err := literalOf(v)
		if err != nil {
			return nil, fmt.Errorf("spark: SQL: argument %d: %w", i, err)
		}
		literals[i] = &wire.Expression{ExprType: &wire.Expression_Literal_{Literal: literal}}
	}
	query := &wire.Relation{RelType: &wire.Relation_Sql{Sql: &wire.SQL{Query: statement, PosArguments: literals}}}
	response, err := s.command(s.ctx, &wire.Command{CommandType: &wire.Command_SqlCommand{
		SqlCommand: &wire.SqlCommand{Input: query},
	}})
	if err != nil {
		return nil, fmt.Errorf("spark: SQL: %w", err)
	}
	relation := response.GetSqlCommandResult().GetRelation()
	if relation == nil {
		return nil, fmt.Errorf("spark: SQL: the server sent no relation")
	}
	return s.newDataFrame(relation), nil
}

// literalOf returns a Go value as a literal of Spark.
func literalOf(v any) (*wire.Expression_Literal, error) {
	switch v := v.(type) {
	case nil:
		return &wire.Expression_Literal{LiteralType: &wire.Expression_Literal_Null{
			Null: &wire.DataType{Kind: &wire.DataType_Null{Null: &wire.DataType_Simple{}}},
		}}, nil
	case bool:
		return &wire.Expression_Literal{LiteralType: &wire.Expression_Literal_Boolean{Boolean: v}}, nil
	case int:
		return &wire.Expression_Literal{LiteralType: &wire.Expression_Literal_Long{Long: int64(v)}}, nil
	case int64:
		return &wire.Expression_Literal{LiteralType: &wire.Expression_Literal_Long{Long: v}}, nil
	case int32:
		return &wire.Expression_Literal{LiteralType: &wire.Expression_Literal_Integer{Integer: v}}, nil
	case float64:
		return &wire.Expression_Literal{LiteralType: &wire.Expression_Literal_Double{Double: v}}, nil
	case string:
		return &wire.Expression_Literal{LiteralType: &wire.Expression_Literal_String_{String_: v}}, nil
	}
	return nil, fmt.Errorf("a %T is no number, text or truth value", v)
}

// CreateOrReplaceTempView gives df a name for SQL, in this session and until it ends.
func (df *DataFrame) CreateOrReplaceTempView(name string) error {
	err := df.problem()
	if err == nil {
		_, err = df.session.command(df.session.ctx, &wire.Command{CommandType: &wire.Command_CreateDataframeView{
			CreateDataframeView: &wire.CreateDataFrameViewCommand{Input: df.input(), Name: name, Replace: true},
		}})
	}
	if err != nil {
		return fmt.Errorf("spark: CreateOrReplaceTempView: %w", err)
	}
	return nil
}
