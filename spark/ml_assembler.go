package spark

import (
	"cmp"

	"golab/spark/internal/wire"
)

// A VectorAssembler puts columns of numbers side by side into one vector column, in
// the order of InputCols, as [golab/labs.VectorAssembler] does for a local frame.
type VectorAssembler struct {
	// InputCols names columns of numbers, of booleans (0 and 1), or vector columns,
	// whose numbers are all taken. It may not be empty.
	InputCols []string

	// OutputCol names the vector column to add. The default is "features", which is
	// also the default of every FeaturesCol. (Spark makes a name up.)
	OutputCol string

	// HandleInvalid says what happens to a row with NaN or NULL: "error", the default,
	// "skip" leaves the row out, "keep" puts NaN into the vector.
	HandleInvalid string
}

// Transform returns df with the vector column added.
func (a VectorAssembler) Transform(df *DataFrame) *DataFrame {
	if len(a.InputCols) == 0 {
		return df.fail("spark: VectorAssembler: parameter InputCols is empty")
	}
	return df.transformed(&wire.MlRelation_Transform{
		Operator: &wire.MlRelation_Transform_Transformer{
			Transformer: operator(wire.MlOperator_OPERATOR_TYPE_TRANSFORMER, "feature.VectorAssembler"),
		},
		Params: params{
			"inputCols":     textsLiteral(a.InputCols),
			"outputCol":     textLiteral(cmp.Or(a.OutputCol, "features")),
			"handleInvalid": textLiteral(cmp.Or(a.HandleInvalid, "error")),
		}.message(),
	})
}

func (a VectorAssembler) fitStage(*DataFrame) (Transformer, error) { return a, nil }
