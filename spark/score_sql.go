package spark

import (
	"golab/spark/internal/sqlmodel"
)

// hugeMethod is the size of code above which Spark interprets a projection. Java does
// not compile methods above 8000 bytes; Spark's own limit is higher, and slower.
const hugeMethod = "8000"

// inSQL scores with expressions. It sets spark.sql.codegen.hugeMethodLimit of the session.
func (j job) inSQL() (*DataFrame, error) {
	steps, err := sqlmodel.Expressions(j.model, j.task.Features, fieldNames(j.rows), j.task.Output)
	if err != nil {
		return nil, err
	}
	if err := j.session.Conf().Set("spark.sql.codegen.hugeMethodLimit", hugeMethod); err != nil {
		return nil, err
	}
	df := j.df
	for _, expressions := range steps {
		df = df.SelectExpr(expressions...)
	}
	return df, nil
}
